"""``content/`` on disk: see what there is, and read it."""

import hashlib
import os
import re
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from site_gen.content.digest_file import (
    find_dead_in_listing,
    leave_out,
    parse_listing,
    with_unlisted,
)
from site_gen.content.entry_file import parse_entry
from site_gen.content.own.files import find_clashes, is_litter, measure_pictures
from site_gen.content.settings_file import parse_settings
from site_gen.content.topic_rules import Vocabulary, parse_topics
from site_gen.model import (
    MOST_OF_DAY,
    SLUG,
    DayScan,
    Entry,
    InputError,
    Listing,
    MonthScan,
    Problem,
    Settings,
    describe_full_day,
    full_reference,
    guess,
    is_slug,
    parse_day,
    parse_reference,
)
from site_gen.system.files import (
    is_folder,
    is_missing,
    list_folder,
    read_optional,
    read_text,
    shown,
    stat_entries,
    state,
)

LISTING = "digest.yaml"
SETTINGS = "site.yaml"
TOPICS = "topics.yaml"
WORDS = "words.json"
_HERE = Path(__file__).parents[1]
_OWN = rf"(?:(?:{SLUG})\.md|{re.escape(LISTING)})"
_is_own = re.compile(_OWN).fullmatch
_are_own = re.compile(f"(?:{_OWN}/)*").fullmatch  # names, each with what none has behind it
_FRESH = 2_000_000_000  # nanoseconds: within it, a file may change without a later time (FAT)


def load_settings(content: Path) -> Settings:
    """Read ``site.yaml``; without one, everything has its default."""
    path = content / SETTINGS
    text = read_optional(path)
    return Settings() if text is None else parse_settings(shown(path), text)


def read_or_ours(content: Path, name: str) -> tuple[str, str]:
    """Read ``topics.yaml`` or ``words.json`` of a site, or else ours: its name and text."""
    path = content / name
    text = read_optional(path)
    if text is None:
        installed = _HERE / name  # in a wheel; a checkout has it in its own content/
        path = installed if installed.is_file() else _HERE.parent / "content" / name
        text = read_text(path)
    return shown(path), text


def load_topics(content: Path) -> Vocabulary:
    """Read the rules for topics. Raises InputError."""
    return parse_topics(*read_or_ours(content, TOPICS))


class ContentScan(NamedTuple):
    """The files of ``content/`` by month, and what is wrong with their names."""

    months: tuple[MonthScan, ...]
    problems: tuple[Problem, ...]


def scan(content: Path) -> ContentScan:
    """See which files there are, without reading one. Raises InputError without ``content``."""
    problems: list[Problem] = []
    now = time.time_ns()
    months: list[MonthScan] = []
    for month, group in groupby(_days(content, problems), key=lambda day: day[1].isoformat()[:7]):
        days = tuple(scan_day(folder, day, now, problems) for folder, day in group)
        months.append(MonthScan(month, days, compute_stat_signature(days)))
    return ContentScan(tuple(months), tuple(problems))


def scan_day(folder: Path, day: date, now: int, problems: list[Problem]) -> DayScan:
    """See the files of a day. Of what a build without changes does, this is most: it is in bulk."""
    try:
        files = list_folder(folder)
    except InputError as err:
        problems += err.problems
        return DayScan(day, (), has_listing=False)
    # One match over all names is faster than one for each; most folders have no other name.
    are_own = _are_own("/".join([*(file.name for file in files), ""]))
    others = [] if are_own else [file for file in files if _is_other(file, problems)]
    files = files if are_own else [file for file in files if _is_own(file.name)]
    files, stats = stat_entries([*files, *others], problems)
    rows = [f"{file.name}|{state(seen)}\n" for file, seen in zip(files, stats, strict=True)]
    seen_hash = hashlib.blake2b(f"{day}\n{''.join(rows)}".encode(), digest_size=16)
    # A list is faster than a generator: this runs for each file of the archive.
    newest = max([seen.st_mtime_ns for seen in stats], default=0)
    stat_signature = "" if newest > now - _FRESH else seen_hash.hexdigest()
    names = [file.name for file in files]
    slugs = tuple([name[:-3] for name in names if name.endswith(".md")])
    own = tuple(file.name for file in others)
    problems += find_clashes(folder, day, {*slugs}, own)
    return DayScan(day, slugs, LISTING in names, stat_signature, files=own)


def _is_other(file: os.DirEntry[str], problems: list[Problem]) -> bool:
    """Whether a file of a day is published as it is; a wrong name becomes a problem."""
    wrong = [] if _is_own(file.name) else list(_wrong_name(Path(file.path)))
    problems += wrong
    is_own = wrong or _is_own(file.name) or file.name.startswith(".") or is_litter(file.name)
    return not is_own and not is_folder(file)


def compute_stat_signature(days: Iterable[DayScan]) -> str:
    """Name the files of some days; empty when one changed just now."""
    signatures = [day.stat_signature for day in days]  # an empty one: a file may change again
    whole = hashlib.blake2b("\n".join(signatures).encode(), digest_size=16)
    return whole.hexdigest() if all(signatures) else ""


def read_listing(
    content: Path, day: DayScan, removed: Collection[str] = (), unpublished: Collection[str] = ()
) -> tuple[Listing, tuple[Problem, ...]]:
    """Read the listing of a day; papers that it does not name follow in order of slug.

    It is without ``removed``, which were taken down, and ``unpublished``: full references.
    """
    listing = Listing(date=day.date)
    if day.has_listing:
        path = content / day.date.isoformat() / LISTING
        try:
            listing = parse_listing(shown(path), read_text(path), day.date)
        except InputError as err:
            return listing, err.problems
    every = with_unlisted(listing, (*day.slugs, *day.removed, *day.drafts))
    listing = leave_out(every, removed, unpublished)
    if len(listing.papers) > MOST_OF_DAY:
        return listing, (Problem(shown(content / str(day.date)), 0, describe_full_day(day.date)),)
    return listing, ()


