"""All that is due, made and staged: months, the search, authors, and what spans months.

A build without changes does not come here, and so loads nothing that makes a page.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from site_gen.build.author_stage import AuthorFiles, build_authors
from site_gen.build.changes import BuildPlan
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
    read_topic_summaries,
)
from site_gen.build.manifest.site_list import read_site_list
from site_gen.build.month import MonthResult
from site_gen.build.month_jobs import MonthFiles, begin_months
from site_gen.build.output_folder import Folders, MissingFilesError
from site_gen.build.publish import find_absent
from site_gen.build.related_stage import relation_path, text_path
from site_gen.build.search_stage import Bundles, index, index_later
from site_gen.build.site_wide import Records, SiteWideFiles, stage_site_wide
from site_gen.model import (
    URLS,
    TopicSummary,
    bundle_url,
    fingerprint,
    is_in_folder,
    monday_of,
    permalink,
)
from site_gen.plan.topic_pages import NEWEST, count_topics
from site_gen.search.canonical import SHARED
from site_gen.system.files import shown
from site_gen.system.progress import Progress
from site_gen.system.workers import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a build works with: Pagefind's program where there is a search, and workers.

    ``progress`` takes how far the build is. ``is_index_late`` leaves the search's index as it is.
    """

    program: Path | None
    workers: AbstractContextManager[WorkerPool]
    progress: Progress
    is_index_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOutput:
    """All outputs of a build: of months, authors, bundles, and what spans months.

    ``months.build_plan`` has all months that were due; ``index`` knows the authors as they will be.
    """

    months: MonthFiles
    month_rows: Mapping[str, MonthRow]
    authors: AuthorFiles
    site_wide: SiteWideFiles
    bundles: Bundles
    index: AuthorIndex

    @property
    def paths(self) -> list[str]:
        """The output paths of the files that are staged."""
        months = [path for result in self.months.results for path in result.staged]
        return [*months, *self.authors.staged, *self.site_wide.staged, *self.bundles.staged]

    def list_all(self) -> set[str]:
        """Give the output paths of all files that were due: staged, or published already."""
        months = (path for result in self.months.results for path in result.pages)
        bundles = (path for paths in self.bundles.indexed.values() for path in paths)
        return {*months, *bundles, *self.authors.wanted, *self.site_wide.files}

    def count_pages(self) -> int:
        """Count the pages of the site."""
        days = self.months.build_plan.days
        weeks = len({monday_of(day.date) for day in days})
        is_slim = self.months.build_plan.settings.is_slim  # then pages of topics span months
        spanning = sum(path.endswith(".html") for path in self.site_wide.files)
        return (
            sum(day.entry_count for day in days)
            + len(self.months.build_plan.removed)
            + len(days)
            + len(self.months.build_plan.summaries)
            + weeks
            + spanning
            + self.index.count_pages()
            + bool(days)
            + sum(row.topics for row in self.month_rows.values() if not is_slim)
        )

    def make_build(self, search: str) -> LastBuild:
        """Describe this build for the next one; ``search`` is the version of Pagefind.

        Its id names all that the site is made of, so that the same content gives the same id.
        """
        config_hash = self.months.build_plan.config_hash
        months = [
            (name, row.content_hash, row.authors_hash, row.related.content_hash)
            for name, row in sorted(self.month_rows.items())
        ]
        parts = (config_hash, search, months, sorted(self.bundles.input_keys.items()))
        seen = repr((parts, sorted(self.site_wide.files.items())))
        return LastBuild(
            id=fingerprint(seen.encode())[:32],
            months=self.month_rows,
            bundles=self.bundles.input_keys,
            site_files=self.site_wide.files,
            config_hash=config_hash,
            search=search,
            pages=self.count_pages(),
            unpublished=self.months.build_plan.unpublished,
        )


def stage_due(
    folders: Folders, build_plan: BuildPlan, manifest: Manifest, tools: Tools
) -> BuildOutput:
    """Stage all that is due.

    The manifest is left in a transaction that has the authors as they will be. Raises SiteError and
    ManifestError.
    """
    author_index = AuthorIndex(manifest)
    with tools.workers as at_work:
        begun = begin_months(folders, build_plan, manifest, at_work)
        build_plan = begun.files.build_plan
        make = index_later if tools.is_index_late else index
        # Pagefind is a process of its own: it works while pages and all that follows are made.
        with make(
            tools.program, folders, build_plan, begun.files.search_hashes, tools.progress
        ) as search:
            months = begun.finish()
            results = months.results
            authors = build_authors(folders, build_plan, author_index, results, at_work)
            # From here on the index answers as it will be; nothing of it is kept before the end.
            manifest.begin()
            author_index.change(authors.changes)
            tools.progress("Making lists and feeds")
            others = authors, tuple(search.input_keys)
            site_wide = _stage_site_wide(folders, months, manifest, others, at_work)
            bundles = search.finish()
    return BuildOutput(
        months=months,
        month_rows=_make_rows(months),
        authors=authors,
        site_wide=site_wide,
        bundles=bundles,
        index=author_index,
    )


