"""What is shown of a text: words, marks of styles, and what stands for formulas and links."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from site_gen.text.commands.table import Style
from site_gen.text.commands.tokens import ATOM


class Mark(NamedTuple):
    """Where a style begins or ends."""

    style: Style
    is_open: bool
    url: str = ""
    """Where a link leads."""


class Atom(NamedTuple):
    """What stands for ``ATOM`` in the text: which of them, from 0."""

    number: int


Piece = str | Atom | Mark


def cut_atoms(text: str) -> Iterator[Piece]:
    """Give the words and the atoms of a text that has no command."""
    for number, words in enumerate(text.split(ATOM)):
        if number:
            yield Atom(number - 1)
        yield words


def join_texts(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join texts that stand side by side."""
    # Callers make a token or an element of each piece, and compare a text with its pieces.
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        if text := "".join(words):
            yield text
        words.clear()
        yield piece
    if text := "".join(words):
        yield text
