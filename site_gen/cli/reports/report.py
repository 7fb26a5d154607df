"""A report: a record that says what a command did, and how it reads as text.

A command returns its report. ``printing`` prints it: as lines of text, or as one JSON document.
The fields of a report are what the document has, and ``docs/schemas/`` is made of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Literal, NamedTuple

Kind = Literal["report", "result", "complaint", "notice"]
"""Where a line goes: a ``report`` and a ``result`` to stdout, a ``notice`` and a ``complaint`` to
stderr. ``--quiet`` leaves out reports and notices: results were asked for."""


class Line(NamedTuple):
    """A line of text, or several, with its kind and the color that terminals show it in."""

    text: object
    kind: Kind = "report"
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ABC):
    """What a command did."""

    next_steps: tuple[str, ...] = ()
    """What a person can do next, in words. It is for reading: its words may change."""

    @abstractmethod
    def describe(self) -> Iterator[Line]:
        """Give the report as text, without the next steps."""

    @property
    def exit_code(self) -> int:
        """The code that the program ends with."""
        return 0


def name_program(site: Path) -> str:
    """Give the words with which a command for this site begins."""
    return "site-gen" if site == Path() else f"site-gen -C {quote(str(site))}"


DRY_RUN_STEP = "the same command without --dry-run writes this"
"""The next step after a dry run."""
