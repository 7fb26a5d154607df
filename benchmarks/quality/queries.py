"""A query of the frozen test, and the texts that queries are made from."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarks.quality.papers import FrozenPaper

_WORD = re.compile(r"[^\W_]+")
_COMMON = 50
"""So many of the commonest words of titles are in no query of a few words."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and what must be found: ids of papers, within the first ``within`` results.

    Where ``is_share`` is true, the figure is the share of these papers. Otherwise one is enough.
    """

    kind: str
    text: str
    papers: frozenset[str]
    within: int = 1
    is_share: bool = False

    def score(self, found: Sequence[str]) -> float:
        """Give a number from 0 (nothing found) to 1 for the ids that a search gave, in order."""
        there = self.papers & set(found[: self.within])
        return len(there) / len(self.papers) if self.is_share else float(bool(there))


def split_words(text: str) -> list[str]:
    """Give the words of a text in small letters: runs of letters and digits."""
    return _WORD.findall(text.lower())


def fold(text: str) -> str:
    """Give a text in small letters without accents.

    >>> fold("Élodie Özgür")
    'elodie ozgur'
    """
    parts = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


class Texts:
    """Papers by their words."""

    def __init__(self, papers: Iterable[FrozenPaper]) -> None:
        self.papers = tuple(papers)
        self.titles = [split_words(paper.title) for paper in self.papers]
        self.having: dict[str, set[int]] = defaultdict(set)
        """The papers that have a word in their title."""
        for at, words in enumerate(self.titles):
            for word in words:
                self.having[word].add(at)
        self._same = Counter(" ".join(words) for words in self.titles)

    @cached_property
    def anywhere(self) -> dict[str, set[int]]:
        """The papers that have a word in their title or abstract."""
        found: dict[str, set[int]] = defaultdict(set)
        for at, paper in enumerate(self.papers):
            for word in split_words(f"{paper.title} {paper.abstract}"):
                found[word].add(at)
        return found

    @cached_property
    def common(self) -> frozenset[str]:
        """The commonest words of titles."""
        counts = Counter({word: len(papers) for word, papers in self.having.items()})
        return frozenset(word for word, _ in counts.most_common(_COMMON))

    def english(self) -> list[int]:
        """Give the papers whose titles are plain English, and are not another's too."""
        return [
            at
            for at, (paper, words) in enumerate(zip(self.papers, self.titles, strict=True))
            if paper.kind == "corpus" and len(words) > 3 and self._same[" ".join(words)] == 1
        ]

    def telling(self, at: int) -> list[str]:
        """Give the words of a title by which people remember it, each once, in their order."""
        words = dict.fromkeys(self.titles[at])
        return [w for w in words if len(w) > 3 and w.isalpha() and w not in self.common]

    def is_alone(self, at: int, words: Iterable[str]) -> bool:
        """Tell if no other title has all these words."""
        return set.intersection(*(self.having.get(word, set()) for word in words)) <= {at}


def take(queries: Iterator[Query | None], count: int) -> list[Query]:
    """Give the first ``count`` queries, each text once; None is a try that gave no query."""
    found: dict[str, Query] = {}
    for query in queries:
        if query:
            found.setdefault(query.text, query)
        if len(found) == count:
            break
    return list(found.values())
