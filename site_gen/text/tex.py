r"""TeX in running text: where it stands, and its MathML.

``$...$``, ``$$...$$``, ``\(...\)`` and ``\[...\]`` are math when what they hold can be typeset;
otherwise they are text. So is what is too long or too deeply nested for the converter. Two dollars
are money, not math, by Pandoc's rule (``tex_math_dollars`` in its manual: a space inside them, or a
digit after the second; but a TeX command settles it), and when words or an amount stand between
them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from math_core import LatexError, LatexToMathML

from site_gen.text.tex_bounds import find_excess

_TO_MATHML = LatexToMathML(fancy_error=False)
# At each character only one alternative can go on, so that no text is tried in two ways. A formula
# in brackets holds no bracket that begins or ends another: in '\( a \( b \)' the inner one counts.
_SPAN = re.compile(
    r"\$\$(?P<dd>(?:[^$\\]|\\.)+)\$\$"
    r"|\$(?!\s)(?P<d>(?:[^$\\]|\\.)+)(?<!\s)\$"
    r"|\\\((?P<p>(?:[^\\]|\\(?![()]).)+)\\\)"
    r"|\\\[(?P<b>(?:[^\\]|\\(?![\[\]]).)+)\\\]",
    re.DOTALL,
)
# Taken out before words are counted: neither a command nor the text inside \text is a word between
# two prices.
_COMMAND = re.compile(
    r"\\(?:text|mathrm|mathit|mathbf|operatorname|textbf|textit)\s*\{[^{}]*\}|\\[A-Za-z]+"
)
# Two words of two letters or more with white space between: running text. One letter may be a
# variable.
_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}[,.;:]?\s+[A-Za-z]{2,}")
_AMOUNT = re.compile(  # $5, $1,000-, $20B to, $3 billion: what stands between two prices
    r"[0-9][0-9.,]*(?:(?:[kKMBT]|bn)\b.*|\s+[A-Za-z]{2,}.*|[-/–—,])", re.DOTALL
)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]+;")  # fit for HTML, not for XML
# No delimiter begins with another character, so that a text without these is read in one step.
_START = re.compile(r"[$\\]")
# TeX drops what follows a percent sign up to the end of the line.
_COMMENT = re.compile(r"(?<!\\)%")
_SUFFIX = re.compile(r"(?<=[A-Za-z0-9}])-[a-z]{4,}(?=\s*$)")  # L_1-norm, k-means: no difference


class Math(NamedTuple):
    """One formula: its source with the delimiters, where it ends, and its MathML."""

    source: str
    end: int
    mathml: str

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.end - len(self.source)


class Refused(NamedTuple):
    """What would be a formula if it were smaller: where it begins, and what is too much."""

    start: int
    excess: str


def find_math(text: str, start: int) -> Math | None:
    """Read the formula that begins at ``text[start]``, if one does."""
    span = _find_span(text, start)
    if not span:
        return None
    source, tex, is_display = span
    mathml = to_mathml(tex, display=is_display)
    if not mathml:
        return None
    mathml = f'<math alttext="{escape(source)}"{mathml.removeprefix("<math")}'
    return Math(source, start + len(source), mathml)


class _Span(NamedTuple):
    """What may be a formula: its source with the delimiters, and what is between them."""

    source: str
    tex: str
    is_display: bool


def _find_span(text: str, start: int) -> _Span | None:
    match = _SPAN.match(text, start)
    if not match:
        return None
    inline = match["d"]
    tex = inline or match["p"] or match["dd"] or match["b"]
    if inline and _is_money(inline, text[match.end() : match.end() + 1]):
        return None
    return _Span(match[0], tex, not (inline or match["p"]))


def find_formulas(text: str) -> Iterator[Math]:
    """Find every formula in literal text."""
    position = 0
    while match := _START.search(text, position):
        formula = find_math(text, match.start())
        if formula:
            yield formula
            position = formula.end
        else:
            position = match.end() + (match[0] == "\\")  # an escaped character begins nothing


def find_refused(text: str) -> Iterator[Refused]:
    """Find what would be formulas if they were smaller."""
    position = 0
    while match := _START.search(text, position):
        span = _find_span(text, match.start())
        excess = find_excess(span.tex) if span else ""
        if excess:
            yield Refused(match.start(), excess)
        is_formula = excess or find_math(text, match.start())
        skipped = match.end() + (match[0] == "\\")
        position = match.start() + len(span.source) if span and is_formula else skipped


def _is_money(inside: str, after: str) -> bool:
    if "\\" not in inside and after.isdigit():
        return True
    return bool(_WORDS.search(_COMMAND.sub("", inside)) or _AMOUNT.fullmatch(inside))


# Each formula is read at least twice, on import and for pages, and short ones such as $n$ stand in
# many papers: of 438 in 6,000 papers two thirds were known.
@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, display: bool = False) -> str:
    """Typeset TeX as MathML Core; empty where that cannot be done.

    A comment would hide text, and a colour would need an inline style: neither is typeset. A word
    behind a hyphen at the end is text, though to TeX it is a product of letters.
    """
    if not tex.strip() or _COMMENT.search(tex) or find_excess(tex):
        return ""
    tex = _SUFFIX.sub(r"\\text{\g<0>}", tex)
    try:
        mathml = _TO_MATHML.convert_with_local_state(tex, displaystyle=display)
    except LatexError:
        return ""
    # The content policy of the pages forbids inline styles.
    if "style=" in mathml or not mathml.startswith("<math"):
        return ""
    # math-core writes names of HTML. Feeds are XML, which knows only five names.
    return _NAMED.sub(lambda name: unescape(name[0]), mathml)
