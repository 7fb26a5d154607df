"""Papers that arXiv announced as cross-listed or replaced are marked, in all formats."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from site_gen.importing.formats.days import keep_new
from site_gen.importing.formats.detect import read
from site_gen.importing.formats.reading import Reading
from site_gen.model import Digest, Paper
from tests.conftest import DATA

CASES = yaml.safe_load((DATA / "announcements.yaml").read_text(encoding="utf-8"))
DAY = date(2024, 10, 3)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_what_a_paper_is_announced_as(case: dict[str, str]) -> None:
    readings = read(
        "x", case["text"], date(2026, 1, 1), DAY if "2024 (" not in case["text"] else None
    )
    papers = [paper for reading in readings for paper in reading.digest.papers]

    assert [paper.announced for paper in papers] == list(case["expected"])
    assert not [problem for reading in readings for problem in reading.bad + reading.unread]
    assert not [paper for paper in papers if "Announce Type" in paper.abstract]
    assert all(paper.arxiv_id for paper in papers) or case["title"] == "records"


def test_days_without_a_new_paper_are_left_out() -> None:
    old = Paper(title="Old", abstract="", announced="replaced")
    new = Paper(title="New", abstract="")
    days = [
        Reading(Digest(date=DAY, header="", papers=papers), "")
        for papers in ((old, new), (old, replace(old, announced="cross-listed")), ())
    ]
    kept = [keep_new(day) for day in days]

    assert [(one and one.digest.papers, number) for one, number in kept] == [
        ((new,), 1), (None, 2), ((), 0),
    ]  # fmt: skip
    assert kept[0][0] == replace(days[0], digest=replace(days[0].digest, papers=(new,)))
