"""The answer of Hugging Face's ``/api/daily_papers`` -> papers.

Keys come and go over the years: unknown ones are skipped, missing ones tolerated. Some copies hold
each row as a Python literal in a string, or wrap rows in further lists; both are read.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from site_gen.importing.formats.json_lines import parse_items
from site_gen.importing.formats.people import read_names
from site_gen.importing.formats.reading import Collector, Findings, join, read_day, web_links
from site_gen.importing.formats.record_keys import normalise
from site_gen.importing.formats.record_values import read_count, read_facts
from site_gen.model import InputError, Paper, Problem, Source, find_arxiv_id

# The key under which the API has each paper; the second form is a dictionary that Python printed.
_SIGN = re.compile(r"""(?<!\\)"paper"\s*:\s*\{|\{'paper':""")


# People paste what Python printed, which is not JSON: its quotes are single ones.
_REPR = re.compile(r"\ufeff?\s*\[?\s*\{'")


def is_like(text: str) -> bool:
    """Whether a text is that answer."""
    start = text[:99].lstrip("\ufeff \t\r\n")
    return start.startswith(("[", "{")) and bool(_SIGN.search(text))


def parse(path: str, text: str) -> Findings:
    """Read the answer. A row that is no paper is reported; broken JSON raises InputError."""
    if _REPR.match(text):
        return read_rows(path, _read_literal(path, text))
    return read_rows(path, parse_items(path, text))


def read_rows(path: str, items: Iterable[tuple[int, Any]]) -> Findings:
    """Read rows of that answer, each with its line."""
    found = Collector(path)
    for line, item in items:
        for row in _rows(item):
            with found.record():
                _read(row, Source(path, line), found)
    return found.finish()


def _read_literal(path: str, text: str) -> Iterator[tuple[int, Any]]:
    """Read rows that Python has printed: data only, for reading it runs nothing."""
    try:
        tree = ast.parse(text.lstrip("\ufeff \t\r\n"), mode="eval").body
        rows = tree.elts if isinstance(tree, ast.List | ast.Tuple) else [tree]
        found = [(row.lineno, ast.literal_eval(row)) for row in rows]
    except SyntaxError as err:
        what = f"broken Python literal: {err.msg}; expected a list of rows, all of it"
        raise InputError(Problem(path, err.lineno or 1, what)) from None
    except (ValueError, TypeError, RecursionError, MemoryError):
        what = "no list of rows; expected what /api/daily_papers gives"
        raise InputError(Problem(path, 1, what)) from None
    yield from found


def _rows(item: Any) -> Iterator[Any]:
    for row in item if isinstance(item, list) else (item,):
        try:  # a literal is data only: reading it runs nothing
            yield ast.literal_eval(row) if isinstance(row, str) else row
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            yield row


def _read(row: Any, source: Source, found: Collector) -> None:
    paper = row.get("paper") if isinstance(row, dict) else None
    facts = {**row, **paper} if isinstance(paper, dict) else row
    title = _text(facts, "title") if isinstance(facts, dict) else ""
    if not title:
        found.skip_words(str(row), source.line, "expected a paper with a title")
        return
    authors = facts.get("authors")
    people = read_names(authors if isinstance(authors, list) else ())
    for words in people.unread:
        found.skip_words(words, source.line, "expected a name")
    links = {"Code": facts.get("githubRepo"), "Project page": facts.get("projectPage")}
    read_paper = Paper(
        title=title,
        abstract=_text(facts, "summary"),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=find_arxiv_id(_text(facts, "id")),
        links=web_links(links),
        upvotes=read_count(facts.get("upvotes")),
        source=source,
        **read_facts({normalise(key): value for key, value in facts.items()}, "hf-json"),
    )
    found.papers.append((read_paper, read_day(source, _text(facts, "submittedOnDailyAt"))))


def _text(facts: dict[Any, Any], key: str) -> str:
    value = facts.get(key)
    return join(value) if isinstance(value, str) else ""
