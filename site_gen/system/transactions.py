"""Several files of a folder that change together: all of them or none, whatever a run dies in.

What is to be written is written to one file first, the *intent*, ``.site-gen/intent.jsonl`` in the
folder. Then the files follow, and last the intent goes. Where an intent is found, a run died:
``recover`` does the rest of what it says. Whoever calls these functions holds the folder's lock.
"""

import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from site_gen.model import InputError, OutputError, Problem
from site_gen.system import durable
from site_gen.system.files import explain_unwritable, is_missing, read_text, shown
from site_gen.system.intents import (
    Intent,
    Step,
    format_intent,
    hash_bytes,
    hash_new,
    parse_intent,
)
from site_gen.system.progress import Progress, no_progress, track

INTENT = ".site-gen/intent.jsonl"
_DRAFT = ".site-gen/intent.tmp"
_LEFT = "was changed while this command ran, and is left; all else is written"
_LATER = "; the next command goes on with it"

Revise = Callable[[str, str, str, Collection[str]], str]
"""The path of a file, its text now, the text it becomes, and the paths of files that were left ->
the text it becomes without what belongs to those."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of a transaction that was broken off.

    ``written`` counts the files that were written now, ``left`` are those that somebody changed
    since. ``is_finished`` is false where the run died before its intent was whole: it had changed
    no file, and none is.
    """

    written: int = 0
    left: tuple[Path, ...] = ()
    is_finished: bool = True


class _File(NamedTuple):
    """A step of an intent: where its file is, and where its new bytes are until then."""

    step: Step
    target: Path
    staged: Path


def is_pending(folder: Path) -> bool:
    """Whether a transaction of a folder was broken off, or is under way."""
    return any(os.path.lexists(folder / name) for name in (INTENT, _DRAFT))


def commit_texts(
    folder: Path,
    texts: Mapping[str, tuple[str | None, str | None]],
    progress: Progress = no_progress,
) -> None:
    """Write texts in this order, all of them or none, and wait until they are on the disk.

    ``texts`` has, by path below the folder, with ``/``, what was read there and what the file
    becomes. What was read is None where there must be no file, and what it becomes where the file
    goes; a folder that is empty then goes too. ``progress`` takes how many files are done. Raises
    OutputError: then no file was changed, or it says that the next command goes on.
    """
    steps = _make_steps(texts)
    if problems := [problem for step in steps for problem in _find_obstacles(folder, step)]:
        raise OutputError(*problems)
    if not steps:
        return
    intent = Intent(secrets.token_hex(8), steps)
    files = _list_files(folder, intent)
    _begin(folder, intent, files, progress)
    try:
        left = _publish(folder, files, files, progress)
    except OutputError as err:
        problems = [replace(one, message=f"{one.message}{_LATER}") for one in err.problems]
        raise OutputError(*problems) from err
    if left:
        raise OutputError(*(Problem(shown(path), 0, _LEFT) for path in left))


def recover(folder: Path, revise: Revise | None = None) -> Recovery | None:
    """Finish the transaction of a folder that was broken off; None where there is none.

    A file that is neither as it was before, nor as it becomes, was changed by somebody, and is
    left. ``revise`` takes what belongs to such files out of others. Raises OutputError, and
    InputError for an intent that cannot be read.
    """
    draft, path = folder / _DRAFT, folder / INTENT
    has_draft = os.path.lexists(draft)
    if has_draft:
        durable.unlink(draft)
    if not os.path.lexists(path):
        if has_draft:
            durable.remove_empty([draft.parent])
        return Recovery(is_finished=False) if has_draft else None
    files = _list_files(folder, parse_intent(shown(path), read_text(path)))
    for file in files:
        durable.unlink(file.staged)
    due, left = _sort_out(folder, files, revise)
    _stage(due, [])
    left += _publish(folder, files, due)
    return Recovery(len(due), tuple(left))


def _make_steps(texts: Mapping[str, tuple[str | None, str | None]]) -> tuple[Step, ...]:
    return tuple(
        Step(
            path,
            None if old is None else hash_bytes(old.encode()),
            None if new is None else new.encode(),
        )
        for path, (old, new) in texts.items()
        if old != new
    )


def _list_files(folder: Path, intent: Intent) -> list[_File]:
    """List the files of an intent. A staged file is beside its target: a rename is atomic there.

    The token of the intent is in its name, so that it is no file of anybody else.
    """
    targets = [folder / step.path for step in intent.steps]
    return [
        _File(step, target, target.with_name(f".tmp-{intent.token}-{number}"))
        for number, (step, target) in enumerate(zip(intent.steps, targets, strict=True))
    ]


def _find_obstacles(folder: Path, step: Step) -> list[Problem]:
    """Find what keeps a file from being written, before any is."""
    path = folder / step.path
    if _hash_file(path) != step.old:
        message = "was changed while this command ran; nothing is written: run it again"
        if not path.is_file() and not is_missing(path):
            message = "cannot be written: not a file"
        elif step.old is None:
            message = "is there already; expected a free name"
        return [Problem(shown(path), 0, message)]
    parent = _find_parent(path)
    reason = "" if parent.is_dir() else "Not a directory"
    if parent.is_dir() and not os.access(parent, os.W_OK | os.X_OK):
        reason = "Permission denied"
    return list(explain_unwritable(path, reason).problems) if reason else []


