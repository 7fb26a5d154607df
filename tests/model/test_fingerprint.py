from dataclasses import replace
from datetime import date

import pytest

from site_gen.model.fingerprint import fingerprint, page_fingerprint
from site_gen.model.records import DigestView, Entry, Page


def test_a_fingerprint_does_not_move() -> None:
    """Asset names and what is due depend on it: a change makes every browser load all again."""
    assert fingerprint(b"a", b"b")[:16] == "3c9d591045bc8876"


def test_where_parts_end_matters() -> None:
    assert len({fingerprint(b"ab"), fingerprint(b"a", b"b"), fingerprint(b"ab", b"")}) == 3


ENTRY = Entry(slug="a", first_day=date(2025, 9, 17), title="A", stamp="1")
DIGEST = DigestView(date=date(2025, 9, 17), heading="", byline="", badge="", pitch="", action="",
                    papers=(ENTRY,))  # fmt: skip
PAGE = Page(
    url="/", template="t", kind="home", title="", description="", context={"digest": DIGEST}
)
OTHER = replace(DIGEST, papers=(replace(ENTRY, stamp="2"),))


@pytest.mark.parametrize(
    ("salt", "page"),
    [
        ("other", PAGE),
        ("salt", replace(PAGE, url="/x/")),
        ("salt", replace(PAGE, template="u")),
        ("salt", replace(PAGE, kind="day")),
        ("salt", replace(PAGE, is_listed=False)),
        ("salt", replace(PAGE, context={})),
        ("salt", replace(PAGE, context={"digest": replace(DIGEST, byline="b")})),
        ("salt", replace(PAGE, context={"digest": replace(DIGEST, papers=())})),
        (
            "salt",
            replace(PAGE, context={"digest": OTHER}),
        ),
    ],
)
def test_whatever_a_page_sees_is_in_its_fingerprint(salt: str, page: Page) -> None:
    assert page_fingerprint(salt, page) != page_fingerprint("salt", PAGE)


def test_equal_pages_have_one_fingerprint() -> None:
    again = replace(PAGE, context={"digest": replace(DIGEST, papers=(replace(ENTRY),))})

    assert page_fingerprint("salt", again) == page_fingerprint("salt", PAGE)
