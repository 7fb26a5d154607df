"""The maps over months, in this order: texts read, relations found, pages made.

Each runs in whatever executor there is. What a paper is related to depends on papers of the same
and earlier days, so a month's relations are due when its own texts or those of the months it looks
in are others; its pages only when the relations that were found are others too. Which names are
links depends on papers of the same and earlier months likewise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from site_gen.build.author_index import Register
from site_gen.build.author_links import AuthorLinks, Names, find_author_links
from site_gen.build.changes import Survey, with_due
from site_gen.build.ledger import RelatedRow, related_path, texts_path
from site_gen.build.month import MonthJob, MonthResult, build_month
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import (
    RelatedJob,
    TextsJob,
    TextsResult,
    find_related,
    read_texts,
    records,
)
from site_gen.model.errors import InputError, Problem
from site_gen.model.fingerprint import fingerprint
from site_gen.system.workers import WorkerPool

WINDOW = 10_000
"""So many papers before a month may be related to its own: whole months, and at least one.

More find little that is nearer, and an edited abstract has as many compared again."""

_PARALLEL = 2_000  # papers that are due: below, starting processes costs more than it saves
_Map = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
_CODE = 8  # digits that name the program in the stamp of texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Passes:
    """What the maps made: the survey with all months that were due, their pages, relations."""

    found: Survey
    results: tuple[MonthResult, ...] = ()
    related: Mapping[str, RelatedRow] = field(default_factory=dict)


def run(
    folders: Folders, found: Survey, workers: WorkerPool, progress: Callable[[int, int], None]
) -> Passes:
    """Do all that is due for the months. Raises InputError with every problem in their entries."""
    is_related = found.settings.related > 0
    papers = {month.name: sum(len(day.slugs) for day in month.days) for month in found.scan}
    texts = {name for name in papers if is_related and _needs_texts(folders, found, name)}
    names = _need_names(found)
    windows = find_windows(papers) if is_related else {}
    near = {name for name in windows if not texts.isdisjoint((name, *windows[name]))}
    work = near | set(found.due)
    if not work:
        return Passes(found=found, related=_last(found))
    do = partial(workers.map, pays=sum(papers[name] for name in work) >= _PARALLEL)
    made = _read(do, folders, found, (texts, names))
    related = _relate(do, folders, found, (made, windows))
    authors = _link_authors(folders, found, names, made)
    more = {*_find_changed(found, related), *authors.changed}
    found = with_due(found, folders.content, more)
    results = _make_pages(do, folders, found, (related, authors), progress)
    _raise(problem for result in results for problem in result.problems)
    return Passes(found=found, results=tuple(results), related=related)


def find_windows(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Give the months before each in which related papers are looked for, the oldest first."""
    names = sorted(papers)
    windows = {}
    for at, name in enumerate(names):
        first, count = at, 0
        while first and (first == at or count + papers[names[first - 1]] <= WINDOW):
            first -= 1
            count += papers[names[first]]
        windows[name] = tuple(names[first:at])
    return windows


def _needs_texts(folders: Folders, found: Survey, name: str) -> bool:
    row = found.last.ledger.months.get(name)
    if found.is_full or name in found.changed or not row:
        return True
    stamp = row.related.texts
    is_ours = stamp.startswith(found.code[:_CODE]) and bool(stamp)
    return not is_ours or not (folders.output / texts_path(name, stamp)).is_file()


def _last(found: Survey) -> dict[str, RelatedRow]:
    return {name: row.related for name, row in found.last.ledger.months.items()}


def _need_names(found: Survey) -> set[str]:
    """Name the months whose authors the register may not know as they are."""
    if not found.settings.author_pages:
        return set()
    is_known = not found.is_full and found.last.ledger.salt == found.salt
    return set(found.changed if is_known else found.facts)


