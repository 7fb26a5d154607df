"""What papers are compared by: the words of their titles and abstracts, weighed as in BM25. Pure.

A paper's weights come from its own text alone, so the vectors of a month are made from that month
and stay as they are whatever else changes. All of it is whole numbers: the same on any machine.
https://doi.org/10.1561/1500000019
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from site_gen.content.identity import compute_keys
from site_gen.model import Entry, listed_title
from site_gen.text.word_split import split_words

TERMS = 1 << 18
"""How many values the hash of a word has. It is rare that two words share one, and harmless."""

_IN_TITLE = 2  # a word in the title counts as this many in the abstract
# A word is hashed once and not for each of its places. Bounded, because names and typing errors
# make up any number of words.
_MOST_WORDS = 200_000  # remembered at a time
_SAY_NOTHING = """
a about above across after against al all also although among an and another any approach
approaches are as at based be because been before being below between both but by can could did do
does done down during e each either et every few first for from further g had has have having he
hence here how however http https i if in into introduce introduces is it its just known least
less many may method methods might more most much must neither new no nor not of off on once one
only or other our out over own paper per present presents propose proposed proposes recent
recently result results same several shall she should show shown shows significant significantly
since so some still such than that the their them then there thereby these they this those three
through thus to too toward towards two under up upon us use used uses using various very via was
we were what when where whether which while who whom whose why will with within without work works
would yet you your
"""
SAY_NOTHING = frozenset(_SAY_NOTHING.split())
"""Words that say nothing of what a paper is about."""
# One character alone is left as a word. Korean puts spaces between words.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")  # kana and Chinese characters


@dataclass(frozen=True, slots=True)
class Vectors:
    """Papers by day, and within a day from the last slug to the first.

    ``counts`` says how many terms each paper has; their hashes in ``terms`` and weights in
    ``weights`` follow paper by paper. ``days`` are days of the month, ``keys`` names of each
    paper's id (0 without one) and title. ``lines`` holds slugs and titles, packed.
    """

    counts: npt.NDArray[np.int32]
    days: npt.NDArray[np.int32]
    keys: npt.NDArray[np.int64]
    terms: npt.NDArray[np.int32]
    weights: npt.NDArray[np.uint8]
    lines: bytes


def make_vectors(entries: Iterable[Entry]) -> Vectors:
    """Weigh the words of the entries of a month."""
    # Two stable sorts. The last slug comes first, for ties in a search go to the later place, and
    # so to the first slug.
    by_slug = sorted(entries, key=lambda entry: entry.slug, reverse=True)
    papers = sorted(by_slug, key=lambda entry: entry.first_day)
    terms_of = [_list_terms(paper) for paper in papers]
    words = [len(terms) for terms in terms_of]
    every = np.fromiter(chain.from_iterable(terms_of), np.int64, sum(words))
    # Paper and term in one number, so that one sort counts all pairs. -1 stands for no term; as
    # all its bits are set, it stays -1.
    places = np.repeat(np.arange(len(papers)), words) << 32
    both, times = np.unique((places | every)[every >= 0], return_counts=True)
    counts = np.bincount(both >> 32, minlength=len(papers))
    sizes = np.bincount(both >> 32, weights=times, minlength=len(papers)).astype(np.int64)
    lines = [(paper.slug, listed_title(paper)) for paper in papers]
    return Vectors(
        counts=counts.astype(np.int32),
        days=np.array([paper.first_day.day for paper in papers], np.int32),
        keys=np.array([_compute_keys(paper) for paper in papers], np.int64).reshape(len(papers), 2),
        terms=(both & 0xFFFFFFFF).astype(np.int32),
        weights=_weigh(times, np.repeat(sizes, counts)),
        lines=json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        ),
    )


def parse_titles(vectors: Vectors) -> list[tuple[str, str]]:
    """Give the slug and the title of each paper."""
    return [(slug, title) for slug, title in json.loads(vectors.lines)]


def format_vectors(vectors: Vectors) -> bytes:
    """Write vectors as a file: two numbers of 8 bytes, the arrays, all little-endian; the lines."""
    arrays = (vectors.counts, vectors.days, vectors.keys, vectors.terms, vectors.weights)
    # Little-endian on every machine: workers of a cluster may differ, and the file has a checksum.
    head = np.array([len(vectors.counts), len(vectors.terms)], "<i8").tobytes()
    return b"".join([head, *(_little(array).tobytes() for array in arrays), vectors.lines])


def parse_vectors(data: bytes) -> Vectors:
    """Read such a file. Raises ValueError where it was cut off."""
    papers, terms = (int(number) for number in np.frombuffer(data, "<i8", 2))
    offset = 16
    parts = []
    for kind, size in (("<i4", papers), ("<i4", papers), ("<i8", 2 * papers), ("<i4", terms)):
        parts.append(np.frombuffer(data, kind, size, offset))
        offset += parts[-1].nbytes
    counts, days, keys, hashes = parts
    return Vectors(
        counts=counts.astype(np.int32),
        days=days,
        keys=keys.reshape(papers, 2),
        terms=hashes,
        weights=np.frombuffer(data, np.uint8, terms, offset),
        lines=data[offset + terms :],
    )


def _little(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


class _Terms(dict[str, int]):
    """The hash of each word, its plural's too; -1 for words without meaning."""

    def __missing__(self, word: str) -> int:
        """Learn a word."""
        # Forgetting all is as good as choosing: what is frequent is soon learnt again.
        if len(self) >= _MOST_WORDS:
            self.clear()
        has_meaning = len(word) > 1 and not word.isdigit() and word not in SAY_NOTHING
        name = _singular(word).encode("utf-8", "surrogatepass")
        self[word] = term = crc32(name) % TERMS if has_meaning else -1
        return term


