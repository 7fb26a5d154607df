r"""Commands that make letters: accents, as in ``B\'ezier``, and letters by name, as in ``S\o ren``.

Short commands are also parts of paths, regular expressions and escaped text. So an accent counts
only where Unicode has a letter with it, and a name of one letter only at a word or in braces.
"""

import re
from typing import NamedTuple

from site_gen.text.commands.tokens import Tokens
from site_gen.text.tex_symbols import ACCENTS
from site_gen.text.tex_text import to_text

_ACCENT_WORDS = frozenset("cvuHkrdb")
_SPACED_ACCENTS = frozenset("cvuHkr")  # 'Fran\c cois'; '\d' and '\b' alone are regular expressions
_ENGLISH = re.compile(r"(?:s|t|re|ve|ll|d|m)(?![A-Za-z])")  # it\'s, don\'t: no accent is meant
# Of what bears an accent: '{\^{\i}}' is the longest sensible. The converter reads no more, however
# many braces a text has.
_MOST_TOKENS = 20
_MOST_CHARACTERS = 40


class Accent(NamedTuple):
    """A letter with its accent, and where the text goes on."""

    letter: str
    following: int
    rest: str | None = None
    """What is left of the token that follows, where the letter is of it."""


def find_accent(tokens: Tokens, at: int) -> Accent | None:
    """Find the letter that an accent makes, if one stands here."""
    if not is_accent(tokens, at):
        return None
    token, start = tokens[at], at + 1
    if end := tokens.find_end(start):
        source = tokens.write(at, end + 1) if end - start <= _MOST_TOKENS else ""
        return _compose(source, end + 1)
    # A dotless letter loses its dot to the accent: TeX has it for that alone.
    if tokens[start].kind == "word" and tokens[start].name in ("i", "j"):
        return _compose(f"{token.text}{tokens[start].text}", start + 1)
    after = _find_bare_letter(tokens, at)
    # Only the first letter bears the accent; the rest of the word follows.
    return _compose(f"{token.text}{{{after[0]}}}", start, after[1:]) if after else None


def _find_bare_letter(tokens: Tokens, at: int) -> str:
    """Give the text behind an accent from its letter on; nothing where no accent is meant."""
    after = tokens[at + 1].text if tokens[at + 1].kind == "text" else ""
    if tokens[at].kind == "word":
        # A space ends the name of a command. Without one, the letter would be part of the name.
        after = after[1:] if tokens[at].name in _SPACED_ACCENTS and after[:1] == " " else ""
    return "" if not after[:1].isalpha() or _is_no_accent(tokens, at, after) else after


def is_accent(tokens: Tokens, at: int) -> bool:
    """Whether a command that may be an accent stands here."""
    token = tokens[at]
    names = {"word": _ACCENT_WORDS, "sign": ACCENTS.keys()}.get(token.kind, ())
    return token.name in names


def is_letter(tokens: Tokens, at: int) -> bool:
    r"""Whether a name such as ``\o`` is a letter: ``S\o ren``, ``\L ukasz``, ``{\o}``, ``\o{}``.

    By itself it may be an option of a program or part of a regular expression.
    """
    name, before, after = tokens[at].name, tokens[at - 1], tokens[at + 1].text
    is_braced = before.kind == "open" or tokens.find_end(at + 1) == at + 2
    is_inside = before.kind == "sign" or (before.kind == "text" and before.text[-1:].isalpha())
    # No option of a program is an upper-case letter, a space and a lower-case word.
    is_first = name.isupper() and after[:1] == " " and after[1:2].islower()
    return len(name) > 1 or is_braced or is_inside or is_first


def _compose(source: str, following: int, rest: str | None = None) -> Accent | None:
    # The converter of bibliographies knows all accents, also those on each other.
    letter = to_text(source) if len(source) <= _MOST_CHARACTERS else ""
    # An accent on nothing is how LaTeX writes the mark itself.
    is_bare = letter in ("~", "^") and source.endswith("{}")
    is_one = len(letter) == 1 and letter.isalpha()
    return Accent(letter, following, rest) if is_one or is_bare else None


def _is_no_accent(tokens: Tokens, at: int, after: str) -> bool:
    name, is_inside = tokens[at].name, tokens[at - 1].text[-1:].isalpha()
    if not is_inside:
        # Inside of a word it is an accent also in text from a program: G\"odel.
        return name in tokens.escaped_quotes
    return name == "'" and bool(_ENGLISH.match(after))
