r"""TeX in running text: where it stands, and its MathML.

What stands between delimiters (``formulas/delimiters.py``) is math when it can be typeset, and text
otherwise. So is what is too long or too deeply nested for the converter. What authors write is
first made into what the converter knows (``formulas/rewriting.py``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from math_core import LatexError, LatexToMathML

from site_gen.text.formulas.delimiters import find_span
from site_gen.text.formulas.rewriting import rewrite
from site_gen.text.tex_bounds import MOST_CHARACTERS, find_excess

# \widetilde is "unreliable" because only some fonts stretch the tilde; over a letter it is right.
_TO_MATHML = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]+;")  # fit for HTML, not for XML
# No delimiter begins with another character, so that a text without these is read in one step.
_START = re.compile(r"[$\\]")
_STYLE = re.compile(r' style="([^"]*)"')
# The content policy of the pages forbids inline styles. What one says and a page needs is a class
# of prose.css; what is not here changes only distances.
_CLASSES = {
    "text-align: left": "tex-left",
    "text-align: right": "tex-right",
    "padding-left: 0": "tex-near-left",
    "padding-right: 0": "tex-near-right",
    "padding-left:1em": "tex-apart",
    "padding-top: 0": "tex-low",
    "border-top: 0.05em solid currentcolor": "tex-line-top",
    "border-top: 0.05em dashed currentcolor": "tex-line-top",
    "border-right: 0.05em solid currentcolor": "tex-line-right",
    "border-right: 0.05em dashed currentcolor": "tex-line-right",
    "margin-left:-0.16666667em": "tex-back",
    "font-variant-caps: small-caps": "tex-small-caps",
}
# The converter writes combining marks as accents. Common fonts lack them, set them beside the
# letter, or on a dotted circle. No font of a system stretches a line: prose.css draws it.
_MARK = re.compile(r">([\u0302\u0332\u20d7\u20db])</mo>")
_MARKS = {
    "\u0302": ">ˆ</mo>",
    "\u0332": ' class="tex-line">‾</mo>',
    "\u20d7": ' scriptlevel="+1">→</mo>',
    "\u20db": ' scriptlevel="+1">…</mo>',
}
_VARIANTS = str.maketrans("", "", "\ufe00\ufe01")  # of letters: fonts have one form


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
    span = find_span(text, start)
    if not span:
        return None
    mathml = to_mathml(span.tex, display=span.is_display)
    if not mathml:
        return None
    mathml = f'<math alttext="{escape(span.source)}"{mathml.removeprefix("<math")}'
    return Math(span.source, start + len(span.source), mathml)


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


def cut_formulas(text: str) -> Iterator[str | Math]:
    r"""Cut literal text into words and formulas, in their order; words may be empty.

    >>> [part if isinstance(part, str) else part.source for part in cut_formulas(r"a $b$, c")]
    ['a ', '$b$', ', c']
    """
    position = 0
    for formula in find_formulas(text):
        yield text[position : formula.start]
        yield formula
        position = formula.end
    yield text[position:]


def find_refused(text: str) -> Iterator[Refused]:
    """Find what would be formulas if they were smaller."""
    position = 0
    while match := _START.search(text, position):
        span = find_span(text, match.start())
        is_formula = span and to_mathml(span.tex, display=span.is_display)
        excess = _prepare(span.tex)[1] if span and not is_formula else ""
        if excess:
            yield Refused(match.start(), excess)
        if span and (is_formula or excess):
            position = match.start() + len(span.source)
        else:
            position = match.end() + (match[0] == "\\")


def _prepare(tex: str) -> tuple[str, str]:
    """Give the TeX for the converter, and what it has too much of."""
    # The same bound holds before and after: the pass is linear, and what it writes is longer.
    rewritten = rewrite(tex) if len(tex) <= MOST_CHARACTERS else tex
    return rewritten, find_excess(rewritten)


# Each formula is read at least twice, on import and for pages, and short ones such as $n$ stand in
# many papers: of 438 in 6,000 papers two thirds were known.
@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, display: bool = False) -> str:
    """Typeset TeX as MathML Core; empty where that cannot be done."""
    prepared, excess = _prepare(tex)
    if excess or not tex.strip():
        return ""
    try:
        mathml = _TO_MATHML.convert_with_local_state(prepared, displaystyle=display)
    except LatexError:
        return ""
    if not mathml.startswith("<math") or "<a " in mathml:
        return ""
    # math-core writes names of HTML. Feeds are XML, which knows only five names.
    mathml = _NAMED.sub(lambda name: unescape(name[0]), mathml)
    mathml = _MARK.sub(lambda mark: _MARKS[mark[1]], mathml.translate(_VARIANTS))
    return _STYLE.sub(_name_classes, mathml)


def _name_classes(style: re.Match[str]) -> str:
    found = [_CLASSES.get(declaration.strip(), "") for declaration in style[1].split(";")]
    names = " ".join(filter(None, found))
    return f' class="{names}"' if names else ""
