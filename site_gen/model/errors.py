"""What can go wrong, and how it is shown.

    SiteError                 a person can fix this: shown plainly, exit 1
    ├── InputError            text a person wrote is wrong
    ├── TemplateError         a template cannot be rendered
    ├── OutputError           the site cannot be written
    └── ToolError             a program we need is missing or failed, or an address has no answer
        └── HostError         a host does not answer at all now

Anything else that is raised is a bug, and keeps its traceback.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from site_gen.model.characters import visible


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and what was expected.

    ``line`` counts from 1; 0 means the file as a whole.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        # A name of a file may hold line ends: each problem is one line, for editors.
        path = visible(self.path).replace("\n", "\\n").replace("\t", "\\t")
        place, message = f"{path}:{self.line}" if self.line else path, visible(self.message)
        return f"{place}: {message}" if place else message


class SiteError(Exception):
    """Base of every error that a person can fix: one or more problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)  # every argument, so that it pickles
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class InputError(SiteError):
    """Text a person wrote is wrong."""


class TemplateError(SiteError):
    """A template cannot be rendered."""


class OutputError(SiteError):
    """The site, or an entry, cannot be written."""


class ToolError(SiteError):
    """A program we need is missing, or failed; or an address of a host has no answer."""


class HostError(ToolError):
    """A host cannot be reached, or asks to be left alone: to ask it for more is of no use now."""


def guess(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not known: what was perhaps meant, else what there is.

    >>> guess("topic", ["title", "topics"])
    "did you mean 'topics'?"
    """
    choices = list(known)
    # The default of difflib, 0.6: a hint may be wrong, unlike a correction.
    near = get_close_matches(word, choices, n=1)
    return f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(choices)}"
