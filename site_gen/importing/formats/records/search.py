"""The records of papers in a value of JSON, or in a row of a table, wherever they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from site_gen.importing.formats.key_paths import is_said
from site_gen.importing.formats.records import keys
from site_gen.model import one_line

_INNER = ("content", "info", "bib")
"""Where OpenReview, DBLP and scholarly put the facts of a paper."""

_MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Record:
    """What a source says of a paper."""

    facts: dict[str, Any] = field(default_factory=dict)
    """Values by the names that ``keys`` has."""

    names: dict[str, str] = field(default_factory=dict)
    """The same names, and how the source writes them."""

    day: str = ""
    """The day that a key above the record names."""

    def put(self, key: str, name: str, value: Any) -> None:
        """Put a value; another one of the same name stays, under a name that nobody knows."""
        if name in self.facts and is_said(self.facts[name]) and self.facts[name] != value:
            again = f"{name} ({len(self.facts)})"
            self.facts[again], self.names[again] = self.facts[name], self.names[name]
        self.facts[name], self.names[name] = value, key


@dataclass(frozen=True, slots=True)
class _Part:
    """A value in an object or a list."""

    path: str
    key: str
    value: Any

    @property
    def is_odd(self) -> bool:
        """Whether it says something that answers of hosts do not hold."""
        return is_said(self.value) and keys.normalise(self.key) not in keys.ENVELOPE


@dataclass(frozen=True, slots=True)
class Search:
    """What a value holds: records, and the paths of what is neither in one nor known."""

    records: list[Record] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def read(self, value: Any, path: str = "", day: str = "", level: int = 0) -> bool:
        """Read a value of a path; whether there are records in it.

        ``day`` is the one that a key above names.
        """
        if level > _MOST_LEVELS or not isinstance(value, Mapping | list):
            return False
        record = _flatten(value, day) if isinstance(value, Mapping) else Record()
        if title_of(record.facts):
            self.records.append(record)
            return True
        return self._read_parts(list(_list_parts(value, path)), day, level)

    def _read_parts(self, parts: Sequence[_Part], day: str, level: int) -> bool:
        """Read the values in an object or a list; whether there are records in any of them."""
        empty = [
            part
            for part in parts
            if not self.read(part.value, part.path, _day_of(part.key) or day, level + 1)
        ]
        if len(empty) == len(parts):
            return False
        self.unused.extend(part.path for part in empty if part.is_odd)
        return True


def _list_parts(value: Mapping[Any, Any] | list[Any], path: str) -> Iterator[_Part]:
    if isinstance(value, list):
        yield from (_Part(f"{path}[]", "", one) for one in value)
    else:
        for key, one in value.items():
            yield _Part(f"{path}.{key}" if path else str(key), str(key), one)


def title_of(facts: Mapping[str, Any]) -> str:
    """Give the title of a record; nothing when it has none."""
    return one_line(first_text(facts, keys.TITLE))


def _flatten(value: Mapping[Any, Any], day: str) -> Record:
    """Give the facts of a record by the names that ``keys`` has."""
    record = Record(day=day)
    inner: list[tuple[str, Mapping[Any, Any]]] = []
    for key, one in value.items():
        name = keys.normalise(key)
        if name in _INNER and isinstance(one, Mapping):
            inner.append((str(key), one))
        else:
            record.put(str(key), name, one)
    for key, facts in inner:
        for within, one in facts.items():
            record.put(f"{key}.{within}", keys.normalise(within), _unwrap(one))
    return record


def _unwrap(value: Any) -> Any:
    """Give what OpenReview 2 wraps as ``{"value": ...}``."""
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def _day_of(key: object) -> str:
    return key if isinstance(key, str) and key[:4].isdecimal() and key[4:5] == "-" else ""


def text_of(value: Any) -> str:
    """Give a text; of a list the first, for Crossref lists titles."""
    if isinstance(value, list) and value:
        value = value[0]
    return value.strip() if isinstance(value, str) else ""


def list_texts(facts: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    """Give the text under each key that has one."""
    yield from filter(None, (text_of(facts[name]) for name in names if name in facts))


def first_text(facts: Mapping[str, Any], names: Sequence[str]) -> str:
    """Give the text under the first key that has one; nothing without any."""
    return next(list_texts(facts, names), "")
