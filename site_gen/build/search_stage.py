"""The search's bundles of a site: those whose papers changed are indexed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import normpath

from site_gen.build.changes import BuildPlan
from site_gen.build.output_folder import Folders, stage
from site_gen.model import Entry, InputError, bundle_url, output_path
from site_gen.search.bundle_check import ENTRY
from site_gen.search.bundles import (
    WORDS,
    compute_bundle_key,
    find_pack_size,
    make_words,
    plan_bundles,
)
from site_gen.search.documents import make_documents
from site_gen.search.pagefind import load_version
from site_gen.search.search import indexing
from site_gen.system.progress import Progress
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


def plan_search(build_plan: BuildPlan, hashes: Mapping[str, str], version: str) -> BundlePlan:
    """Divide the months into bundles.

    ``hashes`` stand for what the search finds in each month, ``version`` for Pagefind and our
    indexing.
    """
    months = plan_bundles({name: build_plan.count_papers(name) for name in build_plan.summaries})
    settings = build_plan.settings
    input_keys = {
        name: compute_bundle_key(version, settings, names, hashes) for name, names in months.items()
    }
    return BundlePlan(months, input_keys)


class _Indexer:
    """Indexes bundles, one after the other, and stages their files."""

    def __init__(
        self,
        program: Path,
        folders: Folders,
        build_plan: BuildPlan,
        bundle_plan: BundlePlan,
        report: Callable[[int], None],
    ) -> None:
        self._program = program
        self._folders = folders
        self._build_plan = build_plan
        self._bundle_plan = bundle_plan
        self._report = report
        self._name = ""
        self._words = b""
        self._at_work = 0
        self._work = ExitStack()
        self._wait: Callable[[], dict[str, bytes]] = dict
        self._indexed: dict[str, tuple[str, ...]] = {}
        self._staged: dict[str, None] = {}
        self._papers = 0

    def begin(self, name: str) -> None:
        """Set Pagefind to work at a bundle; what it is made from is prepared while one is made."""
        settings = self._build_plan.settings
        papers = _read_papers(self._folders, self._build_plan, self._bundle_plan.months[name])
        documents = list(make_documents(settings, papers))
        words = make_words(settings, papers)
        self._take()
        self._name, self._words, self._at_work = name, words, len(papers)
        self._wait = self._work.enter_context(
            indexing(
                self._program,
                documents,
                self._folders.work,
                pack_size=find_pack_size(settings, name),
            )
        )

    def finish(self, others: Iterable[str]) -> Bundles:
        """Index the other bundles, and wait for the last one."""
        for name in others:
            self.begin(name)
        self._take()
        staged = tuple(self._staged)
        return Bundles(self._bundle_plan.input_keys, self._indexed, staged, self._papers)

    def _take(self) -> None:
        """Wait for the bundle that Pagefind works at, and stage its files."""
        if not self._name:
            return
        self._report(self._papers)
        folder = bundle_url(self._name)
        # normpath: the path of the program leads out of the bundle, to ../shared/.
        outputs = {
            output_path(normpath(folder + path)): data for path, data in self._wait().items()
        }
        outputs[output_path(folder + WORDS)] = self._words
        # A dict: bundles have one program in common, so it may be named several times.
        self._staged |= dict.fromkeys(
            path for path, data in outputs.items() if stage(self._folders, path, data)
        )
        self._indexed[self._name] = tuple(outputs)
        self._papers += self._at_work
        self.close()

    def close(self) -> None:
        """Stop Pagefind, and remove what it was given."""
        self._name = ""
        self._work.close()


@contextmanager
def index(
    program: Path | None,
    folders: Folders,
    build_plan: BuildPlan,
    search_hashes: Mapping[str, str],
    progress: Progress,
) -> Iterator[Indexing]:
    """Make the bundles whose papers changed: the newest is at work meanwhile, the others follow.

    Raises ToolError and InputError.
    """
    if program is None:
        yield Indexing({}, lambda: Bundles({}, {}))
        return
    version = f"{load_version()} {compute_code_hash(*_INDEXING)}"
    plan = plan_search(build_plan, search_hashes, version)
    changed = plan.select_due(build_plan.last.bundles)
    lost = _select_lost(folders, plan.input_keys)
    due = [name for name in plan.input_keys if name in lost or name in changed]
    if not due:
        yield Indexing(plan.input_keys, lambda: Bundles(plan.input_keys, {}))
        return
    total = sum(build_plan.count_papers(month) for name in due for month in plan.months[name])

    def report(done: int) -> None:
        progress("Indexing papers", done, total)

    with closing(_Indexer(program, folders, build_plan, plan, report)) as indexer:
        indexer.begin(due[0])
        yield Indexing(plan.input_keys, partial(indexer.finish, due[1:]))


@contextmanager
def index_later(
    program: Path | None,
    folders: Folders,
    build_plan: BuildPlan,
    search_hashes: Mapping[str, str],
    progress: Progress,
) -> Iterator[Indexing]:
    """Keep the bundles of the last build, whatever changed since: a later build renews them.

    It takes and gives what ``index`` does. Bundles of which a file was removed are left out.
    """
    del search_hashes, progress
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
