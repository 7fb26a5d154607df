"""Markdown with papers -> its days: a clipped Daily Papers page, other digests, our own export."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_gen import markup
from site_gen.formats import markdown_lines
from site_gen.formats.cards import Line
from site_gen.formats.digest import find_date, parse_lines
from site_gen.formats.reading import (
    Findings,
    Reading,
    by_day,
    find_arxiv_id,
    join,
    number_lines,
    read_day,
    web_links,
)
from site_gen.model import Paper, Source

_OWN = re.compile(  # a paper as ``twins`` writes it: title, authors, address, abstract
    r"^## (?P<title>.+)\n\n(?:(?P<authors>(?![#<]).+)\n\n)?<(?P<url>https?://\S+)>$", re.MULTILINE
)
_OWN_URL = re.compile(r"https?://[^/]+/(?:.*/)?(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/[^/]+/")
_CELL = re.compile(r"(?<!\\)\|")
_DATED = re.compile(r"(.*?)[,:]? \(?((?:[0-9]{1,2} )?[A-Z][a-z]+ [0-9]{4}|[0-9-]{10})\)?")


def parse(path: str, text: str, today: date, day: date | None = None) -> Sequence[Reading]:
    """Read Markdown. Raises InputError when there is no paper in it, as ``parse_lines`` does."""
    text = text.replace("\r\n", "\n")
    if _OWN.search(text):
        return by_day(path, Findings(tuple(_read_own(path, text))), day, "markdown")
    lines = markdown_lines.read(text)
    rows = [row for line in lines if (row := _read_row(path, line))]
    if rows and not any(line.is_title for line in lines):
        return by_day(path, Findings(tuple(rows)), day, "markdown")
    parted = [part for line in lines for part in _part_heading(line)]
    return (parse_lines(path, parted, today, day, "markdown"),)


def _read_own(path: str, text: str) -> Iterator[tuple[Paper, date | None]]:
    found = list(_OWN.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    lines = number_lines(text, (match.start() for match in found))
    for match, line, end in zip(found, lines, ends, strict=True):
        authors, url = markup.to_text(match["authors"] or ""), match["url"]
        own = _OWN_URL.fullmatch(url)
        arxiv_id = find_arxiv_id(url)
        paper = Paper(
            title=join(markup.to_text(match["title"])),
            abstract=markup.to_text(text[match.end() : end].strip("\n")),
            authors=tuple(filter(None, map(join, authors.split(",")))),
            arxiv_id=arxiv_id,
            links=() if own or arxiv_id else web_links({"Paper": url}),
            source=Source(path, line),
        )
        yield paper, read_day(paper.source, own["day"]) if own else None


def _read_row(path: str, line: Line) -> tuple[Paper, date | None] | None:
    """Read a row of a table: a paper when it has an address of one, and a title before it."""
    if not line.words.startswith("|") or not (arxiv_id := _find_id(line)):
        return None
    source = Source(path, line.number)
    cells = [markdown_lines.read_inline(cell)[0] for cell in _CELL.split(line.text.strip("|"))]
    days = [day for cell in cells if (day := read_day(source, cell))]
    texts = [cell for cell in cells if cell and not read_day(source, cell)]
    if not texts or find_arxiv_id(texts[0]):
        return None
    code = next((url for url in line.urls if "//github.com/" in url), "")
    links = web_links({"Code": code})
    paper = Paper(title=texts[0], abstract="", arxiv_id=arxiv_id, links=links, source=source)
    return paper, days[0] if days else None


def _find_id(line: Line) -> str:
    return next(filter(None, map(find_arxiv_id, line.urls)), "")


def _part_heading(line: Line) -> Iterator[Line]:
    """Part a heading that ends in a date: 'Daily Papers (2024-01-03)'."""
    match = None if line.is_title or not line.text.startswith("#") else _DATED.fullmatch(line.words)
    if match and match[1] and find_date(match[2]):
        yield replace(line, words=match[1])
        yield replace(line, words=match[2])
    else:
        yield line
