import doctest

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import venues
from site_gen.model.venues import find_venue, is_journal, name_venue
from tests.conftest import DATA

CASES = yaml.safe_load((DATA / "venues.yaml").read_text(encoding="utf-8"))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(venues).failed == 0


@pytest.mark.parametrize(("comment", "venue"), CASES["names"])
def test_a_comment_that_names_a_venue(comment: str, venue: str) -> None:
    assert find_venue(comment) == venue


@pytest.mark.parametrize("comment", CASES["names_none"])
def test_a_comment_that_names_no_venue_for_certain(comment: str) -> None:
    assert not find_venue(comment)


@pytest.mark.parametrize(("text", "venue"), CASES["field"])
def test_a_field_for_the_venue(text: str, venue: str) -> None:
    assert name_venue(text) == venue


@pytest.mark.parametrize("name", CASES["journals"])
def test_a_journal(name: str) -> None:
    assert is_journal(name)


@pytest.mark.parametrize("name", CASES["no_journals"])
def test_no_journal(name: str) -> None:
    assert not is_journal(name)


@given(
    st.text() | st.lists(st.sampled_from(sum(CASES["names"], CASES["names_none"]))).map(" ".join)
)
def test_a_venue_is_one_line_of_the_comment(comment: str) -> None:
    venue = find_venue(comment)
    assert venue == " ".join(venue.split())
    assert len(venue) <= 200


@given(st.sampled_from(CASES["names"]), st.sampled_from(["\n", "\n  ", "  "]))
def test_where_a_comment_is_wrapped_does_not_matter(case: list[str], space: str) -> None:
    comment, venue = case
    assert find_venue(comment.replace(" ", space)) == venue
