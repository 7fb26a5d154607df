"""Queries as people type them."""

import random
import re
from collections.abc import Iterator, Sequence


def make_queries(texts: Sequence[tuple[str, str]], count: int) -> Iterator[str]:
    """Give ``count`` queries from titles: a word, or two or three that follow each other.

    ``texts`` are titles and abstracts. The same texts and count give the same queries.
    """
    chance = random.Random(count)
    for number in range(count):
        words: list[str] = []
        while len(words) < 3:
            title = chance.choice(texts)[0]
            words = re.findall(r"[A-Za-z]{5,}", title)
        at = chance.randrange(len(words) - 2)
        yield " ".join(words[at : at + 1 + number % 3])
