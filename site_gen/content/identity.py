"""Which entry a paper is: by arXiv id; else by DOI; else by title and abstract.

A paper is listed on several days and comes in several formats, with or without ids. Papers whose
ids differ are never one, and neither are papers that share nothing but a title.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from site_gen.content.yaml_fields import load_map
from site_gen.model import Entry, Paper, find_arxiv_id, find_doi, make_slug
from site_gen.text import markdown

# The shares were set so that none of 60,000 pairs of different papers reaches them; a summary is
# often one sentence of the abstract (decision 0003).
_HELD = 0.8  # share of its words that a part of an abstract has in common with the whole
_SENTENCE = 8  # words of such a part, at the least
_SAME = 0.6  # share of words that two abstracts of one paper have in common, at the least
_ALIKE = 0.8  # the same, where the source has another title
_ENOUGH = 20  # words without which an abstract is too short to recognise a paper by
# A pair takes 14 microseconds, so all of them 14 seconds. A thousand unknown papers, on a day that
# has a thousand already, are no daily list.
_MOST = 1_000_000  # pairs of abstracts that are compared at the most
# Thousands of papers may have one title, as "Editorial": to compare each with all is quadratic.
MOST_ALIKE = 50
"""Of papers with one title, the text of so many is compared; beyond, it must be the same."""

_P = TypeVar("_P", Paper, Entry)
_WORD = re.compile(r"\w+")
_NAMES = ("title", "arxiv_id", "doi")
# arXiv registers such a DOI for each paper: https://info.arxiv.org/help/doi.html.
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
# Each way in which YAML may write one of these keys. Where _PLAIN finds fewer, YAML reads.
_KEY = re.compile(r"^[\"' {?]*(?:title|arxiv_id|doi)\b", re.MULTILINE)
_PLAIN = re.compile(  # a key with a text on its line, in no or in single quotes: nearly all are
    r"^(title|arxiv_id|doi):[ ]+(?:'((?:[^'\r\n]|'')*)'"
    r"|([A-Za-z0-9](?:[^#:\r\n ]|:(?=\S)|[ ]+(?=[^ \r\n]))*))"
    r"[ ]*\r?\n(?![ \t])",
    re.MULTILINE,
)
# What an import adds to a name that is taken (importing.proposal).
_NUMBERED = re.compile(r"-[2-9]\Z")


def compute_keys(paper: Paper | Entry) -> Iterator[str]:
    """Give what a paper can be looked up by, the best first; the same for one that is the same."""
    return _make_keys(paper.title, paper.arxiv_id, paper.doi)


def scan_keys(text: str) -> tuple[str, ...]:
    """Give the same from an entry's file, quickly; a file that is broken gives what it can."""
    meta = text.partition("\n---")[0] + "\n"
    rows = _PLAIN.findall(meta)
    texts = {name: quoted.replace("''", "'") or bare for name, quoted, bare in rows}
    if "title" not in texts or len(rows) < len(_KEY.findall(meta)):  # written in another way
        texts = _load_texts(meta, texts)
    return tuple(_make_keys(*(texts.get(name, "") for name in _NAMES)))


def _load_texts(meta: str, default: dict[str, str]) -> dict[str, str]:
    """Read by YAML what lookup keys are made from; ``default`` from what is no map."""
    values = load_map(meta.lstrip("\ufeff"))
    if values is None:
        return default
    texts = ((name, values.get(name)) for name in _NAMES)
    return {
        name: str(value) for name, value in texts if value and not isinstance(value, dict | list)
    }


def _make_keys(title: str, arxiv_id: str, doi: str) -> Iterator[str]:
    ids = _ids(arxiv_id, doi)
    if ids.arxiv:
        yield f"arxiv:{ids.arxiv}"
    if ids.doi:
        yield f"doi:{ids.doi}"
    yield f"title:{' '.join(_words(title))}"


class _Ids(NamedTuple):
    """What identifies a paper everywhere; empty where it is not known."""

    arxiv: str
    doi: str


def _ids(arxiv_id: str, doi: str) -> _Ids:
    """Give a paper's arXiv id and DOI; DOIs have no case, and one of arXiv's is an arXiv id.

    https://info.arxiv.org/help/doi.html
    """
    name = find_doi(doi).lower()
    match = _ARXIV_DOI.fullmatch(name)
    ident = find_arxiv_id(arxiv_id) or (find_arxiv_id(match[1]) if match else "")
    return _Ids(ident.lower(), "" if match else name)


def is_same(paper: Paper | Entry, other: Paper | Entry) -> bool:
    """Whether these are one paper, edits of an abstract aside."""
    for mine, theirs in _both_ids(paper, other):
        if mine and theirs:
            return mine == theirs
    return _words(paper.title) == _words(other.title) and _agree(paper, other)


def match_entries(
    papers: Sequence[Paper],
    day_entries: Sequence[Entry],
    elsewhere: Sequence[Entry],
    untouched: Collection[str],
) -> list[Entry | None]:
    """Find the entry of each paper of a day; none for what is new.

    ``day_entries`` are those of the day, of which nobody edited those ``untouched``, by slug;
    ``elsewhere`` those of other days. A paper of the day whose text was edited is known by the
    file's name, and one whose title the source corrected by its abstract.
    """
    # The surest way first, over all papers, so that none takes the entry of another.
    matching = _Matching(papers, day_entries)
    matching.match_keys(elsewhere)
    matching.match_names(untouched)
    matching.match_abstracts()
    return matching.matches


