r"""Text inside of a formula, as in ``\text{if $x$ is \emph{new}}`` -> its parts, each in one font.

math-core knows neither formulas nor commands of formulas in text. So text is cut at them: what it
gives is flat. Accents, dashes and signs become the characters that they stand for.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from site_gen.text import tex_text
from site_gen.text.formulas.macros import TEXT_FONTS
from site_gen.text.tex_symbols import ACCENTS, QUOTES, SKIPPED_ARGUMENTS, STYLES, SYMBOLS

MATH = "math"
"""The kind of a part that is a formula."""

# A group without commands is text, braces and all: an accent may need it.
_TOKEN = re.compile(
    r"\$(?P<formula>(?:[^$\\]|\\.)*)\$|\\\((?P<bracketed>(?:[^\\]|\\[^()])*)\\\)"
    r"|\\(?P<name>[A-Za-z]+)\s*|(?P<group>\{(?:[^{}$\\]|\\[^A-Za-z]|\\[ij](?![A-Za-z]))*\})"
    r"|(?P<brace>[{}])|(?P<text>\\.|[^${}\\]+|.)",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"\s*\{[^{}]*\}")
_OF_TEXT = frozenset([*SYMBOLS, *ACCENTS, *QUOTES, *SKIPPED_ARGUMENTS, *STYLES]) - {"ensuremath"}


class Part(NamedTuple):
    """A piece of text: its font, or ``MATH``, and its characters or its TeX."""

    kind: str
    text: str


def cut_text(source: str, font: str) -> list[Part]:
    r"""Cut the argument of a text command into parts; at least one.

    >>> [tuple(part) for part in cut_text(r"a \emph{b} $c$", "text")]
    [('text', 'a '), ('emph', 'b'), ('text', ' '), ('math', 'c')]
    """
    parts, kind, raw = list[Part](), font, list[str]()
    for next_kind, text in _read(source, font):
        if next_kind == kind and kind != MATH:
            raw.append(text)
            continue
        parts += _finish(kind, raw)
        kind, raw = next_kind, [text]
    return [*parts, *_finish(kind, raw)] or [Part(font, "")]


def _finish(kind: str, raw: list[str]) -> list[Part]:
    source = "".join(raw)
    text = source if kind == MATH else tex_text.to_text(source)
    return [Part(kind, text)] if text else []


def _read(source: str, font: str) -> Iterator[Part]:
    fonts, at, opening = [font], 0, font
    while match := _TOKEN.match(source, at):
        at = match.end()
        name, formula = match["name"], match["formula"] or match["bracketed"]
        if name in TEXT_FONTS:
            opening = TEXT_FONTS[name] or name
            continue
        if match["brace"]:
            _change(fonts, match["brace"], opening)
        elif formula:
            yield Part(MATH, formula)
        elif name and name not in _OF_TEXT:
            at = _find_end(source, at)
            yield Part(MATH, source[match.start() : at])
        else:
            yield Part(opening if match["group"] else fonts[-1], match[0])
        opening = fonts[-1]


def _change(fonts: list[str], brace: str, opening: str) -> None:
    """Begin or end a group with a font of its own; the first font stays."""
    if brace == "{":
        fonts.append(opening)
    elif len(fonts) > 1:
        fonts.pop()


def _find_end(source: str, at: int) -> int:
    """Give the place behind the arguments of a command of formulas."""
    while argument := _ARGUMENT.match(source, at):
        at = argument.end()
    return at
