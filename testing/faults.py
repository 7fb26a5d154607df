"""Faults at the calls by which a program changes files: it is killed there, or the call fails.

The calls below a folder are counted: open for writing, write, rename, unlink, mkdir, rmdir, chmod,
fsync. They can be recorded too; ``testing/power_cuts.py`` makes of a record what a power cut would
leave.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from unittest.mock import patch

_CHANGES = {
    "os.rename": "rename",
    "os.remove": "unlink",
    "os.mkdir": "mkdir",
    "os.rmdir": "rmdir",
    "os.chmod": "chmod",
    "os.link": "link",
    "os.symlink": "symlink",
    "os.truncate": "truncate",
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

Fault = Callable[[], None]
"""What happens at a call: it mostly does not return, or it raises."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call: its name, its paths, and for a write its bytes. ``file`` numbers what is open."""

    name: str
    paths: tuple[str, ...] = ()
    file: int = 0
    data: bytes = b""
    flags: int = 0


@dataclass(slots=True)
class Watch:
    """The calls below a folder. Before call ``number``, counted from 1, the fault happens.

    With ``only``, calls of that name alone are counted.
    """

    folder: str
    number: int = 0
    fault: Fault | None = None
    only: str = ""
    count: int = 0
    calls: list[Call] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    _files: dict[int, int] = field(default_factory=dict)  # what is open, by descriptor

    def is_due(self, name: str) -> bool:
        """Count a call; say whether it is the one at which the fault happens."""
        if self.only and name != self.only:
            return False
        with self.lock:
            self.count += 1
            return self.count == self.number and self.fault is not None

    def see(self, event: str, details: tuple[Any, ...]) -> None:
        """Take an event of ``sys.addaudithook``."""
        if event == "open":
            flags = details[2] if isinstance(details[2], int) else 0
            if flags & _WRITES and self._is_below(details[0]):
                self._fail_here("open")
        elif event in _CHANGES:
            pair = details[:2] if event in {"os.rename", "os.link", "os.symlink"} else details[:1]
            if any(self._is_below(path) for path in pair):
                self._fail_here(_CHANGES[event])
                paths = tuple(map(_name, pair))
                self.calls.append(Call(_CHANGES[event], paths))

    def _fail_here(self, name: str) -> None:
        if self.is_due(name) and self.fault:
            self.fault()

    def _is_below(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        name = _name(path)
        return name == self.folder or name.startswith(self.folder + os.sep)

    def opened(self, path: Any, flags: int, descriptor: int) -> None:
        """Record that a file or folder is open."""
        if self._is_below(path):
            with self.lock:  # files may be waited for in several threads
                self._files[descriptor] = len(self.calls)
                self.calls.append(Call("open", (_name(path),), len(self.calls), flags=flags))

    def closed(self, descriptor: int) -> None:
        """Record that a file or folder is open no longer."""
        self._files.pop(descriptor, None)

    def number_of(self, descriptor: int) -> int | None:
        """Give the number of what is open; None for what is not below the folder."""
        return self._files.get(descriptor)


def _name(path: Any) -> str:
    # Not Path.resolve: a link is changed itself, and not what it leads to.
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100


_active: list[Watch] = []


def _hook(event: str, details: tuple[Any, ...]) -> None:
    for watch in _active:
        watch.see(event, details)


_hooked: list[bool] = []  # an audit hook stays for the life of a process


@contextmanager
def watching(
    folder: str | Path, number: int = 0, fault: Fault | None = None, only: str = ""
) -> Iterator[Watch]:
    """Watch the calls below a folder; before call ``number``, of those named ``only``, a fault.

    Of a write, half of the bytes are written first. A fault that returns lets the call be made.
    """
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    watch = Watch(_name(folder), number, fault, only)
    _active.append(watch)
    try:
        with _patched(watch):
            yield watch
    finally:
        _active.remove(watch)


@contextmanager
def _patched(watch: Watch) -> Iterator[None]:
    """Let a watch see what is open, and calls of which there is no event."""
    real_open, real_close, real_write, real_fsync = os.open, os.close, os.write, os.fsync

    def open_(path: Any, flags: int, *args: Any, **options: Any) -> int:
        descriptor = real_open(path, flags, *args, **options)
        watch.opened(path, flags, descriptor)
        return descriptor

    def close(descriptor: int) -> None:
        watch.closed(descriptor)
        real_close(descriptor)

    def write(descriptor: int, data: bytes) -> int:
        file = watch.number_of(descriptor)
        if file is None:
            return real_write(descriptor, data)
        if watch.is_due("write") and watch.fault:
            real_write(descriptor, data[: len(data) // 2])
            watch.fault()
        done = real_write(descriptor, data)
        watch.calls.append(Call("write", file=file, data=bytes(data[:done])))
        return done

    def fsync(descriptor: int) -> None:
        file = watch.number_of(descriptor)
        if file is not None:
            if watch.is_due("fsync") and watch.fault:
                watch.fault()
            watch.calls.append(Call("fsync", file=file))
        real_fsync(descriptor)

    with (
        patch("os.open", open_),
        patch("os.close", close),
        patch("os.write", write),
        patch("os.fsync", fsync),
    ):
        yield


def kill() -> None:
    """End this process at once, as ``kill -9`` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    """Be interrupted, as by Ctrl-C."""
    raise KeyboardInterrupt


def failing(number: int) -> Fault:
    """Give the fault that is an error of the system, such as ``errno.ENOSPC``."""

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail
