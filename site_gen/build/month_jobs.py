"""The maps over months, in this order: texts read, relations computed, pages made.

Each runs in whatever executor there is. What a paper is related to depends on papers of the same
and earlier days, so a month's relations are due when its own texts or those of the months it looks
in are others; its pages only when the relations that were found are others too. Which names are
links depends on papers of the same and earlier months likewise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from site_gen.build.author_links import AuthorLinks, Keys, compute_author_links
from site_gen.build.changes import BuildPlan, with_due
from site_gen.build.manifest.authors import AuthorIndex
from site_gen.build.manifest.database import Manifest
from site_gen.build.manifest.months import RelatedRow, read_pages, read_relation
from site_gen.build.month import MonthJob, MonthResult, build_month
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import (
    CODE_DIGITS,
    MapJobs,
    TextsJob,
    TextsResult,
    compute_relations,
    compute_windows,
    list_changed_relations,
    list_last_relations,
    needs_texts,
    read_texts,
    relation_path,
    restore,
)
from site_gen.model import InputError, Problem
from site_gen.system.workers import Phase, WorkerPool

_PARALLEL = 2_000  # papers that are due: below, starting processes costs more than it saves


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFiles:
    """What the maps made: the build plan with all months that were due, their pages, relations.

    ``texts`` and ``relations`` are the months of which the work folder has new ones.
    ``search_hashes`` stand for what the search finds in each month.
    """

    build_plan: BuildPlan
    results: tuple[MonthResult, ...] = ()
    related: Mapping[str, RelatedRow] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    search_hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BegunMonths:
    """Months whose papers were read, and whose pages are being made."""

    files: MonthFiles
    pages: Iterator[MonthResult]

    def finish(self) -> MonthFiles:
        """Wait for the pages. Raises InputError with every problem in the content."""
        results = tuple(self.pages)
        _raise(problem for result in results for problem in result.problems)
        return replace(self.files, results=results)


def begin_months(
    folders: Folders, build_plan: BuildPlan, manifest: Manifest, workers: WorkerPool
) -> BegunMonths:
    """Read all that is due of the months, and begin to make their pages.

    Raises InputError with every problem in their entries, and ManifestError.
    """
    work = _plan_work(build_plan)
    months = work.list_months() | work.changed | set(build_plan.due)
    hashes = {name: row.search_hash for name, row in build_plan.last.months.items()}
    if not months:
        related = list_last_relations(build_plan)
        files = MonthFiles(build_plan=build_plan, related=related, search_hashes=hashes)
        return BegunMonths(files, iter(()))
    # All months that are read, also those whose pages turn out to be as they were.
    pays = sum(work.papers[name] for name in months) >= _PARALLEL
    map_jobs = partial(workers.map, pays=pays)
    read = _read_texts(map_jobs, folders, build_plan, work)
    related, relations = compute_relations(
        map_jobs, folders, build_plan, manifest, (read, work.windows)
    )
    authors = _link_authors(AuthorIndex(manifest), build_plan, work.names, read)
    # Only now it is known which months have other related papers, or other links to authors.
    more = {*list_changed_relations(build_plan, related), *authors.changed}
    build_plan = with_due(build_plan, folders.content, more)
    jobs = [
        _make_job(folders, build_plan, manifest, name, (authors, related))
        for name in build_plan.due
    ]
    # The largest first, so that all processes end together.
    jobs.sort(key=lambda job: -build_plan.count_papers(job.name))
    files = MonthFiles(
        build_plan=build_plan,
        related=related,
        texts=tuple(result.name for result in read if result.content_hash),
        relations=relations,
        search_hashes=hashes | {result.name: result.search_hash for result in read},
    )
    phase = Phase("Rendering papers", [build_plan.count_papers(job.name) for job in jobs])
    return BegunMonths(files, map_jobs(build_month, jobs, phase=phase))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What is due before pages are: the months whose texts, and whose authors, must be read.

    ``changed`` are all months that may not be what the manifest knows. ``papers`` counts those of
    each month; ``windows`` are as ``compute_windows`` gives them.
    """

    papers: Mapping[str, int]
    changed: set[str]
    texts: set[str]
    names: set[str]
    windows: Mapping[str, tuple[str, ...]]

    def list_months(self) -> set[str]:
        """Give the months whose relations may differ: their texts, or those of their windows."""
        return {
            name
            for name, window in self.windows.items()
            if not self.texts.isdisjoint((name, *window))
        }