def _read(
    do: _Map, folders: Folders, found: Survey, due: tuple[set[str], set[str]]
) -> Sequence[TextsResult]:
    """Read the papers of months: of those whose texts are due, of those whose names are."""
    texts, names = due
    refs = {
        month.name: tuple(f"{day.date}/{slug}" for day in month.days for slug in day.slugs)
        for month in found.scan
        if month.name in texts | names
    }
    code = found.code[:_CODE]
    jobs = [
        TextsJob(name=name, folders=folders, refs=refs[name], code=code if name in texts else "")
        for name in sorted(refs, key=lambda name: -len(refs[name]))
    ]
    made = list(do(read_texts, jobs))
    _raise(problem for result in made for problem in result.problems)
    return made


def _link_authors(
    folders: Folders, found: Survey, names: set[str], made: Iterable[TextsResult]
) -> AuthorLinks:
    """Find which names are links; ``names`` are the months whose authors were read for that."""
    register = Register(folders.output)
    least = found.settings.author_pages
    gone = register.read_months().keys() - found.facts.keys() if least else ()
    told: dict[str, Names] = {name: {} for name in gone}
    told |= {result.name: result.authors for result in made if result.name in names}
    return find_author_links(register, least, told)


def _relate(
    do: _Map,
    folders: Folders,
    found: Survey,
    plan: tuple[Iterable[TextsResult], Mapping[str, tuple[str, ...]]],
) -> dict[str, RelatedRow]:
    """Find what is related to what; ``plan`` has the texts that were due, and windows."""
    made, windows = plan
    last = _last(found)
    texts = {name: row.texts for name, row in last.items()}
    texts |= {one.name: one.stamp for one in made if one.stamp}
    keys = {name: _key(found, windows[name], texts, name) for name in windows}
    waiting = [
        RelatedJob(
            name=name,
            folders=folders,
            before=tuple((other, texts[other]) for other in windows[name]),
            texts=texts[name],
            key=keys[name],
            most=found.settings.related,
        )
        for name in sorted(keys, key=lambda name: -sum(day.own for day in found.facts[name]))
        if found.is_full
        or name not in last
        or last[name].key != keys[name]
        or not (records(folders) / related_path(name, keys[name])).is_file()
    ]
    stamps = {name: row.stamp for name, row in last.items()}
    stamps |= dict(do(find_related, waiting))
    return {name: RelatedRow(texts[name], keys[name], stamps[name]) for name in keys}


def _key(found: Survey, window: Iterable[str], texts: Mapping[str, str], name: str) -> str:
    """Name all that the relations of a month are made from."""
    seen = (found.settings.related, [(other, texts[other]) for other in (*window, name)])
    return fingerprint(repr(seen).encode())[:32]


def _find_changed(found: Survey, related: Mapping[str, RelatedRow]) -> Iterator[str]:
    """Find the months whose papers are now related to others, or to papers called otherwise."""
    last = _last(found)
    for name, row in related.items():
        if name in last and last[name].stamp != row.stamp:
            yield name


def _make_pages(
    do: _Map,
    folders: Folders,
    found: Survey,
    made: tuple[Mapping[str, RelatedRow], AuthorLinks],
    progress: Callable[[int, int], None],
) -> Sequence[MonthResult]:
    related, authors = made
    papers = {name: sum(day.own for day in found.facts[name]) for name in found.due}
    largest_first = sorted(papers, key=lambda name: -papers[name])  # so that all end together
    jobs = [
        replace(
            _make_job(folders, found, name),
            related=related.get(name, RelatedRow()),
            authors=authors.find(name),
        )
        for name in largest_first
    ]
    results: list[MonthResult] = []
    for result in do(build_month, jobs):
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
        doubtful=found.doubtful(name),
        is_known=name in found.last.ledger.months,
        is_full=found.is_full,
    )


def _raise(problems: Iterable[Problem]) -> None:
    """Raise InputError where something is wrong."""
    found = sorted(set(problems), key=lambda problem: (problem.path, problem.line))
    if found:
        raise InputError(*found)
