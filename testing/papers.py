"""Papers to measure with: real ones, and beyond those, recombined ones, in days of fifty.

The same number of papers is always the same text: nothing here asks the clock or chance but by
fixed seeds.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from site_gen.model.characters import find_illegal
from site_gen.model.slugs import make_slug
from site_gen.text.markdown import from_text

_ROOT = Path(__file__).parents[1]
SAMPLE = _ROOT / "tests/data/sample.jsonl.gz"
_FULL = _ROOT.parent / "shared/corpus/hf-daily-papers.jsonl.gz"
CORPUS = _FULL if _FULL.is_file() else SAMPLE
"""The full corpus where it is beside the checkout, else the sample of it that is in it."""

PER_DAY = 50
LAST_DAY = date(2026, 8, 20)  # a Thursday in mid-month
_SEED = 20260820
_SENTENCE_END = re.compile(r"(?<=[a-z][.!?])\s+(?=[A-Z])")


class CorpusError(Exception):
    """The corpus is missing, or holds something else; the message says which file."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a day; ``body`` is its abstract as Markdown."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day and its papers, in reading order."""

    date: date
    papers: tuple[Paper, ...]


class Corpus:
    """The papers of a file, and as many more as one likes, numbered from 0."""

    def __init__(self, path: Path) -> None:
        self.texts = tuple(_read(path))
        self._sentences = [_SENTENCE_END.split(abstract) for _, abstract in self.texts if abstract]

    def text(self, number: int) -> tuple[str, str]:
        """Give title and abstract of a paper, as literal text.

        Beyond the real ones it is the title of one and five to nine sentences of others.
        """
        if number < len(self.texts):
            return self.texts[number]
        chance = random.Random(_SEED + number)
        title = self.texts[chance.randrange(len(self.texts))][0]
        count = chance.randint(5, 9)
        picked = (chance.choice(chance.choice(self._sentences)) for _ in range(count))
        return title, " ".join(picked)

    def days(self, count: int) -> Iterator[Day]:
        """Give ``count`` papers in days of 50 on consecutive weekdays, the newest day first.

        The newest is 20 August 2026; the oldest has what is left. Real papers come first.
        """
        day = LAST_DAY
        for start in range(0, count, PER_DAY):
            yield self.day(day, range(start, min(start + PER_DAY, count)))
            day = weekday_before(day)

    def day(self, day: date, numbers: Sequence[int]) -> Day:
        """Make a day of the papers with these numbers; each has a slug of its own."""
        papers: list[Paper] = []
        taken: set[str] = set()
        for number in numbers:
            title, abstract = self.text(number)
            slug = free_slug(title, taken)
            taken.add(slug)
            papers.append(Paper(slug, title, from_text(abstract)))
        return Day(day, tuple(papers))


def free_slug(title: str, taken: set[str]) -> str:
    """Give a slug for a title that is not taken: ``a-title``, else ``a-title-2``."""
    slug, number = make_slug(title), 1
    found = slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


def edited(paper: Paper, number: int) -> Paper:
    """Give the paper with one sentence more, another for each number."""
    return replace(paper, body=f"{paper.body} This abstract was edited {number} times.".strip())


def weekday_before(day: date) -> date:
    """Give the last day before this one that is not of a weekend."""
    before = day - timedelta(days=1)
    return before if before.weekday() < 5 else weekday_before(before)


def weekday_after(day: date) -> date:
    """Give the first day after this one that is not of a weekend."""
    after = day + timedelta(days=1)
    return after if after.weekday() < 5 else weekday_after(after)


@cache
def read_corpus(path: Path) -> Corpus:
    """Read a corpus once. Raises CorpusError."""
    return Corpus(path)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """Read the papers, one JSON object a line, the latest first."""
    if not path.is_file():
        raise CorpusError(
            f"{path}: no such file; expected papers, one JSON object a line with 'title' and"
            " 'abstract', in gzip: name it with --corpus"
        )
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found = [(json.loads(line)["title"], json.loads(line)["abstract"]) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise CorpusError(f"{path}: {err!r}; expected one JSON object a line, in gzip") from err
    texts = [(_clean(title), _clean(abstract)) for title, abstract in found]
    if not any(abstract for _, abstract in texts):
        raise CorpusError(f"{path}: no abstract in it")
    yield from (text for text in reversed(texts) if text[0])


def _clean(text: str) -> str:
    """Put text in one line, without the few characters that no page may hold."""
    line = " ".join(text.split())
    while found := find_illegal(line):
        line = line[: found[0]] + line[found[0] + 1 :]
    return line
