"""The last import is taken back: what it wrote goes, what was edited since stays."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_gen.content.digest_file import parse_listing
from site_gen.content.store import LISTING
from site_gen.content.yaml_edit import set_values
from site_gen.importing.history.journal import (
    JOURNAL,
    Journal,
    Written,
    format_journal,
    read_journal,
)
from site_gen.importing.provenance import format_imported, imported_path, parse_imported, put_back
from site_gen.model import (
    InputError,
    Problem,
    full_reference,
    month_of,
    parse_day,
)
from site_gen.system.files import list_folder, read_optional, shown
from site_gen.system.intents import hash_bytes
from site_gen.system.transactions import commit_texts

_MD = ".md"
_NONE = "no import to take back: none was made since site-gen can take one back"
_LARGE = "the import of {} was too large to be taken back; expected 'site-gen remove', or a copy"
_TWICE = "no import to take back: that of {} is taken back already"


@dataclass(slots=True)
class Undo:
    """What taking back an import does.

    ``texts`` are what was read of files and what they become, by path. ``removed`` are papers whose
    files go, ``restored`` files that become what they were. ``edited`` are files that were edited
    since, and stay; ``listed`` papers that stay because another day lists them, with that day's
    file; ``shortened`` listings that were edited, and lose the papers that go. ``days_gone`` counts
    the days that are no longer there.
    """

    days: tuple[str, ...]
    texts: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    listed: dict[str, str] = field(default_factory=dict)
    shortened: list[str] = field(default_factory=list)
    days_gone: int = 0

    @property
    def staying(self) -> set[str]:
        """The papers of the import that stay: edited since, or listed by another day."""
        return {path.removesuffix(_MD) for path in self.edited} | self.listed.keys()


def propose_undo(content: Path) -> Undo:
    """Say what taking back the last import does. Raises InputError where there is none."""
    journal, text = read_journal(content)
    if journal is None:
        raise InputError(Problem(shown(content), 0, _NONE))
    if journal.is_undone:
        raise InputError(Problem(shown(content), 0, _TWICE.format(name_days(journal.days))))
    if journal.is_large:
        raise InputError(Problem(shown(content), 0, _LARGE.format(name_days(journal.days))))
    undo = Undo(journal.days)
    _take_back_entries(content, journal, undo)
    created = (path for path, one in journal.files.items() if one.old is None)
    gone = {path.removesuffix(_MD) for path in created if path.endswith(_MD)} - undo.staying
    for path, written in journal.files.items():
        if path.endswith(f"/{LISTING}"):
            _take_back_listing(content, path, written, undo, gone)
    _take_back_records(content, journal, undo)
    undone = Journal(days=journal.days, is_undone=True)
    undo.texts[JOURNAL] = (text, format_journal(undone))
    return undo


def write_undo(content: Path, undo: Undo) -> None:
    """Take an import back: all of it, or nothing. Raises OutputError."""
    commit_texts(content, undo.texts)


def name_days(days: Collection[str]) -> str:
    """Name days in a message.

    >>> name_days(["2025-09-17"]), name_days(["2025-09-16", "2025-09-17", "2025-09-18"])
    ('2025-09-17', '2025-09-16 to 2025-09-18')
    """
    first, last = min(days, default=""), max(days, default="")
    return first if first == last else f"{first} to {last}"


def _take_back_entries(content: Path, journal: Journal, undo: Undo) -> None:
    files = {path: one for path, one in journal.files.items() if path.endswith(_MD)}
    created = {path.removesuffix(_MD) for path, one in files.items() if one.old is None}
    undo.listed = _find_listed(content, created, journal.files)
    for path, written in files.items():
        now = read_optional(content / path)
        if now == written.old or path.removesuffix(_MD) in undo.listed:
            continue
        if now is None or hash_bytes(now.encode()) != written.new:
            undo.edited.append(path)
            continue
        undo.texts[path] = (now, written.old)
        (undo.removed if written.old is None else undo.restored).append(path)


def _find_listed(content: Path, created: Collection[str], ours: Collection[str]) -> dict[str, str]:
    """Find the papers that days list which the import did not write: by reference, the file."""
    listed: dict[str, str] = {}
    if not created:
        return listed
    days = {ref.partition("/")[0] for ref in created}
    for day in _list_days(content):
        path = f"{day}/{LISTING}"
        text = (read_optional(content / path) or "") if path not in ours else ""
        # Few listings name another day, so few are read as YAML.
        if any(other in text for other in days if other != day):
            listing = parse_listing(shown(content / path), text, date.fromisoformat(day))
            listed |= {ref: path for ref in listing.papers if ref in created}
    return listed


def _list_days(content: Path) -> Iterator[str]:
    return (entry.name for entry in list_folder(content) if parse_day(entry.name))


def _take_back_listing(
    content: Path, path: str, written: Written, undo: Undo, gone: Collection[str]
) -> None:
    """Take back a day's listing: it becomes what it was, or loses the papers that are ``gone``."""
    now = read_optional(content / path)
    if now is None or now == written.old:
        return
    day = path.partition("/")[0]
    is_edited = hash_bytes(now.encode()) != written.new
    staying = _find_staying(content, day, undo)
    if not is_edited and (written.old is not None or not staying):
        undo.texts[path] = (now, written.old)
        if written.old is None:
            undo.days_gone += 1
        else:
            undo.restored.append(path)
        return
    undo.texts[path] = (now, _shorten(shown(content / path), now, day, gone, is_edited=is_edited))
    if is_edited:
        undo.shortened.append(path)


def _shorten(label: str, text: str, day: str, gone: Collection[str], *, is_edited: bool) -> str:
    """Take the papers that are ``gone`` out of the text of a day's listing.

    If nobody edited it, the import put the papers of other days there, and they go too.
    """
    listing = parse_listing(label, text, date.fromisoformat(day))
    full = {ref: full_reference(ref, listing.date) for ref in listing.papers}
    others = [] if is_edited else [name for name in full.values() if not name.startswith(f"{day}/")]
    kept = tuple(ref for ref, name in full.items() if name not in {*gone, *others})
    if kept == listing.papers:
        return text
    return set_values(label, text, {"papers": kept})


def _find_staying(content: Path, day: str, undo: Undo) -> set[str]:
    """Give the files of papers of a day that stay."""
    folder = content / day
    names = {f"{day}/{path.name}" for path in folder.glob("*.md")} if folder.is_dir() else set()
    return names - set(undo.removed)


def _take_back_records(content: Path, journal: Journal, undo: Undo) -> None:
    """Take back what the record says of papers, but of those that stay as the import wrote them."""
    staying = undo.staying
    papers = {ref: base for ref, base in journal.papers.items() if ref not in staying}
    for month in sorted({month_of(ref) for ref in papers}):
        path = imported_path(month)
        text = read_optional(content / path)
        of_month = {ref: base for ref, base in papers.items() if month_of(ref) == month}
        bases = put_back(parse_imported(text or ""), of_month)
        undo.texts[path] = (text, format_imported(bases) if bases else None)
