"""Which papers there are, by what they can be looked up by: they may be millions."""

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from site_gen.content.identity import MOST_ALIKE


class KnownPapers:
    """References of papers, by their keys, in a database that goes with this object.

    SQLite keeps a database without a name in memory while it is small, and then in a temporary
    file (sqlite.org/inmemorydb.html). Of a key its hash is kept, which is as long for any title:
    two with one hash are looked at in vain, and nothing is mistaken.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._base = sqlite3.connect("")
        # Nothing is to be kept of it: so nothing is written twice, and nothing waits for the disk.
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._base.execute("CREATE TABLE known (hash INTEGER, ref TEXT)")
        self._base.execute("CREATE INDEX by_hash ON known (hash)")

    def add(self, ref: str, keys: Iterable[str]) -> None:
        """Note a paper, ``day/slug``, under its keys."""
        rows = [(_hash(key), ref) for key in keys]
        self._base.executemany("INSERT INTO known VALUES (?, ?)", rows)

    def find(self, key: str) -> list[str]:
        """Give the papers of a key in the order they were noted in, no more than the first few.

        Thousands may have one title, and to read all of them for each is quadratic.
        """
        query = "SELECT ref FROM known WHERE hash = ? ORDER BY rowid LIMIT ?"
        return [ref for (ref,) in self._base.execute(query, (_hash(key), MOST_ALIKE))]


def _hash(key: str) -> int:
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
