"""The words of a search index, in small chunks: a browser loads those that hold a query's words.

Words with a common beginning stay together as long as they fit, so that a half typed word finds
all that begin with it; and the chunks leave no gap, so that each word has one to be looked up in.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

_SIZE = 8_000
"""Bytes of a chunk, about a third of that in gzip. A word of its own may be longer."""

# A query loads whole chunks: beyond this they do not grow with the archive.
_LARGEST = 40_000
_MANY = 256  # of a large index the chunks are larger, for a browser loads the list of them first

# No character is behind it, so no word is behind the last chunk.
_LAST = "\U0010ffff"

Word = tuple[str, bytes]
"""A word, and what the index says of it."""


class Chunk(NamedTuple):
    """Words of the index, and the first and the last text that they stand for."""

    first: str
    last: str
    words: tuple[Word, ...]


def cut(words: Sequence[Word]) -> Iterator[Chunk]:
    """Give chunks of words, which are in order. As text is ordered, each text is in one chunk."""
    # A query loads the list of chunks and some chunks, so neither may grow alone.
    total = sum(len(data) for _, data in words)
    chunks = list(_cut(words, min(max(_SIZE, total // _MANY), _LARGEST)))
    # The first chunk begins with the empty text, the last one ends behind all text, so that a
    # word that no paper has is looked up in a chunk too.
    starts = ["", *(_start(last[-1][0], chunk[0][0]) for last, chunk in pairwise(chunks))]
    ends = [*(_before(after) for _, after in pairwise(starts)), _LAST]
    yield from map(Chunk, starts, ends, chunks)


def _cut(words: Sequence[Word], most: int) -> Iterator[tuple[Word, ...]]:
    """Give chunks: groups of words with a common beginning, as many as fit.

    A group that does not fit is divided by more letters. Words can have thousands of letters in
    common, so this does not call itself.
    """
    levels = [_group(words, 1)]
    kept, size = list[Word](), 0
    while levels:
        group = next(levels[-1], ())
        weight = sum(len(data) for _, data in group)
        # An empty group is the end of a level: what was kept must not mix with the next beginning.
        if kept and (not group or size + weight > most):
            yield tuple(kept)
            kept, size = [], 0
        if not group:
            levels.pop()
        elif weight > most and len(group) > 1:
            levels.append(_group(group, _count_common(group[0][0], group[-1][0]) + 1))
        else:
            kept += group
            size += weight


def _group(words: Sequence[Word], letters: int) -> Iterator[tuple[Word, ...]]:
    """Give the words that begin with the same letters, so many."""
    for _, group in groupby(words, key=lambda word: word[0][:letters]):
        yield tuple(group)


def _start(before: str, word: str) -> str:
    """Give the beginning of a word by which it differs from the word before."""
    return word[: _count_common(before, word) + 1]


def _count_common(first: str, other: str) -> int:
    """Count the letters at the beginning of both words."""
    pairs = enumerate(zip(first, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(first), len(other)))


def _before(text: str) -> str:
    """Give the last text before this one."""
    # Surrogates are no characters: UTF-8 cannot hold them.
    code = ord(text[-1]) - 1
    return text[:-1] + chr(0xD7FF if code == 0xDFFF else code) + _LAST
