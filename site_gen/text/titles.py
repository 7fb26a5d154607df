"""Titles -> HTML and plain text. A title is literal text, but for formulas and LaTeX commands."""

from collections.abc import Callable
from functools import lru_cache
from html import escape

from site_gen.text.commands.pieces import Atom, Mark
from site_gen.text.commands.reader import read_commands
from site_gen.text.commands.tokens import ATOM
from site_gen.text.tex import Math, cut_formulas
from site_gen.text.unicode_math import write_formulas

_TAGS = ("em", "strong", "code")  # a title is in a link, where no other link can be

_Part = str | Mark | Math
_REMEMBERED = 4_096  # a month's titles, and those that its papers are related to


@lru_cache(maxsize=_REMEMBERED)
def plain_title(title: str, *, latex: bool) -> str:
    r"""Give a title as one line of text: math is Unicode or TeX.

    ``latex``: whether commands outside of formulas are shown as their meaning.

    >>> plain_title(r"Speed \& $\alpha^2$", latex=True)
    'Speed & α²'
    """
    parts = _read(title, latex)
    math = write_formulas(sum(isinstance(part, Math) for part in parts))
    return " ".join("".join(_plain_part(part, math) for part in parts).split())


@lru_cache(maxsize=_REMEMBERED)  # a title is on a dozen pages
def title_html(title: str, *, latex: bool) -> str:
    """Render a title as HTML for a heading or a link; math is MathML."""
    return "".join(map(_part_html, _read(title, latex)))


def _plain_part(part: _Part, math: Callable[[str], str]) -> str:
    if isinstance(part, Math):
        return math(part.source)
    return part if isinstance(part, str) else ""


def _part_html(part: _Part) -> str:
    if isinstance(part, Math):
        return part.mathml
    if isinstance(part, str):
        return escape(part)
    return f"<{'' if part.is_open else '/'}{part.style}>" if part.style in _TAGS else ""


def _read(title: str, latex: bool) -> tuple[_Part, ...]:
    parts = tuple(cut_formulas(title))
    if not latex or ATOM in title:
        return parts
    # A command may go around a formula, as in \emph{$k$-means}, so they are read together.
    formulas = [part for part in parts if isinstance(part, Math)]
    words = "".join(ATOM if isinstance(part, Math) else part for part in parts)
    pieces = read_commands(words, [formula.source for formula in formulas])
    return tuple(formulas[piece.number] if isinstance(piece, Atom) else piece for piece in pieces)
