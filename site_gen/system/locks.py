"""One process at a time: builds in an output folder, imports in ``content/``."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from site_gen.model import OutputError, Problem
from site_gen.system.files import shown

_MODE = 0o666  # whatever the umask: another user who shares the folder must be able to lock it
_EXPECTED = "expected a file you may make and write: see who owns it, or its folder"
_TRIES = 20
_PAUSE = 0.05  # seconds


def lock_path(folder: Path) -> Path:
    """Name the lock file of a folder: beside the real folder, whatever path leads there.

    Beside, and not inside: a first build makes the output folder by renaming another one, and
    nothing of a lock may be published or committed with the content.
    """
    target = folder.resolve()
    return target.with_name(f".{target.name}.site-gen.lock")


@contextmanager
def lock(
    folder: Path, wait: Callable[[Path], None] = lambda _folder: None, *, is_needed: bool = True
) -> Iterator[None]:
    """Hold a folder, so that no other process holds it; the same thread may hold it again.

    ``wait`` is called once with the folder when it must be waited for. The system frees the lock
    when the process ends, however it ends. Raises OutputError where there can be no lock file;
    a lock that is not needed is then left out: that is for those who only read.
    """
    path = lock_path(folder)
    # A singleton for each path: filelock counts how often this process holds it.
    held = FileLock(path, mode=_MODE, is_singleton=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _acquire(held, folder, wait)
    except OSError as err:
        if is_needed:
            message = f"cannot be locked: {err.strerror or err}; {_EXPECTED}"
            raise OutputError(Problem(shown(path), 0, message)) from err
    try:
        yield
    finally:
        _release(held, path)


def _release(held: FileLock, path: Path) -> None:
    """Give back a lock, if it is held; when it is free, leave no file."""
    if held.lock_counter == 1:
        # The file goes while it is still locked. A process that waits for it gets the lock of
        # a file without a name; filelock notices that, and makes the file anew.
        with suppress(OSError):
            path.unlink()
    held.release()


def _acquire(held: FileLock, folder: Path, wait: Callable[[Path], None]) -> None:
    """Get a lock. Raises OSError."""
    # Without a timeout first, so that ``wait`` is called only where somebody must wait.
    timeout, tries = 0, _TRIES
    while True:
        try:
            held.acquire(timeout)
        except Timeout:
            wait(folder)
            # filelock: a negative timeout waits for as long as it takes.
            timeout = -1
        except PermissionError:
            # A file that another user makes has its mode a moment later.
            tries -= 1
            if not tries or not Path(held.lock_file).exists():
                raise
            time.sleep(_PAUSE)
        else:
            return
