r"""Markdown and math -> safe HTML; literal text -> Markdown; plain text; excerpt.

Bodies are CommonMark with tables, without raw HTML; web addresses become links, TeX becomes
MathML. The law of the room: ``to_text(from_text(t)) == t`` for any text that can be published.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from site_gen.plain_math import to_unicode
from site_gen.prose import ADDRESS, LINKIFY, render_prose
from site_gen.tex import Math, find_all, find_math

_HEADING_SHIFT = 2  # a page has its h1, a paper its h2: a body begins at h3
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EVERY = re.compile(r"[!-/:-@\[-`{-~\r]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_LINK = re.compile(r"\][(\[:]")
_MATH = re.compile(r"[$\\]")
_SPECIAL = re.compile(r"[\\`*_<&$\[]|\r")
_LINE_START = re.compile(r"([#>+=~|-]|[0-9]{1,9}(?=[.)](?:\s|\Z)))")


class _Renderer(RendererHTML):
    """HTML that keeps to the page it is put in: headings below its own, no remote pictures."""

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f"<h{min(6, int(tokens[idx].tag[1]) + _HEADING_SHIFT)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f"</h{min(6, int(tokens[idx].tag[1]) + _HEADING_SHIFT)}>\n"

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        source = str(token.attrs.get("src", ""))
        if source.startswith("/") and not source.startswith("//"):
            return super().image(tokens, idx, options, env)
        words = self.renderInlineAsText(token.children, options, env) or source
        return f'<a href="{escape(source)}">{escape(words)}</a>'

    def math(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        token = tokens[idx]
        plain = env.get("math") == "plain"
        return escape(to_unicode(token.content)) if plain else token.meta["mathml"]


def _math(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\" or not (found := find_math(state.src, state.pos)):
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = found.source
        token.meta = {"mathml": found.mathml}
    state.pos = found.end
    return True


class _Parser(MarkdownIt):
    """CommonMark whose links read as they are written."""

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 # the library's name
        return link


def _make_parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "linkify": True}, renderer_cls=_Renderer).enable(
        ["linkify", "table"]
    )
    parser.core.ruler.disable("linkify")  # the inline rule finds them all, before emphasis does
    parser.inline.ruler.before("escape", "math", _math)
    parser.linkify = LINKIFY
    return parser


_PARSER = _make_parser()


class Rendered(NamedTuple):
    """What a piece of Markdown reads as.

    ``html`` has math as MathML, ``text`` as its source, a blank line between blocks. In
    ``plain_html`` and ``plain_text``, for what drops MathML, math is Unicode or TeX.
    """

    html: str = ""
    text: str = ""
    plain_html: str = ""
    plain_text: str = ""


@lru_cache(maxsize=4096)  # a month's: pages, feeds and data files ask for the same
def render(markdown: str) -> Rendered:
    """Read Markdown once, for all that is asked of it; no script, no handler, no style."""
    if not markdown:
        return Rendered()
    if html := render_prose(markdown):
        return Rendered(html, markdown, html, markdown)
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(markdown, env)
    html = str(_PARSER.renderer.render(tokens, _PARSER.options, env))
    text = "\n\n".join(_blocks(tokens))
    if not _MATH.search(markdown):
        return Rendered(html, text, html, text)
    plain = str(_PARSER.renderer.render(tokens, _PARSER.options, env | {"math": "plain"}))
    return Rendered(html, text, plain, "\n\n".join(_blocks(tokens, to_unicode)))


def to_html(markdown: str) -> str:
    """Render Markdown as HTML: math as MathML."""
    return render(markdown).html


def to_text(markdown: str) -> str:
    """Give the words of Markdown, as rendered: math as its source."""
    return render(markdown).text


def to_plain_html(markdown: str) -> str:
    """Render Markdown as HTML for feeds and mail: math is Unicode or TeX."""
    return render(markdown).plain_html


def to_plain_text(markdown: str) -> str:
    """Give the words of Markdown for feeds, mail and citations: math is Unicode or TeX."""
    return render(markdown).plain_text


def plain_title(title: str) -> str:
    """Give a title as one line of text: math is Unicode or TeX."""
    return " ".join(_with_math(title, str, lambda found: to_unicode(found.source)).split())


def title_html(title: str) -> str:
    """Render a title: literal text, but for math."""
    return _with_math(title, escape, lambda found: found.mathml)


def from_text(text: str) -> str:
    """Write literal text as Markdown that reads as that text.

    As few escapes as possible, for people edit what comes out; should they ever not do, every
    punctuation mark is escaped, which always does.
    """
    if render_prose(text):
        return text
    markdown = _paragraphs(text, _escape_lightly)
    if to_text(markdown) == text:
        return markdown
    return _paragraphs(text, _escape_all)


def excerpt(text: str, limit: int = 200) -> str:
    """Shorten text to one line of at most ``limit`` characters, cut between words.

    >>> excerpt("one  two three", 9)
    'one two…'
    """
    line = " ".join(text[: limit + 20].split())  # nearly always enough
    if len(line) <= limit:
        line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:.") + "…"


def _blocks(tokens: Sequence[Token], math: Callable[[str], str] = str) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield _words(token.children or (), math)
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")


def _words(tokens: Sequence[Token], math: Callable[[str], str]) -> str:
    return "".join(
        "\n"
        if token.type in ("softbreak", "hardbreak")
        else _words(token.children or (), math)
        if token.type == "image"
        else math(token.content)
        if token.type == "math"
        else token.content
        for token in tokens
    )


def _with_math(text: str, words: Callable[[str], str], math: Callable[[Math], str]) -> str:
    if not _MATH.search(text):
        return words(text)
    out, at = [], 0
    for found, start in find_all(text):
        out += [words(text[at:start]), math(found)]
        at = found.end
    return "".join([*out, words(text[at:])])


def _raw_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find what the parser takes as it stands: math and web addresses."""
    spans = [(start, found.end) for found, start in find_all(text)]
    for match in ADDRESS.finditer(text):
        if any(start <= match.start() < end for start, end in spans):
            continue
        link = LINKIFY.match_at_start(text[match.start() :])
        if link:
            spans.append((match.start(), match.start() + len(link.url.rstrip("*"))))
    yield from sorted(spans)


