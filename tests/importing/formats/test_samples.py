"""Every recorded file: its format, its papers, and the lines not understood, as the docs say."""

import re
from datetime import date

import pytest

from site_gen.importing.formats.detect import read
from site_gen.system.files import read_text
from tests.conftest import DATA, ROOT

RECORDED = DATA / "recorded"
TABLE = re.findall(
    r"^\| `([^`|]+)` \| `([^`|]+)` \| ([0-9]+) \| ([0-9]+) \|$",
    (ROOT / "docs" / "formats.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_every_file_is_in_the_table() -> None:
    files = [path for path in RECORDED.rglob("*") if path.is_file()]
    assert sorted(name for name, *_ in TABLE) == sorted(
        path.relative_to(RECORDED).as_posix() for path in files
    )


@pytest.mark.parametrize(("name", "form", "papers", "unread"), TABLE)
def test_a_recorded_file(name: str, form: str, papers: str, unread: str) -> None:
    path = RECORDED / name
    has_days = "cn_chat" not in name  # the one that names no day
    readings = read(
        name, read_text(path), date(2026, 11, 23), None if has_days else date(2024, 1, 1)
    )
    found = [paper for reading in readings for paper in reading.digest.papers]
    assert {reading.format for reading in readings} == {form}
    assert (len(found), sum(len(x.unread) for x in readings)) == (int(papers), int(unread))
    lines = [paper.source.line for paper in found]
    assert all(lines)
    if len(readings) == 1 and "repr" not in name:
        assert lines == sorted(lines)
