"""The nouns of site-gen: frozen values, tuples not lists; nothing here does anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SMALL_ARCHIVE = 3_000
"""An archive of at most so many papers is one sitemap, and one search bundle, made in seconds."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was read: for messages, never part of its meaning."""

    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as a digest names it: title and abstract, as literal text; what else it is told."""

    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    more_authors: bool = False  # 'et al.': there are others, who are not named
    arxiv_id: str = ""
    doi: str = ""
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    upvotes: int | None = None
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
class Entry:
    """One paper's file in ``content/``: front matter, and the abstract as Markdown body.

    ``slug`` and ``first_day`` are the file's name and folder: its address for good.
    """

    slug: str
    first_day: date
    title: str
    body: str = ""
    authors: tuple[str, ...] = ()
    more_authors: bool = False  # 'et al.': there are others, who are not named
    arxiv_id: str = ""
    doi: str = ""
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    upvotes: int | None = None
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
    """Something to click: its words and where it leads (a site-relative or absolute URL)."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A paper as templates see it. ``*_html`` is safe HTML; everything else is text."""

    title: str
    title_html: str
    url: str
    abstract_html: str
    excerpt: str
    day: date
    authors: tuple[str, ...] = ()
    more_authors: bool = False
    topics: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    upvotes: int | None = None
    notes_html: str = ""
    arxiv_id: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLink:
    """A day one can go to."""

    date: date
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A day of a calendar, and how many papers it has; no URL where there are none."""

    date: date
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A row of a calendar: its days, and the page of the week where one of them has papers."""

    number: int
    url: str
    days: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the archive, and the weeks that its days stand in."""

    first: date
    url: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the archive, and how many papers it has."""

    number: int
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper as a line of a list."""

    title: str
    url: str
    day: date
    upvotes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """What a month tells of a topic: its name, how many papers, and the newest of them."""

    name: str
    count: int
    newest: tuple[PaperLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A day's digest as templates see it. A plan holds entries; rendering makes views of them."""

    date: date
    heading: str
    byline: str
    badge: str
    pitch: str
    action: str
    papers: tuple[Entry | PaperView, ...]
    previous: DayLink | None = None
    next: DayLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One HTML file to write: its address, its template, and all that it may see."""

    url: str
    template: str
    kind: Literal[
        "home",
        "day",
        "paper",
        "week",
        "month",
        "archive",
        "topics",
        "topic",
        "authors",
        "author",
        "search",
        "feeds",
        "api",
        "reading-list",
        "about",
        "404",
        "email",
    ]
    title: str
    description: str
    context: Mapping[str, object]
    updated: date | None = None
    is_listed: bool = True
    """Whether the sitemap lists it and robots may index it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import would do to one file."""

    path: str
    kind: Literal["create", "update", "keep"]
    text: str
