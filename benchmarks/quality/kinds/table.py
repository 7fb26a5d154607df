"""The table of the kinds: their names, how they are made, and what figure is wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.quality.kinds.forms import (
    ask_chinese_parts,
    ask_chinese_titles,
    ask_ids,
    ask_phrases,
    ask_tex,
)
from benchmarks.quality.kinds.people import ask_authors, ask_surnames
from benchmarks.quality.kinds.spellings import ask_spellings
from benchmarks.quality.kinds.titles import (
    ask_digits,
    ask_half_typed,
    ask_hyphens,
    ask_swapped,
    ask_three_words,
    ask_titles,
)
from benchmarks.quality.queries import Query, Texts, take

_SEED = 20261130


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of queries: what it is, how it is made, and the wanted figure in percent."""

    name: str
    what: str
    ask: Callable[[Texts, Random], Iterator[Query | None]]
    wanted: int


KINDS = (
    Kind("title", "full title: top 1", ask_titles, 100),
    Kind("three words", "three words of a title: top 1", ask_three_words, 95),
    Kind("half typed", "title with its last word half typed: top 1", ask_half_typed, 98),
    Kind("swapped letters", "three words, two letters swapped: top 1", ask_swapped, 93),
    Kind("spelling", "British or American, the other one: top 10", ask_spellings, 95),
    Kind("digit term", "name with digits, written otherwise: top 1", ask_digits, 98),
    Kind("hyphens", "space, nothing or hyphen, the other one: top 1", ask_hyphens, 98),
    Kind("author", "author: share of their papers in the top 10", ask_authors, 99),
    Kind("surname and words", "surname and two title words: top 1", ask_surnames, 95),
    Kind("id", "arXiv id in any form: top 1", ask_ids, 100),
    Kind("TeX", "title with TeX, without its marks: top 1", ask_tex, 97),
    Kind("phrase", "four words in quotes: top 3", ask_phrases, 99),
    Kind("Chinese title", "full title in Chinese: top 1", ask_chinese_titles, 99),
    Kind("Chinese part", "5 to 8 characters of a title: top 10", ask_chinese_parts, 95),
)


def make_queries(texts: Texts, kind: Kind, count: int) -> Sequence[Query]:
    """Give ``count`` queries of a kind, or fewer where the papers have no more: always the same."""
    return take(kind.ask(texts, Random(f"{_SEED} {kind.name}")), count)
