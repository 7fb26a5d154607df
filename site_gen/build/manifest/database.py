"""The database of the manifest: where it is, how it begins, how it ends.

It lives in the site's ``.cache/site-gen/`` and may be deleted at any time: the next build is then a
clean one. A build reads it, and changes it in one transaction that is committed when all files are
published. A build that is killed leaves what the build before knew, and a site list (``site_list``)
that names another build: the next build sees that the two disagree, and is a clean one.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from site_gen.system.files import explain_unwritable

Value = TypeVar("Value")

FORMAT = 4
"""The version of the tables. A manifest of another version is replaced by an empty one."""

_MOST_NAME = 100  # characters: file systems allow 255 bytes
_SCHEMA = """
CREATE TABLE build (id TEXT NOT NULL, config_hash TEXT NOT NULL, search TEXT NOT NULL,
    pages INTEGER NOT NULL, files INTEGER NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE month (name TEXT PRIMARY KEY, stat_signature TEXT NOT NULL, input_key TEXT NOT NULL,
    content_hash TEXT NOT NULL, search_hash TEXT NOT NULL, authors_hash TEXT NOT NULL,
    topics INTEGER NOT NULL, text_hash TEXT NOT NULL, relation_input_key TEXT NOT NULL,
    relation_hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE day (date TEXT PRIMARY KEY, month TEXT NOT NULL, listed INTEGER NOT NULL,
    entry_count INTEGER NOT NULL, others TEXT NOT NULL, removed TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unpublished (month TEXT, paper TEXT, PRIMARY KEY (month, paper)) WITHOUT ROWID;
CREATE TABLE page (month TEXT, path TEXT, input_key TEXT NOT NULL, PRIMARY KEY (month, path))
    WITHOUT ROWID;
CREATE TABLE topic_month (month TEXT, slug TEXT, name TEXT NOT NULL, count INTEGER NOT NULL,
    newest TEXT NOT NULL, PRIMARY KEY (month, slug)) WITHOUT ROWID;
CREATE TABLE recent (month TEXT, feed TEXT, papers TEXT NOT NULL, PRIMARY KEY (month, feed))
    WITHOUT ROWID;
CREATE TABLE paper_text (month TEXT PRIMARY KEY, vectors BLOB NOT NULL);
CREATE TABLE relation (month TEXT PRIMARY KEY, papers BLOB NOT NULL);
CREATE TABLE site_file (path TEXT PRIMARY KEY, input_key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE bundle (name TEXT PRIMARY KEY, input_key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE bundle_file (bundle TEXT, path TEXT, PRIMARY KEY (bundle, path)) WITHOUT ROWID;
CREATE TABLE author_month (name TEXT PRIMARY KEY, content_hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE paper (name TEXT PRIMARY KEY, description TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE author_paper (author TEXT, paper TEXT, PRIMARY KEY (author, paper)) WITHOUT ROWID;
CREATE TABLE author (slug TEXT PRIMARY KEY, name TEXT NOT NULL, count INTEGER NOT NULL,
    years TEXT NOT NULL, has_feed INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX author_by_count ON author (count DESC, slug);
CREATE INDEX author_by_years ON author (slug) WHERE years != '';
"""


class ManifestError(Exception):
    """The manifest cannot be read or written as it should: it must be made anew."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An open manifest: it is asked in SQL, by the modules beside this one."""

    connection: sqlite3.Connection

    def ask(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Give the rows that a query finds. Raises ManifestError."""
        with _translate_errors():
            return self.connection.execute(query, values).fetchall()

    def read(
        self, make: Callable[[Any], Value], query: str, values: Sequence[object] = ()
    ) -> list[Value]:
        """Give what ``make`` makes of each row that a query finds. Raises ManifestError.

        A damaged cell is often still a text, of which no value can be made.
        """
        rows = self.ask(query, values)
        with _translate_errors():
            return [make(row) for row in rows]

    def begin(self) -> None:
        """Begin the transaction of this build. Raises ManifestError."""
        with _translate_errors():
            # IMMEDIATE: a database that cannot be written fails here, and not after publishing.
            self.connection.execute("BEGIN IMMEDIATE")

    def put(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute a statement once for each row of values. Raises ManifestError."""
        with _translate_errors():
            self.connection.executemany(statement, rows)

    def commit(self) -> None:
        """Keep what was put. Raises ManifestError."""
        with _translate_errors():
            self.connection.execute("COMMIT")


def manifest_path(site: Path, output: Path) -> Path:
    """Name the manifest of an output folder.

    The name is made of the output's path relative to the site, so that it is the same after the
    site moved, and in another checkout.
    """
    # Of the real paths: the same output is reached by links too.
    relative = os.path.relpath(output.resolve(), site.resolve())
    name = quote(Path(relative).as_posix(), safe="")
    if len(name) > _MOST_NAME:
        mark = hashlib.sha256(name.encode()).hexdigest()[:16]
        name = f"{name[:_MOST_NAME]}-{mark}"
    return site / ".cache" / "site-gen" / f"{name}.sqlite"


@contextmanager
def open_manifest(path: Path, *, is_new: bool) -> Iterator[Manifest]:
    """Open the manifest; with ``is_new`` an empty one replaces what is there.

    What was put and not committed is undone at the end. Raises OutputError where the folder cannot
    be written, and ManifestError where what is there cannot be used.
    """
    try:
        if is_new:
            _remove(path)
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise explain_unwritable(path, err.strerror) from err
    # It has no isolation level: Python would begin transactions where we do not choose.
    with _translate_errors():
        connection = _connect(path)
    try:
        yield Manifest(connection)
    finally:
        connection.close()


def find_fault(path: Path) -> str:
    """Say why a manifest cannot be used; nothing where it can."""
    if not os.path.lexists(path):
        return "the record of the last build is missing"
    if not path.is_file():
        return "the record of the last build is not a file"
    if not os.access(path, os.R_OK | os.W_OK):
        return "the record of the last build belongs to another user"
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM build").fetchone()
    except sqlite3.Error as err:
        return f"the record of the last build is damaged: {err}"
    return "" if found == FORMAT else "another version of site-gen made the last build"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    # SQLite gives 0 for a database that is new.
    if not connection.execute("PRAGMA user_version").fetchone()[0]:
        # Nothing is lost with an empty database, so the disk need not be waited for.
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT;")
        # A build that says it is done must be on the disk, also after a power cut.
        connection.execute("PRAGMA synchronous = FULL")
    return connection


def _remove(path: Path) -> None:
    """Remove a manifest, and the journal of a transaction that was cut off."""
    # SQLite would play a journal that stays back into the new database.
    for name in (path, path.with_name(f"{path.name}-journal")):
        if name.is_dir() and not name.is_symlink():
            shutil.rmtree(name)
        else:
            name.unlink(missing_ok=True)


@contextmanager
def _translate_errors() -> Iterator[None]:
    try:
        yield
    # Not only SQLite's errors: of a damaged cell, our own code can make no value.
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError) as err:
        raise ManifestError(str(err)) from err
