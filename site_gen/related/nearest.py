"""Vectors -> for each paper, the papers of the same or earlier days that are nearest. Pure.

A word counts for more the fewer papers have it, of those that were there on the paper's day: so no
later paper changes an answer. Candidates are found by the words that matter most in both papers;
the best of them are then compared by all words. Scores are whole numbers, also where they stand in
floats (all are below 2**53), and ties go to the newer day, then to the first slug: the same
everywhere.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import isqrt

import numpy as np
import numpy.typing as npt

from site_gen.related.bm25 import TERMS, Vectors

# With 50, 98 % of the answers over the corpus are those of comparing with all papers
# (decision 0014).
_CANDIDATES = 50  # compared by all words
# Below that, papers share only words of the whole field: an answer must be better than none.
_LEAST = 12  # the part of a paper's likeness to itself that another's must reach: one in so many
_TENTHS = 7  # of the mean weight of a paper's terms: those above find candidates
_FEW = 2_000  # papers before a month: where they are fewer, all terms find candidates
# Levels are whole logarithms, so eight of them for each halving keep a fine order.
_POWER = 8  # levels of rarity for each time that half as many papers have a word

_Ints = npt.NDArray[np.int64]


def search_neighbours(
    before: Sequence[Vectors], month: Vectors, most: int
) -> list[npt.NDArray[np.int64]]:
    """Find the nearest papers, at most so many, best first, of each paper of a month.

    ``before`` are earlier months, the oldest first. An answer is a place among all their papers
    and those of the month, one after another.
    """
    search = _Search(before, month)
    return [near for day in search.days for near in search.search_near(day, most)]


class _Search:
    """Papers, and where the terms that matter most in them stand."""

    def __init__(self, before: Sequence[Vectors], month: Vectors) -> None:
        every = [*before, month]
        counts = np.concatenate([vectors.counts for vectors in every])
        self.keys = np.concatenate([vectors.keys for vectors in every])
        self.terms = np.concatenate([vectors.terms for vectors in every])
        self.weights = np.concatenate([vectors.weights for vectors in every])
        self.ends = np.cumsum(counts, dtype=np.int64)
        self.starts = self.ends - counts
        first = len(counts) - len(month.counts)
        cuts = np.flatnonzero(np.diff(month.days)) + 1 + first
        edges = [first, *cuts.tolist(), len(counts)] if len(month.counts) else [first]
        self.days = tuple(pairwise(edges))
        self.impacts = self._compute_impacts(first)
        self._index(counts, _TENTHS if first >= _FEW else 0)
        self.has_twin = np.logical_or(*(_is_repeated(names) for names in self.keys.T))
        self.query = np.zeros(TERMS, np.int64)

    def _compute_impacts(self, first: int) -> npt.NDArray[np.int32]:
        """Weigh each term of each paper by how rare it was on the paper's day.

        Papers of earlier months, whose rarity only finds candidates, are all weighed as on the
        last of them.
        """
        impacts = np.zeros(len(self.terms), np.int32)
        edge = int(self.starts[first]) if first < len(self.starts) else len(self.terms)
        papers_with = np.bincount(self.terms[:edge], minlength=TERMS)
        impacts[:edge] = _rarity(papers_with, first)[self.terms[:edge]]
        for start, end in self.days:
            its = slice(int(self.starts[start]), int(self.ends[end - 1]))
            terms = self.terms[its]
            # np.add.at and not +=, which would count a term once a day.
            np.add.at(papers_with, terms, 1)
            impacts[its] = _rarity(papers_with[terms], end)
        impacts *= self.weights
        return impacts

    def _index(self, counts: npt.NDArray[np.int32], tenths: int) -> None:
        """List the papers that have a term, for the terms that matter in them.

        These are as heavy as so many tenths of the mean of the paper's terms.
        """
        has_terms = counts > 0
        sums = np.zeros(len(counts), np.int64)
        sums[has_terms] = np.add.reduceat(self.impacts, self.starts[has_terms], dtype=np.int64)
        self.least = (sums * tenths) // np.maximum(10 * counts, 1)
        matter = self.impacts >= np.repeat(self.least, counts)
        papers = np.repeat(np.arange(len(counts), dtype=np.int64), counts)[matter]
        # Term, paper and weight in one number of 64 bits: one sort puts the papers of each term
        # together. A weight has 8 bits, a paper 32, a term 18.
        listed = self.terms[matter].astype(np.int64) << 40 | papers << 8 | self.weights[matter]
        listed.sort()
        self.listed_ends = np.cumsum(np.bincount(listed >> 40, minlength=TERMS))
        self.listed_papers = (listed >> 8) & 0xFFFFFFFF
        self.listed_weights = (listed & 0xFF).astype(np.float64)

    def search_near(self, day: tuple[int, int], most: int) -> list[_Ints]:
        """Find the nearest of each paper of a day, given by its first place and its end."""
        return [self._search_one(paper, day[1], most) for paper in range(*day)]

    def _search_one(self, paper: int, end: int, most: int) -> _Ints:
        its = slice(int(self.starts[paper]), int(self.ends[paper]))
        terms, impacts = self.terms[its], self.impacts[its]
        candidates = self._find_candidates(paper, end, terms, impacts)
        self.query[terms] = impacts
        scores = self._compare(candidates)
        # Only what was set is cleared: the array has 262,144 places, a paper some hundred terms.
        self.query[terms] = 0
        self_score = int((impacts * self.weights[its]).sum(dtype=np.int64))
        is_near = scores * _LEAST >= self_score
        candidates, scores = candidates[is_near], scores[is_near]
        # By score, then by place, the highest first: later places are newer days, then earlier
        # slugs.
        return candidates[np.lexsort((candidates, scores))[::-1][:most]]

    def _find_candidates(
        self, paper: int, end: int, terms: npt.NDArray[np.int32], impacts: npt.NDArray[np.int32]
    ) -> _Ints:
        """Find the papers before ``end`` that share most of what matters, in order of place."""
        matter = impacts >= self.least[paper]
        terms, impacts = terms[matter], impacts[matter]
        ends = self.listed_ends[terms]
        # Where the list of the term before ends, this one begins; term 0 has none before it.
        sizes = ends - np.where(terms > 0, self.listed_ends[terms - 1], 0)
        places = _ranges(ends - sizes, sizes)
        scores = np.bincount(
            self.listed_papers[places],
            weights=self.listed_weights[places] * np.repeat(impacts.astype(np.float64), sizes),
            minlength=end,
        )[:end]
        # Else the nearest paper is the paper itself.
        scores[paper] = 0
        # A partition finds the fiftieth best without sorting tens of thousands.
        least = np.partition(scores, -_CANDIDATES)[-_CANDIDATES] if end > _CANDIDATES else 0
        candidates = np.flatnonzero(scores >= max(least, 1))
        return candidates[~self._is_same(paper, candidates)] if self.has_twin[paper] else candidates

    def _is_same(self, paper: int, papers: _Ints) -> npt.NDArray[np.bool_]:
        """Say which papers are this one: those with its id, or its title where one has no id."""
        ident, title = self.keys[paper]
        ids, titles = self.keys[papers].T
        is_one = (ids == ident) & (ids != 0)
        return np.asarray(is_one | (titles == title) & ((ids == 0) | (ident == 0)))

    def _compare(self, papers: _Ints) -> _Ints:
        """Score papers by all their terms."""
        starts = self.starts[papers]
        sizes = self.ends[papers] - starts
        places = _ranges(starts, sizes)
        parts = self.query[self.terms[places]]
        parts *= self.weights[places]
        edges = np.cumsum(sizes) - sizes
        # reduceat does not take an empty array.
        return np.add.reduceat(parts, edges) if len(papers) else edges


def _ranges(starts: _Ints, sizes: _Ints) -> _Ints:
    """Give the numbers from each start, as many as its size, one range after another."""
    ends = np.cumsum(sizes)
    numbers = np.repeat(starts - ends + sizes, sizes)
    numbers += np.arange(len(numbers))
    return numbers


def _is_repeated(names: _Ints) -> npt.NDArray[np.bool_]:
    """Say which names stand more than once; 0 is none."""
    _, places, times = np.unique(names, return_inverse=True, return_counts=True)
    return np.asarray((times[places] > 1) & (names != 0))


def _rarity(papers_with: _Ints, papers: int) -> _Ints:
    """Say how rare terms are: grows with the halvings from all papers to those that have it.

    It is (8 log2 (n + 1) / n_t) to the power of 3/2, in whole numbers throughout, for logarithms
    differ between machines; 0 for what no paper has.
    """
    sizes = np.flatnonzero(np.bincount(papers_with))
    table = np.zeros(int(sizes[-1]) + 1 if len(sizes) else 1, np.int64)
    for size in filter(None, sizes.tolist()):
        # bit_length - 1 is the logarithm to base 2, rounded down, of any whole number: exact, where
        # floats differ between machines.
        level = ((papers + 1) ** _POWER // size**_POWER).bit_length() - 1
        table[size] = isqrt(level**3)
    return np.asarray(table[papers_with])
