"""All that is due, made and staged: months, the search, authors, and what spans months.

A build without changes does not come here, and so loads nothing that makes a page.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from site_gen.build.author_stage import AuthorFiles, build_authors
from site_gen.build.changes import Survey
from site_gen.build.manifest.authors import AuthorIndex
from site_gen.build.manifest.database import Manifest
from site_gen.build.manifest.months import (
    LastBuild,
    MonthRecords,
    MonthRow,
    RelatedRow,
    put_build,
    put_bundle,
    put_month,
    put_relation,
    put_text,
    read_bundle_files,
    read_pages,
    read_recent,
    read_topic_facts,
)
from site_gen.build.month import MonthResult
from site_gen.build.month_jobs import MonthFiles, run_months
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import relation_path, text_path
from site_gen.build.search_stage import Bundles, index
from site_gen.build.site_wide import Records, Rest, make_rest
from site_gen.model import TopicFacts, bundle_url, fingerprint, is_in_folder
from site_gen.plan.topic_pages import NEWEST
from site_gen.search.canonical import SHARED
from site_gen.system.workers import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a build works with: Pagefind's program where there is a search, and workers.

    ``progress`` is called with the number of months that are done, and of all.
    """

    program: Path | None
    workers: AbstractContextManager[WorkerPool]
    progress: Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What was made: of months, authors, bundles, and what spans months.

    ``months.found`` has all months that were due; ``index`` knows the authors as they will be.
    """

    months: MonthFiles
    rows: Mapping[str, MonthRow]
    authors: AuthorFiles
    rest: Rest
    bundles: Bundles
    index: AuthorIndex

    @property
    def staged(self) -> list[str]:
        """Name the files that are staged."""
        months = [path for result in self.months.results for path in result.staged]
        return [*months, *self.authors.staged, *self.rest.staged, *self.bundles.staged]

    def find_all(self) -> set[str]:
        """Name all files that were due, staged or there already."""
        months = (path for result in self.months.results for path in result.pages)
        bundles = (path for paths in self.bundles.made.values() for path in paths)
        return {*months, *bundles, *self.authors.wanted, *self.rest.files}

    def count_pages(self) -> int:
        """Count the pages of the site."""
        days = self.months.found.days
        weeks = len({day.date.isocalendar()[:2] for day in days})
        spanning = sum(path.endswith(".html") for path in self.rest.files)
        return (
            sum(day.own for day in days)
            + len(self.months.found.removed)
            + len(days)
            + len(self.months.found.facts)
            + weeks
            + spanning
            + self.index.count_pages()
            + bool(days)
            + sum(row.topics for row in self.rows.values())
        )

    def make_build(self, search: str) -> LastBuild:
        """Describe this build for the next one; ``search`` is the version of Pagefind.

        Its id names all that the site is made of, so that the same content gives the same id.
        """
        salt = self.months.found.salt
        months = [
            (name, row.content_hash, row.authored, row.related.hash)
            for name, row in sorted(self.rows.items())
        ]
        parts = (salt, search, months, sorted(self.bundles.keys.items()))
        seen = repr((parts, sorted(self.rest.files.items())))
        return LastBuild(
            id=fingerprint(seen.encode())[:32],
            months=self.rows,
            bundles=self.bundles.keys,
            site_files=self.rest.files,
            config_hash=salt,
            search=search,
            pages=self.count_pages(),
        )


def stage_due(
    folders: Folders,
    found: Survey,
    manifest: Manifest,
    tools: Tools,
) -> Staged:
    """Stage all that is due.

    The manifest is left in a transaction that has the authors as they will be. Raises SiteError and
    ManifestError.
    """
    authors_of = AuthorIndex(manifest)
    with tools.workers as at_work:
        months = run_months(folders, found, manifest, at_work, tools.progress)
        found, results = months.found, months.results
        rows = _make_rows(found, results, months.related)
        with index(tools.program, folders, found, rows) as search:
            authors = build_authors(folders, found, authors_of, results, at_work)
            # From here on the index answers as it will be; nothing of it is kept before the end.
            manifest.begin()
            authors_of.change(authors.changes)
            names = tuple(search.keys)
            rest = _make_rest(folders, months, manifest, (authors, names), at_work)
            bundles = search.finish()  # Pagefind worked while all else was made
    return Staged(
        months=months,
        rows=rows,
        authors=authors,
        rest=rest,
        bundles=bundles,
        index=authors_of,
    )


def record(manifest: Manifest, folders: Folders, made: Staged, build: LastBuild) -> None:
    """Put all that the next build may ask for into the manifest. Raises ManifestError."""
    for result in made.months.results:
        records = MonthRecords(pages=result.pages, topics=result.topics, recent=result.recent)
        put_month(manifest, result.name, records)
    for name in made.months.texts:
        put_text(manifest, name, text_path(folders.work, name).read_bytes())
    for name in made.months.relations:
        put_relation(manifest, name, relation_path(folders.work, name).read_bytes())
    for name, paths in made.bundles.made.items():
        put_bundle(manifest, name, paths)
    put_build(manifest, build)


def find_gone(manifest: Manifest, output: Path, made: Staged, ours: Collection[str]) -> set[str]:
    """Find the files of the last build that are no longer the site's.

    ``ours`` are all files of that build; they are asked for only where the manifest knows nothing
    of it, for then everything was due. Raises ManifestError.
    """
    found, bundles = made.months.found, made.bundles
    last = found.last
    wanted = made.find_all()
    if not last.id:
        gone = set(ours)
    else:
        gone = {path for result in made.months.results for path in result.gone}
        gone |= made.authors.gone | last.site_files.keys()
        for name in last.months.keys() - found.facts.keys():
            gone |= read_pages(manifest, name).keys()
        for name in last.bundles.keys() & (
            last.bundles.keys() - bundles.keys.keys() | bundles.made.keys()
        ):
            gone |= read_bundle_files(manifest, name)
        if bundles.keys.keys() - bundles.made.keys():  # those that stay may need what is shared
            gone = {path for path in gone if not is_in_folder(path, bundle_url(SHARED))}
    return {path for path in gone - wanted if (output / path).is_file()}


def _make_rows(
    found: Survey, results: Iterable[MonthResult], related: Mapping[str, RelatedRow]
) -> dict[str, MonthRow]:
    made = {result.name: result for result in results}
    last = found.last.months
    return {
        month.name: MonthRow(
            stat_signature=month.signature,
            input_key=found.keys[month.name],
            content_hash=(made if month.name in made else last)[month.name].content_hash,
            indexed=made[month.name].indexed if month.name in made else last[month.name].indexed,
            days=found.facts[month.name],
            topics=len(made[month.name].topics) if month.name in made else last[month.name].topics,
            related=related.get(month.name, RelatedRow()),
            authored=(made if month.name in made else last)[month.name].authored,
        )
        for month in found.scan
    }


def _make_rest(
    folders: Folders,
    made: MonthFiles,
    manifest: Manifest,
    others: tuple[AuthorFiles, Sequence[str]],
    workers: WorkerPool,
) -> Rest:
    """Stage the files that span months, where what they are made from changed.

    ``others`` are the authors, and the names of the search's bundles, newest first.
    """
    authors, bundles = others
    found, last = made.found, made.found.last
    if found.is_unchanged and list(last.bundles) == sorted(bundles):
        return Rest(last.site_files, ())
    months = {result.name: result for result in made.results}
    records = Records(
        topics=_read_topics(manifest, found, months),
        read_recent=lambda name: (
            months[name].recent if name in months else read_recent(manifest, name)
        ),
        authors=AuthorIndex(manifest),
        touched=authors.listed,
    )
    return make_rest(folders, found, bundles, records, workers)


def _read_topics(
    manifest: Manifest, found: Survey, made: Mapping[str, MonthResult]
) -> dict[str, Mapping[str, TopicFacts]]:
    """Give the topics of each month, newest first; no more papers than are shown."""
    topics: dict[str, Mapping[str, TopicFacts]] = {}
    shown: Counter[str] = Counter()
    for name in sorted(found.facts, reverse=True):
        enough = {slug for slug, count in shown.items() if count >= NEWEST}
        topics[name] = (
            made[name].topics if name in made else read_topic_facts(manifest, name, enough)
        )
        shown.update({slug: len(facts.newest) for slug, facts in topics[name].items()})
    return topics
