"""Choose the sample of the corpus that the tests use: ``python scripts/sample_corpus.py CORPUS``.

In goes the full corpus: JSON Lines in gzip, one paper a line. Out comes
``tests/data/sample.jsonl.gz``: 300 papers with the same keys, in the same order. For each kind of
trouble in ``KINDS`` it holds four papers, or all where the corpus has fewer; the rest are
papers from the whole corpus at even distances. The same corpus gives the same sample.

The dates are the only thing that is changed: the papers are put on twelve days around the turn of
a year, 25 on each. So a site made of the sample has a week that belongs to two years, and months
of one day.
"""

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

SAMPLE = Path(__file__).parents[1] / "tests/data/sample.jsonl.gz"
PAPERS = 300
DAYS = (
    "2025-11-28", "2025-12-01", "2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01",
    "2026-01-02", "2026-01-05", "2026-01-30", "2026-02-02", "2026-02-27", "2026-03-02",
)  # fmt: skip
_OF_EACH = 4


def _title(pattern: str) -> Callable[[Row], bool]:
    return lambda row: bool(re.search(pattern, row["title"]))


def _abstract(pattern: str) -> Callable[[Row], bool]:
    return lambda row: bool(re.search(pattern, row["abstract"], re.MULTILINE))


def _author(pattern: str) -> Callable[[Row], bool]:
    return lambda row: any(re.search(pattern, name) for name in row["authors"])


