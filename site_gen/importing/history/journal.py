"""What the last import wrote, so that it can be taken back: a file of JSON <-> ``Journal``.

``content/.site-gen/last-import.json`` is written in the transaction of the import. It is of use on
the machine that imported: it need not be kept with the content.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_gen.importing.provenance import FOLDER, parse_imported
from site_gen.importing.three_way import Base
from site_gen.model import InputError, Problem, is_reference, parse_day
from site_gen.system.files import read_optional, shown
from site_gen.system.intents import hash_bytes

JOURNAL = f"{FOLDER}/last-import.json"
_FORMAT = 1
_MOST = 100_000  # files: a journal of more would take the memory that a large import saves
_is_file = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}/[^/\\\0:]+\.(?:md|yaml)").fullmatch
_NOT_OURS = (
    "not what site-gen writes here; expected what the last import wrote: delete this file, and "
    "that import can no longer be taken back"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an import wrote: its text before, None where there was none, and its hash now."""

    old: str | None
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What an import wrote.

    ``days`` are those of its lists. ``files`` are by path below ``content/``. ``papers`` has what
    the record said before of each paper of which it says something else now. An import that
    ``is_undone`` was taken back, and has no files. One that ``is_large`` has none either, and
    cannot be taken back.
    """

    days: tuple[str, ...] = ()
    files: Mapping[str, Written] = field(default_factory=dict)
    papers: Mapping[str, Base | None] = field(default_factory=dict)
    is_undone: bool = False
    is_large: bool = False


Texts = Mapping[str, tuple[str | None, str | None]]
"""Files by path below ``content/``: what was read there, and what they become."""


def make_journal(days: tuple[str, ...], texts: Texts, records: Texts) -> Journal | None:
    """Describe an import by the files it writes, and by its records; None where it changes none."""
    files = {
        path: Written(old, hash_bytes(new.encode()))
        for path, (old, new) in texts.items()
        if new is not None and old != new
    }
    papers: dict[str, Base | None] = {}
    for old, new in records.values():
        before, after = parse_imported(old or ""), parse_imported(new or "")
        for ref in before.keys() | after.keys():
            if before.get(ref) != after.get(ref):
                papers[ref] = before.get(ref)
    if not files and not papers:
        return None
    return Journal(days=days, files=files, papers=dict(sorted(papers.items())))


def join_journals(before: Journal | None, after: Journal) -> Journal:
    """Join the journals of two parts of one import.

    >>> join_journals(Journal(is_large=True), Journal(days=("2025-09-17",))).is_large
    True
    """
    if before is None:
        return after
    files = {**before.files, **after.files}
    for path in before.files.keys() & after.files.keys():
        files[path] = Written(before.files[path].old, after.files[path].new)
    if before.is_large or len(files) > _MOST:
        return Journal(days=after.days, is_large=True)
    return Journal(days=after.days, files=files, papers={**after.papers, **before.papers})


def format_journal(journal: Journal) -> str:
    """Write a journal as JSON."""
    data: dict[str, Any] = {"format": _FORMAT, "days": list(journal.days)}
    if journal.is_undone:
        data["undone"] = True
    elif journal.is_large:
        data["large"] = True
    else:
        data["files"] = {path: [one.old, one.new] for path, one in sorted(journal.files.items())}
        data["papers"] = dict(sorted(journal.papers.items()))
    return json.dumps(data, ensure_ascii=False, indent=0) + "\n"


def read_journal(content: Path) -> tuple[Journal | None, str | None]:
    """Read the journal of ``content/``, and its text; None where there is none. Raises InputError.

    It may come from a stranger's repository: its paths must be those of entries and listings.
    """
    text = read_optional(content / JOURNAL)
    if text is None:
        return None, None
    try:
        return _parse(json.loads(text)), text
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(Problem(shown(content / JOURNAL), 0, _NOT_OURS)) from None


def _parse(data: Any) -> Journal:
    """Give the journal that JSON holds. Raises ValueError and others where it holds none."""
    if data["format"] != _FORMAT:
        raise ValueError(data["format"])
    days = tuple(map(str, data["days"]))
    if data.get("undone"):
        return Journal(days=days, is_undone=True)
    if data.get("large"):
        return Journal(days=days, is_large=True)
    files = {path: Written(old, new) for path, (old, new) in data["files"].items()}
    papers: dict[str, Base | None] = data["papers"]
    _check(files, papers)
    return Journal(days=days, files=files, papers=papers)


def _check(files: Mapping[str, Written], papers: Mapping[str, Base | None]) -> None:
    """Raise ValueError where these are no values that a journal can have."""
    stamps = [stamp for base in papers.values() if base for stamp in base.values()]
    texts = [one.new for one in files.values()] + [one.old for one in files.values() if one.old]
    are_files = all(_is_file(path) and parse_day(path.partition("/")[0]) for path in files)
    are_names = are_files and all("/" in ref and is_reference(ref) for ref in papers)
    if not are_names or not all(isinstance(text, str) for text in (*stamps, *texts)):
        raise ValueError(files)
