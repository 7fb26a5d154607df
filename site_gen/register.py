"""Who wrote what: the record of authors that the last build left, in ``.site-gen/``.

An archive has hundreds of thousands of names on papers. A day touches a few hundred of them, so
the record is a database, which reads and writes no more than that. It is written in one
transaction when all is published: a build that is killed leaves what the one before knew.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from site_gen.author_pages import Authored, AuthorRow
from site_gen.ledger import FOLDER
from site_gen.urls import author_slug

if TYPE_CHECKING:
    from sqlite3 import Connection

REGISTER = f"{FOLDER}/authors.sqlite"
_SCHEMA = """
CREATE TABLE months (name TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE papers (name TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mentions (author TEXT, paper TEXT, PRIMARY KEY (author, paper)) WITHOUT ROWID;
CREATE TABLE authors (slug TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a build makes of the record.

    ``months`` are those whose papers are told anew, by name, each with its stamp and its papers:
    none for a month that is gone. ``authors`` are rows by slug: none for one who has no page.
    """

    months: Mapping[str, tuple[str, tuple[Authored, ...]]] = field(default_factory=dict)
    authors: Mapping[str, AuthorRow | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """The record in an output folder. One that is missing or cannot be read knows nothing."""

    output: Path

    def read_months(self) -> dict[str, str]:
        """Give the stamp of each month that is told."""
        return {name: stamp for name, stamp in self._ask("SELECT name, stamp FROM months")}  # noqa: C416

    def read_month(self, month: str) -> dict[str, Authored]:
        """Give the papers of a month, by ``day/slug``."""
        rows = self._ask(
            "SELECT name, said FROM papers WHERE name >= ? AND name < ?", (month, f"{month}~")
        )
        return {name: _load_paper(name, said) for name, said in rows}

    def read_papers(self, authors: Iterable[str]) -> dict[str, list[Authored]]:
        """Give the papers of authors, by slug."""
        found: dict[str, list[Authored]] = {}
        papers: dict[str, Authored] = {}
        rows = self._ask(
            "SELECT author, name, said FROM mentions JOIN papers ON paper = name"
            " WHERE author IN (SELECT value FROM json_each(?))",
            (json.dumps(list(authors)),),
        )
        for author, name, said in rows:
            if name not in papers:
                papers[name] = _load_paper(name, said)
            found.setdefault(author, []).append(papers[name])
        return found

    def read_authors(self) -> dict[str, AuthorRow]:
        """Give the authors who have pages, by slug."""
        return {slug: _load_author(slug, said) for slug, said in
                self._ask("SELECT slug, said FROM authors")}  # fmt: skip

    def write(self, changes: Changes) -> None:
        """Record changes, all or none; a record that cannot be read is begun anew."""
        is_told = any(stamp for stamp, _ in changes.months.values()) or any(
            changes.authors.values()
        )
        if not is_told and not (self.output / REGISTER).is_file():
            return
        try:
            self._write(changes)
        except _error():
            (self.output / REGISTER).unlink(missing_ok=True)
            self._write(changes)

    def _write(self, changes: Changes) -> None:
        with closing(self._open("rwc")) as base, base:
            if not base.execute("SELECT 1 FROM sqlite_master").fetchone():
                base.executescript(_SCHEMA)
            base.execute("BEGIN")
            for month, (stamp, papers) in changes.months.items():
                span = (month, f"{month}~")
                old = base.execute(
                    "SELECT name, said FROM papers WHERE name >= ? AND name < ?", span
                )
                gone = {name: _load_paper(name, said) for name, said in old}
                kept = {paper.name: paper for paper in papers}
                base.executemany(
                    "DELETE FROM mentions WHERE author = ? AND paper = ?",
                    _mentions(one for name, one in gone.items() if kept.get(name) != one),
                )
                base.executemany(
                    "DELETE FROM papers WHERE name = ?", [(x,) for x in gone.keys() - kept]
                )
                fresh = [one for name, one in kept.items() if gone.get(name) != one]
                base.executemany(
                    "INSERT OR REPLACE INTO papers VALUES (?, ?)",
                    [(one.name, _dump_paper(one)) for one in fresh],
                )
                base.executemany("INSERT OR REPLACE INTO mentions VALUES (?, ?)", _mentions(fresh))
                base.execute("DELETE FROM months WHERE name = ?", (month,))
                if stamp:
                    base.execute("INSERT INTO months VALUES (?, ?)", (month, stamp))
            for slug, row in changes.authors.items():
                base.execute("DELETE FROM authors WHERE slug = ?", (slug,))
                if row:
                    said = json.dumps([row.name, row.count, row.years], ensure_ascii=False)
                    base.execute("INSERT INTO authors VALUES (?, ?)", (slug, said))

    def _ask(self, query: str, values: Collection[str] = ()) -> list[tuple[str, ...]]:
        if not (self.output / REGISTER).is_file():
            return []
        try:
            with closing(self._open("ro")) as base:
                return base.execute(query, tuple(values)).fetchall()
        except _error():
            return []

    def _open(self, mode: str) -> "Connection":
        import sqlite3  # noqa: PLC0415 # a site without authors needs none

        path = (self.output / REGISTER).absolute()
        base = sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, isolation_level=None)
        base.execute("PRAGMA synchronous = OFF")  # the system's death makes the record anew
        return base


def _error() -> type[Exception]:
    import sqlite3  # noqa: PLC0415

    return sqlite3.DatabaseError


def slugs_of(paper: Authored) -> tuple[str, ...]:
    """Give the authors of a paper, each once."""
    return tuple(dict.fromkeys(map(author_slug, paper.authors)))


def _mentions(papers: Iterable[Authored]) -> Iterator[tuple[str, str]]:
    for paper in papers:
        for slug in slugs_of(paper):
            yield slug, paper.name


def _dump_paper(paper: Authored) -> str:
    values = (paper.title, paper.place, paper.stamp, paper.authors, paper.topics, paper.upvotes)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _load_paper(name: str, said: str) -> Authored:
    title, place, stamp, authors, topics, upvotes = json.loads(said)
    return Authored(
        name=name,
        title=title,
        place=place,
        stamp=stamp,
        authors=tuple(authors),
        topics=tuple(topics),
        upvotes=upvotes,
    )


def _load_author(slug: str, said: str) -> AuthorRow:
    name, count, years = json.loads(said)
    return AuthorRow(slug=slug, name=name, count=count, years=tuple(years))
