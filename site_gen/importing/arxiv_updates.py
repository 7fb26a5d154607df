"""Papers that are here already, with an arXiv id -> what arXiv says of them now.

Papers change after their first day: a new version comes, a conference takes the paper, its code is
published, its authors withdraw it. Title, authors and abstract are those of the digest, and stay.
Keys that somebody edited stay too (docs/decisions/0002).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_gen.content.entry_file import read_entry
from site_gen.importing.arxiv_lookup import FORMAT, list_entries, query
from site_gen.importing.provenance import format_imported, imported_path, parse_imported
from site_gen.importing.three_way import Base, Revision, revise
from site_gen.model import (
    Entry,
    InputError,
    Paper,
    Problem,
    entry_reference,
    find_arxiv_id,
    find_code_link,
    month_of,
)
from site_gen.system.files import read_optional
from site_gen.system.network.client import Client
from site_gen.system.transactions import commit_texts

BATCH = 100
"""Papers of one request: their ids are a part of its address, which must not be too long."""


@dataclass(frozen=True, slots=True)
class Update:
    """What became of an entry: the keys that follow arXiv now, and what a person must look at."""

    path: Path
    keys: tuple[str, ...]
    problems: tuple[Problem, ...]


def list_recent(content: Path, since: date) -> Iterator[Entry]:
    """Give the entries of ``since`` and later days that have an arXiv id; newest first.

    Papers that were taken down, or withdrawn already, are not among them.
    """
    for _, entry in list_entries(content, since):
        if find_arxiv_id(entry.arxiv_id) and not entry.withdrawn:
            yield entry


def look_up_all(client: Client, host: str, entries: Sequence[Entry]) -> Mapping[str, Paper]:
    """Ask arXiv for at most ``BATCH`` entries; give what it has by arXiv id.

    Raises ToolError, InputError.
    """
    ids = [find_arxiv_id(entry.arxiv_id) for entry in entries]
    # Without a number, arXiv gives ten: info.arxiv.org/help/api/user-manual.html, 3.1.1.2.
    papers = query(client, host, {"id_list": ",".join(ids), "max_results": len(ids)})
    return {paper.arxiv_id: paper for paper in papers}


def update_entries(
    content: Path, entries: Sequence[Entry], papers: Mapping[str, Paper], *, is_dry: bool = False
) -> list[Update]:
    """Bring what arXiv says now into entries, in one transaction; nothing is written where dry.

    Raises OutputError.
    """
    texts: dict[str, tuple[str | None, str | None]] = {}
    records: dict[str, dict[str, Base]] = {}
    updates: list[Update] = []
    for known in entries:
        ref = entry_reference(known)
        # Anew: while arXiv was asked, it may have changed, or gone.
        try:
            entry, text = read_entry(content, ref)
        except InputError:
            continue
        paper = papers.get(find_arxiv_id(entry.arxiv_id))
        if entry.removed or not paper:
            continue
        bases = _read_bases(content, month_of(ref), records)
        made = revise(entry, text, bases.get(ref, {}), _choose_facts(paper, entry), FORMAT)
        bases[ref] = made.base
        updates.append(_describe(content / f"{ref}.md", made))
        if made.text is not None:
            texts[f"{ref}.md"] = text, made.text
    if not is_dry:
        commit_texts(content, texts | _format_records(content, records))
    return updates


def _describe(path: Path, made: Revision) -> Update:
    return Update(path, made.updated if made.text is not None else (), made.conflicts)


def _choose_facts(paper: Paper, entry: Entry) -> Paper:
    """Keep what becomes known of a paper after its first day: not its title, abstract, authors."""
    return Paper(
        title="",
        abstract="",
        doi=paper.doi,
        venue=paper.venue,
        # A link to code that is there stays: two sources may name two repositories.
        links=() if find_code_link(entry) else paper.links,
        comment=paper.comment,
        journal_ref=paper.journal_ref,
        version=paper.version,
        withdrawn=paper.withdrawn,
    )


def _read_bases(content: Path, month: str, records: dict[str, dict[str, Base]]) -> dict[str, Base]:
    if month not in records:
        records[month] = parse_imported(read_optional(content / imported_path(month)) or "")
    return records[month]


def _format_records(
    content: Path, records: Mapping[str, Mapping[str, Base]]
) -> dict[str, tuple[str | None, str | None]]:
    paths = {imported_path(month): bases for month, bases in records.items()}
    return {
        path: (read_optional(content / path), format_imported(bases))
        for path, bases in paths.items()
    }
