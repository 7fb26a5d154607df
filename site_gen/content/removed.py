"""Papers that were taken down: which they are, and how one is taken down.

The entry of such a paper stays in ``content/``, with ``removed:`` in its front matter. A build
leaves it out of what it saw of the folders with ``hide``, and of listings with ``read_listings``.
It reads entries with ``read_shown``, and asks again with ``list_taken_down`` before it publishes
them. So no page, feed or data file can have the paper.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen.content.entry_file import glance, parse_entry, read_entry
from site_gen.content.frontmatter import split
from site_gen.content.store import read_entries, read_listing, scan
from site_gen.content.yaml_edit import set_keys
from site_gen.content.yaml_fields import load_map
from site_gen.model import (
    DayScan,
    DaySummary,
    Entry,
    Listing,
    MonthScan,
    Problem,
    month_of,
    parse_reference,
)
from site_gen.system.files import shown
from site_gen.system.transactions import commit_texts

_KEY = "removed"
_TAKEN_DOWN = "the paper was taken down during the build; expected another build"


def is_removed(text: str) -> bool:
    """Whether an entry's file says that its paper was taken down; one that is broken does not."""
    # Nearly no file has the word; YAML can write it without it only by escapes.
    if _KEY not in text and "\\" not in text:
        return False
    meta = split(text).meta
    if _KEY not in meta and "\\" not in meta:
        return False
    return _KEY in (load_map(meta) or ())


def find_removed(content: Path, refs: Iterable[str]) -> frozenset[str]:
    """Give those of some papers, by ``day/slug``, that were taken down."""
    return frozenset(ref for ref in refs if is_removed(glance(f"{content}/{ref}.md")))


def update_removed(
    content: Path, months: Iterable[MonthScan], last: Collection[str], changed: Collection[str]
) -> frozenset[str]:
    """Find the papers that were taken down: those of ``last`` in months that did not change."""
    refs = {month.name: month.refs for month in months}
    kept = {ref for ref in last if month_of(ref) in refs.keys() - changed}
    return find_removed(content, (ref for name in changed for ref in refs[name])) | kept


def select_naming(days: Mapping[str, Iterable[DaySummary]], refs: Collection[str]) -> set[str]:
    """Select the months with a day that lists one of some papers; ``days`` are by month."""
    return {
        name
        for name, some in days.items()
        if any(ref in refs for day in some for ref in (*day.foreign, *day.removed))
    }


def count_removed(content: Path) -> int:
    """Count the papers of ``content/`` that were taken down. Raises InputError without it."""
    return len(find_removed(content, (ref for month in scan(content).months for ref in month.refs)))


def hide(months: Iterable[MonthScan], removed: Collection[str]) -> tuple[MonthScan, ...]:
    """Leave papers that were taken down out of what is in ``content/``."""
    days = {parse_reference(ref).day for ref in removed}
    return tuple(
        replace(month, days=tuple(_hide_in_day(day, removed) for day in month.days))
        if days.intersection(day.date for day in month.days)
        else month
        for month in months
    )


def read_shown(content: Path, refs: Iterable[str]) -> tuple[dict[str, Entry], list[Problem]]:
    """Read entries, by ``day/slug``, of papers that a build shows.

    One that cannot be read is a problem; so is one that was taken down since the build looked.
    """
    entries, problems = read_entries(content, refs)
    late = (entry.source.path for entry in entries.values() if entry.removed)
    return entries, [*problems, *(Problem(path, 0, _TAKEN_DOWN) for path in late)]


def list_taken_down(content: Path, refs: Iterable[str]) -> list[Problem]:
    """Report those of some papers, by ``day/slug``, that were taken down since a build read them.

    Later stages of a build load entries that an earlier one kept, so they do not see it.
    """
    late = sorted(find_removed(content, refs))
    return [Problem(shown(content / f"{ref}.md"), 0, _TAKEN_DOWN) for ref in late]


def _hide_in_day(day: DayScan, removed: Collection[str]) -> DayScan:
    refs = dict(zip(day.slugs, day.refs, strict=True))
    return replace(
        day,
        slugs=tuple(slug for slug, ref in refs.items() if ref not in removed),
        removed=tuple(slug for slug, ref in refs.items() if ref in removed),
    )


def read_listings(
    content: Path, months: Iterable[MonthScan], names: Collection[str], removed: Collection[str]
) -> tuple[dict[str, tuple[Listing, ...]], list[Problem]]:
    """Read the listings of the months ``names``, without the papers that were taken down.

    One that cannot be read is empty, and a problem.
    """
    problems: list[Problem] = []
    listings: dict[str, tuple[Listing, ...]] = {}
    for month in months:
        if month.name in names:
            read = [read_listing(content, day, removed) for day in month.days]
            listings[month.name] = tuple(listing for listing, _ in read)
            problems += [problem for _, wrong in read for problem in wrong]
    return listings, problems


def list_removed(listings: Iterable[Listing]) -> list[str]:
    """Give the papers, by ``day/slug``, that appeared first on these days and were taken down."""
    refs = ((listing.date, ref) for listing in listings for ref in listing.removed)
    return [ref for day, ref in refs if parse_reference(ref).day == day]


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking a paper down does to its file.

    ``before`` is the text that was read, ``text`` what it becomes. ``last`` is the reason that
    stood there before, empty where the paper was not taken down.
    """

    path: Path
    before: str
    text: str
    last: str
    is_change: bool


def propose_removal(content: Path, ref: str, reason: str) -> Removal:
    """Give the file of a paper, ``day/slug``, with the reason why it is taken down.

    Every other byte of the file stays. Raises InputError where the file cannot be read or changed.
    """
    path = content / f"{ref}.md"
    entry, text = read_entry(content, ref)
    last, label = entry.removed, entry.source.path
    changed = text if last == reason else set_keys(label, text, {_KEY: reason})
    # Raises where the reason is no text for a page.
    parse_entry(label, changed, entry.slug, entry.first_day)
    return Removal(path, text, changed, last, is_change=changed != text)


def write_removals(content: Path, removals: Iterable[Removal]) -> None:
    """Write the files of removals, all of them or none. Raises OutputError."""
    texts = {one.path.relative_to(content).as_posix(): (one.before, one.text) for one in removals}
    commit_texts(content, texts)
