"""The texts of a feed -> plain paragraphs: of text, of HTML, and of what may be either.

RFC 4287, section 3.1, lets Atom say which it is. RSS 2.0 does not say: a ``<`` may begin a tag, or
be a sign of the text, as in ``$a<b$``. There a tag is markup only when feeds use its element and it
is complete; whatever else looks like a tag is text, so that no text is lost.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

from site_gen.importing.formats.tag_bounds import MOST_IN_HTML, find_full_tag
from site_gen.model import find_illegal, one_line

_PARAGRAPH = "\u2029"  # Unicode's own separator: XML may hold it, and it is white space
_BLANK = re.compile(rf"\n[ \t\r]*\n|{_PARAGRAPH}")
_BLOCKS = (
    "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section",
    "table", "td", "th", "tr", "ul",
)  # fmt: skip
_UNSEEN = ("head", "iframe", "noscript", "script", "style", "template")
_INLINE = (
    "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "small", "span",
    "strong", "sub", "sup", "tt", "u",
)  # fmt: skip
_VOID = {"br", "hr", "img"}  # https://html.spec.whatwg.org/multipage/syntax.html#void-elements
_BARE = {"a", "img"}  # useless without attributes; papers name tokens of models so
_OPEN_ENDED = {"dd", "dt", "li", "p", "td", "th", "tr"}  # their end tags may be left out
_KNOWN = {
    *_BLOCKS, *_INLINE, *_BARE, "caption", "iframe", "script", "style", "tbody", "tfoot", "thead",
}  # fmt: skip
# HTML allows more between '<' and '>'. In abstracts much of that is a comparison or a token of a
# model, as <think>, and must stay as text.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)"
    r"(?P<attributes>(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))*)\s*/?>"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# No character has a longer number; of thousands of digits, ``unescape`` fails.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*);")


def split_text(text: str) -> list[str]:
    """Give the paragraphs of plain text, each on one line; an empty line parts them."""
    return [words for part in _BLANK.split(text) if (words := one_line(part))]


def split_html(markup: str) -> list[str]:
    """Give the paragraphs that a reader of HTML sees, each on one line.

    What holds a character that HTML may not hold is given as it is: the importer reports it. So is
    what has a tag with too many attributes.
    """
    if find_illegal(markup) or find_full_tag(markup, MOST_IN_HTML) >= 0:
        return split_text(markup)
    page = f"<!doctype html><body>{markup}".encode()
    root = html.document_fromstring(page, html.HTMLParser(encoding="utf-8", huge_tree=True))
    etree.strip_elements(root, *_UNSEEN, etree.Comment, etree.PI, with_tail=False)
    parts = "".join(_walk(root)).split(_PARAGRAPH)
    return [words for part in parts if (words := one_line(part))]


def _walk(root: html.HtmlElement) -> Iterator[str]:
    """Give the texts of a tree in their order, and a sign at both ends of each block."""
    # Put together, and not written into the tree: ``&#1;`` gives a character that lxml reads, but
    # does not take.
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield _PARAGRAPH
        yield (element.text if event == "start" else element.tail) or ""


def split_either(text: str) -> list[str]:
    """Give the paragraphs of what is text or HTML, and does not say which.

    >>> split_either("<p>For n<m and m>2</p><p>it says <think>.</p>")
    ['For n<m and m>2', 'it says <think>.']
    >>> split_either("$a<b$ &lt; $c>d$"), split_either("a &lt; b")
    (['$a<b$ &lt; $c>d$'], ['a < b'])
    """
    starts = {tag.start() for tag in _find_markup(text)}
    if starts:
        return split_html(
            "".join(
                "&lt;" if sign == "<" and at not in starts else sign for at, sign in enumerate(text)
            )
        )
    return split_text(unescape(text) if _is_escaped(text) else text)


def _find_markup(text: str) -> Iterator[re.Match[str]]:
    """Find the tags that are markup: void, or with both their ends, properly nested.

    Where there are such tags, comments and tags whose end HTML lets authors omit are markup too.
    """
    is_html = False
    loose: list[re.Match[str]] = []
    open_: list[re.Match[str]] = []
    names: Counter[str] = Counter()  # of those open: no end is looked for in vain
    for tag in filter(_is_known, _TAG.finditer(text)):
        name = tag["name"].lower()
        if not tag["end"] and name in _VOID:
            is_html = True
            yield tag
        elif not tag["end"]:
            open_.append(tag)
            names[name] += 1
        elif names[name]:
            is_html = True
            while (inner := open_.pop())["name"].lower() != name:
                names[inner["name"].lower()] -= 1
                loose.append(inner)
            names[name] -= 1
            yield from (inner, tag)
    if is_html:
        yield from (tag for tag in (*loose, *open_) if tag["name"].lower() in _OPEN_ENDED)
        yield from _COMMENT.finditer(text)


def _is_known(tag: re.Match[str]) -> bool:
    """Whether a tag is one that feeds use."""
    name = tag["name"].lower()
    return name in _KNOWN and bool(tag["end"] or tag["attributes"] or name not in _BARE)


def _is_escaped(text: str) -> bool:
    """Whether all signs that HTML escapes are escaped, so that the text was HTML."""
    found = _REFERENCE.findall(text)
    is_whole = "<" not in text and len(found) == text.count("&")
    return is_whole and all(unescape(one) != one for one in found)
