"""Entries -> the pages of the site. Pure; the plan is the site map.

The months are the map: ``plan_month`` makes a month's pages from its own content and what little
it may know of others. ``plan_rest`` is the reduce: what spans months, from facts about days.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from site_gen.model.records import (
    DayFacts,
    DayLink,
    DigestView,
    Entry,
    Link,
    Listing,
    Month,
    MonthContent,
    Page,
    Settings,
    Year,
)
from site_gen.model.references import full_reference
from site_gen.model.urls import URLS, author_url, day_url, month_url, paper_url, year_url
from site_gen.model.wording import count, long_date
from site_gen.plan.feed_table import FeedLists
from site_gen.plan.month_pages import count_days, make_weeks
from site_gen.text import markdown


def plan_month(settings: Settings, month: MonthContent) -> tuple[Page, ...]:
    """Decide the pages of a month, and the home page when it is the newest."""
    listings = sorted(month.listings, key=lambda listing: listing.date)
    days = [listing.date for listing in listings]
    before, after = [month.previous, *days], [*days[1:], month.next]
    digests = [
        _view_digest(settings, listing, month.entries, *around)
        for listing, *around in zip(listings, before, after, strict=False)
    ]
    appeared = _appearances(month)
    home = digests[-1:] if month.is_newest else []
    return (
        *(_plan_home(settings, digest) for digest in home),
        *(_plan_day(digest) for digest in digests),
        *(page for digest in digests for page in _plan_papers(digest, appeared, month)),
    )


def plan_rest(
    settings: Settings,
    days: Sequence[DayFacts],
    bundles: Sequence[str],
    *,
    has_feeds: bool = False,
) -> tuple[Page, ...]:
    """Decide the pages that span months; ``bundles`` are the search's, newest first."""
    total = sum(day.own for day in days)
    counts = {day.date: day.listed for day in sorted(days, key=lambda day: day.date)}
    newest = _link_day(max(counts, default=None))
    pages = (
        *([] if counts else [_plan_home(settings, None)]),
        *_plan_archive(counts, {day.date: day.own for day in days}),
        Page(
            url=URLS.search,
            template="search.html",
            kind="search",
            title="Search",
            description=f"Search the titles and abstracts of {count(total, 'paper')}.",
            context={"total": total, "bundles": tuple(bundles)},
        ),
        Page(
            url=URLS.reading_list,
            template="reading_list.html",
            kind="reading-list",
            title="Reading list",
            description="The papers you starred, kept in your browser.",
            context={},
        ),
        Page(
            url=URLS.about,
            template="about.html",
            kind="about",
            title="About",
            description=f"What {settings.title} is, and how to read it.",
            context={
                "papers": total,
                "days": len(counts),
                "oldest": min(counts, default=None),
                "newest": newest,
            },
        ),
        Page(
            url=URLS.not_found,
            template="404.html",
            kind="404",
            title="Page not found",
            description="There is no such page.",
            context={"newest": newest},
            is_listed=False,
        ),
    )
    return tuple(replace(page, context={**page.context, "has_feeds": has_feeds}) for page in pages)


def plan_feeds(feeds: FeedLists, *, has_authors: bool) -> Page:
    """Plan the page that lists the feeds."""
    return Page(
        url=URLS.feeds,
        template="feeds.html",
        kind="feeds",
        title="Feeds",
        description="Follow new papers in a feed reader.",
        context={
            "followed": feeds.followed,
            "groups": feeds.groups,
            "has_authors": has_authors,
            "has_feeds": bool(feeds.followed),
        },
    )


def by_words(byline: str) -> str:
    """Set the byline's first word apart, which a copied page glues to the name.

    >>> by_words("byAK and the research community")
    'by AK and the research community'
    """
    return re.sub(r"^by(?=[A-Z])", "by ", byline)


def _link_day(day: date | None) -> DayLink | None:
    return DayLink(date=day, url=day_url(day)) if day else None


def _view_digest(
    settings: Settings,
    listing: Listing,
    entries: Mapping[str, Entry],
    previous: date | None,
    following: date | None,
) -> DigestView:
    # Three lines stand above the papers of a pasted page; of fewer, the first are missing.
    badge, pitch, action = ("", "", "", *(listing.banner or settings.banner))[-3:]
    return DigestView(
        date=listing.date,
        heading=listing.heading or settings.title,
        byline=by_words(listing.byline or settings.byline),
        badge=badge,
        pitch=pitch,
        action=action,
        papers=tuple(entries[full_reference(ref, listing.date)] for ref in listing.papers),
        previous=_link_day(previous),
        next=_link_day(following),
    )


