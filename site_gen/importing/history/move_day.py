"""A day gets another date: its folder, and all that names it, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from site_gen.content.store import LISTING, describe_days
from site_gen.importing.day_names import (
    rename_in_base,
    rename_in_listing,
    rename_in_record,
    rename_ref,
)
from site_gen.importing.history.journal import (
    JOURNAL,
    Written,
    format_journal,
    read_journal,
)
from site_gen.importing.provenance import (
    FOLDER,
    format_imported,
    imported_path,
    parse_imported,
)
from site_gen.model import InputError, Problem, month_of, parse_day
from site_gen.system.files import is_missing, list_folder, read_optional, read_text, shown
from site_gen.system.intents import hash_bytes
from site_gen.system.transactions import commit_texts

_MD = ".md"
_STRANGE = "is neither an entry nor a digest.yaml, and would stay; move it elsewhere first"


@dataclass(slots=True)
class Move:
    """What the move of a day writes: its papers, and the listings of other days that name it.

    ``texts`` are what was read of files and what they become, by path below ``content/``.
    """

    papers: int = 0
    listings: list[str] = field(default_factory=list)
    texts: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)


def propose_move(content: Path, old: date, new: date) -> Move:
    """Say what the move of a day writes. Raises InputError where it cannot be moved."""
    if old == new:
        raise InputError(Problem(shown(content / str(old)), 0, "is that day; expected another one"))
    if not is_missing(content / str(new)):
        message = f"is there already; expected a day that is not: {old} is left as it is"
        raise InputError(Problem(shown(content / str(new)), 0, message))
    if is_missing(content / str(old)):
        message = f"no such day; {describe_days(content)}"
        raise InputError(Problem(shown(content / str(old)), 0, message))
    move = Move()
    _move_files(content, str(old), str(new), move)
    _rename_elsewhere(content, str(old), str(new), move)
    _move_records(content, str(old), str(new), move)
    _move_journal(content, str(old), str(new), move)
    return move


def write_move(content: Path, move: Move) -> None:
    """Move a day: all of it, or nothing. Raises OutputError."""
    # What comes, comes first: a reader meanwhile finds each paper at one place at least.
    texts = dict(sorted(move.texts.items(), key=lambda item: item[1][1] is None))
    commit_texts(content, texts)


def _move_files(content: Path, old: str, new: str, move: Move) -> None:
    problems: list[Problem] = []
    for entry in list_folder(content / old):
        path = content / old / entry.name
        is_entry = path.suffix == _MD and not entry.name.startswith(".")
        if not path.is_file() or not (is_entry or entry.name == LISTING):
            problems.append(Problem(shown(path), 0, _STRANGE))
            continue
        try:
            text = read_text(path)
            moved = text if is_entry else rename_in_listing(shown(path), text, old, new)
        except InputError as err:
            problems += err.problems
            continue
        move.papers += is_entry
        move.texts[f"{new}/{entry.name}"] = (None, moved)
        move.texts[f"{old}/{entry.name}"] = (text, None)
    if problems:
        raise InputError(*problems)


def _rename_elsewhere(content: Path, old: str, new: str, move: Move) -> None:
    """Name the day anew in the listings of other days."""
    for entry in list_folder(content):
        path = f"{entry.name}/{LISTING}"
        if not parse_day(entry.name) or entry.name == old:
            continue
        text = read_optional(content / path) or ""
        # Few listings name another day, so few are read as YAML.
        if old in text:
            renamed = rename_in_listing(shown(content / path), text, old, new)
            if renamed != text:
                move.texts[path] = (text, renamed)
                move.listings.append(path)


def _move_records(content: Path, old: str, new: str, move: Move) -> None:
    """Move what imports wrote last of the papers of the day to the record of its new month."""
    texts: dict[str, tuple[str | None, str | None]] = {}
    moved = {}
    for path in _list_records(content):
        text = read_text(content / path)
        renamed, of_day = rename_in_record(text, old, new)
        moved.update(of_day)
        texts[path] = (text, renamed or None)
    if moved:
        path = imported_path(month_of(new))
        before, after = texts.get(path, (None, None))
        # What it says of a day that is not there is of one whose folder somebody removed.
        kept = {
            ref: base
            for ref, base in parse_imported(after or "").items()
            if not ref.startswith(f"{new}/")
        }
        texts[path] = (before, format_imported(kept | moved))
    move.texts |= {path: (was, now) for path, (was, now) in texts.items() if was != now}


def _list_records(content: Path) -> Iterator[str]:
    if (content / FOLDER).is_dir():
        for entry in list_folder(content / FOLDER):
            if entry.name.endswith(".jsonl") and parse_day(f"{entry.name[:-6]}-01"):
                yield f"{FOLDER}/{entry.name}"


def _move_journal(content: Path, old: str, new: str, move: Move) -> None:
    """Let the last import be taken back after the move too."""
    journal, text = read_journal(content)
    if journal is None or journal.is_undone:
        return
    after = replace(
        journal,
        days=tuple(sorted(rename_ref(day, old, new) for day in journal.days)),
        files={
            rename_ref(path, old, new): _move_written(path, one, old, new, move)
            for path, one in journal.files.items()
        },
        papers={
            rename_ref(ref, old, new): base and rename_in_base(base, old, new)
            for ref, base in journal.papers.items()
        },
    )
    if after != journal:
        move.texts[JOURNAL] = (text, format_journal(after))


def _move_written(path: str, one: Written, old: str, new: str, move: Move) -> Written:
    """Describe a file of an import as it is after the move; an edited one stays edited."""
    before, after = move.texts.get(path, (None, None))
    if after is None:  # it has another path now
        after = move.texts.get(rename_ref(path, old, new), (None, None))[1]
    is_as_written = before is not None and hash_bytes(before.encode()) == one.new
    has_refs = path.endswith(f"/{LISTING}")
    return Written(
        rename_in_listing(path, one.old, old, new) if has_refs and one.old else one.old,
        hash_bytes(after.encode()) if is_as_written and after is not None else one.new,
    )
