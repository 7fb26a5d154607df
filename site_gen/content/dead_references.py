"""References to papers that are gone, found for many months without reading an entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from site_gen.content import store
from site_gen.model import Listing, MonthScan, Problem


def find_dead_references(
    scan: Sequence[MonthScan], listings: Mapping[str, Iterable[Listing]]
) -> Iterator[Problem]:
    """Give a problem for each reference, in the listings of some months, that leads to no file."""
    if not listings:
        return
    slugs = {day.date: frozenset(day.slugs) for month in scan for day in month.days}
    for of_month in listings.values():
        for listing in of_month:
            yield from store.find_dead_references(listing, slugs)


def select_with_dead_references(
    scan: Iterable[MonthScan], references: Mapping[str, Iterable[str]]
) -> set[str]:
    """Select the months that refer to a paper that is gone.

    ``references`` are those of each month to other days, as ``day/slug``.
    """
    days = {ref.partition("/")[0] for refs in references.values() for ref in refs}
    # Of few days: most months refer to no other, and the archive may have many papers.
    named = (day for month in scan for day in month.days if day.date.isoformat() in days)
    present = {ref for day in named for ref in day.refs}
    return {name for name, refs in references.items() if not present.issuperset(refs)}
