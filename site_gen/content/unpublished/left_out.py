"""What a build leaves out: papers that were taken down, drafts, and papers of days to come.

A paper that was taken down leaves a notice. Of all others the site has nothing: no page, no line in
a list, no file beside them where a day has nothing else.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen.content.entry_file import glance
from site_gen.content.store import read_listing
from site_gen.content.unpublished.state import WHY_LATE, State, find_state
from site_gen.model import (
    DayScan,
    DaySummary,
    Listing,
    MonthScan,
    Problem,
    month_of,
    parse_reference,
)
from site_gen.system.files import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Papers that a build leaves out, by ``day/slug``; and how many days are to come.

    A paper that was taken down is no draft. ``has_drafts`` says that drafts are shown.
    """

    removed: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()
    to_come: frozenset[str] = frozenset()
    days_to_come: int = 0
    has_drafts: bool = False

    @property
    def unpublished(self) -> frozenset[str]:
        """Drafts, and papers of days to come."""
        return self.drafts | self.to_come


@dataclass(frozen=True, slots=True)
class LastLeftOut:
    """What the last build knew, by month: summaries of days, and papers that it left out unseen.

    ``unpublished`` has the drafts of the month, and what the listings of the month named of drafts
    and of days to come.
    """

    days: Mapping[str, tuple[DaySummary, ...]]
    unpublished: Mapping[str, Collection[str]]

    @property
    def removed(self) -> frozenset[str]:
        """The papers that were taken down, by ``day/slug``, as far as a listing had them."""
        days = (day for month in self.days.values() for day in month)
        return frozenset(ref for day in days for ref in day.removed)


def find_left_out(
    content: Path,
    months: Iterable[MonthScan],
    last: LastLeftOut,
    changed: Collection[str],
    others: LeftOut,
) -> LeftOut:
    """Find what is left out; only entries of the months ``changed`` are looked at.

    ``last`` says it of all other months. ``others`` are the days to come, and whether drafts are
    shown; ``months`` are without these days.
    """
    refs = {month.name: month.refs for month in months}
    removed, drafts = set[str](), set[str]()
    for name, of_month in refs.items():
        if name in changed:
            for ref in of_month:
                state = find_state(glance(f"{content}/{ref}.md"))
                if state is State.REMOVED:
                    removed.add(ref)
                elif state is State.DRAFT:
                    drafts.add(ref)
        else:
            drafts |= {*of_month}.intersection(last.unpublished.get(name, ()))
    removed |= {ref for ref in last.removed if month_of(ref) in refs.keys() - changed}
    return replace(
        others,
        removed=frozenset(removed),
        drafts=frozenset() if others.has_drafts else frozenset(drafts),
    )


def hide(content: Path, months: Iterable[MonthScan], left_out: LeftOut) -> tuple[MonthScan, ...]:
    """Take what is left out from what is in ``content/``.

    A day that has drafts and nothing else is left out too, and a month without days.
    """
    names = {month_of(ref) for ref in (*left_out.removed, *left_out.drafts)}
    hidden = (
        _hide_in_month(content, month, left_out) if month.name in names else month
        for month in months
    )
    return tuple(month for month in hidden if month.days)


def _hide_in_month(content: Path, month: MonthScan, left_out: LeftOut) -> MonthScan:
    # The signature stays: an edit of a draft must be seen.
    days = (_hide_in_day(day, left_out) for day in month.days)
    return replace(month, days=tuple(day for day in days if not _is_draft(content, day, left_out)))


def _hide_in_day(day: DayScan, left_out: LeftOut) -> DayScan:
    refs = dict(zip(day.slugs, day.refs, strict=True))
    away = left_out.removed | left_out.drafts
    if away.isdisjoint(refs.values()):
        return day
    return replace(
        day,
        slugs=tuple(slug for slug, ref in refs.items() if ref not in away),
        removed=tuple(slug for slug, ref in refs.items() if ref in left_out.removed),
        drafts=tuple(slug for slug, ref in refs.items() if ref in left_out.drafts),
    )


def _is_draft(content: Path, day: DayScan, left_out: LeftOut) -> bool:
    """Whether a day has drafts, and lists no other paper."""
    if day.slugs or day.removed or not day.drafts:
        return False
    listing, problems = read_listing(content, day, left_out.removed, left_out.unpublished)
    return not problems and not listing.papers


def select_turned(months: Iterable[MonthScan], last: LastLeftOut, left_out: LeftOut) -> set[str]:
    """Select the months that show other papers now, because of what is left out now.

    ``months`` are without what is left out.
    """
    unpublished = left_out.unpublished
    turned = unpublished | (left_out.removed ^ last.removed)
    selected = {
        name
        for name, days in last.days.items()
        if any(ref in turned for day in days for ref in (*day.foreign, *day.removed))
    }
    selected |= {
        name for name, refs in last.unpublished.items() if not unpublished.issuperset(refs)
    }
    for month in months:
        was = [day.date for day in last.days.get(month.name, ())]
        if was != [day.date for day in month.days]:
            selected.add(month.name)
    return selected | {
        month_of(ref)
        for ref in left_out.drafts
        if ref not in last.unpublished.get(month_of(ref), ())
    }


def read_listings(
    content: Path, months: Iterable[MonthScan], names: Collection[str], left_out: LeftOut
) -> tuple[dict[str, tuple[Listing, ...]], list[Problem]]:
    """Read the listings of the months ``names``, without the papers that are left out.

    One that cannot be read is empty, and a problem.
    """
    problems: list[Problem] = []
    listings: dict[str, tuple[Listing, ...]] = {}
    unpublished = left_out.unpublished
    for month in months:
        if month.name in names:
            read = [read_listing(content, day, left_out.removed, unpublished) for day in month.days]
            listings[month.name] = tuple(listing for listing, _ in read)
            problems += [problem for _, wrong in read for problem in wrong]
    return listings, problems


def list_unpublished(
    months: Iterable[MonthScan],
    listings: Mapping[str, Iterable[Listing]],
    left_out: LeftOut,
    last: Mapping[str, Collection[str]],
) -> dict[str, frozenset[str]]:
    """Give, by month, what the next build asks for: see ``LastLeftOut``.

    Months that have no ``listings`` are as in the ``last`` build.
    """
    drafts: dict[str, set[str]] = {}
    for ref in left_out.drafts:
        drafts.setdefault(month_of(ref), set()).add(ref)
    found: dict[str, frozenset[str]] = {}
    for name in (month.name for month in months):
        named = (ref for listing in listings.get(name, ()) for ref in listing.unpublished)
        refs = {*named, *drafts.get(name, ())} if name in listings else last.get(name, ())
        if refs:
            found[name] = frozenset(refs)
    return found


def list_late(content: Path, refs: Iterable[str], left_out: LeftOut) -> list[Problem]:
    """Report those of some papers, by ``day/slug``, that are left out since a build read them.

    Later stages of a build load entries that an earlier one kept, so they do not see it.
    """
    late: list[Problem] = []
    for ref in sorted(refs):
        state = find_state(glance(f"{content}/{ref}.md"))
        if state is State.REMOVED or (state is State.DRAFT and not left_out.has_drafts):
            late.append(Problem(shown(content / f"{ref}.md"), 0, WHY_LATE[state]))
    return late


def list_notices(listings: Iterable[Listing]) -> list[str]:
    """Give the papers, by ``day/slug``, that appeared first on these days and were taken down."""
    refs = ((listing.date, ref) for listing in listings for ref in listing.removed)
    return [ref for day, ref in refs if parse_reference(ref).day == day]
