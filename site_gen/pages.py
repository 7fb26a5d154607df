"""Entries -> the pages of the site. Pure; the plan is the site map."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from site_gen import markup
from site_gen.listings import full_reference
from site_gen.model import (
    Archive,
    DayLink,
    DigestView,
    Entry,
    Link,
    Listing,
    Month,
    Page,
    PaperView,
    Settings,
)
from site_gen.urls import day_url, paper_url

_ARXIV = "https://arxiv.org"


def plan(settings: Settings, archive: Archive, *, has_search: bool) -> tuple[Page, ...]:
    """Decide every page of the site, each with all that its template may see."""
    views = {name: view_paper(entry) for name, entry in archive.entries.items()}
    links = {day.date: link_day(day) for day in archive.listings}
    days = sorted(links)
    around = dict(zip(days, zip([None, *days[:-1]], [*days[1:], None], strict=False), strict=False))
    shown = {
        listing.date: _view_digest(
            settings,
            listing,
            tuple(views[full_reference(ref, listing.date)] for ref in listing.papers),
            *(links[day] if day else None for day in around[listing.date]),
        )
        for listing in archive.listings
    }
    appeared = _days_of(archive)
    return (
        _plan_home(settings, [shown[day] for day in days[-1:]]),
        *(_plan_day(shown[day]) for day in days),
        *(page for day in days for page in _plan_papers(shown[day], appeared, links)),
        *_plan_rest(archive, tuple(links[day] for day in reversed(days)), has_search=has_search),
    )


def view_paper(entry: Entry) -> PaperView:
    """Make what templates show of an entry."""
    text = markup.to_text(entry.body)
    return PaperView(
        title=" ".join(entry.title.split()),
        title_html=markup.title_html(entry.title),
        url=paper_url(entry.first_day, entry.slug),
        abstract_html=markup.to_html(entry.body),
        excerpt=markup.excerpt(text),
        day=entry.first_day,
        authors=entry.authors,
        topics=entry.topics,
        links=tuple(_links(entry)),
        upvotes=entry.upvotes,
        notes_html=markup.to_html(entry.notes),
        arxiv_id=entry.arxiv_id,
        doi=entry.doi,
    )


def link_day(listing: Listing) -> DayLink:
    """Make the link to a day."""
    return DayLink(date=listing.date, url=day_url(listing.date), count=len(listing.papers))


def by_words(byline: str) -> str:
    """Set the byline's first word apart, which a copied page glues to the name.

    >>> by_words("byAK and the research community")
    'by AK and the research community'
    """
    return re.sub(r"^by(?=[A-Z])", "by ", byline)


def _links(entry: Entry) -> Iterator[Link]:
    if entry.arxiv_id:
        yield Link(text="arXiv", url=f"{_ARXIV}/abs/{entry.arxiv_id}")
        yield Link(text="PDF", url=f"{_ARXIV}/pdf/{entry.arxiv_id}")
    if entry.doi:
        yield Link(text="DOI", url=f"https://doi.org/{entry.doi}")
    for text, url in entry.links:
        yield Link(text=text, url=url)


def _view_digest(
    settings: Settings,
    listing: Listing,
    papers: tuple[PaperView, ...],
    previous: DayLink | None,
    following: DayLink | None,
) -> DigestView:
    badge, pitch, action = ("", "", "", *(listing.banner or settings.banner))[-3:]
    return DigestView(
        date=listing.date,
        heading=listing.heading or settings.title,
        byline=by_words(listing.byline or settings.byline),
        badge=badge,
        pitch=pitch,
        action=action,
        papers=papers,
        previous=previous,
        next=following,
    )


def _plan_home(settings: Settings, newest: list[DigestView]) -> Page:
    return Page(
        url="/",
        template="home.html",
        kind="home",
        title=settings.title,
        description=settings.description,
        context={"digest": newest[0] if newest else None},
        updated=newest[0].date if newest else None,
    )


def _plan_day(digest: DigestView) -> Page:
    titles = "; ".join(paper.title for paper in digest.papers[:3])
    return Page(
        url=day_url(digest.date),
        template="day.html",
        kind="day",
        title=f"Papers of {long_date(digest.date)}",
        description=markup.excerpt(
            f"{count(len(digest.papers), 'paper')} of {long_date(digest.date)}: {titles}", 160
        ),
        context={"digest": digest},
        updated=digest.date,
    )


def _plan_papers(
    digest: DigestView, appeared: Mapping[str, tuple[date, ...]], links: Mapping[date, DayLink]
) -> Iterator[Page]:
    """Plan the pages of the papers that appeared first on this day."""
    own = [paper for paper in digest.papers if paper.day == digest.date]
    for i, paper in enumerate(own):
        before, after = own[i - 1] if i else None, own[i + 1] if i + 1 < len(own) else None
        name = paper.url.strip("/")
        yield Page(
            url=paper.url,
            template="paper.html",
            kind="paper",
            title=paper.title,
            description=markup.excerpt(paper.excerpt, 160) or paper.title,
            context={
                "paper": paper,
                "day_link": links[paper.day],
                "days": tuple(links[day] for day in appeared[name]),
                "previous": Link(text=before.title, url=before.url) if before else None,
                "next": Link(text=after.title, url=after.url) if after else None,
            },
            updated=paper.day,
        )


def _days_of(archive: Archive) -> Mapping[str, tuple[date, ...]]:
    """Give the days on which each paper was listed."""
    found: dict[str, tuple[date, ...]] = {}
    for listing in archive.listings:
        for ref in listing.papers:
            name = full_reference(ref, listing.date)
            found[name] = (*found.get(name, ()), listing.date)
    return found


def _plan_rest(archive: Archive, days: tuple[DayLink, ...], *, has_search: bool) -> Iterator[Page]:
    total = len(archive.entries)
    months = tuple(
        Month(first=first, days=tuple(group))
        for first, group in groupby(days, key=lambda day: day.date.replace(day=1))
    )
    updated = days[0].date if days else None
    yield Page(
        url="/archive/",
        template="archive.html",
        kind="archive",
        title="Archive",
        description=f"All {count(total, 'paper')} of {count(len(days), 'day')}, by month and day.",
        context={"months": months, "total": total},
        updated=updated,
    )
    yield Page(
        url="/search/",
        template="search.html",
        kind="search",
        title="Search",
        description=f"Search the titles and abstracts of {count(total, 'paper')}.",
        context={"total": total, "bundle": "/pagefind/" if has_search else ""},
    )
    yield Page(
        url="/feeds/",
        template="feeds.html",
        kind="feeds",
        title="Feeds",
        description="Follow new papers in a feed reader.",
        context={},
    )
    yield Page(
        url="/404.html",
        template="404.html",
        kind="404",
        title="Page not found",
        description="There is no such page.",
        context={},
        is_listed=False,
    )


def long_date(day: date) -> str:
    """Write a date out.

    >>> long_date(date(2025, 9, 7))
    '7 September 2025'
    """
    return f"{day.day} {day:%B %Y}"


def count(number: int, noun: str) -> str:
    """Count things in words.

    >>> count(1, "paper"), count(1150, "paper")
    ('1 paper', '1,150 papers')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
