"""Files that outlast a power cut: written, renamed and removed, and the wait for the disk.

Each call of the system is one of ``os``, so that ``testing/faults.py`` can count it and let it
fail. All functions but the last raise OutputError.
"""

import errno
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from site_gen.system.files import explain_unwritable

_BINARY = getattr(os, "O_BINARY", 0)  # Windows
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY
_MODE = 0o666  # less the umask: what is in content/ belongs to the person who imports
# Some network file systems cannot sync a folder: they have written it when the call returns.
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP)
_NOT_EMPTY = (errno.ENOTEMPTY, errno.EEXIST)
_MANY = 20  # files, from which on threads pay
_THREADS = 8
_is_temporary = re.compile(r"\.tmp-[a-z0-9_]{8}").fullmatch  # as files.write names them
_LONGEST = 3600  # seconds: no write takes an hour


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise explain_unwritable(path, err.strerror) from err


def write(path: Path, data: bytes) -> None:
    """Put data at a path where nobody reads yet. It is on the disk only after ``sync_files``."""
    with _explained(path):
        descriptor = os.open(path, _NEW, _MODE)
        try:
            while data:  # a write may take a part only
                data = data[os.write(descriptor, data) :]
        finally:
            os.close(descriptor)


def move(path: Path, target: Path) -> None:
    """Rename a file over another one, or to a free name, on the same file system."""
    with _explained(target):
        path.replace(target)


def unlink(path: Path) -> None:
    """Remove a file of ours, if it is there."""
    # A folder above it may be a file by now.
    with _explained(path), suppress(NotADirectoryError):
        path.unlink(missing_ok=True)


def make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder, and those above it; add those that were made to ``made``, outermost first."""
    missing = [folder, *folder.parents]
    missing = missing[: next((at for at, one in enumerate(missing) if one.is_dir()), None)]
    for one in reversed(missing):
        with _explained(one):
            one.mkdir(exist_ok=True)
        made.append(one)


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders, those with something in them excepted."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def remove_if_empty(folder: Path) -> None:
    """Remove a folder, if it is there and has nothing in it."""
    with _explained(folder):
        try:
            folder.rmdir()
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as err:
            if err.errno not in _NOT_EMPTY:
                raise


def sync_files(paths: Sequence[Path]) -> None:
    """Wait until files are on the disk."""
    if len(paths) < _MANY:
        for path in paths:
            _sync_file(path)
        return
    # Many at once: the file system then writes its journal once for several of them. One after
    # the other takes five times as long.
    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(_sync_file, paths):
            pass


def _sync_file(path: Path) -> None:
    with _explained(path):
        descriptor = os.open(path, os.O_RDWR | _BINARY)  # Windows syncs no file that is only read
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_folders(paths: Iterable[Path]) -> None:
    """Wait until the names in folders are on the disk. Windows has no call for it."""
    for path in paths if os.name != "nt" else ():
        with _explained(path):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            except OSError as err:
                if err.errno not in _NO_SYNC:
                    raise
            finally:
                os.close(descriptor)


def remove_abandoned(folder: Path) -> None:
    """Remove the temporary files that killed runs left in a folder of ``.cache/``.

    A process that runs may have one there too, so only those older than an hour go.
    """
    oldest = time.time() - _LONGEST
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _is_temporary(entry.name) and entry.stat(follow_symlinks=False).st_mtime < oldest:
                Path(entry.path).unlink(missing_ok=True)
