"""How much of a kind a paper or a day may have. What goes beyond is kept, and makes no pages.

``check`` warns of it with file and line, imports and builds report it. docs/content.md says what
becomes of the rest.
"""

from collections.abc import Iterator
from datetime import date

from site_gen.model.papers import Entry, Paper

MOST_TOPICS = 20
"""Topics of a paper that have pages, feeds and a filter of the search."""

MOST_AUTHORS = 5_000
"""Authors of a paper that have pages; 3,303 are the most of any paper at Hugging Face."""

MOST_KEYWORDS = 100
"""Keywords of a paper that the search finds it by."""

MOST_LINKS = 50
"""Links of a paper."""

LONGEST_TITLE = 500
"""Characters of a title that lists show."""

MANY_OF_DAY = 2_000
"""Papers of a day beyond which ``check`` warns: the pages of the day and its month are heavy."""

MOST_OF_DAY = 10_000
"""Papers that a day may have: no import makes, and no build shows, a day with more."""

_LIMITS = (
    ("topics", MOST_TOPICS, "its page shows the others, which lead nowhere"),
    ("authors", MOST_AUTHORS, "its page names the others, who get no pages by it"),
    ("keywords", MOST_KEYWORDS, "its page shows the others, and the search does not know them"),
    ("links", MOST_LINKS, "its page shows all of them"),
)


def list_excess(paper: Paper | Entry) -> Iterator[tuple[str, str]]:
    """Give each key of a paper that has too much, and what to say of it.

    >>> from site_gen.model import Paper
    >>> list(list_excess(Paper(title="A", abstract="", topics=("a", "b") * 15)))
    [('topics', '30 topics; expected at most 20: its page shows the others, which lead nowhere')]
    """
    if len(paper.title) > LONGEST_TITLE:
        what = f"a title of {len(paper.title):,} characters; expected at most {LONGEST_TITLE:,}"
        yield "title", f"{what}: lists show its beginning"
    for key, most, rest in _LIMITS:
        if (number := len(getattr(paper, key))) > most:
            yield key, f"{number:,} {key}; expected at most {most:,}: {rest}"


def describe_many(number: int) -> str:
    """Say that a day has many papers; what it says of a day that has not is empty."""
    if number <= MANY_OF_DAY:
        return ""
    what = f"{number:,} papers of one day; expected at most {MANY_OF_DAY:,}"
    return f"{what}: the pages of the day, its week and its month are slow to load"


def describe_full_day(day: date) -> str:
    """Say that a day has too many papers."""
    what = f"more than {MOST_OF_DAY:,} papers of {day}; expected at most that: give the papers"
    return f"{what} other days, or part the list by --date"
