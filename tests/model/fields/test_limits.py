import doctest
from dataclasses import replace

from site_gen.model import (
    LONGEST_TITLE,
    MANY_OF_DAY,
    MOST_AUTHORS,
    MOST_KEYWORDS,
    MOST_LINKS,
    MOST_TOPICS,
    Paper,
    describe_many,
    list_excess,
    listed_title,
)
from site_gen.model.fields import limits

FULL = Paper(
    title="a" * LONGEST_TITLE,
    abstract="",
    topics=("a",) * MOST_TOPICS,
    authors=("a",) * MOST_AUTHORS,
    keywords=("a",) * MOST_KEYWORDS,
    links=(("a", "https://a.b"),) * MOST_LINKS,
)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(limits).failed == 0


def test_what_goes_beyond_a_limit_is_told_and_no_more() -> None:
    assert list(list_excess(FULL)) == []
    for key in ("topics", "authors", "keywords", "links"):
        more = replace(FULL, **{key: getattr(FULL, key) * 2})
        ((said, message),) = list_excess(more)
        assert said == key
        assert message.startswith(f"{2 * len(getattr(FULL, key)):,} {key}; expected at most ")
    ((said, message),) = list_excess(replace(FULL, title=f"{FULL.title}b"))
    assert (said, message[:26]) == ("title", "a title of 501 characters;")


def test_lists_have_the_beginning_of_a_long_title() -> None:
    assert listed_title(FULL) == FULL.title
    assert listed_title(replace(FULL, title="ab " * 200)) == "ab " * 165 + "ab…"
    assert listed_title(replace(FULL, title="a" * 501)) == "a" * 499 + "…"


def test_a_day_of_many_papers_is_told() -> None:
    assert describe_many(MANY_OF_DAY) == ""
    assert describe_many(MANY_OF_DAY + 1).startswith(
        "2,001 papers of one day; expected at most 2,000:"
    )
