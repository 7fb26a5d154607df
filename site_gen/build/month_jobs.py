"""The maps over months, in this order: texts read, relations computed, pages made.

Each runs in whatever executor there is. What a paper is related to depends on papers of the same
and earlier days, so a month's relations are due when its own texts or those of the months it looks
in are others; its pages only when the relations that were found are others too. Which names are
links depends on papers of the same and earlier months likewise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from site_gen.build.author_links import AuthorLinks, Names, compute_author_links
from site_gen.build.changes import BuildPlan, with_due
from site_gen.build.manifest.authors import AuthorIndex
from site_gen.build.manifest.database import Manifest
from site_gen.build.manifest.months import RelatedRow, read_pages, read_relation, read_text
from site_gen.build.month import MonthJob, MonthResult, build_month
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import (
    RelatedJob,
    TextsJob,
    TextsResult,
    compute_related,
    read_texts,
    relation_path,
    text_path,
)
from site_gen.model import InputError, Problem, fingerprint
from site_gen.system.files import write_new
from site_gen.system.workers import WorkerPool

WINDOW = 10_000
"""So many papers before a month may be related to its own: whole months, and at least one.

More find little that is nearer, and an edited abstract has as many compared again."""

_PARALLEL = 2_000  # papers that are due: below, starting processes costs more than it saves
_Map = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
_CODE_DIGITS = 8  # of the code hash, at the start of the hash of texts


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFiles:
    """What the maps made: the build plan with all months that were due, their pages, relations.

    ``texts`` and ``relations`` are the months of which the work folder has new ones.
    """

    build_plan: BuildPlan
    results: tuple[MonthResult, ...] = ()
    related: Mapping[str, RelatedRow] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


def run_months(
    folders: Folders,
    build_plan: BuildPlan,
    manifest: Manifest,
    workers: WorkerPool,
    progress: Callable[[int, int], None],
) -> MonthFiles:
    """Do all that is due for the months.

    Raises InputError with every problem in their entries, and ManifestError.
    """
    is_related = build_plan.settings.related > 0
    # Names of files are counted, not entries: nothing was read yet.
    papers = {month.name: sum(len(day.slugs) for day in month.days) for month in build_plan.scan}
    texts = {name for name in papers if is_related and _needs_texts(build_plan, name)}
    names = _need_names(build_plan)
    windows = compute_windows(papers) if is_related else {}
    near = {name for name in windows if not texts.isdisjoint((name, *windows[name]))}
    work = near | set(build_plan.due)
    if not work:
        return MonthFiles(build_plan=build_plan, related=_list_last(build_plan))
    map_jobs = partial(workers.map, pays=sum(papers[name] for name in work) >= _PARALLEL)
    read = _read_texts(map_jobs, folders, build_plan, (texts, names))
    related, relations = _compute_relations(
        map_jobs, folders, build_plan, manifest, (read, windows)
    )
    authors = _link_authors(AuthorIndex(manifest), build_plan, names, read)
    more = {*_list_changed(build_plan, related), *authors.changed}
    build_plan = with_due(build_plan, folders.content, more)
    # Jobs may run on other machines, which see the folders and not the manifest.
    for name in build_plan.due:
        if name in related:
            _restore(relation_path(folders.work, name), partial(read_relation, manifest, name))
    jobs = [
        replace(
            _make_job(folders, build_plan, name),
            last_pages=read_pages(manifest, name),
            related=name in related,
            authors=authors.compute(name),
        )
        for name in build_plan.due
    ]
    results = _make_pages(map_jobs, build_plan, jobs, progress)
    _raise(problem for result in results for problem in result.problems)
    return MonthFiles(
        build_plan=build_plan,
        results=tuple(results),
        related=related,
        texts=tuple(result.name for result in read if result.content_hash),
        relations=relations,
    )


def compute_windows(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Give the months before each in which related papers are looked for, the oldest first."""
    names = sorted(papers)
    windows = {}
    for at, name in enumerate(names):
        first, count = at, 0
        # One month at least, or the first of a large month would have no neighbours at all.
        while first and (first == at or count + papers[names[first - 1]] <= WINDOW):
            first -= 1
            count += papers[names[first]]
        windows[name] = tuple(names[first:at])
    return windows


def _needs_texts(build_plan: BuildPlan, name: str) -> bool:
    row = build_plan.last.months.get(name)
    if name in build_plan.changed or not row:
        return True
    # Another version of the program may weigh words otherwise.
    return not row.related.text_hash.startswith(build_plan.code_hash[:_CODE_DIGITS])


def _list_last(build_plan: BuildPlan) -> dict[str, RelatedRow]:
    return {name: row.related for name, row in build_plan.last.months.items()}


def _need_names(build_plan: BuildPlan) -> set[str]:
    """Name the months whose authors the manifest may not know as they are."""
    if not build_plan.settings.author_pages:
        return set()
    is_known = build_plan.last.config_hash == build_plan.config_hash
    return set(build_plan.changed if is_known else build_plan.summaries)


