"""What months may know of each other: the reduce before the map.

A month's pages link to the days around it, and a paper's page names all the days that list it. So
little is known of other months that a change in one rarely makes another due.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from site_gen.model import DayFacts, Listing, full_reference, monday_of, month_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A month's neighbours: the days around it, the days of others that list a paper of it.

    ``edge`` are the days of the month before that are in the week of this one's first day, each
    with how many papers it lists; ``before`` is the last day before that week.
    """

    previous: date | None
    next: date | None
    appearances: tuple[tuple[str, date], ...]
    is_newest: bool
    edge: tuple[tuple[date, int], ...] = ()
    before: date | None = None


class _Edge(TypedDict):
    edge: tuple[tuple[date, int], ...]
    before: date | None


def find_facts(listing: Listing, own: int) -> DayFacts:
    """Give what others may know of a day that has ``own`` entries."""
    refs = (full_reference(ref, listing.date) for ref in listing.papers)
    foreign = tuple(ref for ref in refs if not ref.startswith(f"{listing.date}/"))
    return DayFacts(
        date=listing.date,
        listed=len(listing.papers),
        own=own,
        foreign=foreign,
        removed=listing.removed,
    )


def find_surroundings(
    months: Mapping[str, Iterable[DayFacts]],
) -> Mapping[str, Surroundings]:
    """Give each month its surroundings. Months without days have none.

    A week is made by the month of its last day with papers, so that a new day touches no other.
    """
    listed = {day.date: day.listed for facts in months.values() for day in facts}
    dates = sorted(listed)
    days = {name: sorted(day.date for day in facts) for name, facts in months.items()}
    names = sorted(name for name in days if days[name])
    appearances: dict[str, list[tuple[str, date]]] = {}
    for name in names:
        for day in months[name]:
            for ref in day.foreign:
                if month_of(ref) != name:
                    appearances.setdefault(month_of(ref), []).append((ref, day.date))
    return {
        name: Surroundings(
            previous=days[before][-1] if before else None,
            next=days[after][0] if after else None,
            appearances=tuple(sorted(appearances.get(name, ()))),
            is_newest=not after,
            **_find_edge(listed, dates, days[name][0]),
        )
        # Neighbours in the list, not in the calendar: a month may have no days.
        for before, name, after in zip([None, *names], names, [*names[1:], None], strict=False)
    }


def _find_edge(listed: Mapping[date, int], dates: Sequence[date], first: date) -> _Edge:
    """Find the days before ``first`` that are in its week, and the last one before that."""
    at = bisect_left(dates, first)
    start = bisect_left(dates, monday_of(first))
    return _Edge(
        edge=tuple((day, listed[day]) for day in dates[start:at]),
        before=dates[start - 1] if start else None,
    )
