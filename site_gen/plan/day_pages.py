"""The pages of days and papers, and the home page: a month's entries -> its pages. Pure.

``plan_month`` makes them from the month's own content and what little it may know of others.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from site_gen.model import (
    URLS,
    DayLink,
    Link,
    Listing,
    MonthContent,
    Page,
    PaperLine,
    Settings,
    author_search_url,
    author_slug,
    by_words,
    count,
    day_url,
    full_reference,
    listed_title,
    long_date,
    organization_key,
    subject_url,
)
from site_gen.plan.paper_view import DigestView, PaperView, view_paper
from site_gen.text import markdown

_DESCRIPTION = 160  # characters: what search engines show


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The home page: the newest digest."""

    template = "home.html"
    kind = "home"

    digest: DigestView | None
    """The newest digest; none where there are no papers."""

    has_feeds: bool = True
    """Whether the site has a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPage(Page):
    """A day."""

    template = "day.html"
    kind = "day"

    digest: DigestView
    """The day's digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage(Page):
    """A paper."""

    template = "paper.html"
    kind = "paper"

    paper: PaperView
    """The paper."""

    authors: tuple[Link, ...]
    """Its authors; the URL is of the author's page, or of a search; nothing on rarer names."""

    days: tuple[DayLink, ...]
    """The days it appeared on."""

    previous: Link | None
    """The paper before it on the day it appeared first."""

    next: Link | None
    """The paper after it on that day."""

    related: tuple[PaperLine, ...]
    """Papers that are like it."""

    organization: Link | None = None
    """The organization that it comes from; without URL where it has no page."""

    @property
    def description(self) -> str:
        """How the abstract begins; the title where there is none."""
        return markdown.excerpt(self.paper.excerpt, _DESCRIPTION) or self.title

    @property
    def slug(self) -> str:
        """Its name in its address."""
        return self.paper.slug

    @property
    def bibtex(self) -> str:
        """Its citation as BibTeX."""
        return self.paper.bibtex

    @property
    def venue_meta(self) -> str:
        """The name of the ``meta`` element that holds its venue, for Google Scholar."""
        return self.paper.venue_meta

    @property
    def linked(self) -> dict[str, Any]:
        """Its JSON-LD, for ``|tojson``."""
        return self.paper.linked


def plan_month(settings: Settings, month: MonthContent) -> tuple[Page, ...]:
    """Decide the pages of a month, and the home page when it is the newest."""
    listings = sorted(month.listings, key=lambda listing: listing.date)
    days = [listing.date for listing in listings]
    before, after = [month.previous, *days], [*days[1:], month.next]
    papers = {ref: view_paper(settings, entry) for ref, entry in month.entries.items()}
    digests = [
        _view_digest(settings, listing, papers, *around)
        for listing, *around in zip(listings, before, after, strict=False)
    ]
    appeared = _appearances(month)
    # Only the month with the newest day makes the home page.
    home = digests[-1:] if month.is_newest else []
    return (
        *(plan_home(settings, digest) for digest in home),
        *(_plan_day(digest) for digest in digests),
        *(page for digest in digests for page in _plan_papers(digest, appeared, month)),
    )


def plan_home(settings: Settings, digest: DigestView | None, *, has_feeds: bool = True) -> HomePage:
    """Plan the home page; without a digest it is that of a site without papers."""
    return HomePage(
        url=URLS.home,
        title=settings.title,
        summary=settings.description,
        updated=digest.date if digest else None,
        digest=digest,
        has_feeds=has_feeds,
    )


def link_day(day: date | None) -> DayLink | None:
    """Give a link to a day, if there is one."""
    return DayLink(date=day, url=day_url(day)) if day else None


def _view_digest(
    settings: Settings,
    listing: Listing,
    papers: Mapping[str, PaperView],
    previous: date | None,
    following: date | None,
) -> DigestView:
    banner = listing.banner if listing.shows("banner") else ()
    # Three lines stand above the papers of a pasted page; of fewer, the first are missing.
    badge, pitch, action = ("", "", "", *(banner or settings.banner))[-3:]
    return DigestView(
        date=listing.date,
        heading=(listing.heading if listing.shows("heading") else "") or settings.title,
        byline=by_words((listing.byline if listing.shows("byline") else "") or settings.byline),
        badge=badge,
        pitch=pitch,
        action=action,
        papers=tuple(papers[full_reference(ref, listing.date)] for ref in listing.papers),
        previous=link_day(previous),
        next=link_day(following),
    )


def _plan_day(digest: DigestView) -> DayPage:
    titles = "; ".join(paper.title_text for paper in digest.papers[:3])
    description = f"{count(len(digest.papers), 'paper')} of {long_date(digest.date)}: {titles}"
    return DayPage(
        url=day_url(digest.date),
        title=f"Papers of {long_date(digest.date)}",
        summary=markdown.excerpt(description, _DESCRIPTION),
        updated=digest.date,
        digest=digest,
    )


def _plan_papers(
    digest: DigestView,
    appeared: Mapping[str, tuple[date, ...]],
    month: MonthContent,
) -> Iterator[PaperPage]:
    """Plan the pages of the papers that appeared first on this day."""
    papers = [paper for paper in digest.papers if paper.day == digest.date]
    links = [Link(text=listed_title(paper), url=paper.url) for paper in papers]
    before, after = [None, *links], [*links[1:], None]
    for paper, current, previous, following in zip(papers, links, before, after, strict=False):
        ref = f"{digest.date}/{paper.slug}"
        yield PaperPage(
            url=current.url,
            title=paper.title_text,
            updated=digest.date,
            paper=paper,
            authors=tuple(_link_author(name, author_slug(name), month) for name in paper.authors),
            organization=_link_organization(paper.organization, month.linked),
            days=tuple(DayLink(date=day, url=day_url(day)) for day in appeared[ref]),
            previous=previous,
            next=following,
            related=month.related.get(ref, ()),
        )


def _link_organization(name: str, linked: Collection[str]) -> Link | None:
    """Give an organization, if there is one; with its page where the name is a link."""
    if not name.strip():
        return None
    key = organization_key(name)
    return Link(text=name, url=subject_url(key) if key in linked else "")


def _link_author(name: str, slug: str, month: MonthContent) -> Link:
    """Give a name, and where it leads: to the author's page, to a search, or nowhere."""
    if slug in month.linked:
        return Link(text=name, url=subject_url(slug))
    return Link(text=name, url=author_search_url(name, slug) if slug in month.sought else "")


def _appearances(month: MonthContent) -> Mapping[str, tuple[date, ...]]:
    """Give the days on which each paper was listed."""
    found = {name: list(days) for name, days in month.appearances.items()}
    for listing in month.listings:
        for ref in listing.papers:
            found.setdefault(full_reference(ref, listing.date), []).append(listing.date)
    return {name: tuple(sorted(days)) for name, days in found.items()}