def _plan_work(build_plan: BuildPlan) -> _Work:
    # Names of files are counted, not entries: nothing was read yet.
    papers = {month.name: sum(len(day.slugs) for day in month.days) for month in build_plan.scan}
    # With other settings or another program, what the manifest knows may be out of date.
    changed = set(build_plan.changed if build_plan.has_same_config else build_plan.summaries)
    names = changed if build_plan.settings.has_subjects else set[str]()
    if not build_plan.settings.related:
        return _Work(papers=papers, changed=changed, texts=set(), names=names, windows={})
    texts = {name for name in papers if needs_texts(build_plan, name)}
    windows = compute_windows(papers)
    return _Work(papers=papers, changed=changed, texts=texts, names=names, windows=windows)


def _read_texts(
    map_jobs: MapJobs, folders: Folders, build_plan: BuildPlan, work: _Work
) -> Sequence[TextsResult]:
    """Read the papers of months: of those whose texts are due, of those that changed."""
    months = work.texts | work.changed
    refs = {month.name: month.refs for month in build_plan.scan if month.name in months}
    code_hash = build_plan.code_hash[:CODE_DIGITS]
    jobs = [
        TextsJob(
            name=name,
            folders=folders,
            refs=refs[name],
            code_hash=code_hash if name in work.texts else "",
        )
        for name in sorted(refs, key=lambda name: -len(refs[name]))
    ]
    phase = Phase("Reading papers", [len(job.refs) for job in jobs])
    results = list(map_jobs(read_texts, jobs, phase=phase))
    _raise(problem for result in results for problem in result.problems)
    return results


def _link_authors(
    index: AuthorIndex, build_plan: BuildPlan, names: set[str], read: Iterable[TextsResult]
) -> AuthorLinks:
    """Find which names are links; ``names`` are the months whose authors were read for that."""
    is_due = build_plan.settings.has_subjects
    gone = index.read_months().keys() - build_plan.summaries.keys() if is_due else ()
    papers: dict[str, Keys] = {name: {} for name in gone}
    papers |= {result.name: result.keys for result in read if result.name in names}
    settings = build_plan.settings
    kinds = (settings.choose_least, settings.choose_search_least)
    return compute_author_links(index, kinds, papers)


def _make_job(
    folders: Folders,
    build_plan: BuildPlan,
    manifest: Manifest,
    name: str,
    others: tuple[AuthorLinks, Mapping[str, RelatedRow]],
) -> MonthJob:
    """Make the job of a month; ``others`` are all links to authors, and all relations.

    Jobs may run on other machines, which see the folders and not the manifest.
    """
    authors, related = others
    if name in related:
        restore(relation_path(folders.work, name), partial(read_relation, manifest, name))
    linked, sought = authors.compute(name)
    return MonthJob(
        name=name,
        folders=folders,
        settings=build_plan.settings,
        config_hash=build_plan.config_hash,
        listings=build_plan.listings[name],
        context=build_plan.contexts[name],
        overlap_refs=build_plan.overlap_refs[name],
        last_pages=read_pages(manifest, name),
        related=name in related,
        linked=linked,
        sought=sought,
        own_files=next(one.own_files for one in build_plan.scan if one.name == name),
    )


def _raise(problems: Iterable[Problem]) -> None:
    """Raise InputError where something is wrong."""
    ordered = sorted(set(problems), key=lambda problem: (problem.path, problem.line))
    if ordered:
        raise InputError(*ordered)
