"""Pages that were made before the build that writes them, and who looks at which page."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_RECENT = 2.0  # seconds after which a page that no longer asks is not open


class FirstPages:
    """Files that go before those of the site, until a build has made what they were made for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, tuple[int, bytes]] = {}
        self._is_taken = threading.Event()

    def put(self, number: int, files: Mapping[str, bytes]) -> None:
        """Put files, by output path, that show the site after a change."""
        with self._lock:
            self._files |= {path: (number, data) for path, data in files.items()}
            self._is_taken.clear()

    def get(self, url: str) -> bytes | None:
        """Give the file that serves a decoded path, if there is one."""
        path = url[1:] + ("index.html" if url.endswith("/") else "")
        with self._lock:
            found = self._files.get(path)
        if found:
            self._is_taken.set()
        return found[1] if found else None

    def wait_taken(self, seconds: float) -> None:
        """Wait until a browser takes one of the files that were put last."""
        self._is_taken.wait(seconds)

    def drop(self, number: int) -> None:
        """Forget the files of a change, and of those before it: a build has them now."""
        with self._lock:
            self._files = {path: one for path, one in self._files.items() if one[0] > number}


class Readers:
    """The pages that somebody looks at: those that wait for a build, or did a moment ago."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = Counter[str]()
        self._last: dict[str, float] = {}

    @contextmanager
    def wait_at(self, url: str) -> Iterator[None]:
        """Count a page as open while it waits, and a moment longer."""
        with self._lock:
            self._forget()
            self._waiting[url] += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting[url] -= 1
                self._last[url] = time.monotonic()

    def list_open(self) -> set[str]:
        """Give the addresses of the pages that are open."""
        with self._lock:
            self._forget()
            return {*self._waiting, *self._last} - {""}  # who waits may not say where

    def _forget(self) -> None:
        since = time.monotonic() - _RECENT
        self._waiting = Counter({url: count for url, count in self._waiting.items() if count > 0})
        self._last = {url: at for url, at in self._last.items() if at > since}
