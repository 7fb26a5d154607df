"""The whole site: ``content/`` and templates -> ``public/``.

Months are built apart from each other (the map, ``months``), and what spans them from small facts
about days (the reduce, ``rest``). A month whose files and surroundings are as they were is not
read; of a month that is due, only pages are rendered whose own values changed. All is staged
before the first file is published, so that a mistake leaves the last good site as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_gen import outputs, passes
from site_gen.authors import AuthorFiles, build_authors
from site_gen.bundle import SHARED
from site_gen.executors import Workers, open_workers
from site_gen.indexing import Bundles, index
from site_gen.ledger import Ledger, MonthRow, RelatedRow, bundle_path, format_paths, pages_path
from site_gen.model import TopicFacts
from site_gen.months import MonthResult, prepare
from site_gen.outputs import Folders, read_recent, read_topic_facts
from site_gen.publish import publish
from site_gen.register import Pending, Register
from site_gen.rest import Records, Rest, make_rest
from site_gen.search import find_pagefind
from site_gen.survey import Survey, survey
from site_gen.topic_pages import NEWEST
from site_gen.urls import base_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build.

    ``base_url`` goes before that of ``site.yaml``; with ``needs_base_url`` it is an error to
    have none: feeds would lead to this machine. ``jobs`` are processes, 0 for as many as pay.
    ``is_full`` trusts nothing of the last build; ``is_forced`` writes into a folder that is not
    ours. ``executor`` builds months elsewhere. ``progress`` is told how many months are done, of
    how many; ``wait`` is called when another build must end first.
    """

    base_url: str | None = None
    needs_base_url: bool = False
    has_search: bool = True
    jobs: int = 0
    is_full: bool = False
    is_forced: bool = False
    executor: AbstractContextManager[Executor] | None = None
    progress: Callable[[int, int], None] = lambda _done, _all: None
    wait: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. ``reason`` says why it could not go on from the last one."""

    papers: int
    days: int
    pages: int
    written: int
    removed: int
    indexed: int
    reason: str = ""


def build(site: Path, output: Path, options: Options | None = None) -> Report:
    """Build the site whose folder is ``site`` into ``output``.

    Raises SiteError, and then leaves the last good site as it is.
    """
    options = options or Options()
    outputs.check(site, output, is_forced=options.is_forced)
    program = find_pagefind() if options.has_search else None
    with outputs.lock(output, options.wait), outputs.staging(output) as staging, ExitStack() as end:
        found = survey(
            site,
            output,
            base_url=options.base_url,
            needs_base_url=options.needs_base_url,
            is_full=options.is_full,
        )
        is_new = not output.is_dir() or not any(output.iterdir())
        folders = Folders(site / "content", site / "templates", output, staging, is_new)
        made = _make(folders, found, options, program, end)
        found = made.found
        months = [path for result in made.results for path in result.staged]
        of_rest = (*made.authors.staged, *made.rest.staged, *made.bundles.staged)
        staged, gone = [*months, *of_rest], _find_gone(output, made)
        _publish(folders, found, staged, gone)
        pages = made.pending.count_pages()
        made.pending.keep()
        bundles = made.bundles
        outputs.end(
            output,
            Ledger(months=made.rows, bundles=bundles.keys, rest=made.rest.files, salt=found.salt),
            {path: text for result in made.results for path, text in result.records}
            | {
                bundle_path(name): format_paths(dict.fromkeys(paths, ""))
                for name, paths in bundles.made.items()
            },
        )
    return _report(made, (pages, len(staged), len(gone)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What was made: of months, authors, bundles, and what spans months.

    ``found`` has all months that were due; ``pending`` is the record of authors as it will be.
    """

    found: Survey
    rows: Mapping[str, MonthRow]
    results: Sequence[MonthResult]
    authors: AuthorFiles
    rest: Rest
    bundles: Bundles
    pending: Pending


def _make(
    folders: Folders, found: Survey, options: Options, program: Path | None, end: ExitStack
) -> _Made:
    """Stage all that is due. What is ``pending`` waits for the ``end``."""
    ready = partial(prepare, folders, found.settings)
    with open_workers(options.jobs, options.executor, ready) as workers:
        done = passes.run(folders, found, workers, options.progress)
        found, results = done.found, done.results
        rows = _make_rows(found, results, done.related)
        with index(program, folders, found, rows) as search:
            authors = build_authors(folders, found, results, workers)
            change = Register(folders.output).change(authors.changes, folders.staging)
            pending = end.enter_context(change)
            names = tuple(search.keys)
            rest = _make_rest(folders, found, results, (authors, pending, names), workers)
            bundles = search.finish()
    return _Made(
        found=found,
        rows=rows,
        results=results,
        authors=authors,
        rest=rest,
        bundles=bundles,
        pending=pending,
    )


