"""arXiv's listing pages (``/list/cs.CL/new``, ``recent``) -> papers: copied, clipped or saved.

Each begins with its number and id; then come a title, authors, fields with names, and on the page
of new papers the abstract. https://info.arxiv.org/help/submit/index.html names the fields.
"""

import re
from collections.abc import Sequence
from datetime import date

from site_gen.importing.formats.daily_page import html_lines, markdown_lines
from site_gen.importing.formats.daily_page.cards import Line
from site_gen.importing.formats.daily_page.text import find_date
from site_gen.importing.formats.people import parse_names
from site_gen.importing.formats.reading import Collector, Findings, join
from site_gen.model import Paper, Problem, Source, find_arxiv_id, find_version, read_tags

_NUMBER = re.compile(r"\[[0-9]+\]")
# An id ends where its version's marks begin: a bracket or a parenthesis.
_START = re.compile(r"(?:\[[0-9]+\]\s*)?(?P<id>arXiv:\s?[^\s\[(]+)(?P<rest>.*)")
_REST = re.compile(r"(?:\s*\((?:cross-list|replaced)[^)]*\))?(?:\s*\[[^\]]*\])*\s*")
# Links to the forms of a paper, which a copied page glues to its id.
_FORMS = re.compile(r"\[[^\]]*(?:pdf|html|other)[^\]]*\]")
_FIELD = re.compile(
    r"(?:: +)?(?P<name>Title|Authors?|Comments|Subjects|Journal-ref|DOI|Report-no|Report number"
    r"|(?:ACM|MSC)[- ]class(?:es)?|Abstract):\s*(?P<value>.*)"
)
_SECTION = re.compile(
    r"(?:new|cross|replacement) submissions(?: (?:\(|for ).*)?"
    r"|(?:cross-lists|replacements)(?: \(.*)?"
    r"|total of [0-9]+.*|showing up to [0-9]+ entries.*|fewer|more|all|\||showing new listings.*"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, [0-9]{1,2} [a-z]{3,9} [0-9]{4}.*",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}")
# A subject has its code behind its name, as 'Machine Learning (cs.LG)'.
_TOPIC = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_HTML = re.compile(r"\s*<(?:!|html|head|body|d[lt]|div|h[1-6])", re.IGNORECASE)


def parse(path: str, text: str) -> Findings:
    """Read a listing. A paper without a title is a bad record; lines around are reported."""
    found = Collector(path)
    day: date | None = None
    lines = _lines(path, text)
    at = 0
    while at < len(lines):
        words = lines[at].words
        if _is_start(words):
            at = _read(lines, at, day, found)
            continue
        if _SECTION.fullmatch(words):
            day = _find_day(words) or day
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


def _read(lines: Sequence[Line], start: int, day: date | None, found: Collector) -> int:
    """Read the paper of a day that begins at ``start``; give where the rest begins."""
    fields: dict[str, str] = {}
    name, is_open, abstract = "", False, list[str]()
    at = start + 1
    while at < len(lines) and not _is_end(lines[at].words):
        line = lines[at]
        at += 1
        match = _FIELD.fullmatch(line.words)
        if not line.words or _FORMS.fullmatch(line.words):
            is_open = False
        elif match:
            name = match["name"].removesuffix("s")
            fields[name] = match["value"]
        elif name and not fields[name]:  # its value has a line of its own
            fields[name] = line.words
        elif name == "Title" and "Author" not in fields:
            fields["Author"] = line.words
        elif "Title" in fields and (is_open or not abstract):
            abstract.append(line.words)
            is_open = True
        else:
            found.skip_words(line.words, line.number)
    if not fields.get("Title"):
        what = f"no title after {lines[start].words[:60]!r}; expected 'Title: ...'"
        found.bad.append(Problem(found.path, lines[start].number, what))
        return at
    people = parse_names(fields.get("Author", ""))
    for words in people.unread:
        found.skip_words(words, lines[start].number, "expected a name")
    match = _START.fullmatch(lines[start].words)
    ident = match["id"] if match else ""
    paper = Paper(
        title=join(fields["Title"]),
        abstract=join(" ".join((fields.get("Abstract", ""), *abstract))),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=find_arxiv_id(ident),
        categories=tuple(_TOPIC.findall(fields.get("Subject", ""))),
        source=Source(found.path, lines[start].number),
        version=find_version(ident),
        **read_tags("arxiv", fields),
    )
    found.papers.append((paper, day))
    return at


def _find_day(words: str) -> date | None:
    """Read the day in the words above a list: 'Thursday, 3 October 2024'."""
    match = _DATE.search(words)
    return find_date(match[0]) if match else None
