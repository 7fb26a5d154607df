import doctest

import pytest

from site_gen.importing.formats.records import values
from site_gen.importing.formats.records.values import list_unreadable, read_facts


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aisummary", 3),
        ("aikeywords", {"a": 1}),
        ("organization", ["ETH", "EPFL"]),
        ("submittedby", [1]),
        ("githubstars", "many"),
        ("comment", ["A reader's comment."]),
        ("journalref", {"year": 2025}),
        ("withdrawn", "last year"),
    ],
)
def test_a_value_that_a_field_cannot_hold_is_named(key: str, value: object) -> None:
    assert list(list_unreadable({key: value}, "json")) == [key]
    assert not any(read_facts({key: value}, "json").values())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aisummary", None),
        ("githubstars", 0),
        ("comments", 12),  # so many comments of readers
        ("comments", "12"),
        ("version", "1.0-beta"),  # of a program, or of a record
        ("withdrawn", False),
        ("withdrawn", "False"),
    ],
)
def test_a_value_that_says_nothing_or_is_read_is_not_named(key: str, value: object) -> None:
    assert list(list_unreadable({key: value}, "json")) == []


def test_a_field_that_a_format_does_not_bring_is_not_looked_at() -> None:
    assert list(list_unreadable({"comment": ["a"]}, "hf-json")) == []
    assert read_facts({"comment": "a"}, "hf-json") == {}


def test_the_examples_are_true() -> None:
    assert doctest.testmod(values).failed == 0


@pytest.mark.parametrize("other", [5, {"a": 1}, ["b"], True])
def test_a_list_of_terms_is_named_for_one_that_is_no_term(other: object) -> None:
    record = {"aikeywords": ["nets", other]}
    assert list(list_unreadable(record, "hf-json")) == ["aikeywords"]
    assert read_facts(record, "hf-json") == {"keywords": ("nets",)}
    assert list(list_unreadable({"aikeywords": ["nets", None, ""]}, "hf-json")) == []
