"""Which words are used like a word: those that stand beside the same words.

Pairs of words are weighed by positive pointwise mutual information (PPMI), and a truncated singular
value decomposition (SVD) makes vectors of them. https://doi.org/10.1162/tacl_a_00134 compares this
with learnt models. The start is a fixed one, so the same texts give the same words; signs of the
vectors do not matter, because only their products are used.
"""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from site_gen.related.words.occurrences import Floats, Occurrences, count_occurrences

_DIMENSIONS = 200
_MORE = 20  # dimensions of the search for them
_ROUNDS = 3
_SEED = 1
_SMOOTHING = 0.75  # of rare words, as in the paper
_AT_ONCE = 500  # words that are compared with all at a time
_MOST_NEAR = 5
_LEAST_NEAR = 0.42  # cosine of two vectors
_CANDIDATES = 40
_COMMON = 0.05  # share of the papers: a word in more of them narrows nothing
_BOUND = 0.35  # share of its places beside one and the same word
_LEAST_ALIKE = 3  # letters at the beginning of two forms of a word
_MOST_END = 4  # letters of an end


def learn_near_words(
    texts: Sequence[str], abbreviations: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Give for each frequent word the words that are used like it, the nearest first.

    Forms of the same word are left out, words that many texts have, and words that belong to one
    other, as 'augmented' does to 'retrieval'. ``abbreviations`` stand behind what they stand for:
    they are words all the same.
    """
    found = count_occurrences(texts)
    if not found.words:
        return {}
    vectors = _reduce(_weigh(found.pairs))
    near = zip(
        found.words,
        _list_near(found, vectors, _find_useful(found, len(texts), abbreviations)),
        strict=True,
    )
    return {word: words for word, words in sorted(near) if words}


def _weigh(pairs: Floats) -> Floats:
    """Give the PPMI of pairs by their counts, in the same memory."""
    sums = pairs.sum(axis=0)
    share = np.power(sums, _SMOOTHING)
    # A word that is near no other has no sum.
    pairs /= np.maximum(sums, 1)[:, None]
    pairs /= np.maximum(share / max(float(share.sum()), 1), np.finfo(np.float32).tiny)[None, :]
    # Less than 1 is less often than by chance.
    np.maximum(pairs, 1, out=pairs)
    return np.log(pairs, out=pairs)


def _reduce(weights: Floats) -> Floats:
    """Give a vector of length 1 for each row: a randomised SVD with a fixed start.

    https://doi.org/10.1137/090771806
    """
    size = min(_DIMENSIONS, len(weights))
    start = np.random.default_rng(_SEED).standard_normal((len(weights), size + _MORE))
    basis = start.astype(np.float32)
    for _ in range(_ROUNDS):
        basis, _ = np.linalg.qr(weights.T @ (weights @ basis))
    left, values, _ = np.linalg.svd(weights @ basis, full_matrices=False)
    vectors = left[:, :size] * np.sqrt(values[:size])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), np.float32)


def _find_useful(
    found: Occurrences, total: int, abbreviations: Collection[str]
) -> npt.NDArray[np.bool_]:
    """Say which words help a search as a word near another one."""
    rows = zip(found.words, found.papers, found.bound, strict=True)
    return np.array(
        [
            papers <= total * _COMMON and (bound < _BOUND or word in abbreviations)
            for word, papers, bound in rows
        ]
    )


def _list_near(
    found: Occurrences, vectors: Floats, is_useful: npt.NDArray[np.bool_]
) -> Iterator[tuple[str, ...]]:
    """Give the near words of each word."""
    for start in range(0, len(vectors), _AT_ONCE):
        # Rounded: processors add in other orders, and words as near are in order of the alphabet.
        near = np.round(vectors[start : start + _AT_ONCE] @ vectors.T, 2)
        near[:, ~is_useful] = 0
        for number, row in enumerate(near, start):
            row[number] = 0
            yield _choose(found.words, number, row)


def _choose(words: Sequence[str], number: int, row: Floats) -> tuple[str, ...]:
    """Choose the nearest words, each of another stem."""
    best = [int(place) for place in np.argsort(-row, kind="stable")[:_CANDIDATES]]
    best = [place for place in best if row[place] >= _LEAST_NEAR]
    chosen = [words[number]]
    for place in sorted(best, key=lambda place: (-row[place], words[place])):
        if not any(_is_form(words[place], word) for word in chosen):
            chosen.append(words[place])
    return tuple(chosen[1 : 1 + _MOST_NEAR])


def _is_form(one: str, other: str) -> bool:
    """Whether two words differ in their ends alone, or one holds the other.

    >>> _is_form("adapter", "adapters"), _is_form("watermark", "watermarking")
    (True, True)
    """
    pairs = enumerate(zip(one, other, strict=False))
    least = min(len(one), len(other))
    alike = next((place for place, (a, b) in pairs if a != b), least)
    return alike >= _LEAST_ALIKE and max(len(one), len(other)) - alike <= _MOST_END