_TERMS = _Terms()


def _list_terms(entry: Entry) -> list[int]:
    """Give the terms of a paper, one after another; -1 for words without meaning."""
    title = [_TERMS[word] for word in split_words(_pair(entry.title))]
    return [_TERMS[word] for word in split_words(_pair(entry.body))] + _IN_TITLE * title


def _singular(word: str) -> str:
    """Drop the ending of a plural.

    >>> [_singular(word) for word in ("models", "policies", "loss", "bias", "gan")]
    ['model', 'policy', 'loss', 'bias', 'gan']
    """
    # Endings of words that are no plurals: loss, corpus, analysis, bias.
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "as")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def _pair(text: str) -> str:
    """Take scripts that put no spaces between words apart into pairs of characters.

    >>> _pair("LLM大模型")
    'LLM 大模 模型'
    """
    if text.isascii():
        return text
    return _SPACELESS.sub(lambda run: f" {' '.join(map(''.join, pairwise(run[0])))} ", text).strip()


def _weigh(times: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Weigh terms that stand so many times in texts of so many: BM25 with k1 1.2, b 0.75.

    A text of 110 terms counts as usual; 220 is what no term reaches.
    """
    # Keeps the products below in 64 bits; the weight is at its limit long before.
    times = np.minimum(times, 10_000)
    # times / (times + k1 (1 - b + b size / 110)), the fraction multiplied by 1100: 1.2 * 0.25 *
    # 1100 = 330, and 1.2 * 0.75 * 1100 / 110 = 9. Floor division keeps it whole.
    return np.asarray(220 * 1100 * times // (1100 * times + 330 + 9 * sizes), np.uint8)


def _compute_keys(entry: Entry) -> tuple[int, int]:
    """Give hashes of what identifies a paper: its id, 0 without one, and its title."""
    *ids, title = compute_keys(entry)
    return (_name(ids[0]) if ids else 0), _name(title)


def _name(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    # 0 means that there is no id.
    return int.from_bytes(digest, "little", signed=True) or 1
