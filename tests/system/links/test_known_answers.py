from datetime import date, timedelta
from pathlib import Path

import pytest

from site_gen.system.links.known_answers import KnownAnswers
from site_gen.system.links.probe import Answer

DAY = date(2025, 9, 17)
ANSWERS = {"https://a.example/é": Answer(200, "OK"), "https://b.example/": Answer(404, "Not Found")}


def test_answers_are_known_for_a_week(tmp_path: Path) -> None:
    path = tmp_path / ".cache/links.json"
    KnownAnswers(path, DAY).add(ANSWERS)

    for days, expected in ((0, ANSWERS), (6, ANSWERS), (7, {}), (-1, {})):
        known = KnownAnswers(path, DAY + timedelta(days))
        assert known.find([*ANSWERS, "https://c.example/"]) == expected
    assert KnownAnswers(path, DAY).find(["https://c.example/"]) == {}


def test_what_may_soon_be_otherwise_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "links.json"
    soon = {"https://a.example/": Answer(503), "https://b.example/": Answer(reason="broke off")}
    KnownAnswers(path, DAY).add(soon)

    assert KnownAnswers(path, DAY).find(soon) == {}


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b'{"https://a.example/": 3}', b"{}{"])
def test_a_damaged_file_knows_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "links.json"
    path.write_bytes(data)
    known = KnownAnswers(path, DAY)
    assert known.find(["https://a.example/"]) == {}
    known.add(ANSWERS)
    assert KnownAnswers(path, DAY).find(ANSWERS) == ANSWERS
