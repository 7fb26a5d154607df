"""The tables of authors and organizations: whose a paper is, and who has a page.

An organization is kept as an author is, under a key that sorts after every author's.

An archive has hundreds of thousands of names on papers. A day touches a few hundred of them, and
reads and writes no more than that. What is changed is seen at once by what is asked later in the
same build, and kept when that build ends.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from site_gen.build.manifest.database import Manifest
from site_gen.model import subject_keys
from site_gen.plan.author_pages import Authored, AuthorRow

# All references that begin with a month: "~" is after every character of a reference.
_MONTH = "SELECT name, description FROM paper WHERE name >= ? AND name < ?"
# One parameter for any number of values: SQLite allows 32,766 of them, authors may be more.
_SOME = "(SELECT value FROM json_each(?))"
_MENTIONS = f"SELECT author, paper FROM author_paper WHERE author IN {_SOME}"  # noqa: S608
_UNTIL = f"SELECT author FROM author_paper WHERE author IN {_SOME} AND paper < ?"  # noqa: S608
_PAPERS = f"SELECT name, description FROM paper WHERE name IN {_SOME}"  # noqa: S608
_AUTHORS = "SELECT slug, name, count, years, has_feed FROM author"
# A loose index scan (https://sqlite.org/lang_with.html): it jumps from one beginning to the next
# and reads no author between. "~" is after every character of a slug.
_STARTS = """
WITH RECURSIVE starts(start) AS (
    SELECT substr(min(slug), 1, ?) FROM author WHERE slug > ? AND slug < ?
    UNION ALL
    SELECT (SELECT substr(min(slug), 1, ?) FROM author WHERE slug > start || '~' AND slug < ?)
    FROM starts WHERE start IS NOT NULL
)
SELECT start FROM starts WHERE start IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorChanges:
    """What a build changes in the tables of authors.

    ``months`` are those read anew, each with the hash of its papers, which is empty where the month
    is gone. ``old`` are papers as they were, if they are gone or differ; ``new`` are papers as they
    are, if they are new or differ. ``authors`` are rows by slug: None for one who has no page.
    """

    months: Mapping[str, str] = field(default_factory=dict)
    old: Sequence[Authored] = ()
    new: Sequence[Authored] = ()
    authors: Mapping[str, AuthorRow | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuthorIndex:
    """The authors and their papers, as the manifest knows them. All raise ManifestError."""

    manifest: Manifest

    def read_months(self) -> dict[str, str]:
        """Give the months whose papers are recorded, each with the hash of its papers."""
        return dict(self.manifest.ask("SELECT name, content_hash FROM author_month"))

    def compare_papers(
        self, month: str, papers: Iterable[Authored]
    ) -> tuple[list[Authored], list[Authored]]:
        """Give the papers of a month that are gone or differ, as they were and as they are."""
        before = self.manifest.read(_load_paper, _MONTH, (month, f"{month}~"))
        last = {paper.name: paper for paper in before}
        now = {paper.name: paper for paper in papers}
        old = [paper for name, paper in last.items() if now.get(name) != paper]
        return old, [paper for name, paper in now.items() if last.get(name) != paper]

    def read_keys(self, month: str) -> dict[str, tuple[str, ...]]:
        """Give the keys of a month's papers, by ``day/slug``."""
        papers = self.manifest.read(_load_paper, _MONTH, (month, f"{month}~"))
        return {paper.name: keys_of(paper) for paper in papers}

    def read_paper_names(self, authors: Iterable[str]) -> list[tuple[str, str]]:
        """Give authors and the names of their papers: pairs of slug and ``day/slug``."""
        return self.manifest.ask(_MENTIONS, (json.dumps(list(authors)),))

    def select_prolific(self, authors: Iterable[str], month: str, least: int) -> set[str]:
        """Give those authors, by slug, who have so many papers up to the end of a month."""
        query = f"{_UNTIL} GROUP BY author HAVING count(*) >= ?"
        rows = self.manifest.ask(query, (json.dumps(list(authors)), f"{month}~", least))
        return {slug for (slug,) in rows}

    def read_papers(self, authors: Iterable[str]) -> dict[str, list[Authored]]:
        """Give the papers of authors, by slug."""
        found: dict[str, list[Authored]] = {}
        mentions = self.read_paper_names(authors)
        some = json.dumps(list({paper for _, paper in mentions}))
        papers = {paper.name: paper for paper in self.manifest.read(_load_paper, _PAPERS, (some,))}
        for author, name in mentions:
            if name in papers:
                found.setdefault(author, []).append(papers[name])
        return found

    def read_authors(self, slugs: Iterable[str] | None = None) -> dict[str, AuthorRow]:
        """Give the authors who have pages, by slug: some or all."""
        if slugs is None:
            rows = self.manifest.read(_load_author, _AUTHORS)
        else:
            some = json.dumps(list(slugs))
            query = f"{_AUTHORS} WHERE slug IN {_SOME}"
            rows = self.manifest.read(_load_author, query, (some,))
        return {row.slug: row for row in rows}

    def change(self, changes: AuthorChanges) -> None:
        """Make changes, as part of the transaction of this build."""
        put = self.manifest.put
        # Deletions first: a paper that differs is in both lists.
        put("DELETE FROM author_paper WHERE author = ? AND paper = ?", _mentions(changes.old))
        put("DELETE FROM paper WHERE name = ?", [(paper.name,) for paper in changes.old])
        put(
            "INSERT OR REPLACE INTO paper VALUES (?, ?)",
            [(paper.name, _dump_paper(paper)) for paper in changes.new],
        )
        put("INSERT OR REPLACE INTO author_paper VALUES (?, ?)", _mentions(changes.new))
        put("DELETE FROM author_month WHERE name = ?", [(name,) for name in changes.months])
        known = [row for row in changes.months.items() if row[1]]
        put("INSERT INTO author_month VALUES (?, ?)", known)
        put("DELETE FROM author WHERE slug = ?", [(slug,) for slug in changes.authors])
        put(
            "INSERT INTO author VALUES (?, ?, ?, ?, ?)",
            [
                (row.slug, row.name, row.count, " ".join(map(str, row.years)), row.has_feed)
                for row in changes.authors.values()
                if row
            ],
        )

    def count(self, prefix: str = "") -> int:
        """Count those whose keys begin so."""
        query = "SELECT count(*) FROM author WHERE slug >= ? AND slug < ?"
        return int(self.manifest.ask(query, (prefix, f"{prefix}~"))[0][0])

    def count_pages(self) -> int:
        """Count the pages of authors and of organizations."""
        many = self.manifest.ask("SELECT years FROM author WHERE years != ''")
        every = int(self.manifest.ask("SELECT count(*) FROM author")[0][0])
        return every + sum(len(years.split()) for (years,) in many)

    def find_top(self, most: int, prefix: str = "") -> tuple[AuthorRow, ...]:
        """Give those with the most papers, of those whose keys begin so."""
        query = _AUTHORS + " WHERE slug >= ? AND slug < ? ORDER BY count DESC, slug LIMIT ?"
        return tuple(self.manifest.read(_load_author, query, (prefix, f"{prefix}~", most)))

    def find(self, prefix: str) -> tuple[AuthorRow, ...]:
        """Give those whose slugs begin so, in order."""
        query = _AUTHORS + " WHERE slug >= ? AND slug < ? ORDER BY slug"
        return tuple(self.manifest.read(_load_author, query, (prefix, f"{prefix}~")))

    def find_one(self, slug: str) -> tuple[AuthorRow, ...]:
        """Give the author who has this slug, if there is one."""
        query = _AUTHORS + " WHERE slug = ?"
        return tuple(self.manifest.read(_load_author, query, (slug,)))

    def is_more(self, prefix: str, most: int) -> bool:
        """Whether more than ``most`` authors have slugs that begin so."""
        query = "SELECT 1 FROM author WHERE slug >= ? AND slug < ? LIMIT 1 OFFSET ?"
        return bool(self.manifest.ask(query, (prefix, f"{prefix}~", most)))

    def find_starts(self, prefix: str) -> list[str]:
        """Give how slugs begin that begin so and are longer, by one letter more, in order."""
        size = len(prefix) + 1
        rows = self.manifest.ask(_STARTS, (size, prefix, f"{prefix}~", size, f"{prefix}~"))
        return [start for (start,) in rows]


def keys_of(paper: Authored) -> tuple[str, ...]:
    """Give the keys of a paper's authors and organization, each once."""
    return subject_keys(paper.authors, paper.organization)


def _mentions(papers: Iterable[Authored]) -> Iterator[tuple[str, str]]:
    for paper in papers:
        for slug in keys_of(paper):
            yield slug, paper.name


def _dump_paper(paper: Authored) -> str:
    # A list, not an object: the same seven names of keys would stand in every row.
    values = (
        paper.title,
        paper.place,
        paper.content_hash,
        paper.authors,
        paper.topics,
        paper.upvotes,
        paper.organization,
    )
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _load_paper(row: tuple[str, str]) -> Authored:
    name, description = row
    title, place, content_hash, authors, topics, upvotes, organization = json.loads(description)
    return Authored(
        name=name,
        title=title,
        place=place,
        content_hash=content_hash,
        authors=tuple(authors),
        topics=tuple(topics),
        upvotes=upvotes,
        organization=organization,
    )


def _load_author(values: tuple[str, str, int, str, int]) -> AuthorRow:
    slug, name, count, years, has_feed = values
    return AuthorRow(
        slug=slug,
        name=name,
        count=count,
        years=tuple(map(int, years.split())),
        has_feed=bool(has_feed),
    )
