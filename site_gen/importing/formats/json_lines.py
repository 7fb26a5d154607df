"""JSON text -> its values, each with its line; what cannot be read is one plain error."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from site_gen.model import InputError, Problem

_LISTS = ("papers", "data", "items", "results", "rows")  # what people wrap a list of papers in
_MORE = "more text after the JSON's end; expected one list, one file"
_SPACE = " \t\r\n"  # RFC 8259, section 2


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON text: its items, each with its line, and what stands beside the list of them."""

    items: list[tuple[int, Any]]
    beside: Mapping[str, Any] = field(default_factory=dict)
    line: int = 1


def parse_document(path: str, text: str) -> Document:
    """Read the items of a JSON list, or of an object that holds one, with their lines.

    Raises InputError when it is not JSON, as a text that was cut short.
    """
    start = len(text) - len(text.lstrip(_SPACE + "\ufeff"))
    if text[start : start + 1] == "[":
        items, end = _read_list(path, text, start)
        document = Document(items)
    elif text[start : start + 1] == "{":
        document, end = _read_object(path, text, start)
    else:
        _decode(path, text, start)
        raise InputError(Problem(path, 1, "JSON without papers; expected a list of them"))
    end = _skip(text, end)
    if end < len(text):
        raise InputError(Problem(path, _line(text, end), _MORE))
    return document


def parse_line(path: str, number: int, line: str) -> list[Any]:
    """Read a line of JSON Lines (jsonlines.org): the value in it, none where it is empty.

    Raises InputError, with the number of the line, where it is broken.
    """
    words = line.strip(_SPACE + "\ufeff")
    if not words:
        return []
    try:
        value, end = _decode(path, words, 0)
        if words[end:]:
            raise InputError(Problem(path, 1, _MORE))  # noqa: TRY301
    except InputError as err:
        problems = (Problem(path, number, problem.message) for problem in err.problems)
        raise InputError(*problems) from None
    return [value]


def _read_list(path: str, text: str, start: int) -> tuple[list[tuple[int, Any]], int]:
    """Read the list that begins at ``start``; give its items, and where the rest begins."""
    items: list[tuple[int, Any]] = []
    counted = start
    line = _line(text, start)
    at = _skip(text, start + 1)
    if text[at : at + 1] == "]":
        return items, at + 1
    while True:
        at = _skip(text, at)
        line += text.count("\n", counted, at)
        counted = at
        value, at = _decode(path, text, at)
        items.append((line, value))
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            return items, at + 1
        at = _expect(path, text, at, ",", "',' or ']'")


def _read_object(path: str, text: str, start: int) -> tuple[Document, int]:
    """Read the object that begins at ``start``: the items of a list in it, else itself."""
    lists: dict[str, list[tuple[int, Any]]] = {}
    value: dict[str, Any] = {}
    names = Names()
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        if value or lists:
            at = _skip(text, _expect(path, text, at, ",", "',' or '}'"))
        key, at = _decode(path, text, at)
        at = _skip(text, _expect(path, text, _skip(text, at), ":", "':'"))
        if not isinstance(key, str):
            raise InputError(
                Problem(path, _line(text, at), "broken JSON; expected a name in quotes")
            )
        key = names.take(key)
        if key in _LISTS and text[at : at + 1] == "[":
            lists[key], at = _read_list(path, text, at)
        else:
            value[key], at = _decode(path, text, at)
        at = _skip(text, at)
    line = _line(text, start)
    name = next(filter(lists.__contains__, _LISTS), "")
    items = lists.pop(name, [(line, value)])
    others = {key: [item for _, item in rows] for key, rows in lists.items()}
    return Document(items, {**value, **others} if name else {}, line), at + 1


class Names:
    """Keys that were used, and other names for those that come again."""

    def __init__(self) -> None:
        """Begin without any."""
        self._taken = set[str]()
        self._numbers: dict[str, int] = {}

    def take(self, key: str) -> str:
        """Give a key, or another name where it is taken: 'title (2)', which no format knows.

        >>> names = Names()
        >>> names.take("title"), names.take("title"), names.take("year"), names.take("title")
        ('title', 'title (2)', 'year', 'title (3)')
        """
        name = key
        while name in self._taken:
            # The number goes on from the last one: a search from 2 on would be quadratic.
            self._numbers[key] = self._numbers.get(key, 1) + 1
            name = f"{key} ({self._numbers[key]})"
        self._taken.add(name)
        return name


def _keep_all(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its keys and values; of a key that is there twice, no value is lost."""
    value = dict(pairs)
    if len(value) < len(pairs):
        names = Names()
        value = {names.take(key): inner for key, inner in pairs}
    return value


_DECODER = json.JSONDecoder(object_pairs_hook=_keep_all)


def _expect(path: str, text: str, at: int, mark: str, expected: str) -> int:
    if text[at : at + 1] == mark:
        return at + 1
    what = "the JSON ends too early" if at >= len(text) else "broken JSON"
    raise InputError(Problem(path, _line(text, at), f"{what}; expected {expected}"))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _decode(path: str, text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as err:
        is_cut = err.pos >= len(text.rstrip()) or err.msg.startswith("Unterminated")
        what = "the JSON ends too early" if is_cut else f"broken JSON: {err.msg}"
        raise InputError(Problem(path, err.lineno, f"{what}; expected all of it")) from None
    except (RecursionError, ValueError):
        what = "JSON nested too deep, or a number too long; expected a list of papers"
        raise InputError(Problem(path, _line(text, at), what)) from None