def _plan_home(settings: Settings, digest: DigestView | None) -> Page:
    return Page(
        url=URLS.home,
        template="home.html",
        kind="home",
        title=settings.title,
        description=settings.description,
        context={"digest": digest},
        updated=digest.date if digest else None,
    )


def _plan_day(digest: DigestView) -> Page:
    titles = "; ".join(paper.title for paper in digest.papers[:3])
    return Page(
        url=day_url(digest.date),
        template="day.html",
        kind="day",
        title=f"Papers of {long_date(digest.date)}",
        description=markdown.excerpt(
            f"{count(len(digest.papers), 'paper')} of {long_date(digest.date)}: {titles}", 160
        ),
        context={"digest": digest},
        updated=digest.date,
    )


def _plan_papers(
    digest: DigestView,
    appeared: Mapping[str, tuple[date, ...]],
    month: MonthContent,
) -> Iterator[Page]:
    """Plan the pages of the papers that appeared first on this day."""
    papers = [x for x in digest.papers if isinstance(x, Entry) and x.first_day == digest.date]
    titles = [
        Link(text=" ".join(paper.title.split()), url=paper_url(digest.date, paper.slug))
        for paper in papers
    ]
    before, after = [None, *titles], [*titles[1:], None]
    for paper, own, previous, following in zip(papers, titles, before, after, strict=False):
        yield Page(
            url=own.url,
            template="paper.html",
            kind="paper",
            title=own.text,
            description="",  # an excerpt of the abstract, made when the page is rendered
            context={
                "paper": paper,
                "authors": tuple(_link_author(name, month.authors) for name in paper.authors),
                "days": tuple(map(_link_day, appeared[f"{digest.date}/{paper.slug}"])),
                "previous": previous,
                "next": following,
                "related": month.related.get(f"{digest.date}/{paper.slug}", ()),
            },
            updated=digest.date,
        )


def _link_author(name: str, linked: Mapping[str, str]) -> Link:
    """Give a name, and its author's page where it is a link."""
    return Link(text=name, url=author_url(linked[name]) if name in linked else "")


def _appearances(month: MonthContent) -> Mapping[str, tuple[date, ...]]:
    """Give the days on which each paper was listed."""
    found = {name: list(days) for name, days in month.appearances.items()}
    for listing in month.listings:
        for ref in listing.papers:
            found.setdefault(full_reference(ref, listing.date), []).append(listing.date)
    return {name: tuple(sorted(days)) for name, days in found.items()}


def _plan_archive(counts: Mapping[date, int], own: Mapping[date, int]) -> Iterator[Page]:
    """Plan the archive: a page a year, and one that shows the newest and leads to all.

    ``counts`` are the papers of each day, the oldest first; ``own`` those that appeared first on
    it: each paper is of one year.
    """
    by_year = {
        number: {day: counts[day] for day in days}
        for number, days in groupby(counts, key=lambda day: day.year)
    }
    years = tuple(
        Year(number=number, url=year_url(number), count=sum(own[day] for day in days))
        for number, days in reversed(by_year.items())
    )
    total = sum(own.values())
    newest = max(by_year, default=None)
    for number in [None, *by_year]:
        shown = by_year.get(number or newest or 0, {})
        yield Page(
            url=year_url(number) if number else URLS.archive,
            template="archive.html",
            kind="archive",
            title=f"Archive of {number}" if number else "Archive",
            description=(
                f"{count(len(shown), 'day')} of papers in {number}, by month and day."
                if number
                else f"All {count(total, 'paper')} of {count(len(counts), 'day')}, by day."
            ),
            context={
                "months": tuple(_list_months(shown, is_over=number not in (None, newest))),
                "years": years,
                "year": number,
                "total": sum(own[day] for day in shown) if number else total,
                "in_year": f" in {number}" if number else "",
                "most": max(shown.values(), default=0) or 1,
            },
            updated=max(shown, default=None),
        )


def _list_months(shown: Mapping[date, int], *, is_over: bool) -> Iterator[Month]:
    """Give the calendars of a year, newest first, from the first month with papers to the last.

    Where the year is not over, nothing is said of the days after its last one with papers.
    """
    if not shown:
        return
    last = max(shown)
    for number in range(last.month, min(shown).month - 1, -1):
        first = last.replace(month=number, day=1)
        whole = first.replace(day=monthrange(first.year, number)[1])
        end = whole if is_over or number < last.month else last
        weeks = make_weeks(count_days(first, end, shown))
        has_page = any(week.url for week in weeks)
        yield Month(first=first, url=month_url(first) if has_page else "", weeks=weeks)
