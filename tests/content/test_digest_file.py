import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content import digest_file
from site_gen.content.digest_file import format_listing, parse_listing
from site_gen.content.yaml_edit import add_items
from site_gen.model.characters import find_illegal
from site_gen.model.errors import InputError
from site_gen.model.papers import Listing

DAY = date(2025, 9, 17)
TEXT = st.text().filter(lambda text: not find_illegal(text))
LISTINGS = st.builds(
    Listing,
    date=st.just(DAY),
    header=TEXT,
    heading=TEXT,
    byline=TEXT,
    banner=st.lists(TEXT).map(tuple),
    layout=TEXT,
    papers=st.lists(st.sampled_from(["a", "b-2", "2024-01-02/c"]), unique=True).map(tuple),
)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(digest_file).failed == 0


@given(LISTINGS)
def test_what_is_written_is_read_back(listing: Listing) -> None:
    assert parse_listing("d.yaml", format_listing(listing), DAY) == listing


@pytest.mark.parametrize(
    "text",
    [
        "date: 2025-09-17\npapers:\n- a # first\n- b-2\nheading: x # last\n",
        "papers:\n  - a\n  - b-2\n",
        "papers: [a, b-2] # two\nheading: x\n",
        "papers: [ a,\n  b-2, # two\n]\n",
        "{papers: [a, b-2]}",
        "papers:\n- a\n- b-2 # two\nheading: x\n",
        "\ufeffpapers:\n- a\n- b-2\n",
        "papers:\n- a\n- b-2",
        "# mine\npapers:\r\n- a\r\n- b-2\r\n",
        "papers:\n- 'a'\n- b-2\n\n# the end\n",
    ],
)
def test_papers_are_added_and_nothing_else_changes(text: str) -> None:
    new = add_items("d.yaml", text, "papers", ["c", "2024-01-02/d"])

    assert parse_listing("d.yaml", new, DAY).papers == ("a", "b-2", "c", "2024-01-02/d")
    kept = new
    assert ("\r\n" in text) is ("\r\n- c\r\n- 2024-01-02/d" in new)
    for added in (
        "\r\n- c",
        "\r\n- 2024-01-02/d",
        "\n- c",
        "\n- 2024-01-02/d",
        "\n  - c",
        "\n  - 2024-01-02/d",
        ", c",
        ", 2024-01-02/d",
    ):
        kept = kept.replace(added, "", 1) if added in kept else kept
    assert kept == text


def test_a_comment_stays_with_its_paper() -> None:
    new = add_items("d.yaml", "papers:\n- a # first\n- b # second\n# end\n", "papers", ["c"])
    assert new == "papers:\n- a # first\n- b # second\n- c\n# end\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "heading: x\n",
        "{}\n",
        "{heading: x}",
        "heading: x",
        "papers:\n",
        "papers: []\nheading: x\n",
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_papers_are_added_where_there_were_none(text: str, eol: str) -> None:
    new = add_items("d.yaml", text.replace("\n", eol), "papers", ["c", "d"])

    assert parse_listing("d.yaml", new, DAY).papers == ("c", "d")
    assert "\n" not in text or new.count("\n") == new.count(eol)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date: 2025-09-18\n",
         "d.yaml:1: date is 2025-09-18; expected 2025-09-17, as the folder says"),
        ("papers:\n- a\n- b\n- a\n",
         "d.yaml:4: 'a' again, first in line 2; expected each paper once"),
        ("papers:\n- ../../etc\n",
         "d.yaml:2: not a paper: '../../etc'; expected a slug such as 'my-paper', or day/slug"),
        ("papers:\n- A B\n",
         "d.yaml:2: not a paper: 'A B'; expected a slug such as 'my-paper', or day/slug"),
        ("papers: [1, a]\n",
         "d.yaml:1: papers: YAML reads this as 1; expected a text: put it in quotes"),
        ("heding: x\n", "d.yaml:1: unknown key 'heding'; did you mean 'heading'?"),
    ],
)  # fmt: skip
def test_bad_listing(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_listing("d.yaml", text, DAY)

    assert str(caught.value) == expected


def test_a_list_that_two_keys_share_is_left_alone() -> None:
    with pytest.raises(InputError, match=r"d.yaml:1: cannot take 'papers' without being rewritten"):
        add_items("d.yaml", "papers: &p\n- a\nbanner: *p\n", "papers", ["b"])
