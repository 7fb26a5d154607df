"""Entries that lack an arXiv id or authors -> what arXiv has for them.

Only what is certain is written: a paper with the entry's id; or with its title, where the
abstracts agree. Every entry is asked for once: what came to nothing is kept in ``.cache/``, so that
a run that was broken off goes on where it was. https://info.arxiv.org/help/api/user-manual.html.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from site_gen.content.entry_file import read_entry
from site_gen.content.frontmatter import has_key
from site_gen.content.identity import compute_keys, is_same, share
from site_gen.content.store import scan
from site_gen.content.yaml_edit import Value, set_keys
from site_gen.importing.formats.feeds import parse_xml
from site_gen.importing.provenance import format_imported, imported_path, parse_imported
from site_gen.importing.three_way import with_written
from site_gen.model import (
    FOLLOWED,
    Entry,
    InputError,
    OutputError,
    Paper,
    entry_reference,
    find_arxiv_id,
    mark_withdrawn,
    month_of,
)
from site_gen.system.files import decode, read_optional, read_text, shown, write
from site_gen.system.network.client import Client
from site_gen.system.transactions import commit_texts

ARXIV_API = "https://export.arxiv.org"
FORMAT = "feed"
"""The format of the API's answers, as records of imports name it."""
WAIT = 3.0  # seconds between two requests, as arXiv asks: https://info.arxiv.org/help/api/tou.html
# In .cache, which a site does not commit: what is lost there is asked for again.
_ASKED = ".cache/site-gen/asked"
_MOST = 5  # candidates for a title
# Far below what makes two papers one: a person looks at these.
_LIKELY = 0.3  # share of words that the abstract of a candidate has in common, at the least
# Other characters have a meaning in arXiv's query language: quotes, brackets, colons.
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What arXiv has for an entry: the paper, when it is certain; else candidates, best first."""

    path: Path
    entry: Entry
    paper: Paper | None = None
    candidates: tuple[Paper, ...] = ()


class Asked:
    """Which entries arXiv did not know, or not for certain: a list a month, by id or title."""

    def __init__(self, site: Path) -> None:
        """Read nothing yet."""
        self._folder = site / _ASKED
        self._keys: dict[Path, set[str]] = {}

    def __contains__(self, entry: Entry) -> bool:
        """Whether arXiv was asked for an entry."""
        return _first_key(entry) in self._month(entry)

    def add(self, entry: Entry) -> None:
        """Keep that arXiv was asked for an entry."""
        keys = self._month(entry)
        keys.add(_first_key(entry))
        with suppress(OutputError):  # it only saves time
            text = json.dumps(sorted(keys), ensure_ascii=False, indent=0)
            write(self._path(entry), text.encode())

    def _path(self, entry: Entry) -> Path:
        return self._folder / f"{entry.first_day:%Y-%m}.json"

    def _month(self, entry: Entry) -> set[str]:
        path = self._path(entry)
        if path not in self._keys:
            self._keys[path] = set()
            with suppress(InputError, ValueError, TypeError):
                self._keys[path].update(json.loads(read_text(path)))
        return self._keys[path]


def list_entries(content: Path, since: date = date.min) -> Iterator[tuple[Path, Entry]]:
    """Give the entries of ``since`` and later days that can be read; newest first.

    Papers that were taken down are not among them.
    """
    days = [day for month in scan(content).months for day in month.days if day.date >= since]
    # Newest first: a run may be broken off, and new papers are read most.
    for day in reversed(days):
        for ref in day.refs:
            with suppress(InputError):  # 'check' reports what cannot be read
                entry, _ = read_entry(content, ref)
                if not entry.removed:
                    yield content / f"{ref}.md", entry


def list_incomplete(content: Path) -> Iterator[tuple[Path, Entry]]:
    """Give the entries without an arXiv id, or without authors, as ``list_entries`` does."""
    for path, entry in list_entries(content):
        if not (entry.arxiv_id and entry.authors):
            yield path, entry


def look_up(client: Client, host: str, path: Path, entry: Entry) -> Match:
    """Ask arXiv for an entry, by its id, else by its title. Raises ToolError, InputError."""
    ident = find_arxiv_id(entry.arxiv_id)
    words = " ".join(_WORD.findall(entry.title))
    by_title = {"search_query": f'ti:"{words}"', "max_results": _MOST}
    papers = query(client, host, {"id_list": ident} if ident else by_title)
    for paper in papers:
        # Other papers may have the same title, so a title alone is not certain.
        has_abstracts = bool(paper.abstract and entry.body)
        if paper.arxiv_id and (ident or has_abstracts) and is_same(entry, paper):
            return Match(path=path, entry=entry, paper=paper)
    likely = sorted(papers, key=lambda paper: -share(entry, paper))
    near = tuple(paper for paper in likely if share(entry, paper) >= _LIKELY)
    return Match(path=path, entry=entry, candidates=near)


def query(client: Client, host: str, asked: Mapping[str, object]) -> list[Paper]:
    """Send a query with these parameters to arXiv's API. Raises ToolError, InputError."""
    url = f"{host}/api/query?{urlencode(asked)}"
    found = parse_xml(url, decode(url, client.get(url)))
    return [mark_withdrawn(paper) for paper, _ in found.papers]


def enrich(content: Path, match: Match) -> tuple[str, ...]:
    """Write what is certain into an entry, where it says nothing; give the keys.

    Every other byte of the file stays. What is written is known as ours, so that a source may
    correct it. Raises InputError, OutputError.
    """
    paper = match.paper
    if not paper:
        return ()
    ref = entry_reference(match.entry)
    entry, text = read_entry(content, ref)  # anew: since arXiv was asked, it may have been changed
    if entry.removed:  # meanwhile
        return ()
    new = _find_new(paper, entry, text)
    if new:
        record = imported_path(month_of(ref))
        said = read_optional(content / record)
        bases = parse_imported(said or "")
        bases[ref] = with_written(bases.get(ref, {}), new, FORMAT)
        texts = {
            f"{ref}.md": (text, set_keys(shown(match.path), text, new)),
            record: (said, format_imported(bases)),
        }
        commit_texts(content, texts)
    return tuple(new)


def _find_new(paper: Paper, entry: Entry, text: str) -> dict[str, Value]:
    """Give what a paper says where its entry, which is this text, says nothing."""
    new: dict[str, Value] = {}
    for field in FOLLOWED:
        value = getattr(paper, field.name)
        is_said = field.kind == "flag" and has_key(text, field.name)  # that it is not so
        if value and not getattr(entry, field.name) and not is_said:
            new[field.name] = dict(value) if field.kind == "links" else value
    return new


def _first_key(entry: Entry) -> str:
    return next(iter(compute_keys(entry)))
