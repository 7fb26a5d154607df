"""The output folder: whether we may write there, what is ours in it, and where files are made."""

import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from site_gen.author_pages import author_paths
from site_gen.errors import InputError, OutputError, Problem
from site_gen.files import holds, read_text, shown, write, write_if_changed, write_new
from site_gen.ledger import (
    FOLDER,
    JOURNAL,
    LEDGER,
    Ledger,
    PaperRef,
    bundle_path,
    find_paths,
    format_ledger,
    format_paths,
    pages_path,
    parse_ledger,
    parse_paths,
    parse_recent,
    parse_topic_facts,
    recent_path,
    related_path,
    texts_path,
    topics_path,
)
from site_gen.model import TopicFacts
from site_gen.register import Register


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

    ``reason`` says why nothing is known, when that is so and there was a build.
    """

    ledger: Ledger = field(default_factory=Ledger)
    doubtful: frozenset[str] = frozenset()
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
    """Read what the last build left."""
    if not (output / FOLDER).is_dir():
        return Last()
    # A journal that is not whole was never finished, so nothing had changed yet.
    doubtful, reason, ledger = set(read_paths(output / JOURNAL)), "", Ledger()
    try:
        ledger = parse_ledger(read_text(output / LEDGER))
    except InputError:
        reason = "the record of the last build is missing"
    except ValueError as err:
        reason = f"the record of the last build cannot be used: {err}"
    if reason:
        records = [output / LEDGER, *sorted((output / FOLDER).glob("*/*.json"))]
        doubtful |= {name for path in records for name in _find_paths(path)}
        rows = Register(output).read_authors().values()
        doubtful |= {path for row in rows for path in author_paths(row)}
    return Last(ledger=ledger, doubtful=frozenset(doubtful), reason=reason)


def read_paths(path: Path) -> Mapping[str, str]:
    """Read a record of files; nothing where there is none that can be used."""
    try:
        return parse_paths(read_text(path)) if path.is_file() else {}
    except (InputError, ValueError):
        return {}


def _find_paths(path: Path) -> Collection[str]:
    try:
        return find_paths(read_text(path)) if path.is_file() else ()
    except InputError:
        return ()


def read_topic_facts(
    output: Path, month: str, enough: Collection[str] = ()
) -> Mapping[str, TopicFacts]:
    """Read what a month tells of its topics; nothing where that cannot be used.

    Of topics that have ``enough`` papers already, by slug, only the newest is read.
    """
    path = output / topics_path(month)
    try:
        return parse_topic_facts(read_text(path), enough) if path.is_file() else {}
    except (InputError, ValueError):
        return {}


def read_recent(output: Path, month: str) -> Mapping[str, tuple[PaperRef, ...]]:
    """Read what a month tells of the feeds; nothing where that cannot be used."""
    path = output / recent_path(month)
    try:
        return parse_recent(read_text(path)) if path.is_file() else {}
    except (InputError, ValueError):
        return {}


def begin(folder: Path, changing: Iterable[str], doubtful: Iterable[str]) -> None:
    """Name in the journal what is about to change: until it ends, those files are in doubt."""
    names = sorted({*changing, *doubtful})
    write(folder / JOURNAL, format_paths(dict.fromkeys(names, "")).encode())


def end(output: Path, ledger: Ledger, records: Mapping[str, str]) -> None:
    """Record what was built: the months and bundles that were due, by path, and the ledger.

    Then nothing is in doubt.
    """
    for path, text in records.items():
        write_if_changed(output / path, text.encode())
    of_months = (pages_path, topics_path, recent_path)
    kept = {where(name) for name in ledger.months for where in of_months}
    kept |= {bundle_path(name) for name in ledger.bundles}
    kept |= {texts_path(name, row.related.texts) for name, row in ledger.months.items()}
    kept |= {related_path(name, row.related.key) for name, row in ledger.months.items()}
    for record in (output / FOLDER).glob("*/*"):
        if record.relative_to(output).as_posix() not in kept:
            record.unlink()
    write_if_changed(output / LEDGER, format_ledger(ledger).encode())
    (output / JOURNAL).unlink(missing_ok=True)
