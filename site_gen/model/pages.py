"""What pages and their planners hold: frozen values, tuples not lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from site_gen.model.papers import Entry, Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySummary:
    """What other months may know of a day: how many papers are listed, how many entries it has.

    ``foreign`` are the full references to papers of other days; ``removed`` those to papers that
    were taken down, its own and others. They are not counted.
    """

    date: date
    listed: int
    entry_count: int
    foreign: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthContent:
    """All that the pages of a month are made from.

    ``entries`` are by ``day/slug``, with those of other months that the listings refer to;
    ``previous`` and ``next`` are the days around the month; ``appearances`` the days of other
    months that list a paper of this one; ``related`` what each paper is related to;
    ``linked`` the keys of authors and organizations whose pages their names lead to.
    """

    listings: tuple[Listing, ...]
    entries: Mapping[str, Entry]
    previous: date | None = None
    next: date | None = None
    appearances: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    is_newest: bool = True
    related: Mapping[str, tuple["PaperLine", ...]] = field(default_factory=dict)
    linked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something to click."""

    text: str
    """Its words."""
    url: str
    """Where it leads: a URL from the root of the site, or an absolute one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A day one can go to."""

    date: date
    """The day."""
    url: str
    """Its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A day of a calendar."""

    date: date
    """The day."""
    url: str
    """Its page; nothing where it has no papers."""
    count: int
    """How many papers it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A row of a calendar."""

    number: int
    """The number of the week in the year."""
    url: str
    """The page of the week; nothing where it has no papers."""
    days: tuple[DayCount, ...]
    """Its days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the archive."""

    first: date
    """Its first day."""
    url: str
    """Its page; nothing where it has no papers."""
    weeks: tuple[Week, ...]
    """The weeks that its days stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the archive."""

    number: int
    """The year."""
    url: str
    """Its page."""
    count: int
    """How many papers it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper as a line of a list."""

    title: str
    """Its title, on one line."""
    url: str
    """Its page."""
    day: date
    """The day it appeared first."""
    upvotes: int | None = None
    """How many liked it, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSummary:
    """What a month holds of a topic: its name, how many papers, and the newest of them."""

    name: str
    count: int
    newest: tuple[PaperLine, ...] = ()


PageKind = Literal[
    "home", "day", "paper", "week", "month", "archive", "topics", "topic", "authors", "author",
    "organizations", "organization", "search", "feeds", "api", "reading-list", "about", "404",
    "removed", "moved", "email", "page",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One HTML file to write. Each kind of page is a subclass.

    A template sees the page as ``page``. What the subclass adds, fields and properties, it also
    sees by name. A page must depend on its fields only, because they name the file's content for
    the next build. What costs time is a property: it is computed only when the page is rendered.
    """

    template: ClassVar[str]
    """The name of its template."""

    kind: ClassVar[PageKind]
    """What kind of page it is: ``home``, ``day``, ``paper`` and so on."""

    url: str
    """Its address, from the root of the site."""

    title: str
    """Its title, without that of the site."""

    summary: str = ""
    """Its description, unless the kind of page makes one."""

    updated: date | None = None
    """The day of its newest paper."""

    is_listed: bool = True
    """Whether the sitemap lists it and robots may index it."""

    @property
    def description(self) -> str:
        """What search engines and link previews say of it."""
        return self.summary
