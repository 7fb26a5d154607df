"""The searches that the search page is compared with, over the same titles and abstracts."""

import json
import math
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import snowballstemmer
from playwright.sync_api import Page

from benchmarks.quality.papers import FrozenPaper

_FIRST = 10
_K1, _B = 1.2, 0.75
_TERM = re.compile(r"[一-鿿]+|[^\W_一-鿿]+")
_SCRIPT = Path(__file__).parent / "minisearch"
_CACHE = Path(__file__).parents[2] / ".cache/benchmarks/minisearch"
_PAGEFIND = """async (texts) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const answer = async (text) => {
    const { results } = await pagefind.search(text);
    const first = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return first.map(({ url }) => Number(url.match(/\\d+/)[0]));
  };
  const found = [];
  for (const text of texts) found.push(await answer(text));
  return found;
}"""
_AT_ONCE = 50


class MissingError(Exception):
    """A search cannot be had on this machine; the message says why."""


class Bm25:
    """BM25 over stems of title and abstract; a paper needs one of the terms, not all."""

    def __init__(self, papers: Sequence[FrozenPaper]) -> None:
        # Most words come again: stemming is most of the work.
        self._stem = cache(snowballstemmer.stemmer("english").stemWord)
        self._ids = [paper.id for paper in papers]
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for at, paper in enumerate(papers):
            counts = Counter(self._terms(f"{paper.title} {paper.abstract}"))
            lengths.append(counts.total())
            for term, count in counts.items():
                self._postings[term].append((at, count))
        mean = sum(lengths) / len(lengths)
        self._norms = [_K1 * (1 - _B + _B * length / mean) for length in lengths]

    def rank(self, text: str, first: int = _FIRST) -> list[str]:
        """Give the ids of the first papers for a text, the best first."""
        scores: dict[int, float] = defaultdict(float)
        for term in self._terms(text):
            having = self._postings.get(term, [])
            rarity = math.log(1 + (len(self._ids) - len(having) + 0.5) / (len(having) + 0.5))
            for at, count in having:
                scores[at] += rarity * count * (_K1 + 1) / (count + self._norms[at])
        best = sorted(scores, key=lambda at: (-scores[at], at))
        return [self._ids[at] for at in best[:first]]

    def _terms(self, text: str) -> Iterator[str]:
        """Give stems of words; for Chinese, which has no spaces, pairs of characters."""
        for term in _TERM.findall(text.lower()):
            if "一" <= term[0] <= "鿿" and len(term) > 1:
                yield from (term[at : at + 2] for at in range(len(term) - 1))
            else:
                yield self._stem(term)


def ask_pagefind(
    page: Page, address: str, ids: Sequence[str], texts: Sequence[str]
) -> list[list[str]]:
    """Ask the plain Pagefind index that is served at this address; give the ids for each text."""
    page.goto(f"{address}index.html")
    found: list[list[str]] = []
    for start in range(0, len(texts), _AT_ONCE):
        numbers = page.evaluate(_PAGEFIND, list(texts[start : start + _AT_ONCE]))
        found += [[ids[number] for number in row] for row in numbers]
    return found


def ask_minisearch(papers: Sequence[FrozenPaper], texts: Sequence[str]) -> list[list[str]]:
    """Ask MiniSearch, as its guide sets it up; give the ids for each text. Raises MissingError."""
    _install_minisearch()
    records = [{"id": p.id, "title": p.title, "abstract": p.abstract} for p in papers]
    asked = json.dumps({"papers": records, "texts": list(texts), "first": _FIRST})
    command = ["node", str(_CACHE / "search.mjs")]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    found: list[list[str]] = json.loads(done.stdout)
    return found


def _install_minisearch() -> None:
    """Install MiniSearch with npm into a cache folder, unless it is there."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise MissingError("MiniSearch needs node and npm on PATH")
    wanted = (_SCRIPT / "package.json").read_text(encoding="utf-8")
    stamp = _CACHE / "installed.json"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(_CACHE, ignore_errors=True)
        shutil.copytree(_SCRIPT, _CACHE)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
        done = subprocess.run(npm, cwd=_CACHE, check=False, stdout=sys.stderr)
        if done.returncode:
            raise MissingError("MiniSearch could not be installed: npm has no package registry")
        stamp.write_text(wanted, encoding="utf-8")
    shutil.copy(_SCRIPT / "search.mjs", _CACHE)
