r"""LaTeX text -> the text that it stands for, as Unicode in NFC. Formulas stay as they are.

One pass with a stack, so the time grows with the length alone. ``text/tex_symbols.py`` has the
commands. A command that is not there, and a brace without its partner, stays as written.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from site_gen.text.tex_symbols import (
    ACCENTS,
    BARE_ACCENTS,
    CONTROL_SYMBOLS,
    DOTLESS,
    LIGATURES,
    LOWERED,
    QUOTES,
    RAISED,
    SKIPPED_ARGUMENTS,
    STYLES,
    SYMBOLS,
)

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]+)\*?[ \t\r\n]*|\\(?P<sign>.)|(?P<math>\$\$?)|(?P<brace>[{}])"
    r"|(?P<ligature>---?|``|''|[?!]`)|(?P<tie>~)|(?P<text>[^\\${}\-`'?!~]+|.)",
    re.DOTALL,
)
_SIGNS = re.compile(r"[\\{}~`]|--|''")
_FORMULA = re.compile(r"(?:[^$\\]|\\.)*", re.DOTALL)
_BRACES = re.compile(r"[{}]")
_OPTION = re.compile(r"\[[^\[\]{}]{0,200}\]\s*")
_MOST_OF_FORMULA = 1_000  # a bound, so that nested ones cost no more than their length
_RAW = {"url", "path", "nolinkurl", "ensuremath"}
_MOST_MARKS = 8  # on one letter: more is no writing, and slow to put in order

_Wrapper = Callable[[str], str | None]
"""What is done with an argument; None: it is no text, and the next argument follows."""


@dataclass(slots=True)
class _Group:
    """What stands between two braces."""

    start: int
    """Which part stands for its first brace."""

    is_literal: bool
    """Whether the braces are text: those after a command that is not known."""

    waiting: list[_Wrapper] = field(default_factory=list)
    """What is done with the arguments that come next, the last first."""


def to_remark(text: str) -> str:
    """Convert a remark in LaTeX to text; one with a web address stays, for that may hold ``~``."""
    return text if "://" in text else to_text(text)


def to_text(source: str) -> str:
    r"""Give the text that LaTeX stands for.

    >>> to_text(r"{\'E}tienne \emph{B\'ezier}, 5{\%} of $x_1$ --- \textit{so}")
    'Étienne Bézier, 5% of $x_1$ — so'
    >>> to_text(r"\unknown{a} and {b")
    '\\unknown{a} and {b'
    """
    text = _Converter(source).convert() if _SIGNS.search(source) else source
    return unicodedata.normalize("NFC", text)


class _Converter:
    """The parts of a text that is being converted, and the groups that are open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._parts = [""]
        self._groups = [_Group(0, is_literal=False)]
        self._is_unknown = False  # whether the last token was a command that is not known

    def convert(self) -> str:
        """Give the whole text."""
        while match := _TOKEN.match(self._source, self._at):
            self._at = match.end()
            was_unknown, self._is_unknown = self._is_unknown, False
            if match["brace"]:
                self._read_brace(match[0], is_literal=was_unknown)
            else:
                getattr(self, f"_read_{match.lastgroup}")(match)
        for group in self._groups[1:]:
            self._parts[group.start] = "{"
        while self._groups:
            self._end_waiting(self._groups.pop())
        return "".join(self._parts)

    def _put(self, text: str) -> None:
        waiting = self._groups[-1].waiting
        while waiting:
            wrapped = waiting.pop()(text)
            if wrapped is None:
                return
            text = wrapped
        self._parts.append(text)

    def _wait(self, wrapper: _Wrapper) -> None:
        self._groups[-1].waiting.append(wrapper)

    def _read_text(self, match: re.Match[str]) -> None:
        text = match[0]
        if self._groups[-1].waiting:  # TeX takes the next sign for the argument, but no space
            text = text.lstrip()
            self._at -= max(len(text) - 1, 0)
            text = text[:1]
        if text:
            self._put(text)

    def _read_ligature(self, match: re.Match[str]) -> None:
        if self._groups[-1].waiting:
            self._read_text(match)
        else:
            self._parts.append(LIGATURES[match[0]])

    def _read_tie(self, match: re.Match[str]) -> None:
        """Read ``~`` as a space where it ties two words; else it means 'about' or a range."""
        before, after = self._source[: match.start()][-1:], self._source[match.end() :][:1]
        is_tie = before and (before.isalnum() or before in ".,:;)}'") and not after.isspace()
        is_range = before.isdigit() and after.isdigit()
        self._put(" " if is_tie and after and not is_range else "~")

    def _read_math(self, match: re.Match[str]) -> None:
        """Read a formula; a ``$`` without its partner is text."""
        delimiter = match[0]
        found = _FORMULA.match(self._source, self._at)
        end = found.end() if found else self._at
        if end > self._at and self._source.startswith(delimiter, end):
            self._at = end + len(delimiter)
        self._put(self._source[match.start() : self._at])

    def _read_brace(self, brace: str, *, is_literal: bool) -> None:
        if brace == "{":
            is_literal &= not self._groups[-1].waiting
            self._groups.append(_Group(len(self._parts), is_literal))
            self._parts.append("{" if is_literal else "")
        elif len(self._groups) == 1:
            self._put("}")
        else:
            self._finish(self._groups.pop())

    def _finish(self, group: _Group) -> None:
        self._end_waiting(group)
        if group.is_literal:
            self._parts.append("}")
            self._is_unknown = True  # a second argument may follow
        elif self._groups[-1].waiting:
            text = "".join(self._parts[group.start :])
            del self._parts[group.start :]
            self._put(text)

    def _end_waiting(self, group: _Group) -> None:
        """Write the commands at the end of a group that have no argument."""
        while group.waiting:
            self._parts.append(group.waiting.pop()("") or "")

    def _read_sign(self, match: re.Match[str]) -> None:
        sign = match["sign"]
        if sign in ACCENTS:
            self._wait(_accent(sign))
        elif sign in "([":
            # All of a formula stays, commands too. Without an end, the rest of the text does: so
            # this search is made once, however many of these brackets there are.
            end = self._source.find("\\)" if sign == "(" else "\\]", self._at)
            self._at = end + 2 if end >= 0 else len(self._source)
            self._put(self._source[match.start() : self._at])
        else:
            self._put(CONTROL_SYMBOLS.get(sign, match[0]))

    def _read_word(self, match: re.Match[str]) -> None:
        name = match["word"]
        if name in SYMBOLS:
            self._put(SYMBOLS[name])
        elif name in SKIPPED_ARGUMENTS:
            self._skip_arguments(SKIPPED_ARGUMENTS[name])
        elif name in _RAW and (end := self._find_brace()):
            text = self._source[self._at + 1 : end]
            is_formula = name == "ensuremath" and not text.isalnum()
            self._at = end + 1
            self._put(f"${text}$" if is_formula else text)
        elif wrapper := _find_wrapper(name):
            self._wait(wrapper)
        elif name not in STYLES:
            self._put(match[0])
            self._is_unknown = True

    def _skip_arguments(self, count: int) -> None:
        # An option in brackets may stand before the arguments, as in \footnotemark[2].
        if option := _OPTION.match(self._source, self._at):
            self._at = option.end()
        for _ in range(count):
            self._wait(_skip)

    def _find_brace(self) -> int:
        """Find the brace that ends the one that stands here; 0 where there is none near."""
        depth = 0
        for brace in _BRACES.finditer(self._source, self._at, self._at + _MOST_OF_FORMULA):
            if not depth and brace.start() > self._at:
                return 0
            depth += 1 if brace[0] == "{" else -1
            if depth <= 0:
                return brace.start()
        return 0


