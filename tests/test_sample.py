from collections import Counter
from typing import Any

import pytest

from scripts.sample_corpus import DAYS, KINDS, SAMPLE, choose, format_sample, read_rows
from tests.conftest import CORPUS


def test_it_has_300_papers_on_12_days(sample: list[dict[str, Any]]) -> None:
    assert Counter(row["date"] for row in sample) == dict.fromkeys(DAYS, 25)
    assert len({row["arxiv_id"] for row in sample}) == 300
    assert SAMPLE.stat().st_size < 500_000


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_every_kind_of_trouble(sample: list[dict[str, Any]], kind: str) -> None:
    assert any(KINDS[kind](row) for row in sample)


@pytest.mark.skipif(not CORPUS.is_file(), reason="needs the full corpus")
def test_the_script_makes_it_of_the_corpus(sample: list[dict[str, Any]]) -> None:
    chosen = choose(read_rows(CORPUS))

    assert chosen == sample
    assert format_sample(chosen) == format_sample(sample)
