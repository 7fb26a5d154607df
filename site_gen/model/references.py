"""References to papers: ``slug`` in the digest of the same day, ``YYYY-MM-DD/slug`` anywhere.

The second form is what papers are known by everywhere: it is the path of the entry's file below
``content/``, without its suffix.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from site_gen.model.papers import Entry, Settings
from site_gen.model.slugs import is_slug
from site_gen.model.urls import paper_url, permalink

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class PaperRef(NamedTuple):
    """A full reference, taken apart: the day of the paper's folder, and the name of its file."""

    day: date
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentPaper:
    """A paper in a feed: ``day/slug``, its place in the day's digest, and the hash of its file."""

    name: str
    place: int
    content_hash: str


def parse_day(name: str) -> date | None:
    """Read ``YYYY-MM-DD`` as a date, or None where it is not a day.

    >>> parse_day("2025-09-17"), parse_day("2025-02-30")
    (datetime.date(2025, 9, 17), None)
    """
    if not _DAY.fullmatch(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def is_reference(ref: str) -> bool:
    """Whether this names a paper: ``slug``, or ``day/slug`` where it appeared first."""
    day, _, slug = ref.rpartition("/")
    return is_slug(slug) and (not day or parse_day(day) is not None)


def full_reference(ref: str, day: date) -> str:
    """Name a paper the same way on every day.

    >>> full_reference("a-paper", date(2025, 9, 17))
    '2025-09-17/a-paper'
    """
    return ref if "/" in ref else f"{day.isoformat()}/{ref}"


def entry_reference(entry: Entry) -> str:
    """Give the full reference of an entry."""
    return f"{entry.first_day}/{entry.slug}"


def entry_permalink(settings: Settings, entry: Entry) -> str:
    """Give the absolute URL of an entry's page."""
    return permalink(settings.base_url, paper_url(entry.first_day, entry.slug))


def parse_reference(ref: str) -> PaperRef:
    """Take a full reference apart. Raises ValueError where it does not begin with a day.

    >>> parse_reference("2025-09-17/a-paper")
    PaperRef(day=datetime.date(2025, 9, 17), slug='a-paper')
    """
    # A day has ten characters, and a slash follows.
    return PaperRef(date.fromisoformat(ref[:10]), ref[11:])


def month_of(ref: str) -> str:
    """Give the month, ``YYYY-MM``, of a full reference or of a day.

    >>> month_of("2025-09-17/a-paper")
    '2025-09'
    """
    return ref[:7]
