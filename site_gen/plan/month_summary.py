"""What months may know of each other: the reduce before the map.

A month's pages link to the days around it, and a paper's page names all the days that list it. So
little is known of other months that a change in one rarely makes another due.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from site_gen.model import DaySummary, Listing, MonthScan, full_reference, monday_of, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthContext:
    """What a month knows of others: the days around it, the days of others that list its papers.

    ``week_overlap`` are the days of the month before that are in the week of this one's first day,
    each with how many papers it lists; ``before`` is the last day before that week.
    """

    previous: date | None
    next: date | None
    appearances: tuple[tuple[str, date], ...]
    is_newest: bool
    week_overlap: tuple[tuple[date, int], ...] = ()
    before: date | None = None


class _WeekOverlap(TypedDict):
    week_overlap: tuple[tuple[date, int], ...]
    before: date | None


def summarise_day(listing: Listing, entry_count: int) -> DaySummary:
    """Give what others may know of a day whose folder has so many entries."""
    refs = (full_reference(ref, listing.date) for ref in listing.papers)
    foreign = tuple(ref for ref in refs if not ref.startswith(f"{listing.date}/"))
    return DaySummary(
        date=listing.date,
        listed=len(listing.papers),
        entry_count=entry_count,
        foreign=foreign,
        removed=listing.removed,
    )


def summarise_months(
    scan: Iterable[MonthScan],
    listings: Mapping[str, Sequence[Listing]],
    last: Mapping[str, tuple[DaySummary, ...]],
) -> dict[str, tuple[DaySummary, ...]]:
    """Give what others may know of each month; of months without ``listings``, as ``last`` has it.

    ``last`` are the summaries of the last build, by month.
    """
    return {
        month.name: tuple(
            summarise_day(one, len(day.slugs))
            for one, day in zip(listings[month.name], month.days, strict=True)
        )
        if month.name in listings
        else last[month.name]
        for month in scan
    }


def compute_month_contexts(
    months: Mapping[str, Iterable[DaySummary]],
) -> Mapping[str, MonthContext]:
    """Compute what each month knows of others. Months without days are left out.

    A week is made by the month of its last day with papers, so that a new day touches no other.
    """
    listed = {day.date: day.listed for month in months.values() for day in month}
    dates = sorted(listed)
    days = {name: sorted(day.date for day in month) for name, month in months.items()}
    names = sorted(name for name in days if days[name])
    appearances = _collect_appearances(months)
    return {
        name: MonthContext(
            previous=days[before][-1] if before else None,
            next=days[after][0] if after else None,
            appearances=tuple(sorted(appearances.get(name, ()))),
            is_newest=not after,
            **_find_week_overlap(listed, dates, days[name][0]),
        )
        # Neighbours in the list, not in the calendar: a month may have no days.
        for before, name, after in zip([None, *names], names, [*names[1:], None], strict=False)
    }


def _collect_appearances(
    months: Mapping[str, Iterable[DaySummary]],
) -> dict[str, list[tuple[str, date]]]:
    """Give, by month, the papers of it that other months list, each with the day that does."""
    appearances: dict[str, list[tuple[str, date]]] = {}
    for name, days in months.items():
        for day in days:
            for ref in day.foreign:
                if month_of(ref) != name:
                    appearances.setdefault(month_of(ref), []).append((ref, day.date))
    return appearances


def _find_week_overlap(
    listed: Mapping[date, int], dates: Sequence[date], first: date
) -> _WeekOverlap:
    """Find the days before ``first`` that are in its week, and the last one before that."""
    at = bisect_left(dates, first)
    start = bisect_left(dates, monday_of(first))
    return _WeekOverlap(
        week_overlap=tuple((day, listed[day]) for day in dates[start:at]),
        before=dates[start - 1] if start else None,
    )
