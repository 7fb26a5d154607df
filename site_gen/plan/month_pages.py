"""The page of a month: its calendar, its papers by day, and those with the most upvotes."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from site_gen.model import (
    DayCount,
    DayLink,
    Entry,
    Listing,
    Page,
    PaperLine,
    Week,
    day_url,
    listed_title,
    monday_of,
    month_name,
    month_url,
    paper_url,
    week_url,
)

RANKED = 50
"""So many papers are ranked by their upvotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPapers:
    """A day and the papers that appeared first on it, or several days that have none."""

    first: date
    """The day, or the first of several."""

    last: date
    """The day, or the last of several."""

    url: str
    """The page of the day; nothing where it is several days, which have no papers."""

    count: int
    """How many papers it lists."""

    papers: tuple[PaperLine, ...]
    """Those that appeared first on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPage(Page):
    """A month."""

    template = "month.html"
    kind = "month"

    first: date
    """Its first day."""

    weeks: tuple[Week, ...]
    """Its days as a calendar."""

    most: int
    """How many papers the day with the most has; at least 1."""

    newest: DayLink
    """Its last day with papers."""

    total: int
    """How many papers appeared first in it."""

    listed: tuple[DayPapers, ...]
    """Its days with their papers, the newest first."""

    ranked: tuple[PaperLine, ...]
    """The papers with the most upvotes, at most 50."""

    previous: DayLink | None
    """The month before it that has papers: its first day and its page."""

    next: DayLink | None
    """The month after it that has papers: its first day and its page."""


def plan_month_page(
    first: date,
    listings: Sequence[Listing],
    entries: Iterable[Entry],
    previous: date | None,
    following: date | None,
) -> MonthPage:
    """Plan the page of the month that begins at ``first``.

    ``entries`` are those that appeared first in it; ``previous`` and ``following`` the days with
    papers around it.
    """
    papers = tuple(list_papers(entries))
    listed = {listing.date: len(listing.papers) for listing in listings}
    newest = max(listed)
    # The days after the newest are still to come: their calendar would be empty boxes.
    last = first.replace(day=monthrange(first.year, first.month)[1]) if following else newest
    days = count_days(first, last, listed)
    return MonthPage(
        url=month_url(first),
        title=f"Papers of {month_name(first)}",
        summary=f"All papers of {month_name(first)}, by day.",
        updated=newest,
        first=first,
        weeks=make_weeks(days),
        most=max(listed.values()) or 1,
        newest=DayLink(date=newest, url=day_url(newest)),
        total=len(papers),
        listed=tuple(list_days(days, papers)),
        ranked=rank_papers(papers),
        previous=_link_month(previous),
        next=_link_month(following),
    )


def count_days(first: date, last: date, listed: Mapping[date, int]) -> tuple[DayCount, ...]:
    """Give the days from the first to the last; ``listed`` are those that have a page."""
    days = (first + timedelta(number) for number in range((last - first).days + 1))
    return tuple(
        DayCount(date=day, url=day_url(day) if day in listed else "", count=listed.get(day, 0))
        for day in days
    )


def make_weeks(days: Iterable[DayCount]) -> tuple[Week, ...]:
    """Give days, the oldest first, as the rows of a calendar."""
    weeks = (tuple(week) for _, week in groupby(days, key=lambda day: monday_of(day.date)))
    return tuple(
        Week(
            number=week[0].date.isocalendar().week,
            url=week_url(week[0].date) if any(day.url for day in week) else "",
            days=week,
        )
        for week in weeks
    )


def list_days(days: Sequence[DayCount], papers: Iterable[PaperLine]) -> Iterator[DayPapers]:
    """Give days, newest first, with their papers; those without that follow each other are one."""
    by_day = {day: tuple(lines) for day, lines in groupby(papers, key=lambda line: line.day)}
    for has_page, run in groupby(reversed(days), key=lambda day: bool(day.url)):
        group = tuple(run)
        for part in [(day,) for day in group] if has_page else [group]:
            yield DayPapers(
                first=part[-1].date,
                last=part[0].date,
                url=part[0].url,
                count=part[0].count,
                papers=by_day.get(part[0].date, ()),
            )


def rank_papers(papers: Iterable[PaperLine]) -> tuple[PaperLine, ...]:
    """Give the papers with the most upvotes, the first ones first where they have as many."""
    voted = (paper for paper in papers if paper.upvotes)
    return tuple(sorted(voted, key=lambda paper: -(paper.upvotes or 0))[:RANKED])


def list_papers(entries: Iterable[Entry]) -> list[PaperLine]:
    """Give entries as lines of a list: newest day first, by slug within a day."""
    return [make_line(entry) for entry in sort_newest_first(entries)]


def sort_newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Put entries in the order of a list: newest day first, by slug within a day."""
    # Two stable sorts, because dates cannot be negated.
    by_slug = sorted(entries, key=lambda entry: entry.slug)
    return sorted(by_slug, key=lambda entry: entry.first_day, reverse=True)


def make_line(entry: Entry) -> PaperLine:
    """Give an entry as a line of a list."""
    return PaperLine(
        title=listed_title(entry),
        url=paper_url(entry.first_day, entry.slug),
        day=entry.first_day,
        upvotes=entry.upvotes,
    )


def _link_month(day: date | None) -> DayLink | None:
    return DayLink(date=day.replace(day=1), url=month_url(day)) if day else None
