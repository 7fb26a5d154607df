"""A day's ``digest.yaml`` <-> ``Listing``: the words above its papers, and the order of its papers.

Also references in listings that lead to no paper, found without reading an entry.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from site_gen.content import yaml_fields
from site_gen.content.yaml_fields import Kind
from site_gen.model import (
    DAY_WORDS,
    InputError,
    Listing,
    MonthScan,
    Problem,
    Source,
    full_reference,
    guess,
    is_reference,
    parse_reference,
)


def parse_show(value: Any) -> tuple[str, ...]:
    """Accept a list of the words of a day that are shown. Raises ValueError."""
    names = yaml_fields.texts(value)
    for name in names:
        if name not in DAY_WORDS:
            raise ValueError(f"no such words: {name!r}; {guess(name, DAY_WORDS)}")
    return names


KEYS: Mapping[str, Kind] = {
    "date": yaml_fields.day,
    "header": yaml_fields.text,
    "heading": yaml_fields.text,
    "byline": yaml_fields.text,
    "banner": yaml_fields.texts,
    "layout": yaml_fields.text,
    "show": parse_show,
    "papers": yaml_fields.texts,
}
"""The keys a ``digest.yaml`` may have; docs/content.md says what each means."""


def parse_listing(path: str, text: str, day: date) -> Listing:
    """Read the ``digest.yaml`` of a day. Raises InputError with every problem in it."""
    fields = yaml_fields.parse_fields(path, text, KEYS)
    problems = list(fields.problems)
    written = fields.values.get("date", day)
    if written != day:
        message = f"date is {written}; expected {day}, as the folder says"
        problems.append(Problem(path, fields.lines["date"], message))
    refs = fields.values.get("papers", ())
    lines = fields.item_lines.get("papers", ())
    first: dict[str, int] = {}
    for ref, line in zip(refs, lines, strict=True):
        if not is_reference(ref):
            message = f"not a paper: {ref[:80]!r}; expected a slug such as 'my-paper', or day/slug"
            problems.append(Problem(path, line, message))
        elif ref in first:
            message = f"{ref!r} again, first in line {first[ref]}; expected each paper once"
            problems.append(Problem(path, line, message))
        first.setdefault(ref, line)
    if problems:
        raise InputError(*problems)
    # The folder is the day, also where the file does not repeat it.
    values = fields.values | {"date": day}
    return Listing(source=Source(path, 1), lines=lines, **values)


def format_listing(listing: Listing) -> str:
    """Write a listing as the ``digest.yaml`` of its day."""
    values: dict[str, Any] = {"date": listing.date}
    for key in ("header", "heading", "byline", "banner", "layout"):
        if value := getattr(listing, key):
            values[key] = list(value) if key == "banner" else value
    if listing.show is not None:
        values["show"] = list(listing.show)
    values["papers"] = list(listing.papers)
    return yaml_fields.format_fields(values)


def with_unlisted(listing: Listing, slugs: Sequence[str]) -> Listing:
    """Put those papers of a day, by slug, at the end of its listing that it does not name."""
    listed = {full_reference(ref, listing.date) for ref in listing.papers}
    more = tuple(slug for slug in slugs if f"{listing.date}/{slug}" not in listed)
    lines = listing.lines + (0,) * len(more)
    return replace(listing, papers=listing.papers + more, lines=lines) if more else listing


def leave_out(
    listing: Listing, removed: Collection[str], unpublished: Collection[str] = ()
) -> Listing:
    """Take papers, by full reference, out of a listing.

    They were taken down, or are not published yet.
    """
    full = [full_reference(ref, listing.date) for ref in listing.papers]
    waiting = tuple(ref for ref in full if ref in unpublished)
    gone = tuple(ref for ref in full if ref in removed and ref not in unpublished)
    if not gone and not waiting:
        return listing
    rows = zip(listing.papers, listing.lines, full, strict=True)
    away = {*gone, *waiting}
    kept = [(ref, line) for ref, line, name in rows if name not in away]
    papers, lines = zip(*kept, strict=True) if kept else ((), ())
    return replace(listing, papers=papers, lines=lines, removed=gone, unpublished=waiting)


def find_dead_in_listing(
    listing: Listing, slugs: Mapping[date, Collection[str]]
) -> Iterator[Problem]:
    """Tell references that lead to no file; ``slugs`` has those of each day."""
    for ref, line in zip(listing.papers, listing.lines, strict=True):
        day, slug = parse_reference(full_reference(ref, listing.date))
        if slug not in slugs.get(day, ()):
            near_slugs = slugs.get(listing.date, ())
            near = get_close_matches(slug, near_slugs, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"expected a file {ref}.md"
            yield Problem(listing.source.path, line, f"no such paper: {ref!r}; {hint}")


def find_dead_references(
    scan: Sequence[MonthScan], listings: Mapping[str, Iterable[Listing]]
) -> Iterator[Problem]:
    """Give a problem for each reference, in the listings of some months, that leads to no file."""
    if not listings:
        return
    slugs = {day.date: frozenset(day.slugs) for month in scan for day in month.days}
    for of_month in listings.values():
        for listing in of_month:
            yield from find_dead_in_listing(listing, slugs)


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
