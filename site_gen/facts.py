"""What months may know of each other: the reduce before the map.

A month's pages link to the days around it, and a paper's page names all the days that list it. So
little is known of other months that a change in one rarely makes another due.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from site_gen.listings import full_reference
from site_gen.model import DayFacts, Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A month's neighbours: the days around it, the days of others that list a paper of it."""

    previous: date | None
    next: date | None
    appearances: tuple[tuple[str, date], ...]
    is_newest: bool


def find_facts(listing: Listing, own: int) -> DayFacts:
    """Give what others may know of a day that has ``own`` entries."""
    refs = (full_reference(ref, listing.date) for ref in listing.papers)
    foreign = tuple(ref for ref in refs if not ref.startswith(f"{listing.date}/"))
    return DayFacts(date=listing.date, listed=len(listing.papers), own=own, foreign=foreign)


def find_surroundings(
    months: Mapping[str, Iterable[DayFacts]],
) -> Mapping[str, Surroundings]:
    """Give each month its surroundings. Months without days have none."""
    days = {name: sorted(day.date for day in facts) for name, facts in months.items()}
    names = sorted(name for name in days if days[name])
    appearances: dict[str, list[tuple[str, date]]] = {}
    for name in names:
        for day in months[name]:
            for ref in day.foreign:
                if ref[:7] != name:
                    appearances.setdefault(ref[:7], []).append((ref, day.date))
    return {
        name: Surroundings(
            previous=days[before][-1] if before else None,
            next=days[after][0] if after else None,
            appearances=tuple(sorted(appearances.get(name, ()))),
            is_newest=not after,
        )
        for before, name, after in zip([None, *names], names, [*names[1:], None], strict=False)
    }
