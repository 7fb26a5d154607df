"""All that is due, made and staged: months, the search, authors, and what spans months.

A build without changes does not come here, and so loads nothing that makes a page.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from site_gen.build import month_jobs
from site_gen.build.author_index import Pending, Register
from site_gen.build.author_stage import AuthorFiles, build_authors
from site_gen.build.changes import Survey
from site_gen.build.ledger import (
    Ledger,
    MonthRow,
    RelatedRow,
    bundle_path,
    format_paths,
    pages_path,
    parse_paths,
    parse_recent,
    parse_topic_facts,
    recent_path,
    topics_path,
)
from site_gen.build.month import MonthResult
from site_gen.build.output_folder import Folders, read_record
from site_gen.build.search_stage import Bundles, index
from site_gen.build.site_wide import Records, Rest, make_rest
from site_gen.model.records import TopicFacts
from site_gen.plan.topic_pages import NEWEST
from site_gen.search.canonical import SHARED
from site_gen.system.workers import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
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

    @property
    def staged(self) -> list[str]:
        """Name the files that are staged."""
        months = [path for result in self.results for path in result.staged]
        return [*months, *self.authors.staged, *self.rest.staged, *self.bundles.staged]

    def find_all(self) -> set[str]:
        """Name all files that were due, staged or there already."""
        months = (path for result in self.results for path in result.pages)
        bundles = (path for paths in self.bundles.made.values() for path in paths)
        return {*months, *bundles, *self.authors.wanted, *self.rest.files}

    def count_pages(self) -> int:
        """Count the pages of the site."""
        days = [day for month in self.found.facts.values() for day in month]
        weeks = len({day.date.isocalendar()[:2] for day in days})
        spanning = sum(path.endswith(".html") for path in self.rest.files)
        return (
            sum(day.own for day in days)
            + len(days)
            + len(self.found.facts)
            + weeks
            + spanning
            + self.pending.count_pages()
            + bool(days)
            + sum(row.topics for row in self.rows.values())
        )

    def make_ledger(self, search: str) -> Ledger:
        """Tell the next build what this one made; ``search`` is the version of Pagefind."""
        return Ledger(
            months=self.rows,
            bundles=self.bundles.keys,
            rest=self.rest.files,
            salt=self.found.salt,
            search=search,
            pages=self.count_pages(),
        )

    def make_records(self) -> dict[str, str]:
        """Give what else the next build may ask for: path and text of each."""
        records = {path: text for result in self.results for path, text in result.records}
        bundles = self.bundles.made.items()
        return records | {
            bundle_path(name): format_paths(dict.fromkeys(paths, "")) for name, paths in bundles
        }


@contextmanager
def stage_due(
    folders: Folders,
    found: Survey,
    program: Path | None,
    workers: AbstractContextManager[WorkerPool],
    progress: Callable[[int, int], None],
) -> Iterator[Staged]:
    """Stage all that is due; ``program`` is Pagefind's. The record of authors waits for the end."""
    with ExitStack() as end:
        with workers as at_work:
            done = month_jobs.run(folders, found, at_work, progress)
            found, results = done.found, done.results
            rows = _make_rows(found, results, done.related)
            with index(program, folders, found, rows) as search:
                authors = build_authors(folders, found, results, at_work)
                change = Register(folders.output).change(authors.changes, folders.staging)
                pending = end.enter_context(change)
                names = tuple(search.keys)
                rest = _make_rest(folders, found, results, (authors, pending, names), at_work)
                bundles = search.finish()
        yield Staged(
            found=found,
            rows=rows,
            results=results,
            authors=authors,
            rest=rest,
            bundles=bundles,
            pending=pending,
        )


def find_gone(output: Path, made: Staged) -> set[str]:
    """Find the files of the last build that are no longer the site's. Raises RecordError."""
    found, bundles, rest = made.found, made.bundles, made.rest
    last, gone = found.last.ledger, set(found.last.doubtful)
    gone |= made.authors.gone
    wanted = {*rest.files, *made.authors.wanted}
    for result in made.results:
        gone |= result.gone
        wanted |= result.pages.keys()
    for name in last.months.keys() - found.facts.keys():
        gone |= read_record(output, pages_path(name), parse_paths).keys()
    for name in last.bundles.keys() & (
        last.bundles.keys() - bundles.keys.keys() | bundles.made.keys()
    ):
        gone |= read_record(output, bundle_path(name), parse_paths).keys()
    for paths in bundles.made.values():
        wanted |= set(paths)
    if bundles.keys.keys() - bundles.made.keys():  # those that stay may need what is shared
        gone = {path for path in gone if not path.startswith(f"pagefind/{SHARED}/")}
    gone = (gone | last.rest.keys()) - wanted
    return {path for path in gone if (output / path).is_file()}


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
    workers: WorkerPool,
) -> Rest:
    """Stage the files that span months, where what they are made from changed.

    ``made`` are the authors, and the names of the search's bundles, newest first.
    """
    authors, pending, bundles = made
    last = found.last.ledger
    if found.is_unchanged and list(last.bundles) == sorted(bundles):
        return Rest(last.rest, ())
    months = {result.name: result for result in results}
    records = Records(
        topics=_read_topics(folders.output, found, months),
        read_recent=lambda name: (
            months[name].recent
            if name in months
            else read_record(folders.output, recent_path(name), parse_recent)
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
        parse = partial(parse_topic_facts, enough=enough)
        topics[name] = (
            made[name].topics if name in made else read_record(output, topics_path(name), parse)
        )
        shown.update({slug: len(facts.newest) for slug, facts in topics[name].items()})
    return topics
