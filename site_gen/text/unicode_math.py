r"""TeX -> Unicode text, for feeds, mail and citations, where MathML would be stripped.

The text is read from the MathML, so that what can be typeset can be read. All of a formula becomes
Unicode, or it stays TeX source: half of each would mislead. Where Unicode has no raised or lowered
letter, the formula stays.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from site_gen.text.formulas.delimiters import find_span
from site_gen.text.tex import to_mathml
from site_gen.text.tex_symbols import DOTLESS

_RAISED = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθιφχ′″‴*∗∘°⊤†",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᶥᶲᵡ′″‴**°°ᵀ†",
        strict=True,
    )
)
_LOWERED = dict(
    zip(
        "0123456789+−-=()aehijklmnoprstuvxβγρφχ⊙⊕",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ☉⊕",
        strict=True,
    )
)
_ACCENTS = {
    "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0305", "˘": "\u0306",
    "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300",
    "→": "\u20d7", "…": "\u20db", "⃜": "\u20dc",
}  # fmt: skip
_EACH = "\u0305\u0332"  # lines that join over more than one letter
_BRACES = "⏞⏟⏜⏝⎴⎵"
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_INVISIBLE = re.compile(r"[\u2062-\u2064\u200b]")
# Between the name of a function and what stands beside it the converter puts this sign, or a space
# of a width of its own. It is a blank between letters: log n, but log(n).
_APPLICATION = "\u2061"
_AT_FUNCTIONS = "0.1667em"
_BLANK = re.compile(rf"(?<=[\w*′)\]]){_APPLICATION}+(?=\w)")
_RELATIONS = frozenset("=<>≤≥≠≈∼≃≅≡≪≫∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔↦⟶⟵⟹⟺⟼↪∝≔≕≜⩽⩾≲≳⊢⊨∣")
_BINARY = frozenset("+−±∓×÷⋅·∗∘⊕⊗⊙∪∩∧∨∖")
_MOST_FORMULAS = 200  # of one text
# The author's blanks say whether signs stand apart: $a = b$ reads 'a = b', $a=b$ reads 'a=b'.
_IS_WIDE = re.compile(r"[^\s&\\]\s+(?:[=<>+*-]|\\(?![\s(]))|[=<>+*-]\s")
_IS_LISTED = re.compile(r"[,:;]\s")
_LIST_SIGNS = frozenset(",:;")
_GAP = 0.16  # em: a space of more than this width is a blank in text
_OPERATORS = _BINARY | _RELATIONS

_Reader = Callable[[Element], str]


def write_formulas(count: int) -> Callable[[str], str]:
    """Give what writes formulas as text; of very many in one text, as TeX."""
    return to_unicode if count <= _MOST_FORMULAS else str


class _UnreadableError(Exception):
    """Something has no Unicode text."""


@lru_cache(maxsize=4096)
def to_unicode(source: str) -> str:
    r"""Write a formula with its delimiters as Unicode; as it stands where that cannot be done.

    >>> to_unicode(r"$O(n \log n)$"), to_unicode(r"\(\alpha^2\)"), to_unicode(r"$\tfrac12$")
    ('O(n log n)', 'α²', '1/2')
    >>> to_unicode(r"$x^{Q}$")
    '$x^{Q}$'
    """
    span = find_span(source, 0)
    mathml = to_mathml(span.tex) if span and span.source == source else ""
    if not span or not mathml:
        return source
    try:
        tree = fromstring(mathml)  # noqa: S314 # the converter wrote it
        text = _Reading(
            is_wide=bool(_IS_WIDE.search(span.tex)), is_listed=bool(_IS_LISTED.search(span.tex))
        ).row(tree)
    except (_UnreadableError, ParseError):
        return source
    text = _BLANK.sub(" ", text).replace(_APPLICATION, "")
    text = " ".join(text.replace("...", "…").split())
    return unicodedata.normalize("NFC", text)


class _Piece(NamedTuple):
    """An element and its text."""

    element: Element
    text: str


class _Reading:
    """How one formula is read: with or without blanks around its signs."""

    def __init__(self, *, is_wide: bool, is_listed: bool) -> None:
        self._is_wide = is_wide
        self._is_listed = is_listed
        self._readers: dict[str, _Reader] = {
            "mi": _leaf, "mn": _leaf, "mtext": _leaf, "mo": self._operator, "mspace": _space,
            "mfrac": self._fraction, "msqrt": self._root, "mroot": self._root,
            "msub": self._scripts, "msup": self._scripts, "msubsup": self._scripts,
            "munder": self._under, "mover": self._over, "munderover": self._scripts,
            "mtable": self._table, "mphantom": lambda _: " ",
        }  # fmt: skip

    def read(self, element: Element) -> str:
        """Give the text of an element."""
        return self._readers.get(element.tag, self.row)(element)

    def row(self, element: Element) -> str:
        """Give the text of elements that stand side by side."""
        pieces = [_Piece(child, text) for child in element if (text := self.read(child))]
        out, before = "", _Piece(element, "")
        for piece, after in pairwise([*pieces, _Piece(element, "")]):
            out += self._join(before, piece, after.text)
            before = piece
        return out

    def _join(self, before: _Piece, piece: _Piece, after: str) -> str:
        """Give a piece with what must stand between it and the piece before it."""
        if piece.element.tag == "mfrac" and "/" in piece.text and _is_factor(before.text, after):
            return f"({piece.text})"  # 1/2 x is not 1/(2x)
        if self._is_apart(piece.text, before.text, after):
            return f" {piece.text} "
        return piece.text

    def _is_apart(self, text: str, before: str, after: str) -> bool:
        """Whether a sign stands apart, as the author wrote it."""
        is_between = bool(after) and _ends_operand(before)
        return self._is_wide and (text in _RELATIONS or (text in _BINARY and is_between))

    def _operator(self, element: Element) -> str:
        text = _INVISIBLE.sub("", element.text or "")
        # Without space behind it, a comma is in a number or between indices.
        is_list = self._is_listed and text in _LIST_SIGNS and element.get("rspace") != "0"
        return f"{text} " if is_list else text

    def _fraction(self, element: Element) -> str:
        above, below = map(self.read, element)
        if element.get("linethickness") == "0":
            return f"{above} choose {below}"
        return f"{_wrap(above)}/{_wrap(below)}"

    def _root(self, element: Element) -> str:
        if element.tag == "msqrt":
            return f"√{_wrap(self.row(element))}"
        inside, index = map(self.read, element)
        return f"{_ROOTS.get(index) or _shift(index, _RAISED) + '√'}{_wrap(inside)}"

    def _scripts(self, element: Element) -> str:
        narrow = _Reading(is_wide=False, is_listed=False)
        text = self.read(element[0])
        is_whole = len(text) == 1 or _is_name(element[0]) or text[-1:] in ")]}|‖"
        shifts = [_RAISED] if element.tag in ("msup", "mover") else [_LOWERED, _RAISED]
        return (text if is_whole else _wrap(text)) + "".join(
            _shift(narrow.read(script).strip(), shift)
            for script, shift in zip(element[1:], shifts, strict=False)
        )

    def _over(self, element: Element) -> str:
        base, accent = self.read(element[0]), "".join(element[1].itertext()).strip()
        if not accent or accent in _BRACES:
            return base
        mark = _ACCENTS.get(accent)
        if not mark or (mark == "\u20d7" and element.get("accent") != "true"):
            return self._scripts(element)
        return _accent(base, mark)

    def _under(self, element: Element) -> str:
        below = "".join(element[1].itertext()).strip()
        if below in _BRACES:
            return self.read(element[0])
        return _accent(self.read(element[0]), "\u0332") if below == "‾" else self._scripts(element)

    def _table(self, element: Element) -> str:
        rows = []
        for row in element:
            is_aligned = "tex-near-left" in "".join(cell.get("class", "") for cell in row)
            cells = [self.row(cell).strip() for cell in row]
            rows.append((" " if is_aligned else ", ").join(filter(None, cells)))
        return "; ".join(rows)


_OF_A_LETTER = frozenset(".∂∇")  # 0.5 and ∂x are one thing


def _leaf(element: Element) -> str:
    return _INVISIBLE.sub("", "".join(element.itertext()))


def _space(element: Element) -> str:
    width = element.get("width", "0")
    number = width.removesuffix("em")
    if width == _AT_FUNCTIONS:
        return _APPLICATION
    return " " * (number.replace(".", "", 1).isdigit() and float(number) > _GAP)


def _wrap(text: str) -> str:
    """Put brackets around what a sign before or behind it would tear apart."""
    text = text.strip()
    is_single = all(unicodedata.category(sign)[0] in "LNM" or sign in _OF_A_LETTER for sign in text)
    return text if is_single or not text else f"({text})"


def _is_name(element: Element) -> bool:
    """Whether something begins with a name of more than one letter."""
    first = next((child.text or "" for child in element.iter("mi")), "")
    return len(first) > 1 and element.tag not in ("mfrac", "msqrt", "mroot", "mtable")


def _ends_operand(text: str) -> bool:
    return (
        bool(text.strip(_APPLICATION))
        and text not in _OPERATORS
        and text.strip()[-1:] not in tuple("([{,;:")
    )


def _is_factor(before: str, after: str) -> bool:
    """Whether what stands beside a fraction would read as a part of it."""
    return (before[-1:].isalnum() or before[-1:] in tuple(f")]}}{_APPLICATION}")) or (
        after[:1].isalnum() or after[:1] in tuple(f"([{{√∛∜{_APPLICATION}")
    )


def _accent(base: str, mark: str) -> str:
    letters = unicodedata.normalize("NFC", base)
    if mark in _EACH:
        return "".join(letter + mark for letter in letters)
    if len(letters) != 1:
        raise _UnreadableError
    return DOTLESS.get(letters, letters) + mark


def _shift(text: str, letters: dict[str, str]) -> str:
    text = text.replace(_APPLICATION, "")
    if not set(text) <= set(letters):
        raise _UnreadableError
    return "".join(letters[letter] for letter in text)
