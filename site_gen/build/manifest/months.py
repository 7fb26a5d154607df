"""The tables of months, bundles and site-wide files: what the last build made, and from what.

Text in a cell that is no value on its own (references, newest papers) is JSON.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import date
from typing import Any

from site_gen.build.manifest.database import Manifest, ManifestError
from site_gen.build.manifest.site_list import SiteSize
from site_gen.build.manifest.unpublished import put_unpublished, read_unpublished
from site_gen.model import DaySummary, PaperLine, RecentPaper, TopicSummary

# The rows of tables that are kept for the months that need them.
_KEPT = {
    "page": "",
    "topic_month": "",
    "recent": "",
    "paper_text": " WHERE text_hash != ''",
    "relation": " WHERE relation_input_key != ''",
}
_dump = json.JSONEncoder(default=str, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Hashes of a month's related papers: of their texts, of all inputs, of what was found."""

    text_hash: str = ""
    input_key: str = ""
    content_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month as it was built.

    ``stat_signature`` stands for the size, times and inode of its files, and is empty when it
    cannot be trusted; ``input_key`` for all else its pages were made from; ``content_hash`` for its
    pages; ``search_hash`` for what the search finds in it; ``authors_hash`` for what is known of
    its authors, empty where its papers have none. ``topics`` counts the topics of its papers.
    """

    stat_signature: str
    input_key: str
    content_hash: str
    search_hash: str
    days: tuple[DaySummary, ...] = ()
    topics: int = 0
    related: RelatedRow = RelatedRow()
    authors_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """The last build: its months, its bundles by what they index, the files that span months.

    ``id`` is empty where nothing is known. ``search`` is the version of Pagefind, empty where there
    is no search; ``pages`` counts them, ``size`` all files of the site. ``unpublished`` is as
    ``LastLeftOut`` has it.
    """

    id: str = ""
    months: Mapping[str, MonthRow] = field(default_factory=dict)
    bundles: Mapping[str, str] = field(default_factory=dict)
    site_files: Mapping[str, str] = field(default_factory=dict)
    config_hash: str = ""
    search: str = ""
    pages: int = 0
    size: SiteSize = field(default=SiteSize())
    unpublished: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def days(self) -> dict[str, tuple[DaySummary, ...]]:
        """The days of each month."""
        return {name: row.days for name, row in self.months.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRecords:
    """What a month that was built leaves beside its row: pages, topics, the newest papers."""

    pages: Mapping[str, str]
    topics: Mapping[str, TopicSummary]
    recent: Mapping[str, tuple[RecentPaper, ...]]


def read_last(manifest: Manifest) -> LastBuild:
    """Read what the last build was. Raises ManifestError."""
    builds = manifest.ask("SELECT id, config_hash, search, pages, files, bytes FROM build")
    if not builds:
        return LastBuild()
    build, config_hash, search, pages, files, size = builds[0]
    days: dict[str, list[DaySummary]] = defaultdict(list)
    query = "SELECT month, date, listed, entry_count, others, removed FROM day ORDER BY date"
    for month, day in manifest.read(_make_day, query):
        days[month].append(day)
    columns = "name, stat_signature, input_key, content_hash, search_hash, authors_hash, topics,"
    columns += " text_hash, relation_input_key, relation_hash"
    months = manifest.read(_make_month, f"SELECT {columns} FROM month")  # noqa: S608 # ours
    return LastBuild(
        id=build,
        months={name: replace(row, days=tuple(days[name])) for name, row in months},
        bundles=dict(manifest.ask("SELECT name, input_key FROM bundle")),
        site_files=dict(manifest.ask("SELECT path, input_key FROM site_file")),
        config_hash=config_hash,
        search=search,
        pages=pages,
        size=SiteSize(files, size),
        unpublished=read_unpublished(manifest),
    )


def read_pages(manifest: Manifest, month: str) -> dict[str, str]:
    """Read the output paths of a month's files, each with its input key. Raises ManifestError."""
    return dict(manifest.ask("SELECT path, input_key FROM page WHERE month = ?", (month,)))


def read_bundle_files(manifest: Manifest, bundle: str) -> set[str]:
    """Read the output paths of a bundle's files. Raises ManifestError."""
    query = "SELECT path FROM bundle_file WHERE bundle = ?"
    return {path for (path,) in manifest.ask(query, (bundle,))}


def read_topic_summaries(
    manifest: Manifest, month: str, enough: Collection[str] = ()
) -> dict[str, TopicSummary]:
    """Read a month's topics, by slug; of those in ``enough`` the newest paper alone.

    Raises ManifestError.
    """

    def make(row: tuple[str, str, int, str]) -> tuple[str, TopicSummary]:
        slug, name, count, newest = row
        lines = _load(newest)[: 1 if slug in enough else None]
        return slug, TopicSummary(name=name, count=count, newest=tuple(map(_make_line, lines)))

    query = "SELECT slug, name, count, newest FROM topic_month WHERE month = ? ORDER BY slug"
    return dict(manifest.read(make, query, (month,)))


def read_recent(manifest: Manifest, month: str) -> dict[str, tuple[RecentPaper, ...]]:
    """Read a month's newest papers, by the folder of a feed. Raises ManifestError."""
    query = "SELECT feed, papers FROM recent WHERE month = ? ORDER BY feed"
    return dict(manifest.read(_make_recent, query, (month,)))