def _find_wrapper(name: str) -> _Wrapper | None:
    if name in ACCENTS:
        return _accent(name)
    if name in QUOTES:
        marks = QUOTES[name]
        return lambda text: f"{marks[0]}{text}{marks[1]}"
    if name == "textsuperscript":
        return lambda text: _shift(text, RAISED)
    if name == "textsubscript":
        return lambda text: _shift(text, LOWERED)
    return None


def _accent(name: str) -> _Wrapper:
    """Give what puts an accent on the first letter of a text."""

    def put(text: str) -> str:
        if not text.strip():
            return BARE_ACCENTS.get(name, "") + text
        end = 1  # after the accents that are there: they stand nearer to the letter
        while end < _MOST_MARKS and unicodedata.combining(text[end : end + 1] or " "):
            end += 1
        letter = DOTLESS.get(text[0], text[0])
        return text if end == _MOST_MARKS else f"{letter}{text[1:end]}{ACCENTS[name]}{text[end:]}"

    return put


def _shift(text: str, letters: Mapping[str, str]) -> str:
    """Write a text above or below the line, where Unicode has all of its letters so."""
    return (
        "".join(letters.get(letter, "") for letter in text) if set(text) <= set(letters) else text
    )


def _skip(_text: str) -> None:
    """Take an argument that is no text."""
