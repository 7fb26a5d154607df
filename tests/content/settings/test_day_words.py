from datetime import date
from pathlib import Path

import pytest

from site_gen.content.check import check, mend
from site_gen.content.digest_file import parse_listing
from site_gen.content.findings import Finding
from site_gen.content.settings.day_words import collect_words
from site_gen.content.store import load_settings
from site_gen.model import Settings

TODAY = date(2025, 9, 20)
WORDS = "heading: Daily Papers\nbyline: byAK and all\nbanner: [new, Subscribe]\n"
DAYS = ("2025-09-16", "2025-09-17")


@pytest.fixture
def old(papers: Path) -> Path:
    """Two days as version 0.1.0 imported them, and no settings."""
    (papers / "site.yaml").unlink()
    for day, refs in zip(DAYS, ("a, b", "a"), strict=True):
        (papers / day / "digest.yaml").write_text(f"{WORDS}papers: [{refs}]\n")
    return papers


def find(content: Path) -> list[Finding]:
    return [one for one in check(content.parent, TODAY) if one.is_note]


def messages(content: Path) -> list[str]:
    return [f"{one.problem}" for one in find(content)]


def fix(content: Path) -> list[str]:
    """Mend what can be mended, and give why some was not."""
    return [f"{one}" for one in mend(content, find(content))[1]]


def show(content: Path) -> list[tuple[str, ...] | None]:
    files = [content / day / "digest.yaml" for day in DAYS]
    days = [date.fromisoformat(day) for day in DAYS]
    return [
        parse_listing("digest.yaml", file.read_text(), day).show
        for file, day in zip(files, days, strict=True)
    ]


def test_words_that_all_days_have_become_those_of_the_site(old: Path) -> None:
    assert messages(old) == [
        "content/site.yaml: no byline; expected 'by AK and all', which all days show",
        "content/site.yaml: no banner; expected ('new', 'Subscribe'), which all days show",
        *(
            f"content/{day}/digest.yaml: shows its own heading, byline, banner; expected 'show: []'"
            for day in DAYS
        ),
    ]
    before = (old / DAYS[0] / "digest.yaml").read_text()
    assert fix(old) == []
    assert load_settings(old) == Settings(byline="by AK and all", banner=("new", "Subscribe"))
    assert (old / DAYS[0] / "digest.yaml").read_text() == f"{before}show: []\n"
    assert show(old) == [(), ()]
    assert messages(old) == []


def test_words_of_the_site_stay(old: Path) -> None:
    text = "# Mine\ntitle: My papers # so\nbyline: ''\n"
    (old / "site.yaml").write_text(text)
    assert fix(old) == []

    assert (old / "site.yaml").read_text() == f"{text}banner:\n- new\n- Subscribe\n"
    assert show(old) == [("heading", "byline")] * 2


def test_words_that_not_all_days_have_stay_with_the_day(old: Path) -> None:
    (old / DAYS[1] / "digest.yaml").write_text("banner: [new, Subscribe]\npapers: [a]\n")
    assert fix(old) == []

    assert load_settings(old) == Settings(banner=("new", "Subscribe"))
    assert show(old) == [("byline",), ()]


def test_days_that_are_decided_are_not_told(old: Path) -> None:
    for day in DAYS:
        path = old / day / "digest.yaml"
        path.write_text(f"show: [heading]\n{path.read_text()}")

    assert messages(old) == []


def test_nothing_is_mended_where_a_day_cannot_be_read(old: Path) -> None:
    (old / DAYS[1] / "digest.yaml").write_text("papers: {}\n")
    before = (old / DAYS[0] / "digest.yaml").read_text()

    assert [one.key for one in find(old)] == [""]
    assert fix(old) == []
    assert (old / DAYS[0] / "digest.yaml").read_text() == before
    assert not (old / "site.yaml").exists()


def test_days_stay_where_the_settings_cannot_be_changed(old: Path) -> None:
    (old / "site.yaml").write_text("{language: en,}\n")
    before = (old / DAYS[0] / "digest.yaml").read_text()
    problems = fix(old)

    assert [one.startswith("content/site.yaml:1: cannot take ") for one in problems] == [True] * 2
    assert (old / DAYS[0] / "digest.yaml").read_text() == before


def test_words_are_as_a_page_shows_them() -> None:
    listing = parse_listing("digest.yaml", "byline: byAK\n", TODAY)

    assert collect_words(listing).words == {"byline": "by AK"}
