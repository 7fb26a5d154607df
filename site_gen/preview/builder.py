"""When a preview builds: the pages at once, the index of the search when nobody edits any more."""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

PAUSE = 2.0
"""Seconds from the last change of a file to the index of the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a preview has done for it.

    ``make_first`` makes the pages at some addresses, by output path, as far as it can. ``build``
    builds the site, and ``index`` the site with the index of its search, where it is to have one;
    both give the error in words, or nothing when it went well.
    """

    build: Callable[[], str]
    index: Callable[[], str] | None = None
    make_first: Callable[[Collection[str]], Mapping[str, bytes]] = lambda _urls: {}


class Builder:
    """Builds a site whenever it is told that something changed, in a thread of its own.

    ``publish`` gets the number of the change that was built, and the error in words.
    """

    def __init__(
        self, work: Work, publish: Callable[[int, str], None], pause: float = PAUSE
    ) -> None:
        self._work = work
        self._publish = publish
        self._pause = pause
        self._news = threading.Condition()
        self._changed = self._built = self._indexed = 0
        self._last_change = 0.0
        self._is_ending = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Build now, and then begin to wait for changes."""
        self._changed, self._last_change = 1, time.monotonic()
        self._do(1, is_index=False)
        self._thread.start()

    @property
    def next_change(self) -> int:
        """The number of the next change."""
        with self._news:
            return self._changed + 1

    def note_change(self) -> None:
        """Note that something changed."""
        with self._news:
            self._changed += 1
            self._last_change = time.monotonic()
            self._news.notify_all()

    @property
    def is_behind(self) -> bool:
        """Whether something is to be built yet."""
        with self._news:
            return self._thread.is_alive() and self._choose() is not None

    def finish(self) -> None:
        """Build what is to be built yet, without a pause, and end."""
        with self._news:
            self._is_ending = True
            self._news.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while task := self._next():
            number, is_index = task
            self._do(number, is_index=is_index)

    def _next(self) -> tuple[int, bool] | None:
        """Wait for the next thing to do: the number of a change, and whether to index."""
        with self._news:
            while True:
                task = self._choose()
                rest = self._last_change + self._pause - time.monotonic()
                if task is None and self._is_ending:
                    return None
                if task and (self._is_ending or not task[1] or rest <= 0):
                    return task
                self._news.wait(rest if task else None)

    def _choose(self) -> tuple[int, bool] | None:
        if self._built < self._changed:
            return self._changed, False
        if self._work.index and self._indexed < self._changed:
            return self._changed, True
        return None

    def _do(self, number: int, *, is_index: bool) -> None:
        build = self._work.index if is_index and self._work.index else self._work.build
        error = build()
        with self._news:
            self._built = number
            if is_index or error:  # what cannot be built cannot be indexed
                self._indexed = number
        self._publish(number, error)
