"""JSON values -> the keys in them that a format does not know."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

Known = Mapping[str, Collection[str]]
"""The keys that a format knows, by the place of their object: ``""``, ``authors[].user``."""


def list_unknown(
    value: Any, known: Known, place: str = "", name: Callable[[str], str] = str
) -> Iterator[str]:
    """Give the path of each key in a value that is not among those ``known`` of its place.

    ``name`` gives a key as ``known`` has it. An object in a place that ``known`` does not have, and
    what is in it, is dropped on purpose.

    >>> known = {"": ["title", "authors", "more"], "authors[]": ["name"]}
    >>> value = {"title": "A", "authors": [{"name": "B", "age": 3}], "more": {"x": 1}, "y": 2}
    >>> list(list_unknown(value, known))
    ['authors[].age', 'y']
    """
    if isinstance(value, list) and any(one.startswith(f"{place}[]") for one in known):
        for one in value:
            yield from list_unknown(one, known, f"{place}[]", name)
    elif isinstance(value, Mapping) and place in known:
        for key, inner in value.items():
            own = name(str(key))
            if own in known[place]:
                yield from list_unknown(inner, known, _join(place, own), name)
            elif is_said(inner):
                yield _join(place, str(key))


def _join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def is_said(value: Any) -> bool:
    """Whether a value says something: it is not null, and not empty.

    >>> is_said(0), is_said(False), is_said(""), is_said([]), is_said(None)
    (True, True, False, False, False)
    """
    return value is not None and value not in ("", [], {})