def _read_texts(
    map_jobs: _Map, folders: Folders, build_plan: BuildPlan, due: tuple[set[str], set[str]]
) -> Sequence[TextsResult]:
    """Read the papers of months: of those whose texts are due, of those whose names are."""
    texts, names = due
    refs = {month.name: month.refs for month in build_plan.scan if month.name in texts | names}
    code_hash = build_plan.code_hash[:_CODE_DIGITS]
    jobs = [
        TextsJob(
            name=name,
            folders=folders,
            refs=refs[name],
            code_hash=code_hash if name in texts else "",
        )
        for name in sorted(refs, key=lambda name: -len(refs[name]))
    ]
    results = list(map_jobs(read_texts, jobs))
    _raise(problem for result in results for problem in result.problems)
    return results


def _link_authors(
    index: AuthorIndex, build_plan: BuildPlan, names: set[str], read: Iterable[TextsResult]
) -> AuthorLinks:
    """Find which names are links; ``names`` are the months whose authors were read for that."""
    least = build_plan.settings.author_pages
    gone = index.read_months().keys() - build_plan.summaries.keys() if least else ()
    papers: dict[str, Names] = {name: {} for name in gone}
    papers |= {result.name: result.authors for result in read if result.name in names}
    return compute_author_links(index, least, papers)


def _compute_relations(
    map_jobs: _Map,
    folders: Folders,
    build_plan: BuildPlan,
    manifest: Manifest,
    sources: tuple[Iterable[TextsResult], Mapping[str, tuple[str, ...]]],
) -> tuple[dict[str, RelatedRow], tuple[str, ...]]:
    """Find what is related to what, and the months that were compared anew.

    ``sources`` are the texts that were due, and the windows of all months.
    """
    read, windows = sources
    last = _list_last(build_plan)
    texts = {name: row.text_hash for name, row in last.items()}
    texts |= {result.name: result.content_hash for result in read if result.content_hash}
    input_keys = {
        name: _compute_input_key(build_plan, windows[name], texts, name) for name in windows
    }
    due = [
        name
        for name, input_key in input_keys.items()
        if name not in last or last[name].input_key != input_key
    ]
    # The largest first, so that no process waits for one that began late.
    due.sort(key=lambda name: -sum(day.entry_count for day in build_plan.summaries[name]))
    for month in {month for name in due for month in (*windows[name], name)}:
        _restore(text_path(folders.work, month), partial(read_text, manifest, month))
    jobs = [
        RelatedJob(
            name=name, folders=folders, before=windows[name], most=build_plan.settings.related
        )
        for name in due
    ]
    hashes = {name: row.content_hash for name, row in last.items()} | dict(
        map_jobs(compute_related, jobs)
    )
    rows = {name: RelatedRow(texts[name], key, hashes[name]) for name, key in input_keys.items()}
    return rows, tuple(due)


def _restore(path: Path, read: Callable[[], bytes]) -> None:
    """Put what the manifest has of a month into the work folder, unless it was made anew."""
    if not path.exists():
        write_new(path, read())


def _compute_input_key(
    build_plan: BuildPlan, window: Iterable[str], texts: Mapping[str, str], name: str
) -> str:
    """Give one hash for all that the relations of a month are made from."""
    inputs = (build_plan.settings.related, [(other, texts[other]) for other in (*window, name)])
    return fingerprint(repr(inputs).encode())[:32]


def _list_changed(build_plan: BuildPlan, related: Mapping[str, RelatedRow]) -> Iterator[str]:
    """Find the months whose papers are now related to others, or to papers called otherwise."""
    last = _list_last(build_plan)
    for name, row in related.items():
        if name in last and last[name].content_hash != row.content_hash:
            yield name


def _make_pages(
    map_jobs: _Map,
    build_plan: BuildPlan,
    jobs: Sequence[MonthJob],
    progress: Callable[[int, int], None],
) -> Sequence[MonthResult]:
    papers = {
        name: sum(day.entry_count for day in build_plan.summaries[name]) for name in build_plan.due
    }
    largest_first = sorted(jobs, key=lambda job: -papers[job.name])  # so that all end together
    results: list[MonthResult] = []
    for result in map_jobs(build_month, largest_first):
        results.append(result)
        progress(len(results), len(jobs))
    return results


def _make_job(folders: Folders, build_plan: BuildPlan, name: str) -> MonthJob:
    return MonthJob(
        name=name,
        folders=folders,
        settings=build_plan.settings,
        config_hash=build_plan.config_hash,
        listings=build_plan.listings[name],
        context=build_plan.contexts[name],
        overlap_refs=build_plan.overlap_refs[name],
    )


def _raise(problems: Iterable[Problem]) -> None:
    """Raise InputError where something is wrong."""
    ordered = sorted(set(problems), key=lambda problem: (problem.path, problem.line))
    if ordered:
        raise InputError(*ordered)
