"""Which files changed: the folders of a site, watched whatever becomes of them.

The system reports what changes in folders that are there. A folder that is made later, or moved
away and back, is another folder, and what a link leads to is elsewhere: so these are looked for
again, several times a second, and then all is watched anew.
"""

import os
import platform
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from site_gen.system.files import state

STEP = 40
"""Milliseconds without a change before a build begins: editors save a file in several steps."""

BEAT = 250
"""Milliseconds after which a watch without a change looks for folders again."""

_MOST_STEPS = 1_600  # milliseconds in which a checkout may write many files
_POLL = 300  # milliseconds between two looks at all files
_MOST_LINKS = 1_000
_POLLING = (
    "The system cannot watch so many folders: changes are looked for {} times a second. "
    "On Linux, a larger fs.inotify.max_user_watches mends it."
)
# What editors write beside a file while it is edited, and what imports keep.
_is_noise = re.compile(
    r".*(?:~|/\.#[^/]*|/#[^/]*#|/\.[^/]*\.sw[a-z]|/4913|/\.DS_Store|/content/\.site-gen(?:/.*)?)"
).fullmatch

_Root = tuple[str, int, int]


class Watcher:
    """Watches files and folders of a site, also those that are not there yet.

    ``tell`` gets a sentence when all files must be looked at again and again instead.
    """

    def __init__(self, paths: Iterable[Path], tell: Callable[[str], None]) -> None:
        self._paths = tuple(paths)
        self._tell = tell
        self._is_polling = bool(os.environ.get("WATCHFILES_FORCE_POLLING")) or _is_wsl()
        self._links: tuple[str, ...] = ()
        self._roots: tuple[_Root, ...] = ()
        self._notify: RustNotify | None = None
        self._seen: dict[str, str] = {}
        self._watch_again()

    def changes(self) -> Iterator[bool]:
        """Say again and again, without an end, whether something changed since the last time.

        An answer comes when something changed, or after a short while. Raises KeyboardInterrupt.
        """
        while True:
            changed = self._wait()
            if self._find_roots() != self._roots:
                self._watch_again()
                changed = True
            yield changed
            if changed:  # only now, because it takes a while where there are many files
                self._links = _find_links(self._paths)

    def close(self) -> None:
        """Watch no longer."""
        if self._notify:
            self._notify.close()
            self._notify = None

    def _wait(self) -> bool:
        if self._is_polling:
            time.sleep(_POLL / 1000)
            before, self._seen = self._seen, _look(self._names())
            return before != self._seen
        if not self._notify:
            time.sleep(BEAT / 1000)
            return False
        found = self._notify.watch(_MOST_STEPS, STEP, BEAT, None)
        if found == "signal":
            raise KeyboardInterrupt
        return isinstance(found, set) and any(not _is_noise(path) for _, path in found)

    def _find_roots(self) -> tuple[_Root, ...]:
        """Find what is to be watched, as far as it is there: by path and by inode."""
        roots = []
        for path in (*map(str, self._paths), *self._links):
            with suppress(OSError):
                seen = os.stat(path)  # noqa: PTH116 # it runs several times a second
                roots.append((path, seen.st_dev, seen.st_ino))
        return tuple(roots)

    def _watch_again(self) -> None:
        self.close()
        self._links = _find_links(self._paths)
        self._roots = self._find_roots()
        if names := self._names() if not self._is_polling else ():
            try:
                self._notify = RustNotify(names, False, False, 0, True, True)
            except FileNotFoundError:  # it went just now, which the next look sees
                pass
            except (OSError, WatchfilesRustInternalError):
                self._is_polling = True
                self._tell(_POLLING.format(round(1000 / _POLL)))
        if self._is_polling:
            self._seen = _look(self._names())

    def _names(self) -> list[str]:
        return [name for name, *_ in self._roots]


def _look(names: Iterable[str]) -> dict[str, str]:
    """Give the state of each file in some folders, and of some files.

    watchfiles can poll too, but it compares whole seconds: a file that is saved twice in one second
    is then shown as it was first.
    """
    found: dict[str, str] = {}
    left = list(names)
    while left:
        name = left.pop()
        if _is_noise(name):
            continue
        with suppress(OSError):
            seen = os.stat(name)  # noqa: PTH116 # it runs several times a second
            if not S_ISDIR(seen.st_mode):
                found[name] = state(seen)
                continue
            found[name] = ""
            with os.scandir(name) as files:
                # Folders behind links are roots of their own.
                left += [one.path for one in files if not (one.is_symlink() and one.is_dir())]
    return found


def _find_links(paths: Iterable[Path]) -> tuple[str, ...]:
    """Find what symbolic links in some folders lead to: files and folders."""
    found: dict[str, None] = {}
    folders = [str(path) for path in paths]
    while folders and len(found) < _MOST_LINKS:
        # Neither os.walk nor Path: they ask the system about each file, and there are many.
        with suppress(OSError), os.scandir(folders.pop()) as files:
            for file in files:
                if file.is_symlink():
                    found[os.path.realpath(file.path)] = None
                elif file.is_dir():
                    folders.append(file.path)
    return tuple(found)


def _is_wsl() -> bool:
    """Whether this is Linux on Windows, where nothing is reported of files of Windows."""
    return "microsoft-standard" in platform.uname().release
