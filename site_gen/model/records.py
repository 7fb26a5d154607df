"""The nouns of site-gen: frozen values, tuples not lists; nothing here does anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from site_gen.model.paper_fields import PaperFacts

SMALL_ARCHIVE = 3_000
"""An archive of at most this many papers is one search bundle and one sitemap.

Pagefind indexes so many in seconds; a larger one is divided, so that a day changes a part of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read: for messages, never part of its meaning."""

    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(PaperFacts):
    """A paper as a digest names it: title and abstract, as literal text; what else it is told."""

    abstract: str
    links: tuple[tuple[str, str], ...] = ()
    source: Source = field(default=Source(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One dated list of papers, as pasted.

    ``header`` is the date as the page writes it (``Sep 17``). ``layout`` is empty when the page is
    laid out the usual way, a blank line between its lines; else it is the page's text with
    ``{title}`` and ``{abstract}`` where papers stand, ``{papers}`` for all of them, ``{page}`` for
    the whole, and literal braces doubled.
    """

    date: date
    header: str
    heading: str = ""
    byline: str = ""
    banner: tuple[str, ...] = ()
    layout: str = ""
    papers: tuple[Paper, ...] = ()
    source: Source = field(default=Source(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A day in ``content/``: what ``digest.yaml`` holds.

    ``papers`` are references in reading order: ``slug``, or ``day/slug`` for a paper that first
    appeared on another day.
    """

    date: date
    header: str = ""
    heading: str = ""
    byline: str = ""
    banner: tuple[str, ...] = ()
    layout: str = ""
    papers: tuple[str, ...] = ()
    source: Source = field(default=Source(), compare=False)
    lines: tuple[int, ...] = field(default=(), compare=False)
    """The line of each reference in ``papers``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(PaperFacts):
    """One paper's file in ``content/``: front matter, and the abstract as Markdown body.

    ``slug`` and ``first_day`` are the file's name and folder: its address for good.
    """

    slug: str
    first_day: date
    body: str = ""
    links: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    source: Source = field(default=Source(), compare=False)
    stamp: str = field(default="", compare=False)
    """The fingerprint of its file: it changes when anything in the file does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``content/site.yaml`` says; every key has a default. See docs/settings.md."""

    title: str = "Daily Papers"
    description: str = "A daily list of research papers, with their abstracts."
    byline: str = ""
    language: str = "en"
    base_url: str = ""
    author: str = ""
    feed_authority: str = "site-gen.invalid"
    feed_hub: str = ""
    newsletter_action: str = ""
    newsletter_field: str = "email"
    newsletter_hidden: tuple[tuple[str, str], ...] = ()
    newsletter_from: str = ""
    newsletter_unsubscribe: str = ""
    banner: tuple[str, ...] = ()
    pictures: bool = True
    related: int = 5
    author_pages: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What other months may know of a day: how many papers are listed, how many its own."""

    date: date
    listed: int
    own: int
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthContent:
    """All that the pages of a month are made from.

    ``entries`` are by ``day/slug``, with those of other months that the listings refer to;
    ``previous`` and ``next`` are the days around the month; ``appearances`` the days of other
    months that list a paper of this one; ``related`` what each paper is related to; ``authors``
    the slugs of those names that lead to the page of an author.
    """

    listings: tuple[Listing, ...]
    entries: Mapping[str, Entry]
    previous: date | None = None
    next: date | None = None
    appearances: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    is_newest: bool = True
    related: Mapping[str, tuple["PaperLine", ...]] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)


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
class TopicFacts:
    """What a month holds of a topic: its name, how many papers, and the newest of them."""

    name: str
    count: int
    newest: tuple[PaperLine, ...] = ()


PageKind = Literal[
    "home", "day", "paper", "week", "month", "archive", "topics", "topic", "authors", "author",
    "search", "feeds", "api", "reading-list", "about", "404", "email",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import would do to one file."""

    path: str
    kind: Literal["create", "update", "keep"]
    text: str
