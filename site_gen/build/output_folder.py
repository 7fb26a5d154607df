"""The output folder: whether we may write there, what is ours in it, and where files are made."""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from site_gen.build.author_index import REGISTER, Register
from site_gen.build.ledger import (
    FILES,
    FOLDER,
    JOURNAL,
    LEDGER,
    Ledger,
    RecordError,
    find_paths,
    format_files,
    format_ledger,
    format_paths,
    parse_files,
    parse_ledger,
    parse_paths,
)
from site_gen.model.errors import InputError, OutputError, Problem
from site_gen.plan.author_pages import author_paths
from site_gen.system.files import (
    holds,
    is_missing,
    read_text,
    shown,
    write,
    write_if_changed,
    write_new,
)

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a build reads, where it publishes, and where it makes files before that."""

    content: Path
    templates: Path
    output: Path
    staging: Path
    is_new: bool
    """Whether there is no output yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """What is known of the last build: its ledger, and the files that are in doubt.

    ``authored`` is what the register knows of each month, as ``MonthRow.authored``. ``reason`` says
    why nothing is known, when that is so and there was a build.
    """

    ledger: Ledger = field(default_factory=Ledger)
    doubtful: frozenset[str] = frozenset()
    authored: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def check(site: Path, output: Path, *, is_forced: bool) -> None:
    """Refuse a folder in which we would write over what people own. Raises OutputError."""
    there, home = _resolve(output), _resolve(site)
    for owned in (site / "content", site / "templates"):
        if _resolve(owned) in (there, *there.parents):
            what = f"inside {shown(owned)}; expected an output folder of its own"
            raise OutputError(Problem(shown(output), 0, what))
    if there in (home, *home.parents):
        what = "holds the site's own folder; expected an output folder of its own"
        raise OutputError(Problem(shown(output), 0, what))
    if output.exists() and not output.is_dir():
        raise OutputError(Problem(shown(output), 0, "a file; expected a folder"))
    is_ours = (output / FOLDER).is_dir() or not output.is_dir() or not any(output.iterdir())
    if not is_ours and not is_forced:
        what = "holds files that site-gen did not write; expected an empty folder, or --force"
        raise OutputError(Problem(shown(output), 0, what))


def _resolve(path: Path) -> Path:
    """Follow links as far as they lead: ``Path.resolve`` fails where they lead in a circle."""
    return Path(os.path.realpath(path))


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """Give an empty folder beside the output, on the same disk; it is removed at the end.

    The output must be locked: so any other such folder was left by a build that was killed, and
    is removed too. Ctrl-C ends at once: then the next build removes it. Raises OutputError.
    """
    folder = output.with_name(f".{output.name}.site-gen-{secrets.token_hex(4)}")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for left in _find_left(output):
            shutil.rmtree(left, ignore_errors=True)
        folder.mkdir()
    except OSError as err:
        what = f"cannot be written: {err.strerror}; expected a writable place"
        raise OutputError(Problem(shown(folder), 0, what)) from err
    try:
        yield folder
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _find_left(output: Path) -> list[Path]:
    """Find staging folders of this output; one without digits is of an earlier version."""
    is_ours = re.compile(rf"{re.escape(f'.{output.name}.site-gen')}(?:-[0-9a-f]{{8}})?").fullmatch
    return [path for path in output.parent.iterdir() if is_ours(path.name)]


def stage(folders: Folders, path: str, data: bytes) -> bool:
    """Put a file into the staging folder, unless the output has it already."""
    if not folders.is_new and holds(folders.output / path, data):
        return False
    write_new(f"{folders.staging}/{path}", data)
    return True


def read_last(output: Path) -> Last:
    """Read what the last build left. Raises RecordError where it is not whole."""
    if not (output / FOLDER).is_dir():
        return Last()
    ledger = read_record(output, LEDGER, parse_ledger)
    try:
        there = {LEDGER, *_find_records(output)}
    except OSError as err:  # no rights, or a link in a circle
        raise RecordError(f"the records in {FOLDER} cannot be read: {err.strerror}") from err
    wanted = {LEDGER, FILES, *ledger.records()}
    if any(row.authored for row in ledger.months.values()) or not is_missing(output / REGISTER):
        wanted.add(REGISTER)
    if lost := sorted(wanted - there):
        raise RecordError(f"the record {lost[0]} is missing, or not a file")
    if (output / FILES).stat().st_size < ledger.files:
        raise RecordError(f"the record {FILES} was cut")
    is_whole = is_missing(output / JOURNAL)
    doubtful = () if is_whole else read_record(output, JOURNAL, parse_paths)
    authored = Register(output).read_months()
    return Last(ledger=ledger, doubtful=frozenset(doubtful), authored=authored)


