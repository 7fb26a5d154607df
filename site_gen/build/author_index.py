"""Who wrote what: the record of authors that the last build left, in ``.site-gen/``.

A day touches a few hundred of an archive's names, and a database reads and writes no more. It is
changed in one transaction, which ends when all is published.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_gen.build.ledger import FOLDER, RecordError
from site_gen.model.slugs import author_slug
from site_gen.plan.author_pages import Authored, AuthorRow

if TYPE_CHECKING:
    from sqlite3 import Connection

REGISTER = f"{FOLDER}/authors.sqlite"
_USE = os.R_OK | os.W_OK  # else a new record would take its place, with the changes alone
_SCHEMA = """
CREATE TABLE months (name TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE papers (name TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mentions (author TEXT, paper TEXT, PRIMARY KEY (author, paper)) WITHOUT ROWID;
CREATE TABLE authors (slug TEXT PRIMARY KEY, name TEXT NOT NULL, count INTEGER NOT NULL,
    years TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX by_count ON authors (count DESC, slug);
CREATE INDEX by_years ON authors (slug) WHERE years != '';
"""
_MONTH = "SELECT name, said FROM papers WHERE name >= ? AND name < ?"
_SOME = "(SELECT value FROM json_each(?))"
_MENTIONS = f"SELECT author, paper FROM mentions WHERE author IN {_SOME}"  # noqa: S608
_UNTIL = f"SELECT author FROM mentions WHERE author IN {_SOME} AND paper < ?"  # noqa: S608
_AUTHORS = "SELECT slug, name, count, years FROM authors"
_STARTS = """
WITH RECURSIVE starts(start) AS (
    SELECT substr(min(slug), 1, ?) FROM authors WHERE slug > ? AND slug < ?
    UNION ALL
    SELECT (SELECT substr(min(slug), 1, ?) FROM authors WHERE slug > start || '~' AND slug < ?)
    FROM starts WHERE start IS NOT NULL
)
SELECT start FROM starts WHERE start IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a build makes of the record.

    ``months`` are those told anew, each with its stamp, which is empty where it is gone. ``old``
    are papers that are gone or were otherwise, ``new`` those that are new or are otherwise now.
    ``authors`` are rows by slug: none for one who has no page.
    """

    months: Mapping[str, str] = field(default_factory=dict)
    old: Sequence[Authored] = ()
    new: Sequence[Authored] = ()
    authors: Mapping[str, AuthorRow | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """The record in an output folder. One that is missing knows nothing.

    All that asks a damaged one raises RecordError.
    """

    output: Path

    def read_months(self) -> dict[str, str]:
        """Give the stamp of each month that is told."""
        return dict(self._ask("SELECT name, stamp FROM months"))

    def find_changes(
        self, month: str, papers: Iterable[Authored]
    ) -> tuple[list[Authored], list[Authored]]:
        """Give the papers of a month that are gone or were otherwise, and those that are new."""
        before = dict(self._ask(_MONTH, (month, f"{month}~")))
        now = {paper.name: _dump_paper(paper) for paper in papers}
        old = _load_papers([row for row in before.items() if now.get(row[0]) != row[1]])
        return old, [paper for paper in papers if before.get(paper.name) != now[paper.name]]

    def read_names(self, month: str) -> dict[str, tuple[str, ...]]:
        """Give the authors of a month's papers, by ``day/slug``."""
        rows = self._ask(_MONTH, (month, f"{month}~"))
        return {paper.name: paper.authors for paper in _load_papers(rows)}

    def find_papers(self, authors: Iterable[str]) -> list[tuple[str, str]]:
        """Give authors and what they wrote: pairs of slug and ``day/slug``."""
        return self._ask(_MENTIONS, (json.dumps(list(authors)),))

    def find_many(self, authors: Iterable[str], month: str, least: int) -> set[str]:
        """Give those authors, by slug, who have so many papers up to the end of a month."""
        query = f"{_UNTIL} GROUP BY author HAVING count(*) >= ?"
        rows = self._ask(query, (json.dumps(list(authors)), f"{month}~", least))
        return {slug for (slug,) in rows}

    def read_papers(self, authors: Iterable[str]) -> dict[str, list[Authored]]:
        """Give the papers of authors, by slug."""
        found: dict[str, list[Authored]] = {}
        mentions = self.find_papers(authors)
        some = json.dumps(list({paper for _, paper in mentions}))
        told = self._ask(f"SELECT name, said FROM papers WHERE name IN {_SOME}", (some,))  # noqa: S608
        papers = {paper.name: paper for paper in _load_papers(told)}
        for author, name in mentions:
            if name in papers:
                found.setdefault(author, []).append(papers[name])
        return found

    def read_authors(self, slugs: Iterable[str] | None = None) -> dict[str, AuthorRow]:
        """Give the authors who have pages, by slug: some or all."""
        if slugs is None:
            rows = self._ask(_AUTHORS)
        else:
            rows = self._ask(f"{_AUTHORS} WHERE slug IN {_SOME}", (json.dumps(list(slugs)),))
        return {row.slug: row for row in map(_load_author, rows)}

    @contextmanager
    def change(self, changes: Changes, staging: Path) -> Iterator["Pending"]:
        """Make changes, all or none: they are kept by ``Pending.keep``, and undone without it.

        Where there is no record that can be used, a new one is made in ``staging``.
        """
        there, fresh = self.output / REGISTER, staging / REGISTER
        is_told = any(changes.months.values()) or any(changes.authors.values())
        if not os.access(there, _USE) and not is_told:
            with closing(_connect(":memory:")) as base:
                base.executescript(_SCHEMA)
                yield Pending(base)
            return
        if os.access(there, _USE):
            with _telling(), closing(_open(there, "rw")) as base:
                _change(base, changes)
                yield Pending(base)
            return
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with closing(_open(fresh, "rwc")) as base:
            base.executescript(_SCHEMA)
            _change(base, changes)
            base.execute("COMMIT")
            yield Pending(base, (fresh, there))

    def _ask(self, query: str, values: Collection[str | int] = ()) -> list[Any]:
        if not os.access(self.output / REGISTER, _USE):
            return []
        # For writing, so that what a build left that was killed is undone.
        with _telling(), closing(_open(self.output / REGISTER, "rw")) as base:
            return base.execute(query, tuple(values)).fetchall()


@dataclass(frozen=True, slots=True)
class Pending:
    """The record as it will be, of those who have pages: asked for a few, it reads a few."""

    base: "Connection"
    move: tuple[Path, Path] | None = None
    """Where a new record is, and where it belongs."""

    def keep(self) -> None:
        """Keep the changes: all is published."""
        if self.base.in_transaction:
            self.base.execute("COMMIT")
        if self.move and self.move[0].is_file():  # else it was published with all of a first site
            self.base.close()
            self.move[0].replace(self.move[1])

    def count(self) -> int:
        """Count the authors."""
        return int(self.base.execute("SELECT count(*) FROM authors").fetchone()[0])

    def count_pages(self) -> int:
        """Count the pages of authors."""
        many = self.base.execute("SELECT years FROM authors WHERE years != ''")
        return self.count() + sum(len(years.split()) for (years,) in many)

    def find_top(self, most: int) -> tuple[AuthorRow, ...]:
        """Give those with the most papers."""
        query = _AUTHORS + " ORDER BY count DESC, slug LIMIT ?"
        return tuple(map(_load_author, self.base.execute(query, (most,))))

    def find(self, prefix: str) -> tuple[AuthorRow, ...]:
        """Give those whose slugs begin so, in order."""
        query = _AUTHORS + " WHERE slug >= ? AND slug < ? ORDER BY slug"
        return tuple(map(_load_author, self.base.execute(query, (prefix, f"{prefix}~"))))

    def find_one(self, slug: str) -> tuple[AuthorRow, ...]:
        """Give the author who has this slug, if there is one."""
        query = _AUTHORS + " WHERE slug = ?"
        return tuple(map(_load_author, self.base.execute(query, (slug,))))

    def is_more(self, prefix: str, most: int) -> bool:
        """Tell whether more authors have slugs that begin so."""
        query = "SELECT 1 FROM authors WHERE slug >= ? AND slug < ? LIMIT 1 OFFSET ?"
        return bool(self.base.execute(query, (prefix, f"{prefix}~", most)).fetchone())

    def find_starts(self, prefix: str) -> list[str]:
        """Give how slugs begin that begin so and are longer, by one letter more, in order."""
        size = len(prefix) + 1
        rows = self.base.execute(_STARTS, (size, prefix, f"{prefix}~", size, f"{prefix}~"))
        return [start for (start,) in rows]


def _change(base: "Connection", changes: Changes) -> None:
    """Make changes in a transaction that stays open."""
    base.execute("BEGIN")
    base.executemany("DELETE FROM mentions WHERE author = ? AND paper = ?", _mentions(changes.old))
    base.executemany("DELETE FROM papers WHERE name = ?", [(one.name,) for one in changes.old])
    base.executemany(
        "INSERT OR REPLACE INTO papers VALUES (?, ?)",
        [(one.name, _dump_paper(one)) for one in changes.new],
    )
    base.executemany("INSERT OR REPLACE INTO mentions VALUES (?, ?)", _mentions(changes.new))
    base.executemany("DELETE FROM months WHERE name = ?", [(name,) for name in changes.months])
    base.executemany(
        "INSERT INTO months VALUES (?, ?)", [row for row in changes.months.items() if row[1]]
    )
    base.executemany("DELETE FROM authors WHERE slug = ?", [(slug,) for slug in changes.authors])
    base.executemany(
        "INSERT INTO authors VALUES (?, ?, ?, ?)",
        [
            (row.slug, row.name, row.count, " ".join(map(str, row.years)))
            for row in changes.authors.values()
            if row
        ],
    )


def _open(path: Path, mode: str) -> "Connection":
    return _connect(f"{path.absolute().as_uri()}?mode={mode}")


def _connect(uri: str) -> "Connection":
    import sqlite3  # noqa: PLC0415 # a site without authors needs none

    base = sqlite3.connect(uri, uri=True, isolation_level=None)
    base.execute("PRAGMA synchronous = OFF")  # the system's death makes the record anew
    return base


@contextmanager
def _telling() -> Iterator[None]:
    """Raise RecordError where the database is damaged."""
    import sqlite3  # noqa: PLC0415

    try:
        yield
    except sqlite3.DatabaseError as err:
        raise RecordError(f"the record {REGISTER} cannot be used: {err}") from err


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


def _load_papers(rows: Sequence[tuple[str, str]]) -> list[Authored]:
    try:
        said = json.loads(f"[{','.join(values for _, values in rows)}]")  # at once, for speed
        return [_make_paper(name, *values) for (name, _), values in zip(rows, said, strict=True)]
    except (ValueError, TypeError) as err:
        raise RecordError(f"the record {REGISTER} cannot be used: it is damaged") from err


def _make_paper(  # noqa: PLR0913, PLR0917 # as they are written
    name: str,
    title: str,
    place: int,
    stamp: str,
    authors: Sequence[str],
    topics: Sequence[str],
    upvotes: int | None,
) -> Authored:
    return Authored(
        name=name,
        title=title,
        place=place,
        stamp=stamp,
        authors=tuple(authors),
        topics=tuple(topics),
        upvotes=upvotes,
    )


def _load_author(values: tuple[str, str, int, str]) -> AuthorRow:
    slug, name, count, years = values
    return AuthorRow(slug=slug, name=name, count=count, years=tuple(map(int, years.split())))
