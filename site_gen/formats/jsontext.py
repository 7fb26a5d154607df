"""JSON text -> its values, each with its line; what cannot be read is one plain error."""

import json
from typing import Any

from site_gen.errors import InputError, Problem

_LISTS = ("papers", "data", "items", "results", "rows")  # what people wrap a list of papers in
_SPACE = " \t\r\n"  # RFC 8259, section 2


def parse_items(path: str, text: str) -> list[tuple[int, Any]]:
    """Read the items of a JSON list, or of an object that holds one, with their lines.

    Raises InputError when it is not JSON, as a text that was cut short.
    """
    start = text.find("[") if text.lstrip(_SPACE + "\ufeff").startswith("[") else -1
    if start >= 0:
        return _walk(path, text, start + 1)
    whole = _decode(path, text, len(text) - len(text.lstrip(_SPACE + "\ufeff")))
    value, end = whole
    if text[end:].strip(_SPACE):
        raise InputError(Problem(path, _line(text, end), "more text after the JSON's end"))
    if isinstance(value, dict):
        found = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
        return [(0, item) for item in found] if found is not None else [(1, value)]
    raise InputError(Problem(path, 1, "JSON without papers; expected a list of them"))


def parse_lines(path: str, text: str) -> list[tuple[int, Any]]:
    """Read JSON Lines (jsonlines.org): a value a line. Raises InputError with every bad line."""
    problems: list[Problem] = []
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip(_SPACE + "\ufeff")
        if not words:
            continue
        try:
            value, end = _decode(path, words, 0)
            if words[end:]:
                raise InputError(Problem(path, 1, "more text after the JSON's end"))  # noqa: TRY301
            items.append((number, value))
        except InputError as err:
            problems += [Problem(path, number, problem.message) for problem in err.problems]
    if problems:
        raise InputError(*problems)
    return items


def _walk(path: str, text: str, at: int) -> list[tuple[int, Any]]:
    items: list[tuple[int, Any]] = []
    line, counted = 1, 0
    while True:
        at = _skip(text, at)
        if text[at : at + 1] == "]" and not items:
            break
        line += text.count("\n", counted, at)
        counted = at
        value, at = _decode(path, text, at)
        items.append((line, value))
        at = _skip(text, at)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            what = "the JSON ends too early" if at >= len(text) else "broken JSON"
            raise InputError(Problem(path, _line(text, at), f"{what}; expected ',' or ']'"))
        at += 1
    end = _skip(text, at + 1)
    if end < len(text):
        raise InputError(Problem(path, _line(text, end), "more text after the JSON's end"))
    return items


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _decode(path: str, text: str, at: int) -> tuple[Any, int]:
    try:
        return json.JSONDecoder().raw_decode(text, at)
    except json.JSONDecodeError as err:
        is_cut = err.pos >= len(text.rstrip()) or err.msg.startswith("Unterminated")
        what = "the JSON ends too early" if is_cut else f"broken JSON: {err.msg}"
        raise InputError(Problem(path, err.lineno, f"{what}; expected all of it")) from None
    except (RecursionError, ValueError):
        what = "JSON nested too deep, or a number too long; expected a list of papers"
        raise InputError(Problem(path, _line(text, at), what)) from None
