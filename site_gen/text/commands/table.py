r"""The LaTeX commands that pages show as their meaning where they stand in running text.

A part of ``text/tex_symbols.py``: only what a text that is not LaTeX does not hold by chance. To
add a command, add it here, and a case to ``tests/data/shown_commands.tsv``.
"""

from collections.abc import Mapping
from typing import Literal

from site_gen.text.tex_symbols import GREEK, QUOTES
from site_gen.text.tex_symbols import SYMBOLS as ALL_SYMBOLS

Style = Literal["em", "strong", "code", "a"]

SIGNS = {sign: sign for sign in "%&#_${}"}
"""A backslash and one of these signs -> the sign."""

_PROGRAMS = "TeX LaTeX LaTeXe BibTeX XeTeX LuaTeX XeLaTeX LuaLaTeX"
_NAMES = f"""
copyright pounds dag ddag euro guillemotleft guillemotright guillemetleft guillemetright
guilsinglleft guilsinglright quotesinglbase quotedblbase ldots dots nobreakspace allowbreak
nolinebreak xspace {_PROGRAMS}
"""
_MATH = {"times": "×", "pm": "±", "approx": "≈", "geq": "≥", "leq": "≤", "neq": "≠"}
"""Math that authors write without dollars."""

SYMBOLS = {
    **{name: sign for name, sign in ALL_SYMBOLS.items() if name.startswith("text")},
    **{name: ALL_SYMBOLS[name] for name in _NAMES.split()},
    **_MATH,
    "nobreakdash": "",
}
"""Commands without an argument -> their text."""

_SPACED = f"{_PROGRAMS} ldots dots copyright xspace"
KEEPS_SPACE = frozenset((*_SPACED.split(), *_MATH))
"""Commands behind which LaTeX drops a space that authors of abstracts mean."""

_LETTERS = "ss SS o O l L ae AE oe OE aa AA i j dh DH th TH ng NG dj DJ"
LETTERS = {name: ALL_SYMBOLS[name] for name in _LETTERS.split()}
"""Commands that are letters. Those of one letter need a word or braces around them."""

BEFORE_NUMBER = {"S": "§", "P": "¶"}
r"""Commands that are read before a number alone: ``\S`` is also a regular expression."""

BRACED_SYMBOLS = {
    **SYMBOLS, **LETTERS, **BEFORE_NUMBER, "deg": "°", "circ": "°", "sim": "∼", "infty": "∞",
    "ell": "ℓ", "to": "→", "rightarrow": "→", "leftarrow": "←", "cdot": "·", "le": "≤", "ge": "≥",
    **GREEK,
}  # fmt: skip
r"""Commands that are read alone in braces, as arXiv writes them: ``360{\deg}``, ``{\Delta}G``."""


def _styles(**names: str) -> dict[str, Style | None]:
    """Give the style of each command; those of ``plain`` are shown without one."""
    styles: Mapping[str, Style] = {"em": "em", "strong": "strong", "code": "code"}
    return {name: styles.get(key) for key, some in names.items() for name in some.split()}


STYLED = _styles(
    em="emph textit textsl mkbibemph mkbibitalic",
    strong="textbf mkbibbold",
    code="texttt",
    plain="textsc textrm textsf textup textmd textnormal textsw textlf text mbox hbox underline "
    "uline ul textsuperscript textsubscript",
)
"""Commands with an argument -> the style that it is shown in; None: as it is."""

DECLARED = _styles(
    em="em it sl itshape slshape",
    strong="bf bfseries",
    code="tt ttfamily",
    plain="sc scshape rm rmfamily sf sffamily upshape mdseries normalfont tiny scriptsize "
    "footnotesize small normalsize large Large LARGE huge Huge",
)
r"""Commands at the start of a group, as in ``{\em so}`` -> the style of the group."""

WRAPPED = {
    **{name: (marks[0], marks[1]) for name, marks in QUOTES.items()},
    "footnote": (" (", ")"),
}
"""Commands with an argument -> what stands before and behind it."""