def _make_rows(
    found: Survey, results: Iterable[MonthResult], related: Mapping[str, RelatedRow]
) -> dict[str, MonthRow]:
    made = {result.name: result for result in results}
    last = found.last.ledger.months
    return {
        month.name: MonthRow(
            signature=month.signature,
            key=found.keys[month.name],
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
    found: Survey,
    results: Sequence[MonthResult],
    made: tuple[AuthorFiles, Pending, Sequence[str]],
    workers: Workers,
) -> Rest:
    """Stage the files that span months, where what they are made from changed.

    ``made`` are the authors, and the names of the search's bundles, newest first.
    """
    authors, pending, bundles = made
    last = found.last
    is_same = (
        not results
        and not last.doubtful
        and last.ledger.months.keys() == found.facts.keys()
        and list(last.ledger.bundles) == sorted(bundles)
        and last.ledger.salt == found.salt
    )
    if is_same:
        return Rest(last.ledger.rest, ())
    months = {result.name: result for result in results}
    records = Records(
        topics=_read_topics(folders.output, found, months),
        read_recent=lambda name: (
            months[name].recent if name in months else read_recent(folders.output, name)
        ),
        authors=pending,
        touched=authors.listed,
    )
    return make_rest(folders, found, bundles, records, workers)


def _read_topics(
    output: Path, found: Survey, made: Mapping[str, MonthResult]
) -> dict[str, Mapping[str, TopicFacts]]:
    """Give what each month tells of its topics, newest first; no more papers than are shown."""
    topics: dict[str, Mapping[str, TopicFacts]] = {}
    shown: Counter[str] = Counter()
    for name in sorted(found.facts, reverse=True):
        enough = {slug for slug, count in shown.items() if count >= NEWEST}
        topics[name] = made[name].topics if name in made else read_topic_facts(output, name, enough)
        shown.update({slug: len(facts.newest) for slug, facts in topics[name].items()})
    return topics


def _publish(folders: Folders, found: Survey, staged: list[str], gone: set[str]) -> None:
    """Take over what is staged; a journal tells the next build if this one is killed."""
    if not staged and not gone:
        return
    output = folders.output
    if folders.is_new and output.is_dir():
        output.rmdir()
    journal = folders.staging if folders.is_new else output
    outputs.begin(journal, {*staged, *gone}, found.last.doubtful)
    home = f"{base_path(found.settings.base_url)}/"
    publish(folders.staging, output, staged, gone, home)


def _report(made: _Made, counts: tuple[int, int, int]) -> Report:
    """Tell what was done; ``counts`` are of pages of authors, files written and removed."""
    found, rows, rest = made.found, made.rows, made.rest
    of_authors, written, removed = counts
    days = [day for month in found.facts.values() for day in month]
    papers = sum(day.own for day in days)
    weeks = len({day.date.isocalendar()[:2] for day in days})
    spanning = sum(path.endswith(".html") for path in rest.files)
    return Report(
        papers=papers,
        days=len(days),
        pages=papers
        + len(days)
        + len(found.facts)
        + weeks
        + spanning
        + of_authors
        + bool(days)
        + sum(row.topics for row in rows.values()),
        written=written,
        removed=removed,
        indexed=made.bundles.papers,
        reason=found.last.reason,
    )


def _find_gone(output: Path, made: _Made) -> set[str]:
    """Find the files of the last build that are no longer the site's."""
    found, bundles, rest = made.found, made.bundles, made.rest
    last, gone = found.last.ledger, set(found.last.doubtful)
    gone |= made.authors.gone
    wanted = {*rest.files, *made.authors.wanted}
    for result in made.results:
        gone |= result.gone
        wanted |= result.pages.keys()
    for name in last.months.keys() - found.facts.keys():
        gone |= outputs.read_paths(output / pages_path(name)).keys()
    for name in last.bundles.keys() - bundles.keys.keys() | bundles.made.keys():
        gone |= outputs.read_paths(output / bundle_path(name)).keys()
        wanted |= set(bundles.made.get(name, ()))
    if bundles.keys.keys() - bundles.made.keys():  # those that stay may need what is shared
        gone = {path for path in gone if not path.startswith(f"pagefind/{SHARED}/")}
    gone = (gone | last.rest.keys()) - wanted
    return {path for path in gone if (output / path).is_file()}
