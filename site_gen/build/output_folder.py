"""The output folder: whether a build may write to it, and which of its files a build made."""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_gen.build.manifest.site_list import SiteSize, is_made_here
from site_gen.content.entry_pack import EntryPacks
from site_gen.model import (
    OutputError,
    Page,
    Problem,
    output_path,
    page_fingerprint,
)
from site_gen.system.files import explain_unwritable, holds, shown, write_new


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a build reads, where it publishes, and where it makes files before that."""

    content: Path
    templates: Path
    output: Path
    staging: Path
    work: Path
    """What jobs leave for other jobs of the same build."""
    is_new: bool
    """Whether there is no output yet."""
    has_drafts: bool = False
    """Whether drafts are shown."""

    def open_packs(self) -> EntryPacks:
        """Give what reads entries, each once a build where a month is read as a whole."""
        return EntryPacks(self.content, self.work / "entries", has_drafts=self.has_drafts)


class MissingFilesError(Exception):
    """The output lacks files of the last build that pages of this one lead to."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that is made only when it is due: its output path, its input key, and what makes it.

    The input key stands for all that the file is made from.
    """

    path: str
    input_key: str
    make: Callable[[], bytes]


def make_page_artifacts(
    config_hash: str, render: Callable[[Page], str], pages: Iterable[Page]
) -> Iterator[Artifact]:
    """Give pages as files that ``render`` makes when they are due.

    ``config_hash`` stands for what every page depends on.
    """
    for page in pages:
        input_key = page_fingerprint(config_hash, page)
        yield Artifact(output_path(page.url), input_key, partial(_render_page, render, page))


def _render_page(render: Callable[[Page], str], page: Page) -> bytes:
    return render(page).encode()


def check(site: Path, output: Path, *, is_forced: bool) -> None:
    """Refuse a folder in which we would write over what people own. Raises OutputError."""
    resolved, home = _resolve(output), _resolve(site)
    for owned in (site / "content", site / "templates"):
        if _resolve(owned) in (resolved, *resolved.parents):
            message = f"inside {shown(owned)}; expected an output folder of its own"
            raise OutputError(Problem(shown(output), 0, message))
    if resolved in (home, *home.parents):
        message = "holds the site's own folder; expected an output folder of its own"
        raise OutputError(Problem(shown(output), 0, message))
    if output.exists() and not output.is_dir():
        raise OutputError(Problem(shown(output), 0, "a file; expected a folder"))
    is_ours = is_made_here(output) or not output.is_dir() or not any(output.iterdir())
    if not is_ours and not is_forced:
        message = "holds files that site-gen did not write; expected an empty folder, or --force"
        raise OutputError(Problem(shown(output), 0, message))


def _resolve(path: Path) -> Path:
    """Follow links as far as they lead: ``Path.resolve`` fails where they lead in a circle."""
    return Path(os.path.realpath(path))


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """Give an empty folder beside the output, on the same disk; it is removed at the end.

    The output must be locked: so any other such folder was left by a build that was killed, and
    is removed too. Ctrl-C ends at once: then the next build removes it. Raises OutputError.
    """
    # Beside the output: a rename is atomic only on one file system.
    folder = output.with_name(f".{output.name}.site-gen-{secrets.token_hex(4)}")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        for left in _find_leftovers(output):
            # What another user left cannot be removed, and is in nobody's way.
            shutil.rmtree(left, ignore_errors=True)
        folder.mkdir()
    except OSError as err:
        raise explain_unwritable(folder, err.strerror) from err
    try:
        yield folder
    # Not after Ctrl-C, which is no Exception: to remove many files would take a while.
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _find_leftovers(output: Path) -> list[Path]:
    """Find staging folders of this output; one without digits is of an earlier version."""
    is_ours = re.compile(rf"{re.escape(f'.{output.name}.site-gen')}(?:-[0-9a-f]{{8}})?").fullmatch
    return [path for path in output.parent.iterdir() if is_ours(path.name)]


def stage_changed(
    folders: Folders, artifacts: Iterable[Artifact], last: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Make and stage the files whose input keys are not those of the last build.

    ``last`` are the input keys of that one, by path. Gives the input keys of all files, by path,
    and the paths of those that were staged.
    """
    input_keys, staged = dict[str, str](), list[str]()
    for file in artifacts:
        input_keys[file.path] = file.input_key
        is_due = last.get(file.path) != file.input_key
        if is_due and stage(folders, file.path, file.make()):
            staged.append(file.path)
    return input_keys, staged


def measure_site(folders: Folders, paths: Collection[str]) -> SiteSize:
    """Give the size that the site will have; ``paths`` names all of its files."""
    return SiteSize(len(paths), sum(_size(folders, path) for path in paths))


def measure_change(folders: Folders, staged: Collection[str], gone: Collection[str]) -> SiteSize:
    """Give by how much the site changes when staged files are published, and ``gone`` ones go."""
    changed = (*staged, *gone)
    fresh = sum(not (folders.output / path).is_file() for path in staged)
    less = sum(_size_of(folders.output / path) for path in changed)
    more = sum(_size_of(folders.staging / path) for path in staged)
    return SiteSize(fresh - len(gone), more - less)


def _size(folders: Folders, path: str) -> int:
    """Give the bytes that a file of the site will have."""
    return _size_of(folders.staging / path) or _size_of(folders.output / path)


def _size_of(file: Path) -> int:
    """Give the bytes of a file; 0 where there is none."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def stage(folders: Folders, path: str, data: bytes) -> bool:
    """Put a file into the staging folder, unless the output has it already."""
    # Equal bytes are not published: hosts upload by time or hash, and readers keep what they have.
    if not folders.is_new and holds(folders.output / path, data):
        return False
    write_new(f"{folders.staging}/{path}", data)
    return True
