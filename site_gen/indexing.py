"""The search's bundles of a site: those whose papers changed are indexed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath

from site_gen.bundles import WORDS, bundle_key, make_documents, make_words, plan_bundles
from site_gen.errors import InputError
from site_gen.ledger import MonthRow
from site_gen.months import stage
from site_gen.outputs import Folders
from site_gen.search import find_version, make_bundle
from site_gen.store import load_topics, read_entries
from site_gen.survey import Survey
from site_gen.topics import with_topics


@dataclass(frozen=True, slots=True)
class Bundles:
    """The search's bundles: what each depends on, newest first, and the files of those made."""

    keys: Mapping[str, str]
    made: Mapping[str, tuple[str, ...]]
    staged: tuple[str, ...] = ()
    papers: int = 0


def index(
    program: Path | None, folders: Folders, found: Survey, rows: Mapping[str, MonthRow]
) -> Bundles:
    """Make the bundles whose papers changed. Raises ToolError."""
    if program is None:
        return Bundles({}, {})
    plan = plan_bundles({name: sum(day.own for day in row.days) for name, row in rows.items()})
    language = found.settings.language
    indexed = {name: row.indexed for name, row in rows.items()}
    version = f"{find_version()} {found.code}"
    keys = {name: bundle_key(version, language, months, indexed) for name, months in plan.items()}
    made, staged, papers = {}, list[str](), 0
    vocabulary = load_topics(folders.content)
    for name, months in plan.items():
        if found.last.ledger.bundles.get(name) == keys[name] and not any(
            path.startswith(f"pagefind/{name}/") for path in found.last.doubtful
        ):
            continue
        refs = [
            f"{day.date}/{slug}"
            for month in found.scan
            if month.name in months
            for day in month.days
            for slug in day.slugs
        ]
        entries, problems = read_entries(folders.content, refs)
        if problems:
            raise InputError(*problems)
        papers_of = with_topics(vocabulary, entries).values()
        files = make_bundle(program, make_documents(language, papers_of), folders.staging)
        files[WORDS] = make_words(papers_of)
        named = {normpath(f"pagefind/{name}/{path}"): data for path, data in files.items()}
        staged += (path for path, data in named.items() if stage(folders, path, data))
        made[name] = tuple(named)
        papers += len(refs)
    return Bundles(keys, made, tuple(dict.fromkeys(staged)), papers)
