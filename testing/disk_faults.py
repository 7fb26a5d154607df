"""A disk that fails under SQLite: statements that fail as they do where a disk is full or broken.

SQLite makes its calls to the system itself, where ``testing/faults.py`` does not see them.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

WAYS = ("disk I/O error", "database or disk is full", "attempt to write a readonly database")
"""What SQLite says of EIO, of ENOSPC and of EROFS."""


@dataclass
class Disk:
    """Fails at statement ``number``, counted from 1, with an error; ``stays`` from there on."""

    number: int
    error: str
    stays: bool = False
    count: int = 0

    def work(self) -> None:
        """Count a statement, or fail."""
        self.count += 1
        if self.count == self.number or (self.stays and self.count > self.number):
            raise sqlite3.OperationalError(self.error)


@contextmanager
def failing_disk(number: int, error: str, *, stays: bool = False) -> Iterator[Disk]:
    """Let databases that are opened meanwhile be on such a disk."""
    disk, connect = Disk(number, error, stays), sqlite3.connect

    class Connection(sqlite3.Connection):
        def execute(self, *args: Any) -> sqlite3.Cursor:
            disk.work()
            return super().execute(*args)

        def executemany(self, *args: Any) -> sqlite3.Cursor:
            disk.work()
            return super().executemany(*args)

        def executescript(self, *args: Any) -> sqlite3.Cursor:
            disk.work()
            return super().executescript(*args)

    def open_(*args: Any, **options: Any) -> sqlite3.Connection:
        return connect(*args, factory=Connection, **options)

    with patch("sqlite3.connect", open_):
        yield disk
