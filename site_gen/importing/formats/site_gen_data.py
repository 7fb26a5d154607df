"""Our own JSON, JSON Lines and CSV -> papers: a record a paper, keys as in an entry's file.

``summary`` and ``id`` are read too, for ``abstract`` and ``arxiv_id``, as others name them, and
``categories`` that are not arXiv's as topics; keys that are not ours are skipped.
"""

import csv
from collections.abc import Mapping
from datetime import date
from typing import Any

from site_gen.importing.formats.json_lines import parse_items, parse_lines
from site_gen.importing.formats.reading import Findings, join, read_day, web_links
from site_gen.model.errors import InputError, Problem
from site_gen.model.identifiers import find_arxiv_id, find_categories, find_doi
from site_gen.model.records import Paper, Source
from site_gen.model.wording import count


def parse_json(path: str, text: str) -> Findings:
    """Read a JSON list of records. Raises InputError, as the two below."""
    return _read_all(path, parse_items(path, text))


def parse_jsonl(path: str, text: str) -> Findings:
    """Read a JSON record a line."""
    return _read_all(path, parse_lines(path, text))


def parse_csv(path: str, text: str) -> Findings:
    """Read CSV (RFC 4180) whose first line names the columns; lists are set apart by ``;``."""
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
    rows: list[tuple[int, Any]] = []
    line, keys = 1, list[str]()
    try:
        for row in reader:
            if not keys:
                keys = [join(name).lower() for name in row]
            elif row and len(row) != len(keys):
                what = f"{count(len(row), 'value')} for {count(len(keys), 'column')}"
                what = f"{what}; expected as many, and texts with ',' in \"\""
                raise InputError(Problem(path, line, what))
            elif row:
                rows.append((line, dict(zip(keys, row, strict=True))))
            line = reader.line_num + 1
    except csv.Error as err:
        raise InputError(Problem(path, line, f"broken CSV: {err}")) from None
    return _read_all(path, rows)


def _read_all(path: str, items: list[tuple[int, Any]]) -> Findings:
    papers: list[tuple[Paper, date | None]] = []
    unread: list[Problem] = []
    for line, item in items:
        title = _first(item, "title") if isinstance(item, dict) else ""
        if title:
            papers.append(_read(item, title, Source(path, line)))
        else:
            what = f"not understood: {str(item)[:80]!r}; expected a record with a title"
            unread.append(Problem(path, line, what))
    return Findings(tuple(papers), tuple(unread))


def _read(item: Mapping[str, Any], title: str, source: Source) -> tuple[Paper, date | None]:
    votes = item.get("upvotes")
    number = str(votes).strip()
    said = _names(item.get("categories"))
    categories = find_categories(said)
    paper = Paper(
        title=join(title),
        abstract=_first(item, "abstract", "summary"),
        authors=_names(item.get("authors")),
        more_authors=item.get("more_authors") is True,
        arxiv_id=find_arxiv_id(_first(item, "arxiv_id", "id")),
        doi=find_doi(_first(item, "doi")),
        topics=_names(item.get("topics")) or (() if categories else said),
        categories=categories,
        links=web_links(_pairs(item.get("links"))),
        upvotes=int(number)
        if number.isascii() and number.isdecimal() and len(number) < 10
        else None,
        source=source,
    )
    return paper, read_day(source, _first(item, "date", "day", "submittedOnDailyAt"))


def _pairs(links: Any) -> list[tuple[str, Any]]:
    """Read links: names with addresses, or a list of records with ``text`` and ``url``."""
    if isinstance(links, dict):
        return list(links.items())
    rows = [row for row in links if isinstance(row, dict)] if isinstance(links, list) else []
    return [(join(str(row.get("text") or "Link")), row.get("url")) for row in rows]


def _first(item: Mapping[str, Any], *keys: str) -> str:
    found = (item.get(key) for key in keys)
    return next((value.strip() for value in found if isinstance(value, str) and value.strip()), "")


def _names(value: Any) -> tuple[str, ...]:
    """Read a list, or a text with ``;`` (else ``,``) between its items."""
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    if not isinstance(value, list):
        return ()
    texts = (item.get("name") if isinstance(item, dict) else item for item in value)
    return tuple(join(text) for text in texts if isinstance(text, str) and text.strip())