KINDS: Mapping[str, Callable[[Row], bool]] = {
    "title: newline": _title(r"\n"),
    "title: double space": _title(r"\S  +\S"),
    "title: colon and space": _title(r": "),
    "title: space before a colon": _title(r" :"),
    "title: begins with a mark that YAML knows": _title(r"^[\"'\[{&*!|>%@`#?-]"),
    "title: dollar": _title(r"\$"),
    "title: money": _title(r"\$\d"),
    "title: TeX command": _title(r"\\[a-zA-Z]"),
    "title: less or greater than": _title(r"[<>]"),
    "title: looks like a tag": _title(r"</?[a-z]+>"),
    "title: ampersand": _title(r"&"),
    "title: star": _title(r"\*"),
    "title: underscore": _title(r"_"),
    "title: caret": _title(r"\^"),
    "title: backtick": _title(r"`"),
    "title: bracket": _title(r"[\[\]]"),
    "title: double quote": _title(r"\""),
    "title: ends like a sentence": _title(r"[.?!]$"),
    "title: begins in lower case": _title(r"^[a-z]"),
    "title: begins with a digit": _title(r"^\d"),
    "title: at most ten characters": _title(r"^.{1,10}$"),
    "title: one word": _title(r"^\S+$"),
    "title: over 150 characters": _title(r"^[\s\S]{151}"),
    "title: over 200 characters": _title(r"^[\s\S]{201}"),
    "title: not ASCII": _title(r"[^\x00-\x7f]"),
    "abstract: empty": _abstract(r"\A\Z"),
    "abstract: below 200 characters": _abstract(r"\A[\s\S]{1,199}\Z"),
    "abstract: begins with its own name": _abstract(r"\AAbstract"),
    "abstract: newline": _abstract(r"\S\n\S"),
    "abstract: indented line": _abstract(r"^ +\S"),
    "abstract: list": _abstract(r"^\s*(?:[-*+]|\d+[.)]) "),
    "abstract: line begins with a mark of Markdown": _abstract(r"^[-#>+=]"),
    "abstract: math": _abstract(r"\$[^$\s][^$]*\$"),
    "abstract: a dollar alone": lambda row: row["abstract"].count("$") % 2 == 1,
    "abstract: TeX brackets": _abstract(r"\\[(\[]"),
    "abstract: TeX command": _abstract(r"\\[a-zA-Z]+"),
    "abstract: TeX for text": _abstract(r"\\(?:text|emph|url|href|cite)"),
    "abstract: TeX escape": _abstract(r"\\[%&_#\"'^~]"),
    "abstract: command without its backslash": _abstract(r"\d ?times|text(?:it|bf|tt)\{"),
    "abstract: less or greater than": _abstract(r"[<>]"),
    "abstract: looks like a tag": _abstract(r"</?[A-Za-z|][^<>\s]*>"),
    "abstract: HTML": _abstract(r"<(?:a href|span|br|p|b|i)\b"),
    "abstract: ampersand": _abstract(r"&"),
    "abstract: entity": _abstract(r"&\w+;"),
    "abstract: address": _abstract(r"https?://"),
    "abstract: address and a stop": _abstract(r"https?://\S+[.)},]$"),
    "abstract: Markdown link": _abstract(r"\]\(http"),
    "abstract: bold": _abstract(r"\*\*\S"),
    "abstract: backtick": _abstract(r"`"),
    "abstract: TeX quotes": _abstract(r"``.*''"),
    "abstract: not ASCII": _abstract(r"[^\x00-\x7f]"),
    "abstract: beyond the first plane": _abstract(r"[\U00010000-\U0010ffff]"),
    "abstract: space that is not seen": _abstract(r"[\u00a0\u200b-\u200f\ufeff]"),
    "abstract: ends without a stop": _abstract(r"[^.!?)\s]\s*\Z"),
    "authors: none": lambda row: not row["authors"],
    "authors: over 50": lambda row: len(row["authors"]) > 50,
    "authors: one twice": lambda row: len(set(row["authors"])) < len(row["authors"]),
    "authors: one word": _author(r"^\S+$"),
    "authors: digit, colon or team": _author(r"\d|:|Team"),
    "authors: not ASCII": _author(r"[^\x00-\x7f]"),
    "authors: TeX": _author(r"\\|\{"),
    "upvotes: none": lambda row: row["upvotes"] == 0,
    "upvotes: not known": lambda row: row["upvotes"] is None,
    "code: not a repository": lambda row: bool(
        row["github"] and not re.fullmatch(r"https://github\.com/[^/]+/[^/]+/?", row["github"])
    ),
    "project page": lambda row: bool(row["project"]),
    "keywords": lambda row: bool(row["keywords"]),
}
"""What makes trouble in text of papers: words for it, and whether a paper has it."""


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read papers, one JSON object a line, in gzip."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def choose(rows: Sequence[Row]) -> list[Row]:
    """Choose the papers of the sample, in their order, with their new dates."""
    titles = Counter(" ".join(row["title"].split()) for row in rows)
    chosen = {at for at, row in enumerate(rows) if titles[" ".join(row["title"].split())] > 1}
    members = {name: [at for at, row in enumerate(rows) if has(row)] for name, has in KINDS.items()}
    weight: Counter[int] = Counter()  # more for a paper of many kinds, and of rare ones
    for found in members.values():
        weight.update(dict.fromkeys(found, 1_000_000 // len(found)) if found else {})
    for _, found in sorted(members.items(), key=lambda pair: len(pair[1])):
        missing = _OF_EACH - len(chosen.intersection(found))
        others = sorted(set(found) - chosen, key=lambda at: (-weight[at], at))
        chosen.update(others[: max(0, missing)])
    chosen.update(_spread(len(rows), chosen, PAPERS - len(chosen)))
    per_day = PAPERS // len(DAYS)
    return [{**rows[at], "date": DAYS[n // per_day]} for n, at in enumerate(sorted(chosen))]


def _spread(total: int, taken: set[int], count: int) -> Iterator[int]:
    """Give numbers below ``total`` that are not taken, at even distances."""
    free = [at for at in range(total) if at not in taken]
    return (free[number * len(free) // count] for number in range(count))


def format_sample(rows: Sequence[Row]) -> bytes:
    """Write papers as JSON Lines in gzip, without the time."""
    text = "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in rows)
    return gzip.compress(text.encode(), 9, mtime=0)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/sample_corpus.py CORPUS")
    SAMPLE.write_bytes(format_sample(choose(read_rows(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