def read_text(manifest: Manifest, month: str) -> bytes:
    """Read the vectors of a month's papers. Raises ManifestError where there are none."""
    return _read_cell(manifest, "SELECT vectors FROM paper_text WHERE month = ?", month)


def read_relation(manifest: Manifest, month: str) -> bytes:
    """Read what is related to a month's papers. Raises ManifestError where there is none."""
    return _read_cell(manifest, "SELECT papers FROM relation WHERE month = ?", month)


def put_build(manifest: Manifest, build: LastBuild) -> None:
    """Record a build, in place of the last one. Raises ManifestError."""
    for table in ("build", "month", "day", "site_file", "bundle"):
        manifest.put(f"DELETE FROM {table}", [()])  # noqa: S608 # names of ours
    manifest.put(
        "INSERT INTO build VALUES (?, ?, ?, ?, ?, ?)",
        [(build.id, build.config_hash, build.search, build.pages, *astuple(build.size))],
    )
    manifest.put(
        "INSERT INTO month VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                name,
                row.stat_signature,
                row.input_key,
                row.content_hash,
                row.search_hash,
                row.authors_hash,
                row.topics,
                *astuple(row.related),
            )
            for name, row in build.months.items()
        ],
    )
    manifest.put(
        "INSERT INTO day VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                *(day.date.isoformat(), name, day.listed, day.entry_count),
                *(_dump(refs) if refs else "" for refs in (day.foreign, day.removed)),
            )
            for name, row in build.months.items()
            for day in row.days
        ],
    )
    manifest.put("INSERT INTO site_file VALUES (?, ?)", build.site_files.items())
    manifest.put("INSERT INTO bundle VALUES (?, ?)", build.bundles.items())
    for table, wanted in _KEPT.items():
        query = f"DELETE FROM {table} WHERE month NOT IN (SELECT name FROM month{wanted})"  # noqa: S608
        manifest.put(query, [()])
    put_unpublished(manifest, build.unpublished)
    gone = "DELETE FROM bundle_file WHERE bundle NOT IN (SELECT name FROM bundle)"
    manifest.put(gone, [()])


def put_month(manifest: Manifest, month: str, records: MonthRecords) -> None:
    """Record what a month left, in place of what it left before. Raises ManifestError."""
    for table in ("page", "topic_month", "recent"):
        manifest.put(f"DELETE FROM {table} WHERE month = ?", [(month,)])  # noqa: S608
    manifest.put(
        "INSERT INTO page VALUES (?, ?, ?)",
        ((month, path, input_key) for path, input_key in records.pages.items()),
    )
    manifest.put(
        "INSERT INTO topic_month VALUES (?, ?, ?, ?, ?)",
        (
            (month, slug, topic.name, topic.count, _dump([asdict(line) for line in topic.newest]))
            for slug, topic in records.topics.items()
        ),
    )
    manifest.put(
        "INSERT INTO recent VALUES (?, ?, ?)",
        (
            (month, feed, _dump([(one.name, one.place, one.content_hash) for one in papers]))
            for feed, papers in records.recent.items()
        ),
    )


def put_text(manifest: Manifest, month: str, vectors: bytes) -> None:
    """Record the vectors of a month's papers. Raises ManifestError."""
    manifest.put("INSERT OR REPLACE INTO paper_text VALUES (?, ?)", [(month, vectors)])


def put_relation(manifest: Manifest, month: str, papers: bytes) -> None:
    """Record what is related to a month's papers. Raises ManifestError."""
    manifest.put("INSERT OR REPLACE INTO relation VALUES (?, ?)", [(month, papers)])


def put_bundle(manifest: Manifest, bundle: str, paths: Iterable[str]) -> None:
    """Record the files of a bundle. Raises ManifestError."""
    manifest.put("DELETE FROM bundle_file WHERE bundle = ?", [(bundle,)])
    manifest.put("INSERT INTO bundle_file VALUES (?, ?)", ((bundle, path) for path in paths))


def _read_cell(manifest: Manifest, query: str, month: str) -> bytes:
    if rows := manifest.ask(query, (month,)):
        return bytes(rows[0][0])
    raise ManifestError(f"nothing of {month}")


def _load(text: str) -> list[Any]:
    values = json.loads(text)
    if type(values) is not list:
        raise ValueError("a cell is not a list")
    return values


def _make_day(row: tuple[str, str, int, int, str, str]) -> tuple[str, DaySummary]:
    month, day, listed, entry_count, others, removed = row
    return month, DaySummary(
        date=date.fromisoformat(day),
        listed=listed,
        entry_count=entry_count,
        foreign=tuple(_load(others)) if others else (),
        removed=tuple(_load(removed)) if removed else (),
    )


def _make_month(row: Sequence[Any]) -> tuple[str, MonthRow]:
    name, stat_signature, input_key, content, search, authors, topics, *related = row
    return name, MonthRow(
        stat_signature=stat_signature,
        input_key=input_key,
        content_hash=content,
        search_hash=search,
        authors_hash=authors,
        topics=topics,
        related=RelatedRow(*related),
    )


def _make_line(values: Mapping[str, Any]) -> PaperLine:
    return PaperLine(**{**values, "day": date.fromisoformat(values["day"])})


def _make_recent(row: tuple[str, str]) -> tuple[str, tuple[RecentPaper, ...]]:
    feed, papers = row
    return feed, tuple(
        RecentPaper(name=name, place=place, content_hash=content_hash)
        for name, place, content_hash in _load(papers)
    )
