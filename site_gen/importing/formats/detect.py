"""Which format a text is, by its content; and its papers, a ``Reading`` for each day.

The page's text keeps its own words for ``export``; every other format gives papers only.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from site_gen.importing.formats import hugging_face
from site_gen.importing.formats.arxiv import mail
from site_gen.importing.formats.daily_page.text import parse_digest
from site_gen.importing.formats.reading import Findings, Reading, by_day, find_texts
from site_gen.importing.formats.records import data_files
from site_gen.model import InputError, Problem, mark_withdrawn
from site_gen.text.mojibake import find_misread


def _late(module: str, parser: str) -> Callable[..., Any]:
    """Give a parser that is loaded when it is used: its library takes as long as a small build."""

    def parse(*given: Any) -> Any:
        return getattr(import_module(f"site_gen.importing.formats.{module}"), parser)(*given)

    return parse


_PAGES: Mapping[str, Callable[[str, str, date, date | None], tuple[Reading, ...]]] = {
    "markdown": _late("daily_page.markdown", "parse"),
    "html": _late("daily_page.html", "parse"),
}
_READERS: Mapping[str, Callable[[str, str], Findings]] = {
    "hf-json": hugging_face.parse,
    "json": data_files.parse_json,
    "jsonl": data_files.parse_jsonl,
    "csv": data_files.parse_csv,
    "bibtex": _late("bibliography.bibtex", "parse_bibtex"),
    "ris": _late("bibliography.ris", "parse_ris"),
    "arxiv-mail": mail.parse,
    "arxiv-list": _late("arxiv.listing", "parse"),
    "feed": _late("feeds", "parse_xml"),
    "json-feed": _late("json_feed", "parse"),
}
_BIBTEX = re.compile(  # not every '@word(' is one: programs have decorators
    r"\A(?:%.*\n|\s)*@(?:\w+\s*(?:\{|\(\s*[^\s,{}()\"=#]*\s*,)|(?:string|comment|preamble)\s*\()",
    re.IGNORECASE,
)
_RIS = re.compile(  # databases write lines of their own above the first record
    r"(?:(?:[A-Z][A-Z0-9] {1,2}- [^\n]*|Record #[^\n]*|[A-Z][\w ]{1,30}: ?[^\n]*|[ \t\r]*)\n){0,20}"
    r"TY {1,2}- ?[A-Z]"
)
# Declarations and instructions of XML may stand before the root; a prefix before its name.
_FEED = re.compile(r"\A(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF|\w+:feed)[\s>]")
# A feed must have a version, and it stands before the items: no brace comes before it.
_JSON_FEED = re.compile(r'\A\{[^{]*"https?://(?:www\.)?jsonfeed\.org/version/')
_AHEAD = timedelta(days=1)  # a day begins earlier elsewhere
_HTML = re.compile(r"<(?:!doctype html|html|head|body|main|div|article|section)\b", re.IGNORECASE)
_LISTING = re.compile(  # an id that begins a line, or a list's item
    r"class=[\"']list-title|^[ \t]*(?:\[?\\?\[[0-9]+\\?\](?:\(\S*\))?[ \t]*)?\[?arXiv:[^\n]*"
    r"(?:\n[^\n]*){0,4}\n[ \t:]*(?:\*\*)?Title:",
    re.MULTILINE,
)
_PAPER = r"\]\(https?://(?:huggingface\.co/papers|(?:www\.)?arxiv\.org/(?:abs|pdf|html))/"
_MARKDOWN = re.compile(
    rf"{_PAPER}|^## .+\n\n(?:(?![#<]).+\n\n)?<https?://\S+>$",
    re.MULTILINE,
)
NAMES = ("page", *_PAGES, *_READERS)
"""The formats, as ``--format`` names them."""


def recognise(text: str) -> str:
    """Name the format of a text; what is nothing else is a page's text."""
    start = text.lstrip("\ufeff \t\r\n")
    first = start.split("\n", 1)[0].rstrip()
    signs = {
        "hf-json": hugging_face.is_like(text),
        "json-feed": bool(_JSON_FEED.search(start, 0, 999)),
        "feed": bool(_FEED.search(start, 0, 9999)) or _is_xml(start[:999].lower()),
        "jsonl": start.startswith("{") and first.endswith("}"),
        "json": start.startswith(("[{", "{", "[\n", "[\r", "[ ", "[]")),
        "arxiv-mail": mail.is_like(text),
        "arxiv-list": bool(_LISTING.search(text)),
        "html": bool(_HTML.match(start)),
        "ris": bool(_RIS.match(start)),
        "bibtex": bool(_BIBTEX.search(start)),
        "csv": "title" in _columns(first),
    }
    signs["markdown"] = bool(_MARKDOWN.search(text.replace("\r\n", "\n")))
    return next((name for name, is_it in signs.items() if is_it), "page")


def _is_xml(start: str) -> bool:
    return start.startswith("<?xml") and "<html" not in start and "<!doctype html" not in start


def _columns(line: str) -> list[str]:
    """Give the names of the columns of a table, where a line can be its first."""
    try:
        return next(csv.reader([line.lower()]), []) if "," in line and len(line) < 999 else []
    except csv.Error:
        return []


def read(  # noqa: PLR0913 # each says how to read
    path: str,
    text: str,
    today: date,
    day: date | None = None,
    name: str | None = None,
    *,
    may_be_empty: bool = False,
) -> tuple[Reading, ...]:
    """Read a text as the format ``name``, else as the one it is recognised as.

    A paper's day is ``day``; else the one its source names; else the file name's. Raises
    InputError with what is wrong: no paper, no day, a character that cannot be published.
    With ``may_be_empty`` a page that lists no paper is a day without papers.
    """
    form = name or recognise(text)
    if form == "page":  # what nothing else recognises: named, it is one for certain
        readings: tuple[Reading, ...] = (
            parse_digest(path, text, today, day, is_forced=name is not None),
        )
    elif form in _PAGES:
        readings = tuple(_PAGES[form](path, text, today, day))
    else:
        readings = by_day(path, _READERS[form](path, text), day, form)
    latest = readings[-1].digest
    if not may_be_empty and not latest.papers:
        what = "no paper below the page's heading; expected some, or --quiet-day"
        raise InputError(Problem(path, latest.source.line, what))
    if not day and latest.date - today > _AHEAD:  # no sum: the last day has no next one
        what = f"{latest.date} is yet to come; expected a day that has begun, or --date"
        raise InputError(Problem(path, latest.papers[0].source.line if latest.papers else 0, what))
    return tuple(_note_misread(_mark_withdrawn(reading)) for reading in readings)


def _mark_withdrawn(reading: Reading) -> Reading:
    """Mark the papers that say that they were withdrawn, in whatever format they do."""
    papers = tuple(map(mark_withdrawn, reading.digest.papers))
    return replace(reading, digest=replace(reading.digest, papers=papers))


def _note_misread(reading: Reading) -> Reading:
    """Note papers whose texts look like UTF-8 that was read as Latin-1: they stay as they are."""
    notes = []
    for paper in reading.digest.papers:
        if misread := find_misread("\n".join((paper.abstract, *find_texts(paper)))):
            what = f"{misread[0].found!r} looks like {misread[0].meant!r}, read as Latin-1"
            what = f"{what}; kept as it is: 'check --fix' can mend it"
            notes.append(Problem(paper.source.path, paper.source.line, what))
    return replace(reading, notes=(*reading.notes, *notes))