def record(manifest: Manifest, folders: Folders, staged: BuildOutput, build: LastBuild) -> None:
    """Put all that the next build may ask for into the manifest. Raises ManifestError."""
    for result in staged.months.results:
        records = MonthRecords(pages=result.pages, topics=result.topics, recent=result.recent)
        put_month(manifest, result.name, records)
    for name in staged.months.texts:
        # From the work folder: jobs leave what is large there, and send it to no process.
        put_text(manifest, name, text_path(folders.work, name).read_bytes())
    for name in staged.months.relations:
        put_relation(manifest, name, relation_path(folders.work, name).read_bytes())
    for name, paths in staged.bundles.indexed.items():
        put_bundle(manifest, name, paths)
    put_build(manifest, build)


def check_links(folders: Folders, staged: BuildOutput) -> None:
    """Raise MissingFilesError where staged pages lead to files that somebody removed.

    A build that goes on from the last one makes what changed, and not these.
    """
    build_plan = staged.months.build_plan
    if not build_plan.has_same_config:
        return  # all files are due, so those that are missing are staged
    home = permalink(build_plan.settings.base_url, URLS.home)
    absent = find_absent(folders.staging, folders.output, staged.paths, home)
    # What the last build did not make was never there: a link of somebody's own template.
    missing = sorted(absent & read_site_list(folders.output).paths()) if absent else []
    if missing:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise MissingFilesError(f"{shown(folders.output / missing[0])} is missing{more}")


def find_gone(
    manifest: Manifest, output: Path, staged: BuildOutput, ours: Collection[str]
) -> set[str]:
    """Find the files of the last build that are no longer the site's.

    ``ours`` are all files of that build; they are asked for only where the manifest knows nothing
    of it, for then everything was due. Raises ManifestError.
    """
    build_plan, bundles = staged.months.build_plan, staged.bundles
    last = build_plan.last
    wanted = staged.list_all()
    if not last.id:
        gone = set(ours)
    else:
        gone = {path for result in staged.months.results for path in result.gone}
        gone |= staged.authors.gone | last.site_files.keys()
        for name in last.months.keys() - build_plan.summaries.keys():
            gone |= read_pages(manifest, name).keys()
        kept = bundles.input_keys.keys() - bundles.indexed.keys()
        for name in last.bundles.keys() - kept:
            gone |= read_bundle_files(manifest, name)
        if kept:  # they may need what is shared
            gone = {path for path in gone if not is_in_folder(path, bundle_url(SHARED))}
    # What somebody else removed is not counted as removed.
    return {path for path in gone - wanted if (output / path).is_file()}


def _make_rows(months: MonthFiles) -> dict[str, MonthRow]:
    build_plan, made = months.build_plan, {result.name: result for result in months.results}
    built: dict[str, MonthResult | MonthRow] = {**build_plan.last.months, **made}
    counts = {name: row.topics for name, row in build_plan.last.months.items()}
    counts |= {name: len(result.topics) for name, result in made.items()}
    return {
        month.name: MonthRow(
            stat_signature=month.stat_signature,
            input_key=build_plan.input_keys[month.name],
            content_hash=built[month.name].content_hash,
            search_hash=months.search_hashes[month.name],
            authors_hash=built[month.name].authors_hash,
            days=build_plan.summaries[month.name],
            topics=counts[month.name],
            related=months.related.get(month.name, RelatedRow()),
        )
        for month in build_plan.scan
    }


def _stage_site_wide(
    folders: Folders,
    month_files: MonthFiles,
    manifest: Manifest,
    others: tuple[AuthorFiles, Sequence[str]],
    workers: WorkerPool,
) -> SiteWideFiles:
    """Stage the files that span months, where what they are made from changed.

    ``others`` are the authors, and the names of the search's bundles, newest first.
    """
    authors, bundles = others
    build_plan, last = month_files.build_plan, month_files.build_plan.last
    if build_plan.is_unchanged and list(last.bundles) == sorted(bundles):
        return SiteWideFiles(last.site_files, ())
    months = {result.name: result for result in month_files.results}
    topics = _collect_topics(manifest, build_plan, months)
    records = Records(
        topics=topics,
        counted=count_topics(topics),
        read_recent=lambda name: (
            months[name].recent if name in months else read_recent(manifest, name)
        ),
        authors=AuthorIndex(manifest),
        touched=authors.listed,
    )
    return stage_site_wide(folders, build_plan, bundles, records, workers)


def _collect_topics(
    manifest: Manifest, build_plan: BuildPlan, results: Mapping[str, MonthResult]
) -> dict[str, Mapping[str, TopicSummary]]:
    """Give the topics of each month, newest first; no more papers than are shown.

    A slim site shows all of them.
    """
    most = None if build_plan.settings.is_slim else NEWEST
    topics: dict[str, Mapping[str, TopicSummary]] = {}
    counts: Counter[str] = Counter()
    for name in sorted(build_plan.summaries, reverse=True):
        enough = {slug for slug, count in counts.items() if most and count >= most}
        topics[name] = (
            results[name].topics
            if name in results
            else read_topic_summaries(manifest, name, enough)
        )
        counts.update({slug: len(summary.newest) for slug, summary in topics[name].items()})
    return topics
