"""The search's bundles of a site: those whose papers changed are indexed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from posixpath import normpath

from site_gen.build.changes import Survey
from site_gen.build.manifest.months import MonthRow
from site_gen.build.output_folder import Folders, stage
from site_gen.content.store import load_topics, read_entries
from site_gen.content.topic_rules import with_topics
from site_gen.model.errors import InputError
from site_gen.model.fingerprint import fingerprint
from site_gen.model.urls import bundle_url, output_path
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


@contextmanager
def index(
    program: Path | None, folders: Folders, found: Survey, rows: Mapping[str, MonthRow]
) -> Iterator[Indexing]:
    """Make the bundles whose papers changed, one after the other; the last is left at work.

    Raises ToolError.
    """
    if program is None:
        yield Indexing({}, lambda: Bundles({}, {}))
        return
    plan = plan_bundles({name: sum(day.own for day in row.days) for name, row in rows.items()})
    language = found.settings.language
    indexed = {name: row.indexed for name, row in rows.items()}
    version = f"{load_version()} {_find_code()}"
    keys = {name: bundle_key(version, language, months, indexed) for name, months in plan.items()}
    due = [name for name in plan if found.last.bundles.get(name) != keys[name]]
    made, staged, total = {}, list[str](), 0
    vocabulary = load_topics(folders.content)

    def take(name: str, files: Mapping[str, bytes], words: bytes) -> None:
        folder = bundle_url(name)
        named = {output_path(normpath(folder + path)): data for path, data in files.items()}
        named[output_path(folder + WORDS)] = words
        staged.extend(path for path, data in named.items() if stage(folders, path, data))
        made[name] = tuple(named)

    def end(name: str, finish: Callable[[], dict[str, bytes]], words: bytes) -> Bundles:
        take(name, finish(), words)
        return Bundles(keys, made, tuple(dict.fromkeys(staged)), total)

    for name in due:
        refs = [
            f"{day.date}/{slug}"
            for month in found.scan
            if month.name in plan[name]
            for day in month.days
            for slug in day.slugs
        ]
        entries, problems = read_entries(folders.content, refs)
        if problems:
            raise InputError(*problems)
        papers = with_topics(vocabulary, entries).values()
        total += len(refs)
        words = make_words(papers)
        documents = make_documents(language, papers)
        with indexing(program, documents, folders.work, is_sealed=is_sealed(name)) as finish:
            if name == due[-1]:
                yield Indexing(keys, partial(end, name, finish, words))
            else:
                take(name, finish(), words)
    if not due:
        yield Indexing(keys, lambda: Bundles(keys, {}))


def _find_code() -> str:
    """Name the part of this program that decides what is indexed: the rest makes no bundle due."""
    root = Path(__file__).parents[1]
    sources = [path for name in _PACKAGES for path in sorted((root / name).rglob("*.py"))]
    return fingerprint(*(path.read_bytes() for path in (Path(__file__), *sources)))
