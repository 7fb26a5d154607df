from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pytest

from site_gen.model.fingerprints import fingerprint, page_fingerprint
from site_gen.model.pages import Page
from site_gen.model.papers import Entry


@dataclass(frozen=True)
class View:
    """What is made from an entry."""

    entry: Entry
    settings: str = field(default="", compare=False)

    @cached_property
    def html(self) -> str:
        return f"<p>{self.entry.title}</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class SomePage(Page):
    template = "some.html"
    byline: str = ""
    papers: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(SomePage):
    kind = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTemplate(SomePage):
    template = "other.html"
    kind = "home"


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherKind(SomePage):
    kind = "day"


def test_a_fingerprint_does_not_move() -> None:
    """Asset names and what is due depend on it: a change makes every browser load all again."""
    assert fingerprint(b"a", b"b")[:16] == "3c9d591045bc8876"


def test_where_parts_end_matters() -> None:
    assert len({fingerprint(b"ab"), fingerprint(b"a", b"b"), fingerprint(b"ab", b"")}) == 3


ENTRY = Entry(slug="a", first_day=date(2025, 9, 17), title="A", content_hash="1")
PAGE = HomePage(url="/", title="", papers=(View(ENTRY),))


@pytest.mark.parametrize(
    ("config_hash", "page"),
    [
        ("other", PAGE),
        ("config_hash", OtherTemplate(url="/", title="", papers=PAGE.papers)),
        ("config_hash", OtherKind(url="/", title="", papers=PAGE.papers)),
        ("config_hash", replace(PAGE, url="/x/")),
        ("config_hash", replace(PAGE, title="T")),
        ("config_hash", replace(PAGE, summary="S")),
        ("config_hash", replace(PAGE, updated=date(2025, 9, 17))),
        ("config_hash", replace(PAGE, is_listed=False)),
        ("config_hash", replace(PAGE, byline="b")),
        ("config_hash", replace(PAGE, papers=())),
        ("config_hash", replace(PAGE, papers=(View(replace(ENTRY, content_hash="2")),))),
    ],
)
def test_whatever_a_page_sees_is_in_its_fingerprint(config_hash: str, page: Page) -> None:
    assert page_fingerprint(config_hash, page) != page_fingerprint("config_hash", PAGE)


def test_equal_pages_have_one_fingerprint() -> None:
    again = replace(PAGE, papers=(View(replace(ENTRY)),))

    assert page_fingerprint("config_hash", again) == page_fingerprint("config_hash", PAGE)


def test_a_fingerprint_takes_no_notice_of_what_is_made_and_of_what_the_salt_has() -> None:
    again = replace(PAGE, papers=(View(ENTRY, settings="other"),))
    assert again.papers[0].html

    assert page_fingerprint("config_hash", again) == page_fingerprint("config_hash", PAGE)
