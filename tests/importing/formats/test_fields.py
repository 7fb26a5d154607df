from datetime import date

import pytest
import yaml

from site_gen.importing.formats.detect import NAMES, read
from site_gen.model.paper_fields import FIELDS, is_known
from tests.conftest import DATA

SAMPLES = yaml.safe_load((DATA / "every_field.yaml").read_text(encoding="utf-8"))
DAY = date(2025, 9, 17)


def test_every_format_has_samples() -> None:
    assert set(SAMPLES) == set(NAMES)
    assert {name for field in FIELDS for name in field.imported_from} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_format_brings_the_fields_that_the_table_says(name: str) -> None:
    readings = [one for text in SAMPLES[name] for one in read("x", text, DAY, DAY)]
    papers = [paper for reading in readings for paper in reading.digest.papers]
    said = {
        field.name
        for field in FIELDS
        if any(is_known(getattr(paper, field.name, None)) for paper in papers)
    }

    assert {reading.format for reading in readings} == {name}
    assert said == {field.name for field in FIELDS if name in field.imported_from}
