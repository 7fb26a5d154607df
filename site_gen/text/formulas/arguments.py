r"""The source of a formula, and how far it is read: arguments, environments, characters."""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

from site_gen.text.formulas.macros import ANGLES, COLUMNS, ENVIRONMENTS, ESCAPED, SKIPPED

_CONVERTER = LatexToMathML(fancy_error=False)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BLANKS = re.compile(r"\s*")
_OPTION = re.compile(r"\s*\[[^\[\]{}]{0,200}\]")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+\*?)\}")
_COLUMN = re.compile(r"[lcr|]")
_BETWEEN_COLUMNS = re.compile(r"[@!<>pmb]\{[^{}]*\}")
_NAME = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_NO_LENGTH = re.compile(r"\{\s*0*\.?0*\s*[a-z]{2}")
_OPERATOR_NAME = re.compile(  # \mathop{\rm argmax}
    r"\s*+\{\s*+(?:\\(?:rm|bf|sf|mathrm|text|textrm|operatorname)(?![A-Za-z])\s*+)?"
    r"\{?\s*+([A-Za-z]{2,30})\s*+\}?\s*+\}"
)
_LENGTH = re.compile(r"\s*-?[0-9]*\.?[0-9]*\s*[a-z]{2}(?![a-z])\s*")
_NO_NAME = re.compile(r"[_^]|\\(?!(?:rm|text[a-z]*|mathrm)(?![A-Za-z]))[A-Za-z]")
_CODE = re.compile(r"\s*\{\s*(?:[xX]([0-9A-Fa-f]{1,6})|([0-9]{1,7}))\s*\}")


class Source:
    """The TeX of a formula, and how far it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.partners = _match_braces(text)
        self._ends: list[tuple[str, str]] = []  # environments that are open, and what ends them

    def skip_blanks(self, at: int | None = None) -> int:
        """Give the next place that is no blank, from a place or from here."""
        match = _BLANKS.match(self.text, self.at if at is None else at)
        return match.end() if match else self.at

    def find_argument_end(self, at: int, limit: int) -> int:
        """Give the place behind the argument that begins at a place: a group, or a token."""
        start = self.skip_blanks(at)
        if partner := self.partners.get(start):
            return partner + 1
        name = _NAME.match(self.text, start)
        return min(name.end() if name else start + 1, limit)

    def skip(self, arguments: int) -> None:
        """Go behind arguments, and the options in front of them."""
        for _ in range(arguments):
            if option := _OPTION.match(self.text, self.at):
                self.at = option.end()
            self.at = self.find_argument_end(self.at, len(self.text))

    def take(self) -> str:
        """Read an argument as it is written."""
        start = self.at
        self.skip(1)
        option = _OPTION.match(self.text, start)
        argument = self.text[option.end() if option else start : self.at].strip()
        return argument[1:-1] if argument[:1] == "{" and argument[-1:] == "}" else argument

    def drop(self, name: str) -> str:
        """Read the arguments of a command that shows none of them; give what is shown."""
        start = self.at
        self.skip(SKIPPED[name])
        if name == "rule":  # one without width or height only makes room
            return "" if _NO_LENGTH.search(self.text, start, self.at) else r"\text{▬}"
        return r"\cancel " if name == "cancelto" else ""

    def move(self, _name: str) -> str:
        """Leave out how far a box is moved."""
        length = _LENGTH.match(self.text, self.at)
        self.at = length.end() if length else self.at
        return ""

    def name_operator(self, name: str) -> str:
        """Give the command for a name: the converter wants letters, others are a formula."""
        start = self.skip_blanks()
        end = self.partners.get(start, start)
        return r"\mathrm" if _NO_NAME.search(self.text, start, end) else rf"\{name}"

    def read_operator(self) -> str:
        r"""Read what follows ``\mathop``: a name, which may have limits, or anything."""
        match = _OPERATOR_NAME.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return rf"\operatorname*{{{match[1]}}}" if match else r"\mathop"

    def size(self, name: str) -> str:
        """Give a command for the size of a bracket, and an angle bracket that is behind it."""
        start = self.skip_blanks()
        angle = ANGLES.get(self.text[start : start + 1], "")
        self.at = start + 1 if angle else self.at
        return rf"\{name}{angle}"

    def read_code(self, name: str) -> str:
        r"""Give the character of ``\unicode{x2013}``; the command itself where there is none."""
        match = _CODE.match(self.text, self.at)
        code = int(match[1], 16) if match and match[1] else int(match[2]) if match else 0
        character = chr(code) if code < 0x110000 else ""
        if not match or not character or not character.isprintable() or character.isspace():
            return rf"\{name}"
        self.at = match.end()
        return rf"\text{{{escape(character)}}}"

    def read_environment(self, name: str) -> str:
        r"""Read the rest of a ``\begin`` or ``\end``; give it as the converter knows it."""
        match = _ENVIRONMENT.match(self.text, self.at)
        if not match:
            return f"\\{name}"
        self.at = match.end()
        if name == "end":
            opened, end = self._ends.pop() if self._ends else ("", "")
            return end if opened == match[1] else rf"\end{{{match[1]}}}"
        known, arguments = ENVIRONMENTS.get(match[1], (match[1], 0))
        if option := _OPTION.match(self.text, self.at):
            self.at = option.end()
        self.skip(arguments)
        self._ends.append((match[1], rf"\end{{{known}}}" if known else "}"))
        columns = COLUMNS.get(match[1]) or (self._read_columns() if known == "array" else "")
        return rf"\begin{{{known}}}{columns}" if known else "{"

    def _read_columns(self) -> str:
        columns = _BETWEEN_COLUMNS.sub("", f"{{{self.take()}}}")
        return f"{{{''.join(_COLUMN.findall(columns))}}}"


# Each character is asked for once: a conversion takes longer than the rest of the pass.
@lru_cache(maxsize=2048)
def known_sign(character: str) -> str:
    """Give a character as the converter takes it: as text where it knows no such sign."""
    if character.isascii():
        return character
    try:
        _CONVERTER.convert_with_local_state(character, displaystyle=False)
    except LatexError:
        return rf"\text{{{character}}}"
    return character


def escape(text: str) -> str:
    """Write characters as the TeX that prints them in text."""
    return "".join(ESCAPED.get(character, character) for character in text)


def _match_braces(source: str) -> dict[int, int]:
    """Give the place of the closing brace for each opening one that has a partner."""
    opened, partners = [], {}
    for brace in _BRACE.finditer(source):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            partners[opened.pop()] = brace.start()
    return partners
