"""Values of JSON and of CSV, of any shape, -> the values of fields: what is none gives nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from site_gen.importing.formats.key_paths import is_said
from site_gen.model import FIELDS, PaperField, is_known, one_line

_NAMES = ("fullname", "full_name", "display_name", "name", "user")
_MOST_DIGITS = 9

_OFTEN_OTHER = {"version", "versions"}
"""Words that programs use for other things too: what is no version of arXiv is no loss."""


def read_facts(
    record: Mapping[str, Any], form: str, convert: Callable[[str], str] = one_line
) -> dict[str, Any]:
    """Read the fields that have keys in records, and that a format brings; only what is there.

    ``record`` has its keys as ``keys.normalise`` makes them. ``convert`` makes plain text of
    the record's texts, as of TeX.
    """
    found: dict[str, Any] = {}
    for field in FIELDS:
        values = (record[key] for key in field.keys if key in record)
        read = (_read_value(field, value, convert) for value in values)
        value = next(filter(is_known, read), None)
        if form in field.imported_from and value is not None:
            found[field.name] = value
    return found


def list_unreadable(record: Mapping[str, Any], form: str) -> Iterator[str]:
    """Give the keys of fields that a format brings, whose values the fields cannot hold.

    ``record`` is as in ``read_facts``.
    """
    for field in FIELDS:
        if form in field.imported_from:
            said = (key for key in field.keys if is_said(record.get(key)))
            yield from (key for key in said if not _is_clear(field, key, record[key]))


def _is_clear(field: PaperField, key: str, value: Any) -> bool:
    """Whether a value is one of the field, or says in another way that there is none."""
    if field.kind == "flag":
        return is_flag(value)
    if field.kind == "texts" and has_other_terms(value):
        return False
    if key in _OFTEN_OTHER or (field.name == "comment" and read_count(value) is not None):
        return True  # comments are also counted: those of readers
    return is_known(_read_value(field, value, one_line))


def _read_value(field: PaperField, value: Any, convert: Callable[[str], str]) -> Any:
    match field.kind:
        case "texts" | "names":
            return tuple(filter(None, map(field.read, read_terms(value))))
        case "flag":
            return read_flag(value)
        case "count":
            value = _find_last(value)
            return read_count(field.read(value) if isinstance(value, str) else value)
        case "text" | "links":
            return field.read(convert(read_full_name(value)))


def _find_last(value: Any) -> Any:
    """Give the last version of a list of them, as Kaggle's copy of arXiv has; else the value."""
    last = value[-1] if isinstance(value, list) and value else value
    return last.get("version") if isinstance(last, Mapping) else last


def read_flag(value: Any) -> bool:
    """Read whether something is so: ``true``, also as a text."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def is_flag(value: Any) -> bool:
    """Whether a value says yes or no: ``true`` or ``false``, also as a text."""
    return isinstance(value, bool) or str(value).strip().lower() in {"true", "false"}


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


def read_terms(value: Any) -> tuple[str, ...]:
    """Give terms, each once, in their order: a list, or a text that has ``;``, or commas, between.

    >>> read_terms(["nets", {"name": "graphs"}, "nets"]), read_terms("nets; graphs")
    (('nets', 'graphs'), ('nets', 'graphs'))
    """
    parts: Iterable[Any] = value if isinstance(value, list) else ()
    if isinstance(value, str):
        parts = value.split(";" if ";" in value else ",")
    return tuple(filter(None, dict.fromkeys(map(read_full_name, parts))))


def has_other_terms(value: Any) -> bool:
    """Whether something in a list of terms is neither a text nor a record with a name.

    >>> has_other_terms(["nets", {"name": "graphs"}, None]), has_other_terms(["nets", 5])
    (False, True)
    """
    some = value if isinstance(value, list) else ()
    return any(is_said(one) and not read_full_name(one) for one in some)
