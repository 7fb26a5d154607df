"""Queries of a fixed form: ids, titles with TeX, phrases in quotes, Chinese."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, cycle, pairwise
from random import Random

from benchmarks.quality.queries import Query, Texts, split_words

_TRIES = 20_000
_IDS = (
    "{}",
    "arXiv:{}v2",
    "https://arxiv.org/abs/{}",
    "arXiv:{}",
    "{}v1",
    "https://arxiv.org/pdf/{}v1",
)
_PIECE = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_ACROSS = re.compile(r",\s+|\s*[—–]\s*|\s--?-?\s")
_LENGTH = 4


def ask_ids(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for arXiv ids: alone, with a version, as an address."""
    there = [paper.id for paper in texts.papers if not paper.is_made_up]
    for form in cycle(_IDS):
        paper = chance.choice(there)
        yield Query("id", form.format(paper), frozenset({paper}))


def ask_tex(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for titles with TeX, as people type them: without its marks."""
    there = [paper for paper in texts.papers if paper.typed]
    chance.shuffle(there)
    for paper in there:
        yield Query("TeX", paper.typed, frozenset({paper.id}))


def ask_phrases(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for four words in quotes: of a title, of an abstract, across a comma or a dash."""
    there = texts.english()
    plain = [f" {' '.join(split_words(f'{p.title} . {p.abstract}'))} " for p in texts.papers]
    for number in range(_TRIES):
        paper = texts.papers[chance.choice(there)]
        text = paper.title if number % 4 < 2 else paper.abstract
        phrases = list(_cut(text, is_across=number % 4 == 3))
        phrase = chance.choice(phrases) if phrases else ""
        key = f" {' '.join(split_words(phrase))} "
        is_alone = phrase and sum(key in one for one in plain) == 1
        yield Query("phrase", f'"{phrase}"', frozenset({paper.id}), 3) if is_alone else None


def ask_chinese_titles(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for whole titles in Chinese."""
    there = [paper for paper in texts.papers if paper.kind == "zh"]
    chance.shuffle(there)
    for paper in there:
        yield Query("Chinese title", paper.title, frozenset({paper.id}))


def ask_chinese_parts(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for five to eight characters out of a title in Chinese that no other title has."""
    there = [paper for paper in texts.papers if paper.kind == "zh"]
    lengths = Counter(
        paper.title[at : at + size]
        for paper in there
        for size in range(5, 9)
        for at in range(len(paper.title) - size + 1)
    )
    for paper in chain.from_iterable(chance.sample(there, len(there)) for _ in range(9)):
        size = min(chance.randint(5, 8), len(paper.title))
        at = chance.randint(0, len(paper.title) - size)
        part = paper.title[at : at + size]
        is_clear = lengths[part] == 1 and part.isalpha()
        yield Query("Chinese part", part, frozenset({paper.id}), 10) if is_clear else None


def _cut(text: str, *, is_across: bool) -> Iterator[str]:
    """Give all phrases of four words that only spaces part; or one comma or dash, and spaces."""
    found = list(_PIECE.finditer(text))
    for start in range(len(found) - _LENGTH + 1):
        words = found[start : start + _LENGTH]
        gaps = [text[a.end() : b.start()] for a, b in pairwise(words)]
        marks = [gap for gap in gaps if gap != " "]
        if len(marks) == is_across and all(map(_ACROSS.fullmatch, marks)):
            yield " ".join(word[0] for word in words)