def read_entries(content: Path, refs: Iterable[str]) -> tuple[dict[str, Entry], list[Problem]]:
    """Read entries, by ``day/slug``; those that cannot be read become problems."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    label = shown(content)
    for ref in refs:
        path = f"{label}/{ref}.md"
        day, slug = parse_reference(ref)
        try:
            text = read_text(f"{content}/{ref}.md", path)
            entries[ref] = measure_pictures(content, parse_entry(path, text, slug, day))
        except InputError as err:
            problems += err.problems
    return entries, problems


def load_day(content: Path, day: date) -> tuple[Listing, tuple[Entry, ...]]:
    """Read one day: its listing, and the papers to show, in order. Raises InputError."""
    folder = content / day.isoformat()
    if not folder.is_dir():
        raise InputError(Problem(shown(folder), 0, f"no such day; {describe_days(content)}"))
    seen = _read_day(folder, day)
    refs = [full_reference(ref, day) for ref in seen.listing.papers]
    others = (ref for ref in refs if parse_reference(ref).day != day)
    # Those without a file are reported with their line, below.
    foreign = [ref for ref in others if (content / f"{ref}.md").is_file()]
    entries, problems = read_entries(content, foreign)
    entries |= {f"{day}/{entry.slug}": entry for entry in seen.entries}
    slugs: dict[date, set[str]] = {day: set(seen.slugs)}
    for first_day, slug in map(parse_reference, foreign):
        slugs.setdefault(first_day, set()).add(slug)
    problems = [*seen.problems, *problems, *find_dead_in_listing(seen.listing, slugs)]
    if problems:
        raise InputError(*problems)
    away = {ref for ref, one in entries.items() if one.removed or one.draft}
    listing = leave_out(seen.listing, away)
    return listing, tuple(entries[full_reference(ref, day)] for ref in listing.papers)


@dataclass(frozen=True, slots=True)
class _Day:
    """One folder: what could be read, the papers that are there, and what is wrong."""

    listing: Listing
    entries: tuple[Entry, ...] = ()
    slugs: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def _days(content: Path, problems: list[Problem]) -> Iterator[tuple[Path, date]]:
    if is_missing(content):
        message = "no such folder; expected the entries of the site: run 'site-gen import' first"
        raise InputError(Problem(shown(content), 0, message))
    for file in list_folder(content):
        path, day = Path(file.path), parse_day(file.name)
        if file.name.startswith(".") or file.name in (SETTINGS, TOPICS, WORDS):
            continue
        if day and is_folder(file):
            yield path, day
        elif message := _describe_stray(path, day, is_folder=is_folder(file)):
            problems.append(Problem(shown(path), 0, message))


def _describe_stray(path: Path, day: date | None, *, is_folder: bool) -> str:
    """Say why a file or folder in ``content/`` is not read; nothing where nobody expects it."""
    if day:
        return "not a folder; expected that of a day"
    if is_folder and path.name[:1].isdigit():
        return "not a day; expected a folder YYYY-MM-DD"
    if path.suffix == ".md":
        return "not read; expected entries in the folder of a day, YYYY-MM-DD"
    if path.suffix in (".yaml", ".yml"):
        return f"not read; {guess(path.name, [SETTINGS, TOPICS])}"
    return ""


def _read_day(folder: Path, day: date) -> _Day:
    """Read a day's folder; papers that its listing does not name follow in order of slug."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    slugs: list[str] = []
    listing = Listing(date=day)
    for path in (Path(file.path) for file in list_folder(folder)):
        if path.name == LISTING:
            try:
                listing = parse_listing(shown(path), read_text(path), day)
            except InputError as err:
                problems += err.problems
        elif path.suffix == ".md" and not path.name.startswith("."):
            slugs.append(path.stem)
            if entry := _read_entry(path, day, problems):
                entries.append(entry)
        else:
            problems += _stray(path)
    return _Day(
        with_unlisted(listing, slugs),
        entries=tuple(entries),
        slugs=tuple(slugs),
        problems=tuple(problems),
    )


def _read_entry(path: Path, day: date, problems: list[Problem]) -> Entry | None:
    if not is_slug(path.stem):
        problems.append(bad_name(path))
        return None
    try:
        return parse_entry(shown(path), read_text(path), path.stem, day)
    except InputError as err:
        problems += err.problems
        return None


def bad_name(path: Path) -> Problem:
    """Say that a file cannot be an entry by its name."""
    message = "its name cannot be a URL segment; expected one such as 'my-paper.md'"
    return Problem(shown(path), 0, message)


def _wrong_name(path: Path) -> Iterator[Problem]:
    if path.suffix == ".md" and not path.name.startswith("."):
        yield bad_name(path)
    else:
        yield from _stray(path)


def _stray(path: Path) -> Iterator[Problem]:
    if path.suffix in (".yaml", ".yml") and not path.name.startswith("."):
        yield Problem(shown(path), 0, f"not read; {guess(path.name, [LISTING])}")


def describe_days(content: Path) -> str:
    """Say from when to when there are days, for a message. Raises InputError without content."""
    days = [str(day) for _, day in _days(content, [])]
    return f"there are {days[0]} to {days[-1]}" if days else "nothing is imported yet"
