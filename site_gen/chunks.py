"""The words of a search index, in small chunks: a browser loads those that hold a query's words.

Words with a common beginning stay together as long as they fit, so that a half typed word finds
all that begin with it; and the chunks leave no gap, so that each word has one to be looked up in.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

_SIZE = 8_000
"""Bytes of a chunk, about a third of that in gzip. A word of its own may be longer."""

_LARGEST = 40_000
_MANY = 256  # of a large index the chunks are larger, for a browser loads the list of them first

_LAST = "\U0010ffff"

Word = tuple[str, bytes]
"""A word, and what the index says of it."""


def cut(words: Sequence[Word]) -> Iterator[tuple[str, str, tuple[Word, ...]]]:
    """Give chunks of words, with the first and the last text that each stands for.

    ``words`` are in order. As text is ordered, each is in one chunk.
    """
    total = sum(len(data) for _, data in words)
    chunks = list(_cut(words, 1, min(max(_SIZE, total // _MANY), _LARGEST)))
    starts = ["", *(start for start, _ in chunks[1:])]
    ends = [*(_before(after) for _, after in pairwise(starts)), _LAST]
    for start, end, (_, chunk) in zip(starts, ends, chunks, strict=True):
        yield start, end, chunk


def _cut(words: Sequence[Word], letters: int, most: int) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Give chunks, each with the beginning of its first word by which it differs from the last."""
    start, kept, size = "", list[Word](), 0
    for begin, group in groupby(words, key=lambda word: word[0][:letters]):
        more = tuple(group)
        weight = sum(len(data) for _, data in more)
        if kept and size + weight > most:
            yield start, tuple(kept)
            kept, size = [], 0
        if weight > most and len(more) > 1:
            (_, first), *others = _cut(more, letters + 1, most)
            yield from [(begin, first), *others]
            continue
        start = start if kept else begin
        kept += more
        size += weight
    if kept:
        yield start, tuple(kept)


def _before(text: str) -> str:
    """Give the last text before this one."""
    code = ord(text[-1]) - 1
    return text[:-1] + chr(0xD7FF if code == 0xDFFF else code) + _LAST