def start_over(output: Path, reason: str) -> Last:
    """Forget what the last build left, but which files are ours: they are all in doubt.

    ``reason`` is kept to say why. The log of files is written first, so that a build that is killed
    here can start over too. Raises OutputError.
    """
    names = _find_ours(output)
    try:
        _clear(output / FILES)
        write(output / FILES, format_files(names).encode())
        for path in sorted((output / FOLDER).iterdir()):
            if path != output / FILES:
                _remove(path)
    except OSError as err:
        what = f"cannot be removed: {err.strerror}; expected a writable place"
        raise OutputError(Problem(shown(output / FOLDER), 0, what)) from err
    return Last(doubtful=frozenset(names), reason=reason)


def read_record(output: Path, path: str, parse: Callable[[str], Record]) -> Record:
    """Read a record that the ledger says is there. Raises RecordError."""
    try:
        return parse(read_text(output / path))
    except InputError as err:
        reason = err.problems[0].message.partition(";")[0]
        raise RecordError(f"the record {path} cannot be used: {reason}") from err
    except ValueError as err:
        raise RecordError(f"the record {path} cannot be used: {err}") from err


def _find_records(output: Path) -> Iterator[str]:
    """Find the records that are there: files in ``.site-gen/`` and the folders in it."""
    with os.scandir(output / FOLDER) as entries:
        for entry in entries:
            if entry.is_file():
                yield f"{FOLDER}/{entry.name}"
            elif entry.is_dir():
                with os.scandir(entry) as files:
                    yield from (
                        f"{FOLDER}/{entry.name}/{one.name}" for one in files if one.is_file()
                    )


def _find_ours(output: Path) -> set[str]:
    """Find the names of files that are ours in all records that can be read."""
    texts = {}
    for path in (output / FOLDER).rglob("*"):
        if path.suffix in {".json", ".txt"}:
            with suppress(InputError):
                texts[path] = read_text(path)
    names = parse_files(texts.pop(output / FILES, ""))
    names.update(name for text in texts.values() for name in find_paths(text))
    with suppress(RecordError):
        rows = Register(output).read_authors().values()
        names.update(path for row in rows for path in author_paths(row))
    return names


def _clear(path: Path) -> None:
    """Make room for a record, where a folder has its name."""
    if path.is_dir():
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def begin(
    folder: Path, changing: Iterable[str], doubtful: Iterable[str], added: Iterable[str]
) -> None:
    """Name in the journal what is about to change: until it ends, those files are in doubt.

    ``added`` are files that will be ours; the log names them before they are there. Raises
    OutputError.
    """
    _log(folder, format_files(added))
    names = sorted({*changing, *doubtful})
    write(folder / JOURNAL, format_paths(dict.fromkeys(names, "")).encode())


def _log(folder: Path, lines: str) -> int:
    """Add lines to the log of files; give its size."""
    path = folder / FILES
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as log:
            log.write(lines.encode())
            return log.tell()
    except OSError as err:
        what = f"cannot be written: {err.strerror}; expected a writable place"
        raise OutputError(Problem(shown(path), 0, what)) from err


def end(output: Path, ledger: Ledger, records: Mapping[str, str], removed: Iterable[str]) -> None:
    """Record what was built: the months and bundles that were due, by path, and the ledger.

    Then nothing is in doubt. ``removed`` are files that are ours no longer. Records that are not
    wanted go last: the ledger that is there has all of its own at every moment.
    """
    size = _log(output, format_files(removed=removed))
    for path, text in records.items():
        write_if_changed(output / path, text.encode())
    ledger = replace(ledger, files=size)
    write_if_changed(output / LEDGER, format_ledger(ledger).encode())
    kept = ledger.records()
    for record in (output / FOLDER).glob("*/*"):
        if record.relative_to(output).as_posix() not in kept:
            _remove(record)
    (output / JOURNAL).unlink(missing_ok=True)
