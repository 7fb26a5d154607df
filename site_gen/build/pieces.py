"""A file of the output that is made only where what it is made from changed."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A file: its output path, a name for all that it is made from, and what makes it."""

    path: str
    key: str
    make: Callable[[], bytes]
