r"""Text with LaTeX commands -> tokens: each brace has a partner, each quotation its marks."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

ATOM = "\x01"
"""Stands in a text for what is no text: a formula, a link. No entry may hold this character."""

# Each character begins only one alternative, so no text is tried in two ways. A backslash before an
# atom is text: what follows is no sign of LaTeX.
_TOKEN = re.compile(
    rf"\\(?P<word>[A-Za-z]+)\*?|\\(?P<sign>[^{ATOM}])|(?P<open>\{{)|(?P<close>\}})"
    rf"|(?P<quote>``|''|\")|(?P<tie>~)|(?P<atom>{ATOM})|(?P<text>[^\\{{}}`'\"~{ATOM}]+|.)",
    re.DOTALL,
)
# Text from a program, where a quotation mark is \" or \': one of them stands before no letter.
_ESCAPED_QUOTE = re.compile(r"""\\(["'])(?![A-Za-z{\\])""")


class Token(NamedTuple):
    """A piece of a text."""

    kind: str
    """``word`` and ``sign`` are commands; ``open``, ``close``, ``quote``, ``tie``, ``atom``,
    ``text``; empty beyond the ends of the text."""
    text: str
    """As written."""
    name: str
    r"""Of a command, what follows the backslash; of an atom, the words in its place."""
    number: int = 0
    """Of an atom: which of them, from 0."""


_NONE = Token("", "", "")


class Tokens:
    """The tokens of a text, by their places from 0."""

    def __init__(self, text: str, atoms: Sequence[str] = ()) -> None:
        self._tokens = list(_cut(text, atoms))
        self._partners = dict(_pair_braces(self._tokens))
        self.quotes = dict(_pair_quotes(self._tokens))
        """The quotation mark that is shown in place of a token."""
        self.escaped_quotes = frozenset(_ESCAPED_QUOTE.findall(text))
        r"""Those of ``"`` and ``'`` that a backslash escapes where no accent can be."""

    def __getitem__(self, at: int) -> Token:
        """Give a token; an empty one beyond the ends."""
        return self._tokens[at] if 0 <= at < len(self._tokens) else _NONE

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._tokens)

    def find_end(self, at: int) -> int:
        """Give the place of the brace that closes the one that stands here; 0: there is none."""
        return self._partners.get(at, 0)

    def find_argument(self, at: int) -> int:
        """Give the place of the brace that begins an argument here, behind a space too; 0: none."""
        token = self[at]
        if token.kind == "text" and token.text.isspace():
            at += 1
        return at if at in self._partners else 0

    def write(self, start: int, end: int) -> str:
        """Give what is written from one place to another, with the words of atoms."""
        some = self._tokens[start:end]
        return "".join(token.name if token.kind == "atom" else token.text for token in some)

    def replace(self, at: int, text: str) -> None:
        """Change the text of a token."""
        self._tokens[at] = self._tokens[at]._replace(text=text)

    def skip_space(self, at: int) -> int:
        """Take away the space that a text begins with; give its place."""
        if self[at].kind == "text":
            self.replace(at, self[at].text.lstrip())
        return at


def _cut(text: str, atoms: Sequence[str]) -> Iterator[Token]:
    number = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "atom":
            # By number, because an argument that is left out takes its atoms with it.
            yield Token(kind, ATOM, atoms[number] if number < len(atoms) else "", number)
            number += 1
        else:
            yield Token(kind, match[0], match[kind])


def _pair_braces(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    opened = list[int]()
    for at, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(at)
        elif token.kind == "close" and opened:
            yield opened.pop(), at


def _pair_quotes(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Find each mark that begins or ends a quotation, with the mark that is shown."""
    opened = None
    for at, token in enumerate(tokens):
        if token.text == "``":
            opened = at  # of two that follow each other, the first stays as it is written
        elif token.kind == "quote" and opened is not None:
            yield opened, "“"
            yield at, "”"
            opened = None
