"""The pages of weeks, as ISO 8601 has them: Monday to Sunday, numbered within a year.

A week that spans two months is made by the later one, as soon as that has a day in it: it knows
the last days of the month before it (``facts``). So a new day touches its own month alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from site_gen.model.records import DayLink, Entry, Page
from site_gen.model.urls import day_url, week_url
from site_gen.model.wording import span
from site_gen.plan.month_pages import count_days, list_days, list_papers, rank_papers

_DAYS = timedelta(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLink:
    """A week one can go to."""

    number: int
    span: str
    url: str


def plan_weeks(
    listed: Mapping[date, int],
    entries: Iterable[Entry],
    before: date | None,
    following: date | None,
) -> Iterator[Page]:
    """Plan the pages of a month's weeks, but for the last where the next month makes it.

    ``listed`` are the days of the month, and those of the month before in its first week, each
    with how many papers it lists; ``entries`` appeared first on them. ``before`` is the last day
    with papers before them, ``following`` the first one after.
    """
    papers = {
        monday: tuple(lines)
        for monday, lines in groupby(list_papers(entries), key=lambda line: _monday(line.day))
    }
    weeks = {monday: tuple(days) for monday, days in groupby(sorted(listed), key=_monday)}
    lasts = [before, *(days[-1] for days in weeks.values())]
    firsts = [*(days[0] for days in weeks.values()), following][1:]
    for previous, (monday, days), after in zip(lasts, weeks.items(), firsts, strict=False):
        # The next month makes it, with the days of both.
        if after and _monday(after) == monday:
            continue
        shown = count_days(monday, monday + _DAYS if after else days[-1], listed)
        lines = papers.get(monday, ())
        number = monday.isocalendar().week
        when = span(monday, monday + _DAYS)
        yield Page(
            url=week_url(monday),
            template="week.html",
            kind="week",
            title=f"Papers of week {number}, {when}",
            description=f"All papers of week {number}, {when}, by day.",
            context={
                "number": number,
                "span": when,
                "days": shown,
                "most": max(listed[day] for day in days) or 1,
                "newest": DayLink(date=days[-1], url=day_url(days[-1])),
                "total": len(lines),
                "listed": tuple(list_days(shown, lines)),
                "ranked": rank_papers(lines),
                "previous": _link_week(previous),
                "next": _link_week(after),
            },
            updated=days[-1],
        )


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _link_week(day: date | None) -> WeekLink | None:
    if day is None:
        return None
    monday = _monday(day)
    number = monday.isocalendar().week
    return WeekLink(number=number, span=span(monday, monday + _DAYS), url=week_url(monday))
