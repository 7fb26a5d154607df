"""The search's bundles of a site: those whose papers changed are indexed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import normpath

from site_gen.build.changes import BuildPlan
from site_gen.build.manifest.months import MonthRow
from site_gen.build.output_folder import Folders, stage
from site_gen.model import Entry, InputError, Settings, bundle_url, output_path
from site_gen.search.bundle_check import ENTRY
from site_gen.search.bundles import (
    WORDS,
    compute_bundle_key,
    is_sealed,
    make_words,
    plan_bundles,
)
from site_gen.search.documents import make_documents
from site_gen.search.pagefind import load_version
from site_gen.search.search import indexing
from site_gen.system.source_code import compute_code_hash

# Whole packages, not a list of modules that someone must keep: to index once too often is harmless.
_INDEXING = ("build/search_stage.py", "model", "text", "content", "search")
"""The source that reads entries and makes bundles of them: the rest makes no bundle due."""


@dataclass(frozen=True, slots=True)
class Bundles:
    """The search's bundles: their input keys, newest first, and the files of those indexed."""

    input_keys: Mapping[str, str]
    indexed: Mapping[str, tuple[str, ...]]
    staged: tuple[str, ...] = ()
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Indexing:
    """Bundles that are being indexed: their input keys, newest first, and what waits for them."""

    input_keys: Mapping[str, str]
    finish: Callable[[], Bundles]


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """The bundles of a site, newest first: their months, and their input keys."""

    months: Mapping[str, Sequence[str]]
    input_keys: Mapping[str, str]

    def select_due(self, last: Mapping[str, str]) -> list[str]:
        """Select the bundles whose input keys are not those of the last build."""
        return [name for name, key in self.input_keys.items() if last.get(name) != key]


def plan_search(settings: Settings, month_rows: Mapping[str, MonthRow], version: str) -> BundlePlan:
    """Divide the months into bundles; ``version`` is Pagefind's and that of our indexing."""
    months = plan_bundles(
        {name: sum(day.entry_count for day in row.days) for name, row in month_rows.items()}
    )
    hashes = {name: row.search_hash for name, row in month_rows.items()}
    input_keys = {
        name: compute_bundle_key(version, settings, names, hashes) for name, names in months.items()
    }
    return BundlePlan(months, input_keys)


class _Collector:
    """Stages the files of bundles, one bundle after the other."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self.indexed: dict[str, tuple[str, ...]] = {}
        self.staged: list[str] = []
        self.papers = 0

    def take(self, name: str, files: Mapping[str, bytes], words: bytes) -> None:
        folder = bundle_url(name)
        # normpath: the path of the program leads out of the bundle, to ../shared/.
        outputs = {output_path(normpath(folder + path)): data for path, data in files.items()}
        outputs[output_path(folder + WORDS)] = words
        self.staged += (path for path, data in outputs.items() if stage(self._folders, path, data))
        self.indexed[name] = tuple(outputs)


@contextmanager
def index(
    program: Path | None,
    folders: Folders,
    build_plan: BuildPlan,
    month_rows: Mapping[str, MonthRow],
) -> Iterator[Indexing]:
    """Make the bundles whose papers changed, one after the other; the last is left at work.

    Raises ToolError and InputError.
    """
    if program is None:
        yield Indexing({}, lambda: Bundles({}, {}))
        return
    settings = build_plan.settings
    plan = plan_search(settings, month_rows, f"{load_version()} {compute_code_hash(*_INDEXING)}")
    changed = plan.select_due(build_plan.last.bundles)
    lost = _select_lost(folders, plan.input_keys)
    due = [name for name in plan.input_keys if name in lost or name in changed]
    if not due:
        yield Indexing(plan.input_keys, lambda: Bundles(plan.input_keys, {}))
        return
    collector = _Collector(folders)

    def end(name: str, finish: Callable[[], dict[str, bytes]], words: bytes) -> Bundles:
        collector.take(name, finish(), words)
        # Bundles have one program in common, so it may be named several times.
        staged = tuple(dict.fromkeys(collector.staged))
        return Bundles(plan.input_keys, collector.indexed, staged, collector.papers)

    for name in due:
        papers = _read_papers(folders, build_plan, plan.months[name])
        collector.papers += len(papers)
        words = make_words(settings, papers)
        documents = make_documents(settings, papers)
        with indexing(program, documents, folders.work, is_sealed=is_sealed(name)) as finish:
            if name == due[-1]:
                # What spans months is made meanwhile: the last bundle is waited for at the end.
                yield Indexing(plan.input_keys, partial(end, name, finish, words))
            else:
                collector.take(name, finish(), words)


@contextmanager
def index_later(
    program: Path | None,
    folders: Folders,
    build_plan: BuildPlan,
    month_rows: Mapping[str, MonthRow],
) -> Iterator[Indexing]:
    """Keep the bundles of the last build, whatever changed since: a later build renews them.

    It takes and gives what ``index`` does. Bundles of which a file was removed are left out.
    """
    del month_rows
    last = build_plan.last.bundles if program else {}
    lost = _select_lost(folders, last)
    # The newest first, as ``plan_bundles`` has them: the search page tries them in this order.
    names = sorted(last.keys() - lost, reverse=True)
    bundles = Bundles({name: last[name] for name in names}, {})
    yield Indexing(bundles.input_keys, lambda: bundles)


def _select_lost(folders: Folders, bundles: Collection[str]) -> set[str]:
    """Select the bundles that somebody removed: the output lacks their first file."""
    first = {name: output_path(f"{bundle_url(name)}{ENTRY}") for name in bundles}
    return {name for name, path in first.items() if not (folders.output / path).is_file()}


def _read_papers(
    folders: Folders, build_plan: BuildPlan, months: Collection[str]
) -> Collection[Entry]:
    """Read the entries of some months, with their topics. Raises InputError."""
    refs = [ref for month in build_plan.scan if month.name in months for ref in month.refs]
    entries, problems = folders.open_packs().read(refs)
    if problems:
        raise InputError(*problems)
    return entries.values()
