"""Which format a text is, by its content; and its papers, a ``Reading`` for each day.

The page's text keeps its own words for ``export``; every other format gives papers only.
"""

import csv
import re
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module

from site_gen.characters import find_illegal
from site_gen.errors import InputError, Problem
from site_gen.formats import arxiv_mail, hugging_face, records
from site_gen.formats.digest import parse_digest
from site_gen.formats.reading import Findings, Reading, day_in_name
from site_gen.model import Digest, Paper, Source


def _late(room: str, parser: str) -> Callable[[str, str], Findings]:
    """Give a parser that is loaded when it is used: its library takes as long as a small build."""

    def parse(path: str, text: str) -> Findings:
        found: Findings = getattr(import_module(f"site_gen.formats.{room}"), parser)(path, text)
        return found

    return parse


_ROOMS: Mapping[str, Callable[[str, str], Findings]] = {
    "hf-json": hugging_face.parse,
    "json": records.parse_json,
    "jsonl": records.parse_jsonl,
    "csv": records.parse_csv,
    "bibtex": _late("bibliography", "parse_bibtex"),
    "ris": _late("bibliography", "parse_ris"),
    "arxiv-mail": arxiv_mail.parse,
    "feed": _late("syndication", "parse_xml"),
    "json-feed": _late("syndication", "parse_json"),
}
_BIBTEX = re.compile(r"\A(?:%.*\n|\s)*@\w+\s*[{(]")
_FEED = re.compile(r"\A(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF|\w+:feed)[\s>]")
_JSON_FEED = re.compile(r'\A\{[^{]*"https?://(?:www\.)?jsonfeed\.org/version/')
NAMES = ("page", *_ROOMS)
"""The formats, as ``--format`` names them."""


def recognise(text: str) -> str:
    """Name the format of a text; what is nothing else is a page's text."""
    start = text.lstrip("\ufeff \t\r\n")
    first = start.split("\n", 1)[0].rstrip()
    signs = {
        "hf-json": hugging_face.is_like(text),
        "json-feed": bool(_JSON_FEED.search(start, 0, 999)),
        "feed": bool(_FEED.search(start, 0, 9999)),
        "jsonl": start.startswith("{") and first.endswith("}"),
        "json": start.startswith(("[{", "{", "[\n", "[\r", "[ ", "[]")),
        "arxiv-mail": arxiv_mail.is_like(text),
        "ris": start.startswith("TY  - "),
        "bibtex": bool(_BIBTEX.search(start)),
        "csv": "," in first and len(first) < 999 and "title" in next(csv.reader([first.lower()])),
    }
    return next((name for name, is_it in signs.items() if is_it), "page")


def read(
    path: str, text: str, today: date, day: date | None = None, name: str | None = None
) -> tuple[Reading, ...]:
    """Read a text as the format ``name``, else as the one it is recognised as.

    A paper's day is ``day``; else the one its source names; else the file name's. Raises
    InputError with what is wrong: no paper, no day, a character that cannot be published.
    """
    name = name or recognise(text)
    if name == "page":
        return (parse_digest(path, text, today, day),)
    found = _ROOMS[name](path, text)
    if not found.papers:
        raise InputError(*found.unread, Problem(path, 0, f"no papers; expected some, as {name}"))
    problems = [
        Problem(path, paper.source.line, f"a control character ({bad[1]}); expected plain text")
        for paper, _ in found.papers
        if (bad := find_illegal(_all_text(paper)))
    ]
    named = day_in_name(path)
    days: dict[date, list[Paper]] = {}
    for paper, own in found.papers:
        if at := day or own or named:
            days.setdefault(at, []).append(paper)
        else:
            what = f"no day for {paper.title[:60]!r}; expected one in the file's name, or --date"
            problems.append(Problem(path, paper.source.line, what))
            break
    if problems:
        raise InputError(*problems)
    reason = "as given with --date" if day else "as its papers say"
    return tuple(
        Reading(
            Digest(
                date=at,
                header=f"{at:%b} {at.day}",
                heading="Daily Papers",
                papers=tuple(papers),
                source=Source(path, 1),
            ),
            reason if day or any(own for _, own in found.papers) else "from the file's name",
            found.unread if at == min(days) else (),
            name,
        )
        for at, papers in sorted(days.items())
    )


def _all_text(paper: Paper) -> str:
    links = (part for pair in paper.links for part in pair)
    texts = (paper.title, paper.abstract, paper.arxiv_id, paper.doi)
    return "\n".join((*texts, *paper.authors, *paper.topics, *links))
