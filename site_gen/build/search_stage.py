"""The search's bundles of a site: those whose papers changed are indexed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import normpath

from site_gen.build.changes import Survey
from site_gen.build.manifest.months import MonthRow
from site_gen.build.output_folder import Folders, stage
from site_gen.content.removed import read_shown
from site_gen.content.store import load_topics
from site_gen.content.topic_rules import Vocabulary, with_topics
from site_gen.model import Entry, InputError, bundle_url, fingerprint, output_path
from site_gen.search.documents import (
    WORDS,
    bundle_key,
    is_sealed,
    make_documents,
    make_words,
    plan_bundles,
)
from site_gen.search.pagefind import load_version
from site_gen.search.search import indexing

# Whole packages, not a list of modules that someone must keep: to index once too often is harmless.
_PACKAGES = ("model", "text", "content", "search")
"""What reads entries, and what makes bundles of them: all that decides what is indexed."""


@dataclass(frozen=True, slots=True)
class Bundles:
    """The search's bundles: what each depends on, newest first, and the files of those made."""

    keys: Mapping[str, str]
    made: Mapping[str, tuple[str, ...]]
    staged: tuple[str, ...] = ()
    papers: int = 0


@dataclass(frozen=True, slots=True)
class Indexing:
    """Bundles in the making: what each depends on, newest first, and what waits for them."""

    keys: Mapping[str, str]
    finish: Callable[[], Bundles]


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """The bundles of a site, newest first: their months, and a key for all each depends on."""

    months: Mapping[str, Sequence[str]]
    keys: Mapping[str, str]

    def find_due(self, last: Mapping[str, str]) -> list[str]:
        """Give the bundles whose keys are others than in the last build."""
        return [name for name, key in self.keys.items() if last.get(name) != key]


def plan_search(language: str, rows: Mapping[str, MonthRow], version: str) -> BundlePlan:
    """Divide the months into bundles; ``version`` is Pagefind's and that of our indexing."""
    months = plan_bundles({name: sum(day.own for day in row.days) for name, row in rows.items()})
    indexed = {name: row.indexed for name, row in rows.items()}
    keys = {name: bundle_key(version, language, some, indexed) for name, some in months.items()}
    return BundlePlan(months, keys)


class _Collector:
    """Stages the files of bundles, one bundle after the other."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self.made: dict[str, tuple[str, ...]] = {}
        self.staged: list[str] = []
        self.papers = 0

    def take(self, name: str, files: Mapping[str, bytes], words: bytes) -> None:
        folder = bundle_url(name)
        named = {output_path(normpath(folder + path)): data for path, data in files.items()}
        named[output_path(folder + WORDS)] = words
        self.staged += (path for path, data in named.items() if stage(self._folders, path, data))
        self.made[name] = tuple(named)


@contextmanager
def index(
    program: Path | None, folders: Folders, found: Survey, rows: Mapping[str, MonthRow]
) -> Iterator[Indexing]:
    """Make the bundles whose papers changed, one after the other; the last is left at work.

    Raises ToolError and InputError.
    """
    if program is None:
        yield Indexing({}, lambda: Bundles({}, {}))
        return
    language = found.settings.language
    plan = plan_search(language, rows, f"{load_version()} {_find_code()}")
    due = plan.find_due(found.last.bundles)
    if not due:
        yield Indexing(plan.keys, lambda: Bundles(plan.keys, {}))
        return
    collector = _Collector(folders)
    vocabulary = load_topics(folders.content)

    def end(name: str, finish: Callable[[], dict[str, bytes]], words: bytes) -> Bundles:
        collector.take(name, finish(), words)
        staged = tuple(dict.fromkeys(collector.staged))
        return Bundles(plan.keys, collector.made, staged, collector.papers)

    for name in due:
        papers = _read_papers(folders, found, plan.months[name], vocabulary)
        collector.papers += len(papers)
        words = make_words(papers)
        documents = make_documents(language, papers)
        with indexing(program, documents, folders.work, is_sealed=is_sealed(name)) as finish:
            if name == due[-1]:
                # What spans months is made meanwhile: the last bundle is waited for at the end.
                yield Indexing(plan.keys, partial(end, name, finish, words))
            else:
                collector.take(name, finish(), words)


def _read_papers(
    folders: Folders, found: Survey, months: Collection[str], vocabulary: Vocabulary
) -> Collection[Entry]:
    """Read the entries of some months, with their topics. Raises InputError."""
    refs = [ref for month in found.scan if month.name in months for ref in month.refs]
    entries, problems = read_shown(folders.content, refs)
    if problems:
        raise InputError(*problems)
    return with_topics(vocabulary, entries).values()


def _find_code() -> str:
    """Name the part of this program that decides what is indexed: the rest makes no bundle due."""
    root = Path(__file__).parents[1]
    sources = [path for name in _PACKAGES for path in sorted((root / name).rglob("*.py"))]
    return fingerprint(*(path.read_bytes() for path in (Path(__file__), *sources)))
