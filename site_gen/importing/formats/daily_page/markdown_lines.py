"""Markdown -> the lines that a reader sees, with where their links lead.

Pages that browsers' clippers save are loose Markdown: a link may go on over lines that end in
backslashes. So lines are found here, and what stands within them by markdown-it.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.text_shapes import is_link_name
from site_gen.model import find_arxiv_id, find_doi, one_line
from site_gen.text.paragraph import MOST_CHARACTERS

# Emphasis is off: underscores in names of models are text. Bold lines are looked for with _BOLD.
_PARSER = MarkdownIt("commonmark", {"html": False}).disable("emphasis")
_HEADING = re.compile(r"#{1,6}\s+(\S.*)")
# Of a bullet, or of a number as _LINE_START in text.escaping.
_ITEM = re.compile(r"^(?:[-*+]|[0-9]{1,3}[.)])\s+")
# A backslash at the end of a line is a line break; clippers write one for each.
_WRAPPED = re.compile(r"(?<!\\)\\+ {2,}")
_SPACE = re.compile(r"\s")
_BOLD = re.compile(r"(\*\*|__)(.+)\1")
_LABEL = re.compile(
    r"(?:[-*+]\s+)?(?P<mark>\*\*|__)(?P<name>[^\W\d_][\w -]{0,30}?)\s*"
    r"(?::\s*(?P=mark)|(?P=mark)\s*:)\s*(?P<value>.*)"
)


def read(text: str) -> list[Line]:
    """Give the lines; an empty one between blocks.

    A heading that leads to a paper is a title; where there is none, an item of a list that does.
    """
    lines: list[Line] = []
    block: list[tuple[int, str]] = []
    for number, raw in enumerate([*text.split("\n"), ""], start=1):
        line = raw.strip("\ufeff \t\r")
        if line:
            block.append((number, line))
            continue
        lines += _read_block(block)
        lines.append(Line(number, ""))
        block = []
    if not any(line.is_title for line in lines):
        return [_as_title(line) for line in lines]
    return lines


def read_each(text: str) -> list[Line]:
    """Give a line for each line of the text, whatever blocks they make."""
    raw = enumerate(text.split("\n"), start=1)
    return [_read_line(n, line.strip("\ufeff \t\r").rstrip("\\")) for n, line in raw]


def leads_to_paper(line: Line) -> bool:
    """Whether a link of a line is a paper's."""
    return any(find_arxiv_id(url) or find_doi(url) for url in line.urls)


def find_label(line: Line) -> tuple[str, str]:
    """Give the name, in small letters, and the value of a line such as '- **Authors**: A B'.

    Both are empty when the line has no label in bold.
    """
    match = None if line.is_title else _LABEL.fullmatch(line.words)
    return (match["name"].lower(), match["value"]) if match else ("", "")


def read_inline(text: str) -> tuple[str, tuple[str, ...]]:
    """Give the words of a line, pictures left out, and where its links lead."""
    if len(text) > MOST_CHARACTERS:  # the library's time for links grows faster than the text
        return one_line(text), ()
    words, urls = [], []
    for token in _PARSER.parseInline(text)[0].children or []:
        if token.type == "link_open":
            urls.append(str(token.attrGet("href") or ""))
        elif token.type in {"text", "code_inline"}:
            words.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            words.append(" ")
    said = one_line("".join(words))
    bold = _BOLD.fullmatch(said)
    return bold[2] if bold else said, tuple(urls)


def _read_block(block: list[tuple[int, str]]) -> Iterator[Line]:
    whole = " ".join(line.rstrip("\\") for _, line in block)
    if len(block) > 1 and whole.startswith("[") and _is_one_link(whole):
        yield _read_line(block[0][0], whole)
        return
    start, waiting = 0, ""
    for number, raw in block:
        line = raw.rstrip("\\")
        if waiting and _goes_on(waiting, line):
            waiting = f"{waiting} {line}"
            continue
        if waiting:
            yield _read_line(start, waiting)
        start, waiting = number, line
    if waiting:
        yield _read_line(start, waiting)


def _goes_on(text: str, line: str) -> bool:
    """Whether a line goes on with the text above it: neither is a line of its own."""
    is_own = line.startswith(("#", "|", "<", "[", "!", "·")) or any(
        form.match(line) for form in (_ITEM, _LABEL)
    )
    return not is_own and not _HEADING.fullmatch(text)


def _is_one_link(text: str) -> bool:
    """Whether a text is a single link."""
    if len(text) > MOST_CHARACTERS or not _may_be_link(text):
        return False
    tokens = _PARSER.parseInline(text)[0].children or []
    return bool(tokens) and tokens[0].type == "link_open" and tokens[-1].type == "link_close"


def _may_be_link(text: str) -> bool:
    """Whether a text begins and ends as a link does, with no white space in its address."""
    _, mark, address = text.rpartition("](")
    is_begun = text.startswith(("[", "!["))
    return is_begun and bool(mark) and address.endswith(")") and not _SPACE.search(address)


def _read_line(number: int, text: str) -> Line:
    heading = _HEADING.fullmatch(text)
    words, urls = read_inline(_WRAPPED.sub(" ", _without_end(heading[1]) if heading else text))
    line = Line(number, words, text, urls)
    return _as_title(line) if heading else line


def _without_end(heading: str) -> str:
    """Leave out the signs that may end a heading: CommonMark, section 4.2."""
    bare = heading.rstrip("#")
    return bare.rstrip() if bare != heading and bare[-1:].isspace() else heading


def _as_title(line: Line) -> Line:
    """Make a line a title when all of it leads to a paper, and it says more than its id.

    A number before it and bold type are no part of it.
    """
    text = _ITEM.sub("", line.text.lstrip("# "))
    bold = _BOLD.fullmatch(text)
    text = bold[2] if bold else text
    if not leads_to_paper(line) or not _is_one_link(text):
        return line
    told, _ = read_inline(_WRAPPED.sub(" ", text))
    if find_arxiv_id(told) or is_link_name(told):
        return line
    return Line(line.number, told, line.text, line.urls, is_title=True)
