"""``content/`` on disk: read it whole, read what an import must know, apply an import."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from site_gen.config import parse_settings
from site_gen.entries import parse_entry
from site_gen.errors import InputError, OutputError, Problem, guess
from site_gen.files import read_text, shown, write
from site_gen.listings import full_reference, parse_listing
from site_gen.merge import Present
from site_gen.model import Archive, Change, Digest, Entry, Listing, Settings
from site_gen.urls import is_slug, make_slug, parse_day

LISTING = "digest.yaml"
SETTINGS = "site.yaml"


def load_settings(content: Path) -> Settings:
    """Read ``site.yaml``; without one, everything has its default."""
    path = content / SETTINGS
    return parse_settings(shown(path), read_text(path)) if path.exists() else Settings()


def load(content: Path) -> Archive:
    """Read all of ``content/``. Raises InputError with every problem there is."""
    problems: list[Problem] = []
    days = [_read_day(folder, day) for folder, day in _days(content, problems)]
    there = {f"{day.listing.date}/{slug}" for day in days for slug in day.slugs}
    for day in days:
        problems += day.problems
        problems += _dead_references(day.listing, there)
    if problems:
        raise InputError(*problems)
    entries = {f"{x.first_day}/{x.slug}": x for day in days for x in day.entries}
    return Archive(listings=tuple(day.listing for day in days), entries=entries)


def load_day(content: Path, day: date) -> tuple[Listing, tuple[Entry, ...]]:
    """Read one day: its listing, and the entries it names, in order. Raises InputError."""
    folder = content / day.isoformat()
    if not folder.is_dir():
        raise InputError(Problem(shown(folder), 0, f"no such day; {_known_days(content)}"))
    found = _read_day(folder, day)
    entries = {f"{day}/{entry.slug}": entry for entry in found.entries}
    there = {f"{day}/{slug}" for slug in found.slugs}
    problems = list(found.problems)
    for ref in found.listing.papers:
        first, _, slug = ref.rpartition("/")
        path = content / first / f"{slug}.md"
        if first and path.is_file():
            there.add(ref)
            if entry := _read_entry(path, date.fromisoformat(first), problems):
                entries[ref] = entry
    problems += _dead_references(found.listing, there)
    if problems:
        raise InputError(*problems)
    return found.listing, tuple(entries[full_reference(ref, day)] for ref in found.listing.papers)


def find_present(content: Path, digest: Digest) -> Present:
    """Read what an import of this digest must know. Raises InputError."""
    folder = content / digest.date.isoformat()
    problems: list[Problem] = []
    found = _read_day(folder, digest.date) if folder.is_dir() else _Day(Listing(date=digest.date))
    problems += found.problems
    wanted = {f"{make_slug(paper.title)}.md" for paper in digest.papers}
    elsewhere: list[Entry] = []
    for other, day in _days(content, []) if content.is_dir() else ():
        if day != digest.date:
            named = (path for path in sorted(other.iterdir()) if path.name in wanted)
            elsewhere += filter(None, (_read_entry(path, day, problems) for path in named))
    if problems:
        raise InputError(*problems)
    return Present(
        listing=found.listing if found.text is not None else None,
        text=found.text or "",
        entries=found.entries,
        elsewhere=tuple(elsewhere),
    )


def apply(content: Path, changes: Sequence[Change]) -> None:
    """Write what an import proposed; a file to create must not be there. Raises OutputError."""
    problems = [
        Problem(shown(content / change.path), 0, "is there already; expected a free name")
        for change in changes
        if change.kind == "create" and (content / change.path).exists()
    ]
    if problems:
        raise OutputError(*problems)
    for change in changes:
        if change.kind != "keep":
            write(content / change.path, change.text.encode())


@dataclass(frozen=True, slots=True)
class _Day:
    """One folder: what could be read, the papers that are there, and what is wrong."""

    listing: Listing
    text: str | None = None
    entries: tuple[Entry, ...] = ()
    slugs: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def _days(content: Path, problems: list[Problem]) -> Iterator[tuple[Path, date]]:
    if not content.is_dir():
        what = "no such folder; expected the entries of the site: run 'site-gen import' first"
        raise InputError(Problem(shown(content), 0, what))
    for path in sorted(content.iterdir()):
        day = parse_day(path.name)
        if path.name.startswith(".") or path.name == SETTINGS:
            continue
        if day and path.is_dir():
            yield path, day
        elif path.is_dir() and path.name[:1].isdigit():
            problems.append(Problem(shown(path), 0, "not a day; expected a folder YYYY-MM-DD"))
        elif path.suffix == ".md":
            what = "not read; expected entries in the folder of a day, YYYY-MM-DD"
            problems.append(Problem(shown(path), 0, what))
        elif path.suffix in (".yaml", ".yml"):
            problems.append(Problem(shown(path), 0, f"not read; {guess(path.name, [SETTINGS])}"))


def _read_day(folder: Path, day: date) -> _Day:
    """Read a day's folder; papers that its listing does not name follow in order of slug."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    slugs: list[str] = []
    listing, text = Listing(date=day), None
    for path in sorted(folder.iterdir()):
        if path.name == LISTING:
            try:
                text = read_text(path)
                listing = parse_listing(shown(path), text, day)
            except InputError as err:
                problems += err.problems
        elif path.suffix == ".md" and not path.name.startswith("."):
            slugs.append(path.stem)
            if entry := _read_entry(path, day, problems):
                entries.append(entry)
        elif path.suffix in (".yaml", ".yml"):
            problems.append(Problem(shown(path), 0, f"not read; {guess(path.name, [LISTING])}"))
    listed = {full_reference(ref, day) for ref in listing.papers}
    more = tuple(slug for slug in slugs if f"{day}/{slug}" not in listed)
    return _Day(
        replace(listing, papers=listing.papers + more, lines=listing.lines + (0,) * len(more)),
        text=text,
        entries=tuple(entries),
        slugs=tuple(slugs),
        problems=tuple(problems),
    )


def _read_entry(path: Path, day: date, problems: list[Problem]) -> Entry | None:
    if not is_slug(path.stem):
        what = "its name cannot be a URL segment; expected one such as 'my-paper.md'"
        problems.append(Problem(shown(path), 0, what))
        return None
    try:
        return parse_entry(shown(path), read_text(path), path.stem, day)
    except InputError as err:
        problems += err.problems
        return None


def _dead_references(listing: Listing, there: Collection[str]) -> Iterator[Problem]:
    for ref, line in zip(listing.papers, listing.lines, strict=True):
        if full_reference(ref, listing.date) not in there:
            known = [full[11:] if full[:10] == str(listing.date) else full for full in there]
            near = get_close_matches(ref, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"expected a file {ref}.md"
            yield Problem(listing.source.path, line, f"no such paper: {ref!r}; {hint}")


def _known_days(content: Path) -> str:
    days = [str(day) for _, day in _days(content, [])]
    return f"there are {days[0]} to {days[-1]}" if days else "nothing is imported yet"
