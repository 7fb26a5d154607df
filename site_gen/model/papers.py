"""Papers, digests and settings: frozen values, tuples not lists."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from site_gen.model.hosts.rules import HeaderRule, RedirectRule
from site_gen.model.paper_fields import PaperFacts
from site_gen.model.slugs import is_organization

DAY_WORDS = ("heading", "byline", "banner")
"""The words above the papers of a day."""

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
    """A paper as a digest has it: title and abstract as literal text, and its other facts."""

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
    show: tuple[str, ...] | None = None
    """Which of ``DAY_WORDS`` are shown; None where the file does not say it: then all are."""
    source: Source = field(default=Source(), compare=False)
    lines: tuple[int, ...] = field(default=(), compare=False)
    """The line of each reference in ``papers``."""
    removed: tuple[str, ...] = field(default=(), compare=False)
    """Full references that ``papers`` lacks, because their papers were taken down."""
    unpublished: tuple[str, ...] = field(default=(), compare=False)
    """Full references that ``papers`` lacks, because their papers are not published yet."""

    def shows(self, key: str) -> bool:
        """Whether one of ``DAY_WORDS`` is shown as the day has it."""
        return self.show is None or key in self.show


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that an entry shows: its site-relative URL, and its size in pixels."""

    url: str
    width: int
    height: int


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
    removed: str = ""
    """Why the paper was taken down; empty where it was not."""
    draft: bool = False
    """Whether it is not published yet."""
    pictures: tuple[Picture, ...] = ()
    """The pictures of this site that its text shows, those whose size is known."""
    source: Source = field(default=Source(), compare=False)
    content_hash: str = field(default="", compare=False)
    """The fingerprint of its file: it changes when anything in the file does."""


SLIM = "slim"
"""The profile of a site that has few files."""

SEARCHED = 3
"""From so many papers on, the name of an author without a page leads to the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page that a person wrote: its file in ``content/pages/``. ``body`` is Markdown."""

    slug: str
    title: str
    description: str = ""
    in_nav: bool = True
    body: str = ""


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
    author_pages: int = 5
    author_feeds: int = 10
    latex: bool = True
    organization_pages: int = 3
    nav: tuple[tuple[str, str], ...] = ()
    """Title and URL of the owner's pages that the navigation links to; no key sets it."""
    own_pages: tuple[str, ...] = ()
    """The slugs of all the owner's pages; no key sets it."""
    follow_links: bool = False
    profile: str = ""
    host: str = ""
    headers: tuple[HeaderRule, ...] = ()
    redirects: tuple[RedirectRule, ...] = ()
    timezone: str = ""
    publish_future: bool = False

    @property
    def is_slim(self) -> bool:
        """Whether the site has few files: what each day has elsewhere, each month has here."""
        return self.profile == SLIM

    def choose_least(self, key: str) -> int:
        """Give how many papers an author or an organization needs for a page; 0: none has one."""
        return self.organization_pages if is_organization(key) else self.author_pages

    @property
    def has_searches(self) -> bool:
        """Whether names of authors without a page lead to the search.

        They do where pages need more papers than that, and in a slim site without pages.
        """
        return self.author_pages > SEARCHED or (self.is_slim and not self.author_pages)

    def choose_search_least(self, key: str) -> int:
        """Give how many papers a name needs to lead to the search where it has no page; 0: none."""
        return SEARCHED if self.has_searches and not is_organization(key) else 0

    @property
    def has_subjects(self) -> bool:
        """Whether the name of an author or an organization may lead somewhere."""
        return bool(self.author_pages or self.organization_pages or self.has_searches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an import would do to one file."""

    path: str
    kind: Literal["create", "update", "keep"]
    text: str
