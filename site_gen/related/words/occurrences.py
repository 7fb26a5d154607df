"""The words of texts, and how often two of them stand near each other."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from site_gen.related.bm25 import SAY_NOTHING
from site_gen.text.index_words.american import american
from site_gen.text.index_words.normal_words import STOP_WORDS, normal_words

Floats = npt.NDArray[np.float32]

MOST_WORDS = 6_000
"""How many words are compared: the most frequent ones. Their counts take 150 MB."""

_LEAST_PAPERS = 12  # with a word: rarer ones say too little of themselves
_SPAN = 6  # words between which two words are near each other
_AT_ONCE = 20_000  # lists of pairs that are counted at a time
# Numbers, and names with a version, are no words that are used like others.
_WORD = re.compile(r"[^\W\d_]{2,}\d{0,2}|\d[a-z]{1,3}")
_ADDRESS = re.compile(r"\bhttps?://\S+")
# What is said of the code of a paper, and not of the paper.
_OF_CODE = frozenset(("available", "code", "com", "github", "project", "released", "soon", "url"))
_NO_WORDS = STOP_WORDS | SAY_NOTHING | _OF_CODE


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Words, the most frequent first; ``papers`` that have each; ``pairs`` that are near.

    ``bound`` says of each word how often it stands beside the same other word, of all its places:
    in 'theorem proving', 'proving' is bound.
    """

    words: tuple[str, ...]
    papers: tuple[int, ...]
    pairs: Floats
    bound: tuple[float, ...]


def count_occurrences(texts: Iterable[str], most: int = MOST_WORDS) -> Occurrences:
    """Count the words of texts, and the pairs of them that are near each other."""
    lists = [_list_words(text) for text in texts]
    counts = Counter(word for words in lists for word in set(words))
    known = [word for word, count in counts.items() if count >= _LEAST_PAPERS and _is_word(word)]
    words = sorted(known, key=lambda word: (-counts[word], word))[:most]
    numbers = {word: number for number, word in enumerate(words)}
    rows = [np.array([numbers.get(word, -1) for word in row], np.int64) for row in lists]
    return Occurrences(
        tuple(words),
        tuple(counts[word] for word in words),
        _count_pairs(rows, len(words)),
        tuple(_find_bound(lists, words)),
    )


def _list_words(text: str) -> list[str]:
    return [american(word.text) for word in normal_words(_ADDRESS.sub(" ", text))]


def _is_word(word: str) -> bool:
    return word not in _NO_WORDS and bool(_WORD.fullmatch(word))


def _count_pairs(rows: Iterable[npt.NDArray[np.int64]], size: int) -> Floats:
    """Count how often two words are at most ``_SPAN`` words apart, either one first."""
    pairs = np.zeros((size, size), np.float32)
    flat = pairs.reshape(-1)
    codes: list[npt.NDArray[np.int64]] = []
    for row in rows:
        for far in range(1, _SPAN + 1):
            one, other = row[:-far], row[far:]
            is_pair = (one >= 0) & (other >= 0) & (one != other)
            codes.append(one[is_pair] * size + other[is_pair])
        if len(codes) > _AT_ONCE:
            _add(flat, codes)
    _add(flat, codes)
    pairs += pairs.T.copy()
    return pairs


def _add(flat: Floats, codes: list[npt.NDArray[np.int64]]) -> None:
    if codes:
        places, counts = np.unique(np.concatenate(codes), return_counts=True)
        flat[places] += counts
        codes.clear()


def _find_bound(lists: Sequence[Sequence[str]], words: Sequence[str]) -> Iterable[float]:
    """Give the share of the places of each word that are beside the same other word."""
    known = set(words)
    total: Counter[str] = Counter()
    before: Counter[tuple[str, str]] = Counter()
    for row in lists:
        total.update(word for word in row if word in known)
        before.update(pair for pair in pairwise(row) if known.issuperset(pair))
    most: dict[str, int] = {}
    for (one, other), count in before.items():
        most[one] = max(most.get(one, 0), count)
        most[other] = max(most.get(other, 0), count)
    return (most.get(word, 0) / total[word] for word in words)
