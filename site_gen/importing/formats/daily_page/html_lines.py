"""A saved web page -> the lines that a reader sees, with where their links lead. By lxml.

``find_part`` gives a part that carries its data for scripts, as Hugging Face's pages do.
"""

from collections import Counter
from typing import NoReturn

from lxml import etree, html

from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.typeset_math import restore_tex
from site_gen.importing.formats.tag_bounds import MOST_IN_HTML, find_full_tag
from site_gen.importing.formats.text_shapes import is_link_name
from site_gen.model import InputError, Problem, find_arxiv_id, find_illegal, one_line

# What a browser does not show as text.
_UNSEEN = {"script", "style", "svg", "noscript", "template", "head"}
# All others begin a line of their own, as in a browser.
_INLINE = {
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "img", "kbd", "mark", "math", "q",
    "s", "small", "span", "strong", "sub", "sup", "svg", "time", "tt", "u", "var",
}  # fmt: skip
_LOOSE = {"a", "span"}  # a line of their own, but within a text
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TEXTS = {*_HEADINGS, "p", "dt", "dd", "td", "th", "li", "blockquote"}
_SITES = {"papers": "https://huggingface.co", "abs": "https://arxiv.org"}


def parse(path: str, text: str) -> html.HtmlElement:
    """Read HTML as browsers do. Raises InputError when there is none in it."""
    if found := find_illegal(text):
        _reject(path, text.count("\n", 0, found[0]) + 1, found[1])
    if (at := find_full_tag(text, MOST_IN_HTML)) >= 0:
        what = f"a tag with more than {MOST_IN_HTML:,} attributes; expected a saved web page"
        raise InputError(Problem(path, text.count("\n", 0, at) + 1, what))
    try:
        root = html.document_fromstring(text.encode(), html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        raise InputError(Problem(path, 1, "no HTML in it; expected a saved web page")) from None
    # '&#1;' becomes such a character only now; lxml gives it, but takes it for no new text.
    for element in root.iter(etree.Element):
        if found := find_illegal(f"{element.text or ''}{element.tail or ''}"):
            _reject(path, element.sourceline or 0, found[1])
    restore_tex(root)
    return root


def _reject(path: str, line: int, name: str) -> NoReturn:
    what = f"a control character ({name}); expected plain text"
    raise InputError(Problem(path, line, what))


def find_part(root: html.HtmlElement, target: str) -> html.HtmlElement | None:
    """Give the part ``target`` of a page, which has its data as JSON; None without any."""
    parts = (one for one in root.iter("div") if one.get("data-target") == target)
    return next((part for part in parts if part.get("data-props")), None)


def read(root: html.HtmlElement) -> list[Line]:
    """Give the lines; a heading that leads to a paper is a title."""
    reader = _Reader()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            reader.start(element)
            if element.tag in _UNSEEN:
                walk.skip_subtree()
            else:
                reader.say(element.text or "")
            continue
        if event == "end":
            reader.end(element)
        reader.say(element.tail or "")
    reader.finish()
    return reader.lines


class _Reader:
    """The line that is being read, and those before it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._has_words = False  # whether one of them is more than white space
        self._urls: list[str] = []  # of this line
        self._links: list[str] = []  # that are open; the last one counts: links do not nest
        self._number = 1
        self._inside: Counter[str] = Counter()

    def say(self, text: str) -> None:
        self._words.append(text)
        self._has_words = self._has_words or bool(text and not text.isspace())

    def start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if self._parts(tag):
            self.finish()
            self._number = element.sourceline or self._number
        self._inside[tag] += 1
        if tag == "a":
            self._links.append(_absolute(element.get("href", "")))
            self._urls.append(self._links[-1])

    def end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if self._parts(tag):
            self.finish()
        self._inside[tag] -= 1
        if tag == "a":
            self._links.pop()
            if not self._has_words:
                self._urls[:] = self._links[-1:]

    def finish(self) -> None:
        if said := one_line("".join(self._words)):
            urls = tuple(dict.fromkeys(filter(None, self._urls)))
            is_heading = any(self._inside[tag] for tag in _HEADINGS)
            is_title = is_heading and any(map(find_arxiv_id, urls)) and not is_link_name(said)
            self.lines.append(Line(self._number, said, urls=urls, is_title=is_title))
        self._words.clear()
        self._has_words = False
        self._urls[:] = self._links[-1:]

    def _parts(self, tag: str) -> bool:
        """Whether a tag parts lines."""
        is_loose = tag in _LOOSE and not any(self._inside[text] for text in _TEXTS)
        return is_loose or tag not in _INLINE


def _absolute(url: str) -> str:
    """Give a web address; those within the sites that are read here are told by their start."""
    if url.startswith("/"):
        return f"{_SITES.get(url.split('/')[1], '')}{url}" if url[1:2] != "/" else ""
    return url if url.lower().startswith(("https://", "http://")) else ""