class SameKey(Generic[_P]):
    """Papers, found by what they can be looked up by, in steps that do not grow with their number.

    Of a key that more than ``MOST_ALIKE`` papers have, those with the same abstract are found, and
    the first of the others.
    """

    def __init__(self, papers: Iterable[_P] = ()) -> None:
        """Begin with some papers."""
        self._groups: dict[str, list[_P]] = {}
        self._texts: dict[tuple[str, tuple[str, ...]], list[_P]] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: _P) -> None:
        """Add a paper."""
        for key in compute_keys(paper):
            group = self._groups.setdefault(key, [])
            group.append(paper)
            if len(group) > MOST_ALIKE:
                # Before, no texts are needed: nearly all groups are small.
                for one in group if len(group) == MOST_ALIKE + 1 else (paper,):
                    self._texts.setdefault((key, _words(_abstract(one))), []).append(one)

    def find(self, paper: Paper | Entry) -> Iterator[_P]:
        """Give the papers that may be this one, those of the surest key first."""
        for key in compute_keys(paper):
            group = self._groups.get(key, [])
            if len(group) > MOST_ALIKE:
                yield from self._texts.get((key, _words(_abstract(paper))), [])[:MOST_ALIKE]
            yield from group[:MOST_ALIKE]


class _Matching:
    """Papers, the entries found for them so far, and the day's own that are left."""

    def __init__(self, papers: Sequence[Paper], day_entries: Sequence[Entry]) -> None:
        self.matches: list[Entry | None] = [None] * len(papers)
        self._papers = papers
        self._day_entries = day_entries
        self._used: set[tuple[date, str]] = set()

    def match_keys(self, elsewhere: Sequence[Entry]) -> None:
        """Match papers by id, or by title with an abstract that agrees."""
        known = SameKey((*self._day_entries, *elsewhere))
        for index, paper in enumerate(self._papers):
            near = known.find(paper)
            self._take(index, (entry for entry in near if is_same(paper, entry)))

    def match_names(self, untouched: Collection[str]) -> None:
        """Match papers by the name of a file that somebody edited."""
        edited = [entry for entry in self._list_free() if entry.slug not in untouched]
        by_name = _group((name, entry) for entry in edited for name in _base_names(entry))
        for index in self._list_missing():
            paper = self._papers[index]
            named = by_name.get(make_slug(paper.title), ())
            self._take(index, (entry for entry in named if _is_named(entry, paper)))

    def match_abstracts(self) -> None:
        """Match papers by their abstract, where the source gave them another title."""
        missing = self._list_missing()
        # Nothing is lost: these papers count as new.
        if len(missing) * len(self._list_free()) > _MOST:
            return
        for index in missing:
            free = self._list_free()
            self._take(index, (entry for entry in free if _is_retitled(entry, self._papers[index])))

    def _take(self, index: int, candidates: Iterable[Entry]) -> None:
        """Give a paper the first of these entries that is not taken."""
        for entry in candidates:
            if (name := (entry.first_day, entry.slug)) not in self._used:
                self._used.add(name)
                self.matches[index] = entry
                return

    def _list_free(self) -> list[Entry]:
        used = self._used
        return [entry for entry in self._day_entries if (entry.first_day, entry.slug) not in used]

    def _list_missing(self) -> list[int]:
        return [index for index, entry in enumerate(self.matches) if entry is None]


def _base_names(entry: Entry) -> set[str]:
    """Give the names that an import may have had for the file of an entry."""
    return {entry.slug, _NUMBERED.sub("", entry.slug)}


def _group(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for key, entry in pairs:
        groups.setdefault(key, []).append(entry)
    return groups


def _is_named(entry: Entry, paper: Paper) -> bool:
    """Whether the file of an entry that was edited bears the paper's name."""
    is_base = entry.slug == make_slug(paper.title)
    return _may_be(entry, paper) and (is_base or _words(entry.title) == _words(paper.title))


def _is_retitled(entry: Entry, paper: Paper) -> bool:
    """Whether a paper has the abstract of an entry under another title."""
    shorter = min(len(_vocabulary(_abstract(item))) for item in (entry, paper))
    return shorter >= _ENOUGH and _may_be(entry, paper) and share(entry, paper) >= _ALIKE


def _may_be(entry: Entry, paper: Paper) -> bool:
    """Whether no id says that these are two papers."""
    return not any(mine and theirs and mine != theirs for mine, theirs in _both_ids(entry, paper))


def _both_ids(paper: Paper | Entry, other: Paper | Entry) -> Iterator[tuple[str, str]]:
    return zip(_ids(paper.arxiv_id, paper.doi), _ids(other.arxiv_id, other.doi), strict=True)


def _agree(paper: Paper | Entry, other: Paper | Entry) -> bool:
    """Whether abstracts of papers of one title are one: alike, or a part of the other."""
    mine, theirs = _vocabulary(_abstract(paper)), _vocabulary(_abstract(other))
    shorter = min(len(mine), len(theirs))
    is_part = shorter >= _SENTENCE and len(mine & theirs) >= shorter * _HELD
    return is_part or share(paper, other) >= _SAME


def share(paper: Paper | Entry, other: Paper | Entry) -> float:
    """Give the share of words that two abstracts have in common, 0 to 1.

    Where one has no abstract, the other may be its own.
    """
    mine, theirs = _vocabulary(_abstract(paper)), _vocabulary(_abstract(other))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 1.0


def _abstract(paper: Paper | Entry) -> str:
    return paper.abstract if isinstance(paper, Paper) else markdown.to_text(paper.body)


# A paper of a digest is compared with several entries, and each of them with several papers.
@lru_cache(maxsize=1024)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(_words(text))


# Titles and abstracts of the same few papers, each compared with many others.
@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
