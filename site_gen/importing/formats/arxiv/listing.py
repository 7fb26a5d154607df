"""arXiv's listing pages (``/list/cs.CL/new``, ``recent``) -> papers: copied, clipped or saved.

Each begins with its number and id; then come a title, authors, fields with names, and on the page
of new papers the abstract. https://info.arxiv.org/help/submit/index.html names the fields.
"""

import re
from collections.abc import Sequence
from datetime import date

from site_gen.importing.formats.daily_page import html_lines, markdown_lines
from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.page_day import find_date
from site_gen.importing.formats.people import parse_names
from site_gen.importing.formats.reading import Collector, Findings
from site_gen.model import (
    Paper,
    Problem,
    Source,
    find_announcement,
    find_arxiv_id,
    find_version,
    one_line,
    read_tags,
)

_NUMBER = re.compile(r"\[[0-9]+\]")
# An id ends where its version's marks begin: a bracket or a parenthesis.
_START = re.compile(r"(?:\[[0-9]+\]\s*)?(?P<id>arXiv:\s?[^\s\[(]+)(?P<rest>.*)")
_REST = re.compile(r"(?:\s*\((?:cross-list|replaced)[^)]*\))*(?:\s*\[[^\]]*\])*\s*")
_MARK = re.compile(r"\((cross|replace)", re.IGNORECASE)
# Links to the forms of a paper, which a copied page glues to its id.
_FORMS = re.compile(r"\[(?=[^\]]*?(?:pdf|html|other))[^\]]*\]")
_FIELD = re.compile(
    r"(?:: +)?(?P<name>Title|Authors?|Comments|Subjects|Journal-ref|DOI|Report-no|Report number"
    r"|(?:ACM|MSC)[- ]class(?:es)?|Abstract):\s*(?P<value>.*)"
)
_SECTION = re.compile(
    r"(?:new|cross|replacement) submissions(?: (?:\(|for ).*)?"
    r"|(?:cross-lists|replacements)(?: (?:\(|for ).*)?"
    r"|total of [0-9]+.*|showing up to [0-9]+ entries.*|fewer|more|all|\||showing new listings.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, [0-9]{1,2} [a-z]{3,9} [0-9]{4}.*",
    re.IGNORECASE,
)
# The sections of the page of new papers, and the days of the page of recent ones.
_KIND = re.compile(r"(?:new|cross|replace|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}")
# A subject has its code behind its name, as 'Machine Learning (cs.LG)'.
_TOPIC = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_HTML = re.compile(r"\s*<(?:!|html|head|body|d[lt]|div|h[1-6])", re.IGNORECASE)


def parse(path: str, text: str) -> Findings:
    """Read a listing. A paper without a title is a bad record; lines around are reported."""
    found = Collector(path)
    day: date | None = None
    section = ""
    lines = _lines(path, text)
    at = 0
    while at < len(lines):
        words = lines[at].words
        if _is_start(words):
            at = _read(lines, at, (day, section), found)
            continue
        if _SECTION.fullmatch(words):
            day = _find_day(words) or day
            section = words if _KIND.match(words) else section
        elif words and not _NUMBER.fullmatch(words):
            found.skip_words(words, lines[at].number)
        at += 1
    return found.finish()


def _lines(path: str, text: str) -> list[Line]:
    """Give lines, an empty one where a paragraph ends."""
    if _HTML.match(text):
        return [
            part for line in html_lines.read(html_lines.parse(path, text))
            for part in (line, Line(line.number, ""))
        ]  # fmt: skip
    if "](http" in text or "](/abs" in text:
        return markdown_lines.read_each(text)
    raw = enumerate(text.replace("\N{NO-BREAK SPACE}", " ").split("\n"), start=1)
    return [Line(number, line.strip("\ufeff \t\r")) for number, line in raw]


def _is_start(words: str) -> bool:
    match = _START.fullmatch(words)
    return bool(match and find_arxiv_id(match["id"]) and _REST.fullmatch(match["rest"]))


def _is_end(words: str) -> bool:
    return bool(_is_start(words) or _SECTION.fullmatch(words) or _NUMBER.fullmatch(words))


def _read(
    lines: Sequence[Line], start: int, above: tuple[date | None, str], found: Collector
) -> int:
    """Read the paper that begins at ``start``; give where the rest begins.

    ``above`` are the day and the words of the section that it is in.
    """
    end = start + 1
    facts = _Fields()
    while end < len(lines) and not _is_end(lines[end].words):
        if not facts.take(lines[end].words):
            found.skip_words(lines[end].words, lines[end].number)
        end += 1
    fields = facts.values
    if not fields.get("Title"):
        what = f"no title after {lines[start].words[:60]!r}; expected 'Title: ...'"
        found.bad.append(Problem(found.path, lines[start].number, what))
        return end
    people = parse_names(fields.get("Author", ""))
    found.skip_names(people.unread, lines[start].number)
    match = _START.fullmatch(lines[start].words)
    day, section = above
    fields["Announce-type"] = _find_announcement(lines[start].words, section)
    ident = match["id"] if match else ""
    paper = Paper(
        title=one_line(fields["Title"]),
        abstract=one_line(" ".join((fields.get("Abstract", ""), *facts.abstract))),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=find_arxiv_id(ident),
        categories=tuple(_TOPIC.findall(fields.get("Subject", ""))),
        source=Source(found.path, lines[start].number),
        version=find_version(ident),
        **read_tags("arxiv", fields),
    )
    found.papers.append((paper, day))
    return end


class _Fields:
    """The fields of a paper that is being read, by name, and the lines of its abstract."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.abstract: list[str] = []
        self._name = ""  # of the field that was read last
        self._is_open = False  # whether the abstract may go on

    def take(self, words: str) -> bool:
        """Read the next line; whether it is understood."""
        match = _FIELD.fullmatch(words)
        if not words or _FORMS.fullmatch(words):
            self._is_open = False
        elif match and not self.values.get(match["name"].removesuffix("s")):
            self._name = match["name"].removesuffix("s")
            self.values[self._name] = match["value"]
        elif match:
            return False  # it is there already
        elif name := self._find_name():
            self.values[name] = words
        elif "Title" in self.values and (self._is_open or not self.abstract):
            self.abstract.append(words)
            self._is_open = True
        else:
            return False
        return True

    def _find_name(self) -> str:
        """Name the field that a line without a name is: an empty one, or the authors."""
        if self._name and not self.values[self._name]:  # its value has a line of its own
            return self._name
        return "Author" if self._name == "Title" and "Author" not in self.values else ""


def _find_announcement(words: str, section: str) -> str:
    """Give how a paper is announced: by its section, or behind its id, '(cross-list from cs.LG)'.

    Of both it is a replacement: the paper was listed here before.
    """
    kinds = {find_announcement(one) for one in (section, *_MARK.findall(words))}
    return "replaced" if "replaced" in kinds else "cross" if "cross-listed" in kinds else "new"


def _find_day(words: str) -> date | None:
    """Read the day in the words above a list: 'Thursday, 3 October 2024'."""
    match = _DATE.search(words)
    return find_date(match[0]) if match else None