def _paragraphs(text: str, escaped: Any) -> str:
    if not text:
        return ""
    parts = re.split(r"(?<=[^\n])\n\n(?=[^\n])", text)
    return "\n\n".join(_lines(escaped(part)) for part in parts)


def _lines(markdown: str) -> str:
    """Keep white space that Markdown would drop: at the ends of lines, and empty lines."""
    lines = markdown.split("\n")
    kept = []
    for i, line in enumerate(lines):
        inner = line.strip()
        if not inner:
            kept.append("".join(f"&#{ord(c)};" for c in line))
        else:
            at = line.index(inner)
            head, tail = line[:at], line[at + len(inner) :]
            kept.append(_numbered(head) + inner + _numbered(tail))
        if i + 1 < len(lines):  # an empty line would end the paragraph
            kept.append("&#10;" if not (inner and lines[i + 1].strip()) else "\n")
    return "".join(kept)


def _numbered(space: str) -> str:
    return "".join(f"&#{ord(c)};" for c in space)


def _escape_lightly(text: str) -> str:
    out, at = [], 0
    for start, end in _raw_spans(text):
        out += [_escape_piece(text, at, start), text[start:end]]
        at = end
    out.append(_escape_piece(text, at, len(text)))
    lines = "".join(out).split("\n")
    return "\n".join(_escape_start(line) for line in lines)


def _escape_start(line: str) -> str:
    bare = line.lstrip()
    if match := _LINE_START.match(bare):
        at = len(line) - len(bare) + (match.end() if match[0].isdigit() else 0)
        return f"{line[:at]}\\{line[at:]}"
    return line


def _escape_piece(text: str, start: int, end: int) -> str:
    def one(match: re.Match[str]) -> str:
        mark, at = match[0], match.start()
        before = text[at - 1 : at]
        after = text[at + 1 : at + 2]
        if mark in "\r[":  # a backslash before a bracket would begin a formula
            return f"&#{ord(mark)};" if mark == "\r" or _LINK.search(text, at) else mark
        quiet = (
            (mark == "\\" and not (_PUNCTUATION.match(after) or after in ("", "\n")))
            or (mark == "_" and before.isalnum() and after.isalnum())
            or (mark == "<" and not (after.isalpha() or after in ("/", "!", "?")))
            or (mark == "&" and not _ENTITY.match(text, at))
            or (mark == "$" and text.count("$") == 1)
        )
        return mark if quiet else f"\\{mark}"

    out, at = [], start
    for match in _SPECIAL.finditer(text, start, end):
        out += [text[at : match.start()], one(match)]
        at = match.end()
    return "".join([*out, text[at:end]])


def _escape_all(text: str) -> str:
    return _EVERY.sub(lambda m: f"&#{ord(m[0])};" if m[0] in "\r()[]" else f"\\{m[0]}", text)
