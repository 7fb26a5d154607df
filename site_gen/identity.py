"""Which entry a paper is: by arXiv id; else by DOI; else by title and abstract.

A paper is listed on several days, and told in several formats, with or without ids. Papers whose
ids differ are never one, and neither are papers that share nothing but a title.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from site_gen import markup
from site_gen.formats.reading import find_arxiv_id, find_doi
from site_gen.model import Entry, Paper
from site_gen.urls import make_slug

_SAME = 0.6  # share of words that two abstracts of one paper have in common, at the least
_ALIKE = 0.8  # the same, where the source has another title
_ENOUGH = 20  # words without which an abstract says too little to tell a paper by
_MOST = 1_000_000  # pairs of abstracts that are compared at the most
_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(r"-[2-9]\Z")


def find_keys(one: Paper | Entry) -> Iterator[str]:
    """Give what a paper can be looked up by, the best first; the same for one that is the same."""
    if arxiv_id := find_arxiv_id(one.arxiv_id):
        yield f"arxiv:{arxiv_id}"
    if doi := find_doi(one.doi):
        yield f"doi:{doi.lower()}"
    yield f"title:{' '.join(_words(one.title))}"


def is_same(one: Paper | Entry, other: Paper | Entry) -> bool:
    """Whether these are one paper, edits of an abstract aside."""
    for find, name in ((find_arxiv_id, "arxiv_id"), (find_doi, "doi")):
        mine, theirs = find(getattr(one, name)).lower(), find(getattr(other, name)).lower()
        if mine and theirs:
            return mine == theirs
    return _words(one.title) == _words(other.title) and _share(one, other) >= _SAME


def find_entries(
    papers: Sequence[Paper],
    own: Sequence[Entry],
    elsewhere: Sequence[Entry],
    untouched: Collection[str],
) -> list[Entry | None]:
    """Find the entry of each paper of a day; none for what is new.

    ``own`` are the day's entries, of which nobody edited those ``untouched``, by slug;
    ``elsewhere`` those of other days. A paper of the day whose text was edited is known by the
    file's name, and one whose title the source corrected by its abstract.
    """
    search = _Search(papers, own)
    by_key = _group((key, entry) for entry in (*own, *elsewhere) for key in find_keys(entry))
    for at, paper in enumerate(papers):
        near = (entry for key in find_keys(paper) for entry in by_key.get(key, ()))
        search.take(at, (entry for entry in near if is_same(paper, entry)))
    edited = [entry for entry in search.free() if entry.slug not in untouched]
    by_name = _group(
        (name, entry) for entry in edited for name in {entry.slug, _NUMBERED.sub("", entry.slug)}
    )
    for at in search.missing():
        named = by_name.get(make_slug(papers[at].title), ())
        search.take(at, (entry for entry in named if _is_named(entry, papers[at])))
    rest = search.missing()
    if len(rest) * len(search.free()) <= _MOST:
        for at in rest:
            search.take(at, (entry for entry in search.free() if _is_retitled(entry, papers[at])))
    return search.found


class _Search:
    """Papers, the entries found for them so far, and the day's own that are left."""

    def __init__(self, papers: Sequence[Paper], own: Sequence[Entry]) -> None:
        self.found: list[Entry | None] = [None] * len(papers)
        self._own = own
        self._used: set[tuple[date, str]] = set()

    def take(self, at: int, candidates: Iterable[Entry]) -> None:
        """Give a paper the first of these entries that is not taken."""
        for entry in candidates:
            if (name := (entry.first_day, entry.slug)) not in self._used:
                self._used.add(name)
                self.found[at] = entry
                return

    def free(self) -> list[Entry]:
        return [entry for entry in self._own if (entry.first_day, entry.slug) not in self._used]

    def missing(self) -> list[int]:
        return [at for at, entry in enumerate(self.found) if entry is None]


def _group(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for key, entry in pairs:
        found.setdefault(key, []).append(entry)
    return found


def _is_named(entry: Entry, paper: Paper) -> bool:
    """Whether the file of an entry that was edited bears the paper's name."""
    is_base = entry.slug == make_slug(paper.title)
    return _may_be(entry, paper) and (is_base or _words(entry.title) == _words(paper.title))


def _is_retitled(entry: Entry, paper: Paper) -> bool:
    """Whether a paper has the abstract of an entry under another title."""
    shorter = min(len(_vocabulary(_abstract(one))) for one in (entry, paper))
    return shorter >= _ENOUGH and _may_be(entry, paper) and _share(entry, paper) >= _ALIKE


def _may_be(entry: Entry, paper: Paper) -> bool:
    """Whether no id says that these are two papers."""
    ids = find_arxiv_id(entry.arxiv_id), find_arxiv_id(paper.arxiv_id)
    dois = find_doi(entry.doi).lower(), find_doi(paper.doi).lower()
    return not any(mine and theirs and mine != theirs for mine, theirs in (ids, dois))


def _share(one: Paper | Entry, other: Paper | Entry) -> float:
    """Give the share of words that two abstracts have in common, 0 to 1.

    Where one has no abstract, the other may be its own.
    """
    mine, theirs = _vocabulary(_abstract(one)), _vocabulary(_abstract(other))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 1.0


def _abstract(one: Paper | Entry) -> str:
    return one.abstract if isinstance(one, Paper) else markup.to_text(one.body)


@lru_cache(maxsize=1024)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(_words(text))


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
