"""The maps over months, in this order: texts read, relations found, pages made.

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

from site_gen.build.author_links import AuthorLinks, Keys, find_author_links
from site_gen.build.changes import Survey, with_due
from site_gen.build.manifest.authors import AuthorIndex
from site_gen.build.manifest.database import Manifest
from site_gen.build.manifest.months import RelatedRow, read_pages, read_relation, read_text
from site_gen.build.month import MonthJob, MonthResult, build_month
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import (
    RelatedJob,
    TextsJob,
    TextsResult,
    find_related,
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
_CODE = 8  # digits that name the program in the stamp of texts


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFiles:
    """What the maps made: the survey with all months that were due, their pages, relations.

    ``texts`` and ``relations`` are the months of which the work folder has new ones.
    """

    found: Survey
    results: tuple[MonthResult, ...] = ()
    related: Mapping[str, RelatedRow] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


def run_months(
    folders: Folders,
    found: Survey,
    manifest: Manifest,
    workers: WorkerPool,
    progress: Callable[[int, int], None],
) -> MonthFiles:
    """Do all that is due for the months.

    Raises InputError with every problem in their entries, and ManifestError.
    """
    is_related = found.settings.related > 0
    # Names of files are counted, not entries: nothing was read yet.
    papers = {month.name: sum(len(day.slugs) for day in month.days) for month in found.scan}
    texts = {name for name in papers if is_related and _needs_texts(found, name)}
    names = _need_names(found)
    windows = find_windows(papers) if is_related else {}
    near = {name for name in windows if not texts.isdisjoint((name, *windows[name]))}
    work = near | set(found.due)
    if not work:
        return MonthFiles(found=found, related=_last(found))
    do = partial(workers.map, pays=sum(papers[name] for name in work) >= _PARALLEL)
    made = _read(do, folders, found, (texts, names))
    related, relations = _relate(do, folders, found, manifest, (made, windows))
    authors = _link_authors(AuthorIndex(manifest), found, names, made)
    more = {*_find_changed(found, related), *authors.changed}
    found = with_due(found, folders.content, more)
    # Jobs may run on other machines, which see the folders and not the manifest.
    for name in found.due:
        if name in related:
            _restore(relation_path(folders.work, name), partial(read_relation, manifest, name))
    jobs = [
        replace(
            _make_job(folders, found, name),
            last_pages=read_pages(manifest, name),
            related=name in related,
            linked=authors.find(name),
        )
        for name in found.due
    ]
    results = _make_pages(do, found, jobs, progress)
    _raise(problem for result in results for problem in result.problems)
    return MonthFiles(
        found=found,
        results=tuple(results),
        related=related,
        texts=tuple(one.name for one in made if one.stamp),
        relations=relations,
    )


def find_windows(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
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


def _needs_texts(found: Survey, name: str) -> bool:
    row = found.last.months.get(name)
    if name in found.changed or not row:
        return True
    # Another version of the program may weigh words otherwise.
    return not row.related.text_hash.startswith(found.code[:_CODE])


def _last(found: Survey) -> dict[str, RelatedRow]:
    return {name: row.related for name, row in found.last.months.items()}


def _need_names(found: Survey) -> set[str]:
    """Name the months whose authors the manifest may not know as they are."""
    if not found.settings.has_subjects:
        return set()
    is_known = found.last.config_hash == found.salt
    return set(found.changed if is_known else found.facts)


def _read(
    do: _Map, folders: Folders, found: Survey, due: tuple[set[str], set[str]]
) -> Sequence[TextsResult]:
    """Read the papers of months: of those whose texts are due, of those whose names are."""
    texts, names = due
    refs = {month.name: month.refs for month in found.scan if month.name in texts | names}
    code = found.code[:_CODE]
    jobs = [
        TextsJob(name=name, folders=folders, refs=refs[name], code=code if name in texts else "")
        for name in sorted(refs, key=lambda name: -len(refs[name]))
    ]
    made = list(do(read_texts, jobs))
    _raise(problem for result in made for problem in result.problems)
    return made


def _link_authors(
    index: AuthorIndex, found: Survey, names: set[str], made: Iterable[TextsResult]
) -> AuthorLinks:
    """Find which names are links; ``names`` are the months whose authors were read for that."""
    is_due = found.settings.has_subjects
    gone = index.read_months().keys() - found.facts.keys() if is_due else ()
    told: dict[str, Keys] = {name: {} for name in gone}
    told |= {result.name: result.keys for result in made if result.name in names}
    return find_author_links(index, found.settings.least, told)


def _relate(
    do: _Map,
    folders: Folders,
    found: Survey,
    manifest: Manifest,
    plan: tuple[Iterable[TextsResult], Mapping[str, tuple[str, ...]]],
) -> tuple[dict[str, RelatedRow], tuple[str, ...]]:
    """Find what is related to what, and the months that were compared anew.

    ``plan`` has the texts that were due, and windows.
    """
    made, windows = plan
    last = _last(found)
    texts = {name: row.text_hash for name, row in last.items()}
    texts |= {one.name: one.stamp for one in made if one.stamp}
    keys = {name: _key(found, windows[name], texts, name) for name in windows}
    due = [name for name in keys if name not in last or last[name].key != keys[name]]
    # The largest first, so that no process waits for one that began late.
    due.sort(key=lambda name: -sum(day.own for day in found.facts[name]))
    for month in {month for name in due for month in (*windows[name], name)}:
        _restore(text_path(folders.work, month), partial(read_text, manifest, month))
    jobs = [
        RelatedJob(name=name, folders=folders, before=windows[name], most=found.settings.related)
        for name in due
    ]
    hashes = {name: row.hash for name, row in last.items()} | dict(do(find_related, jobs))
    return {name: RelatedRow(texts[name], keys[name], hashes[name]) for name in keys}, tuple(due)


def _restore(path: Path, read: Callable[[], bytes]) -> None:
    """Put what the manifest has of a month into the work folder, unless it was made anew."""
    if not path.exists():
        write_new(path, read())


def _key(found: Survey, window: Iterable[str], texts: Mapping[str, str], name: str) -> str:
    """Name all that the relations of a month are made from."""
    seen = (found.settings.related, [(other, texts[other]) for other in (*window, name)])
    return fingerprint(repr(seen).encode())[:32]


def _find_changed(found: Survey, related: Mapping[str, RelatedRow]) -> Iterator[str]:
    """Find the months whose papers are now related to others, or to papers called otherwise."""
    last = _last(found)
    for name, row in related.items():
        if name in last and last[name].hash != row.hash:
            yield name


def _make_pages(
    do: _Map, found: Survey, jobs: Sequence[MonthJob], progress: Callable[[int, int], None]
) -> Sequence[MonthResult]:
    papers = {name: sum(day.own for day in found.facts[name]) for name in found.due}
    largest_first = sorted(jobs, key=lambda job: -papers[job.name])  # so that all end together
    results: list[MonthResult] = []
    for result in do(build_month, largest_first):
        results.append(result)
        progress(len(results), len(jobs))
    return results


def _make_job(folders: Folders, found: Survey, name: str) -> MonthJob:
    return MonthJob(
        name=name,
        folders=folders,
        settings=found.settings,
        salt=found.salt,
        listings=found.listings[name],
        around=found.around[name],
        edge=found.edges[name],
    )


def _raise(problems: Iterable[Problem]) -> None:
    """Raise InputError where something is wrong."""
    found = sorted(set(problems), key=lambda problem: (problem.path, problem.line))
    if found:
        raise InputError(*found)
