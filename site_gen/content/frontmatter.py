"""Cut a file into its front matter and its body, losing no byte."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from site_gen.model import InputError, Problem, find_illegal

# A byte order mark, spaces behind the dashes and \r\n are what editors of Windows leave. The second
# group is lazy: the first line of dashes ends the front matter, one in the body is a rule of
# Markdown.
_FRONT = re.compile(
    r"\A(?P<open>\ufeff?---[ \t]*\r?\n)(?P<meta>(?:.*\n)*?)(?P<close>---[ \t]*(?:\r?\n|\Z))"
)
# The same beginning, also where the file ends there.
_OPEN = re.compile(r"\A\ufeff?---[ \t]*\r?(?:\n|\Z)")


class Parts(NamedTuple):
    """A file in four parts; joined, they are the file."""

    open: str
    meta: str
    close: str
    body: str


def split(text: str) -> Parts:
    """Part front matter and body. Without closed front matter all of the text is body."""
    if match := _FRONT.match(text):
        return Parts(match["open"], match["meta"], match["close"], text[match.end() :])
    return Parts("", "", "", text)


def is_unclosed(text: str) -> bool:
    """Whether a file opens its front matter with ``---`` and never closes it."""
    return bool(_OPEN.match(text)) and not _FRONT.match(text)


def split_closed(path: str, text: str) -> Parts:
    """Part front matter and body. Raises InputError for front matter that never ends."""
    if is_unclosed(text):
        what = "front matter begins and never ends; expected a line '---' after it"
        raise InputError(Problem(path, 1, what))
    return split(text)


def find_controls(path: str, text: str, parts: Parts) -> Iterator[Problem]:
    """Report the first control character in the body of a text that was parted."""
    if illegal := find_illegal(parts.body):
        line = text.count("\n", 0, len(text) - len(parts.body) + illegal[0]) + 1
        yield Problem(path, line, f"a control character ({illegal[1]}); expected text")


def find_line(text: str, key: str) -> int:
    r"""Give the line of a front-matter key, or of the body when there is no such key; from 1.

    >>> find_line("---\ntitle: a\n---\n\nText", "title"), find_line("---\n---\n\nText", "")
    (2, 4)
    """
    parts = split(text)
    # From 2: the dashes are line 1. split and not splitlines, which cuts at form feeds too.
    for number, line in enumerate(parts.meta.split("\n"), 2):
        if key and line.startswith(f"{key}:"):
            return number
    return text.count("\n", 0, len(text) - len(parts.body.lstrip("\r\n"))) + 1


def has_key(text: str, key: str) -> bool:
    r"""Tell whether the front matter has a key, also where its value says nothing.

    >>> has_key("---\nwithdrawn: false\n---\n", "withdrawn"), has_key("---\n---\n", "withdrawn")
    (True, False)
    """
    return any(line.startswith(f"{key}:") for line in split(text).meta.split("\n"))
