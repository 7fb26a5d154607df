r"""Markdown and math -> safe HTML; literal text -> Markdown; plain text; excerpt.

Bodies are CommonMark with tables, without raw HTML; web addresses become links, TeX becomes
MathML. Law of this module: ``to_text(from_text(t)) == t`` for any text that can be published.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from operator import itemgetter
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from site_gen.text.commands.reader import COMMAND_SIGN
from site_gen.text.escaping import escape_all, escape_lightly
from site_gen.text.local_links import is_local
from site_gen.text.paragraph import ADDRESS, LINKIFY, MOST_CHARACTERS, render_prose
from site_gen.text.shown_tokens import read_token_commands
from site_gen.text.tex import find_formulas, find_math
from site_gen.text.unicode_math import write_formulas

_HEADING_SHIFT = 2  # a page has its h1, a paper its h2: a body begins at h3


class _Renderer(RendererHTML):
    """HTML that keeps to the page it is put in: headings below its own, no remote pictures."""

    def heading_open(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f"<h{min(6, int(tokens[idx].tag[1]) + _HEADING_SHIFT)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
        return f"</h{min(6, int(tokens[idx].tag[1]) + _HEADING_SHIFT)}>\n"

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        source = str(token.attrs.get("src", ""))
        # An image of another host would be a request to it, which shows it who reads. A link does
        # so only when it is clicked.
        if is_local(source):
            token.attrSet("loading", "lazy")
            return super().image(tokens, idx, options, env)
        words = self.renderInlineAsText(token.children, options, env) or source
        return f'<a href="{escape(source)}">{escape(words)}</a>'

    def math(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        token = tokens[idx]
        plain = env.get("math")
        return escape(plain(token.content)) if plain else token.meta["mathml"]


def _math(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\" or not (formula := find_math(state.src, state.pos)):
        return False
    # markdown-it asks with ``silent`` where it only wants to know the end, for instance inside of
    # link text.
    if not silent:
        token = state.push("math", "", 0)
        token.content = formula.source
        token.meta = {"mathml": formula.mathml}
    state.pos = formula.end
    return True


class _Parser(MarkdownIt):
    """CommonMark whose links read as they are written."""

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 # the library's name
        # The library would decode %20 and Punycode. Then the text on the page is not the text that
        # was written, and an import would not read back.
        return link


def _inline(state: StateCore) -> None:
    """Read what is inside of blocks; of a block that is too long, only its text and escapes."""
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MOST_CHARACTERS:
            token.children = list(_literal(token.content))
        elif token.type == "inline":
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _literal(markdown: str) -> Iterator[Token]:
    for number, line in enumerate(markdown.split("\n")):
        if number:
            yield Token("softbreak", "br", 0)
        yield Token("text", "", 0, content=unescapeAll(line.strip(" ")))


def _make_parser() -> MarkdownIt:
    # The preset allows raw HTML unless it is switched off (markdown-it-py 4).
    parser = _Parser("commonmark", {"html": False, "linkify": True}, renderer_cls=_Renderer).enable(
        ["linkify", "table"]
    )
    parser.core.ruler.disable("linkify")  # the inline rule finds them all, before emphasis does
    parser.core.ruler.at("inline", _inline)
    # The rule 'escape' would read the backslash of \( as an escape of the bracket.
    parser.inline.ruler.before("escape", "math", _math)
    parser.linkify = LINKIFY
    return parser


_PARSER = _make_parser()


class Rendered(NamedTuple):
    """What a piece of Markdown reads as.

    ``text`` has all TeX as its source, a blank line between blocks. In ``html`` math is MathML, in
    ``plain_html`` and ``plain_text``, for what drops MathML, it is Unicode or TeX; LaTeX commands
    outside of formulas are shown as their meaning in these three.
    """

    html: str = ""
    text: str = ""
    plain_html: str = ""
    plain_text: str = ""


@lru_cache(maxsize=4096)  # a month's: pages, feeds and data files ask for the same
def render(markdown: str, *, latex: bool) -> Rendered:
    """Read Markdown once, for all that is asked of it; no script, no handler, no style.

    ``latex``: whether LaTeX commands outside of formulas are shown as their meaning.
    """
    if not markdown:
        return Rendered()
    if html := render_prose(markdown):
        return Rendered(html, markdown, html, markdown)
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(markdown, env)
    text = "\n\n".join(_blocks(tokens))
    if latex:
        _read_commands(tokens)
    html = str(_PARSER.renderer.render(tokens, _PARSER.options, env))
    formulas = html.count("<math ")  # in text, "<" is escaped
    math = write_formulas(formulas)
    plain = html
    if formulas:  # most texts have none, and are rendered once instead of twice
        plain = str(_PARSER.renderer.render(tokens, _PARSER.options, env | {"math": math}))
    return Rendered(html, text, plain, "\n\n".join(_blocks(tokens, math)))


def _read_commands(tokens: Iterable[Token]) -> None:
    for token in tokens:
        if token.type == "inline" and COMMAND_SIGN.search(token.content):
            token.children = read_token_commands(token.children or ())


def parse(markdown: str) -> list[Token]:
    """Read Markdown as the tokens of markdown-it-py; raw HTML is text, addresses are links."""
    return _PARSER.parse(markdown)


def to_html(markdown: str, *, latex: bool) -> str:
    """Render Markdown as HTML: math as MathML."""
    return render(markdown, latex=latex).html


def to_text(markdown: str) -> str:
    """Give the words of Markdown: math and LaTeX commands as their source."""
    return render(markdown, latex=True).text  # as pages ask, so it is read once


def to_plain_html(markdown: str, *, latex: bool) -> str:
    """Render Markdown as HTML for feeds and mail: math is Unicode or TeX."""
    return render(markdown, latex=latex).plain_html


def to_plain_text(markdown: str, *, latex: bool) -> str:
    """Give the words of Markdown for search, feeds, mail and citations: math is Unicode or TeX."""
    return render(markdown, latex=latex).plain_text


def from_text(text: str) -> str:
    """Write literal text as Markdown that reads as that text.

    As few escapes as possible, for people edit what comes out; should they ever not do, every
    punctuation mark is escaped, which always does.
    """
    if render_prose(text):
        return text
    markdown = escape_lightly(text, _raw_spans)
    return markdown if to_text(markdown) == text else escape_all(text)


class LongBlock(NamedTuple):
    """A paragraph of which only the text is read: its line, from 0, and its characters."""

    line: int
    size: int


def find_long_blocks(markdown: str) -> list[LongBlock]:
    """Find paragraphs that are too long for the parser."""
    if len(markdown) <= MOST_CHARACTERS:
        return []
    return [
        LongBlock(token.map[0], len(token.content))
        for token in _PARSER.parse(markdown)
        if token.type == "inline" and token.map and len(token.content) > MOST_CHARACTERS
    ]


def excerpt(text: str, limit: int = 200) -> str:
    """Shorten text to one line of at most ``limit`` characters, cut between words.

    >>> excerpt("one  two three", 9)
    'one two…'
    """
    # 20 more than are needed, for runs of white space become one.
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


def _raw_spans(text: str) -> list[tuple[int, int]]:
    """Find what the parser takes as it stands: math and web addresses."""
    spans = [(formula.start, formula.end) for formula in find_formulas(text)]
    links: list[tuple[int, int]] = []
    for match in ADDRESS.finditer(text):
        position = match.start()
        if _is_inside(position, spans) or (links and position < links[-1][1]):
            continue
        if link := LINKIFY.match_at_start(text[position:]):
            # markdown-it drops '*' at the end of an address too: it would close emphasis.
            links.append((position, position + len(link.url.rstrip("*"))))
    return sorted(spans + links)


def _is_inside(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place is in one of the spans, which are in order."""
    before = bisect_right(spans, position, key=itemgetter(0))
    return bool(before) and position < spans[before - 1][1]
