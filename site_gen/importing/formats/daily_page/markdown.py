"""Markdown with papers -> its days: a clipped Daily Papers page, other digests, an export."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from site_gen.importing.formats.daily_page import markdown_lines
from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.page_day import find_date
from site_gen.importing.formats.daily_page.text import parse_lines
from site_gen.importing.formats.days import by_day
from site_gen.importing.formats.markdown_digest.papers import parse_digest
from site_gen.importing.formats.reading import (
    Findings,
    Reading,
    day_in_name,
    describe_unread,
    number_lines,
    read_day,
    web_links,
)
from site_gen.importing.formats.text_shapes import is_tagged
from site_gen.model import InputError, Paper, Problem, Source, find_arxiv_id, find_doi, one_line
from site_gen.text import markdown

_OWN = re.compile(  # a paper as ``plan.data_files`` writes it: title, authors, address, abstract
    r"^## (?P<title>.+)\n\n(?:(?P<authors>(?![#<]).+)\n\n)?<(?P<url>https?://\S+)>$", re.MULTILINE
)
_OWN_HEAD = re.compile(r"# .+")
_OWN_URL = re.compile(r"https?://[^/]+/(?:.*/)?(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})/[^/]+/")
_HEADING = re.compile(r"(#{1,6})\s")
_FENCE = re.compile(r"```|~~~")
_WORDLESS = re.compile(r"[-*_]{3,}|(?:</?[a-zA-Z][^<>]*>\s*)+|<!--.*-->")  # rules, tags, comments
_AUTHORS = {"author", "authors"}
_ABSTRACT = {"abstract", "summary", "tldr"}
_CLIPPED = re.compile(  # what a Daily Papers page holds when a program has saved it
    r"huggingface\.co/login|^Submitted by|^\[?Upvote|by .{0,99}and the research community",
    re.MULTILINE,
)
_DATED = re.compile(r"(.*?)[,:]? \(?((?:[0-9]{1,2} )?[A-Z][a-z]+ [0-9]{4}|[0-9-]{10})\)?")


def parse(path: str, text: str, today: date, day: date | None = None) -> Sequence[Reading]:
    """Read Markdown. Raises InputError when no line of it is a title, or as ``parse_lines`` does.

    Lines that are no titles are never taken for papers: what they are is unknown.
    """
    text = text.replace("\r\n", "\n")
    if own := _read_own(path, text):
        return by_day(path, own, day, "markdown")
    is_clipped = _CLIPPED.search(text)
    found = Findings(()) if is_clipped else parse_digest(path, text)
    if found.papers and (day or day_in_name(path) or all(own for _, own in found.papers)):
        return by_day(path, found, day, "markdown")
    lines = markdown_lines.read(text)
    if not any(line.is_title for line in lines):
        found = parse_digest(path, text) if is_clipped else found
        _expect_papers(path, found)
        return by_day(path, found, day, "markdown")
    parted = list(chain.from_iterable(map(_part_heading, lines)))
    return (parse_lines(path, list(_set_apart(parted)), today, day, "markdown"),)


@dataclass(slots=True)
class _Place:
    """Where a line stands."""

    depth: int = -1
    """Of the title above; 0 when it is an item of a list, -1 when there is none."""

    is_outside: bool = False
    """Whether a heading has begun another section."""

    is_code: bool = False

    def enter(self, line: Line, level: int) -> None:
        """Go on to a line; ``level`` is that of a heading, else 0."""
        if line.is_title:
            self.depth, self.is_outside = level, False
        elif self.depth >= 0 and level:
            self.is_outside |= level <= (self.depth or level)


def _set_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """Read labelled lines, and set apart what is no text of the paper above it.

    That is code, facts with other labels, headings, and what follows a heading that begins another
    section: one no deeper than the paper's title. Markup without words is left out.
    """
    place = _Place()
    for line in lines:
        level = _find_level(line)
        fences = len(_FENCE.findall(line.text))  # lines of a paragraph are joined
        place.enter(line, level)
        if line.is_title or place.depth < 0:
            yield line
        elif _WORDLESS.fullmatch(line.words):
            continue
        elif place.is_outside or place.is_code or fences or level or is_tagged(line.words):
            yield replace(line, is_aside=True)
        else:
            yield _read_label(line)
        place.is_code ^= fences % 2 == 1


def _find_level(line: Line) -> int:
    """Give the level of a heading; 0 for any other line."""
    heading = _HEADING.match(line.text)
    return len(heading[1]) if heading else 0


def _read_label(line: Line) -> Line:
    """Read a labelled line: authors become a mark that ``card_marks`` knows, an abstract a text."""
    name, value = markdown_lines.find_label(line)
    if name in _AUTHORS:
        return replace(line, words=f"Authors: {value}")
    if name in _ABSTRACT:
        return replace(line, words=value)
    return replace(line, is_aside=True) if name else line


def _read_own(path: str, text: str) -> Findings | None:
    """Read papers as ``plan.data_files`` writes them; None when there are none in the text."""
    papers = tuple(_list_own(path, text))
    if not papers:
        return None
    above = text.split("\n")[: papers[0][0].source.line - 1]
    odd = [
        describe_unread(path, number, line.strip())
        for number, line in enumerate(above, start=1)
        if line.strip() and not _OWN_HEAD.fullmatch(line.strip())
    ]
    return Findings(papers, tuple(odd))


def _list_own(path: str, text: str) -> Iterator[tuple[Paper, date | None]]:
    found = [match for match in _OWN.finditer(text) if _is_papers(match["url"])]
    starts = [match.start() for match in found]
    ends = [*starts, len(text)][1:]
    for match, line, end in zip(found, number_lines(text, starts), ends, strict=True):
        authors, url = markdown.to_text(match["authors"] or ""), match["url"]
        own = _OWN_URL.fullmatch(url)
        arxiv_id = find_arxiv_id(url)
        names = tuple(filter(None, map(one_line, authors.split(","))))
        has_more = names[-1:] == ("et al.",)
        paper = Paper(
            title=one_line(markdown.to_text(match["title"])),
            abstract=markdown.to_text(text[match.end() : end].strip("\n")),
            authors=names[:-1] if has_more else names,
            more_authors=has_more,
            arxiv_id=arxiv_id,
            links=() if own or arxiv_id else web_links({"Paper": url}),
            source=Source(path, line),
        )
        yield paper, read_day(paper.source, own["day"]) if own else None


def _is_papers(url: str) -> bool:
    """Whether an address is of a paper: on a site made here, at arXiv, or a DOI."""
    return bool(_OWN_URL.fullmatch(url) or find_arxiv_id(url) or find_doi(url))


def _expect_papers(path: str, found: Findings) -> None:
    """Raise InputError with the rows of tables that were not understood when none is a paper."""
    if not found.papers:
        what = (
            "no paper in it; expected headings, list items or rows of a table that lead to papers"
        )
        rows = (one for one in found.unread if " | " in one.message)
        raise InputError(*rows, Problem(path, 1, what))


def _part_heading(line: Line) -> Iterator[Line]:
    """Part a heading that ends in a date: 'Daily Papers (2024-01-03)'."""
    match = None if line.is_title or not line.text.startswith("#") else _DATED.fullmatch(line.words)
    if match and match[1] and find_date(match[2]):
        yield replace(line, words=match[1])
        yield replace(line, words=match[2])
    else:
        yield line
