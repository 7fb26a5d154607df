"""The pages that a site has once, and its archive: from summaries of days. Pure."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypedDict

from site_gen.model import (
    URLS,
    DayLink,
    DaySummary,
    Month,
    Page,
    Settings,
    Year,
    count,
    month_url,
    year_url,
)
from site_gen.plan.day_pages import link_day, plan_home
from site_gen.plan.feeds.feed_formats import FeedLink
from site_gen.plan.feeds.feed_table import FeedLists
from site_gen.plan.month_pages import count_days, make_weeks
from site_gen.text.index_words.languages import index_language


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage(Page):
    """A page that spans months."""

    has_feeds: bool
    """Whether the site has a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage(SitePage):
    """The archive: the days of a year, or of the newest year on its first page."""

    template = "archive.html"
    kind = "archive"

    months: tuple[Month, ...]
    """The months of the year as calendars, the newest first."""

    years: tuple[Year, ...]
    """All years, the newest first."""

    year: int | None
    """The year; none on the archive's first page."""

    total: int
    """How many papers the year has; on the first page, how many the site has."""

    in_year: str
    """The words " in 2025" on the page of that year; nothing on the first page."""

    most: int
    """How many papers the day with the most has; at least 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(SitePage):
    """The search."""

    template = "search.html"
    kind = "search"

    total: int
    """How many papers there are."""

    bundles: tuple[str, ...]
    """The addresses of the search's bundles, the newest first; none without search."""

    index_language: str
    """The language of the search's index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingListPage(SitePage):
    """The reading list. The list itself is in the reader's browser."""

    template = "reading_list.html"
    kind = "reading-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage(SitePage):
    """What says what the site is."""

    template = "about.html"
    kind = "about"

    papers: int
    """How many papers there are."""

    days: int
    """How many days have papers."""

    oldest: date | None
    """The oldest day with papers."""

    newest: DayLink | None
    """The newest day with papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage(SitePage):
    """What is shown for an address that does not exist."""

    template = "404.html"
    kind = "404"

    newest: DayLink | None
    """The newest day with papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsPage(SitePage):
    """What lists the feeds."""

    template = "feeds.html"
    kind = "feeds"

    followed: tuple[FeedLink, ...]
    """The feeds of the site."""

    groups: tuple[tuple[str, tuple[FeedLink, ...]], ...]
    """Headings, each with the feeds below it, as those of topics."""

    has_authors: bool
    """Whether authors have pages."""

    has_author_feeds: bool
    """Whether the author with the most papers has a feed."""


def plan_fixed_pages(
    settings: Settings,
    days: Sequence[DaySummary],
    bundles: Sequence[str],
    *,
    has_feeds: bool = False,
) -> tuple[Page, ...]:
    """Plan the pages that span months; ``bundles`` are the search's, newest first."""
    total = sum(day.entry_count for day in days)
    counts = {day.date: day.listed for day in sorted(days, key=lambda day: day.date)}
    newest = link_day(max(counts, default=None))
    return (
        *([] if counts else [plan_home(settings, None, has_feeds=has_feeds)]),
        *_plan_archive(counts, {day.date: day.entry_count for day in days}, has_feeds=has_feeds),
        SearchPage(
            url=URLS.search,
            title="Search",
            summary=f"Search the titles and abstracts of {count(total, 'paper')}.",
            total=total,
            bundles=tuple(bundles),
            index_language=index_language(settings.language),
            has_feeds=has_feeds,
        ),
        ReadingListPage(
            url=URLS.reading_list,
            title="Reading list",
            summary="The papers you starred, kept in your browser.",
            has_feeds=has_feeds,
        ),
        AboutPage(
            url=URLS.about,
            title="About",
            summary=f"What {settings.title} is, and how to read it.",
            papers=total,
            days=len(counts),
            oldest=min(counts, default=None),
            newest=newest,
            has_feeds=has_feeds,
        ),
        NotFoundPage(
            url=URLS.not_found,
            title="Page not found",
            summary="There is no such page.",
            is_listed=False,
            newest=newest,
            has_feeds=has_feeds,
        ),
    )


def plan_feeds(feeds: FeedLists, *, has_authors: bool, has_author_feeds: bool = False) -> FeedsPage:
    """Plan the page that lists the feeds."""
    return FeedsPage(
        url=URLS.feeds,
        title="Feeds",
        summary="Follow new papers in a feed reader.",
        followed=feeds.followed,
        groups=feeds.groups,
        has_authors=has_authors,
        has_author_feeds=has_author_feeds,
        has_feeds=bool(feeds.followed),
    )


def _plan_archive(
    counts: Mapping[date, int], first_counts: Mapping[date, int], *, has_feeds: bool
) -> Iterator[ArchivePage]:
    """Plan the archive: a page a year, and one that shows the newest and leads to all.

    ``counts`` are the papers of each day, the oldest first; ``first_counts`` those that appeared
    first on it: each paper is of one year.
    """
    by_year = {
        number: {day: counts[day] for day in days}
        for number, days in groupby(counts, key=lambda day: day.year)
    }
    years = tuple(
        Year(number=number, url=year_url(number), count=sum(first_counts[day] for day in days))
        for number, days in reversed(by_year.items())
    )
    total = sum(first_counts.values())
    newest = max(by_year, default=None)
    yield ArchivePage(
        url=URLS.archive,
        title="Archive",
        summary=f"All {count(total, 'paper')} of {count(len(counts), 'day')}, by day.",
        years=years,
        year=None,
        total=total,
        in_year="",
        has_feeds=has_feeds,
        **_make_calendar(by_year[newest] if newest else {}, is_over=False),
    )
    for year in reversed(years):
        shown = by_year[year.number]
        yield ArchivePage(
            url=year.url,
            title=f"Archive of {year.number}",
            summary=f"{count(len(shown), 'day')} of papers in {year.number}, by month and day.",
            years=years,
            year=year.number,
            total=year.count,
            in_year=f" in {year.number}",
            has_feeds=has_feeds,
            **_make_calendar(shown, is_over=year.number != newest),
        )


class _Calendar(TypedDict):
    updated: date | None
    months: tuple[Month, ...]
    most: int


def _make_calendar(shown: Mapping[date, int], *, is_over: bool) -> _Calendar:
    """Make what a page of the archive says of the days of a year."""
    return _Calendar(
        updated=max(shown, default=None),
        months=tuple(_list_months(shown, is_over=is_over)),
        # Templates divide by it.
        most=max(shown.values(), default=0) or 1,
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
