"""The pages of weeks, as ISO 8601 has them: Monday to Sunday, numbered within a year.

A week that spans two months is made by the later one, as soon as that has a day in it: it knows
the last days of the month before it (``month_summary``). So a new day touches its own month alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from site_gen.model import (
    DayCount,
    DayLink,
    Entry,
    Page,
    PaperLine,
    day_url,
    monday_of,
    span,
    week_url,
)
from site_gen.plan.month_pages import DayPapers, count_days, list_days, list_papers, rank_papers

_DAYS = timedelta(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLink:
    """A week one can go to."""

    number: int
    """Its number in the year."""

    span: str
    """Its first and last day, in words."""

    url: str
    """Its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage(Page):
    """A week."""

    template = "week.html"
    kind = "week"

    number: int
    """Its number in the year."""

    span: str
    """Its first and last day, in words."""

    days: tuple[DayCount, ...]
    """Its days."""

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

    previous: WeekLink | None
    """The week before it that has papers."""

    next: WeekLink | None
    """The week after it that has papers."""


def plan_weeks(
    listed: Mapping[date, int],
    entries: Iterable[Entry],
    before: date | None,
    following: date | None,
) -> Iterator[WeekPage]:
    """Plan the pages of a month's weeks, but for the last where the next month makes it.

    ``listed`` are the days of the month, and those of the month before in its first week, each
    with how many papers it lists; ``entries`` appeared first on them. ``before`` is the last day
    with papers before them, ``following`` the first one after.
    """
    papers = {
        monday: tuple(lines)
        for monday, lines in groupby(list_papers(entries), key=lambda line: monday_of(line.day))
    }
    weeks = {monday: tuple(days) for monday, days in groupby(sorted(listed), key=monday_of)}
    # Each week needs the last day before it and the first one after it, with papers.
    lasts = [before, *(days[-1] for days in weeks.values())]
    firsts = [*(days[0] for days in weeks.values()), following][1:]
    for previous, (monday, days), after in zip(lasts, weeks.items(), firsts, strict=False):
        # The next month makes it, with the days of both.
        if after and monday_of(after) == monday:
            continue
        yield _plan_week(monday, days, listed, papers.get(monday, ()), (previous, after))


def _last_of(monday: date) -> date:
    """Give the last day of a week: its Sunday, or the last day that a date can be."""
    # 9999-12-31 is a Friday.
    return min(monday, date.max - _DAYS) + _DAYS


def _plan_week(
    monday: date,
    days: Sequence[date],
    listed: Mapping[date, int],
    papers: Sequence[PaperLine],
    neighbours: tuple[date | None, date | None],
) -> WeekPage:
    """Plan the page of a week that has these days and papers, between two others with papers."""
    previous, after = neighbours
    # Days after the newest are still to come: their boxes would be empty.
    shown = count_days(monday, _last_of(monday) if after else days[-1], listed)
    number = monday.isocalendar().week
    when = span(monday, _last_of(monday))
    return WeekPage(
        url=week_url(monday),
        title=f"Papers of week {number}, {when}",
        summary=f"All papers of week {number}, {when}, by day.",
        updated=days[-1],
        number=number,
        span=when,
        days=shown,
        most=max(listed[day] for day in days) or 1,
        newest=DayLink(date=days[-1], url=day_url(days[-1])),
        total=len(papers),
        listed=tuple(list_days(shown, papers)),
        ranked=rank_papers(papers),
        previous=_link_week(previous),
        next=_link_week(after),
    )


def _link_week(day: date | None) -> WeekLink | None:
    if day is None:
        return None
    monday = monday_of(day)
    number = monday.isocalendar().week
    return WeekLink(number=number, span=span(monday, _last_of(monday)), url=week_url(monday))
