"""Values of JSON, of any shape, -> a count, a name, terms: what is none gives nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from site_gen.model import one_line

_NAMES = ("fullname", "full_name", "display_name", "name", "user")
_MOST_DIGITS = 9


def read_count(value: Any) -> int | None:
    """Give a whole number from 0 on, also where it is a text; None where it is none."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def read_full_name(value: Any) -> str:
    """Give a name on one line: a text, or the fullest name that a record has.

    >>> read_full_name({"name": "TUM", "fullname": "Technical University of Munich"})
    'Technical University of Munich'
    """
    if isinstance(value, Mapping):
        texts = (one for one in map(value.get, _NAMES) if isinstance(one, str))
        return next(filter(None, map(one_line, texts)), "")
    return one_line(value) if isinstance(value, str) else ""


def read_terms(values: Iterable[Any]) -> tuple[str, ...]:
    """Give the terms of a list, each once, in their order: texts, or records with a name."""
    return tuple(filter(None, dict.fromkeys(map(read_full_name, values))))


def read_last_version(value: Any) -> int | None:
    """Give the number of a version: ``3``, ``v3``, or the last of a list of records of versions.

    >>> read_last_version("v3"), read_last_version([{"version": "v1"}, {"version": "v2"}])
    (3, 2)
    """
    if isinstance(value, list) and value:
        value = value[-1].get("version") if isinstance(value[-1], Mapping) else None
    # arXiv counts from 1.
    return read_count(value.strip().removeprefix("v") if isinstance(value, str) else value) or None


def read_flag(value: Any) -> bool:
    """Read whether something is so: ``true``, also as a text."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")