def _find_parent(path: Path) -> Path:
    """Find the nearest folder above a path that is there; it may be a file."""
    return next(parent for parent in path.parents if not is_missing(parent))


def _hash_file(path: Path) -> str | None:
    """Hash a file; None where nothing has that name, and ``""`` for what cannot be read."""
    try:
        return None if is_missing(path) else hash_bytes(path.read_bytes())
    except OSError:
        return ""


def _begin(folder: Path, intent: Intent, files: Sequence[_File], progress: Progress) -> None:
    """Write the intent, and stage its files; where that fails, take it back: nothing is renamed."""
    created: list[Path] = []
    try:
        _write_intent(folder, intent, created)
        _stage(files, created, progress)
    except BaseException:  # also at Ctrl-C
        # Where this fails too, the next command finishes the intent.
        with suppress(OutputError):
            _take_back(folder, files, created)
        raise


def _write_intent(folder: Path, intent: Intent, created: list[Path]) -> None:
    """Put the intent in its place, on the disk: from here on it will be finished."""
    path, draft = folder / INTENT, folder / _DRAFT
    durable.make_folders(path.parent, created)
    durable.write(draft, format_intent(intent).encode())
    durable.sync_files([draft])
    durable.move(draft, path)
    durable.sync_folders(_list_folders(folder, [INTENT]))


def _list_folders(folder: Path, paths: Iterable[str]) -> list[Path]:
    """List the folders of files, and those above them, up to that in which ``folder`` is."""
    parents = {parent for path in paths for parent in Path(path).parents}
    return [*sorted(folder / parent for parent in parents), folder.absolute().parent]


def _stage(files: Sequence[_File], created: list[Path], progress: Progress = no_progress) -> None:
    """Write what files become beside them, and wait until it is on the disk."""
    staged = [(file.staged, file.step.new) for file in files if file.step.new is not None]
    for path, data in track(staged, progress, "Writing files", [1] * len(staged)):
        durable.make_folders(path.parent, created)
        durable.write(path, data)
    # After all are written, so that the disk writes them in one go. Before the renames: else a
    # power cut could leave a file that has its name, and no bytes.
    durable.sync_files([path for path, _ in staged])


def _publish(
    folder: Path,
    files: Sequence[_File],
    due: Sequence[_File],
    progress: Progress = no_progress,
) -> list[Path]:
    """Rename staged files into place, and drop the intent of ``files``; give those that were left.

    A file that somebody changed since its obstacles were looked for is left.
    """
    left: list[Path] = []
    for file in track(due, progress, "Putting files in place", [1] * len(due)):
        if _hash_file(file.target) != file.step.old:
            durable.unlink(file.staged)
            left.append(file.target)
        elif file.step.new is None:
            durable.unlink(file.target)
        else:
            durable.move(file.staged, file.target)
    # Of all files: a run that died may have removed some, and not their folder.
    gone = dict.fromkeys(file.target.parent for file in files if file.step.new is None)
    for parent in gone:
        if parent != folder:
            durable.remove_if_empty(parent)
    # Those of all files: a run that died may have renamed some, and not waited for the disk.
    paths = [file.step.path for file in files if file.target.parent.is_dir()]
    durable.sync_folders(_list_folders(folder, [*paths, INTENT]))
    durable.unlink(folder / INTENT)
    # Else a power cut could bring the intent back, and it would be finished after later edits.
    durable.sync_folders([(folder / INTENT).parent])
    return left


def _take_back(folder: Path, files: Sequence[_File], created: Sequence[Path]) -> None:
    """Remove what was staged, and then the intent: no file was renamed yet."""
    for file in files:
        durable.unlink(file.staged)
    # Folders before the intent: an empty folder of a day that no intent explains would be a day.
    durable.remove_empty(created[::-1])
    for name in (_DRAFT, INTENT):
        durable.unlink(folder / name)
    durable.remove_empty(created[::-1])


def _sort_out(
    folder: Path, files: Sequence[_File], revise: Revise | None
) -> tuple[list[_File], list[Path]]:
    """Find the files that are still to be written, and those that somebody changed since."""
    gone = {file.target.parent for file in files if _is_gone(file)}
    due: list[_File] = []
    left: dict[str, Path] = {}
    for file in files:
        now = _hash_file(file.target)
        step = _revise(folder, file.step, revise, left) if revise and left else file.step
        # The first text of the intent too: the run that died may have written it.
        expected = (step.old, hash_new(step.new), hash_new(file.step.new))
        if file.target.parent in gone or now not in expected:
            left[step.path] = file.target
        elif now == step.old != hash_new(step.new):
            due.append(file._replace(step=step))
    return due, list(left.values())


def _is_gone(file: _File) -> bool:
    """Whether the folder of a file was removed meanwhile, or a file has its name."""
    if file.step.new is None:
        return False  # that the folder is gone too is what was meant
    parent = file.target.parent
    was_there = file.step.old is not None
    return not parent.is_dir() and (was_there or not _find_parent(file.target).is_dir())


def _revise(folder: Path, step: Step, revise: Revise, left: Collection[str]) -> Step:
    if step.new is None:
        return step
    try:
        now = read_text(folder / step.path)
    except InputError:
        now = ""
    return replace(step, new=revise(step.path, now, step.new.decode(), left).encode())
