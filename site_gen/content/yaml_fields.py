"""YAML that a person wrote -> checked values, each with its line.

The files of ``content/`` are flat: keys with a text, a list of texts, a map of links, a count or
a date. Anything else is reported, with its line and what was expected; all of it at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from site_gen.model import Problem, find_illegal, guess

# 300 bytes of aliases can stand for 10**9 values ("billion laughs"). People write few, if any.
_MOST_ALIASED = 1000  # values that aliases may stand for, beyond what is written
_SCALARS = {"int": "number", "float": "number", "bool": "yes or no", "timestamp": "date"}


# PyYAML that was built without libyaml has no C loader; C is 8 times faster.
class LOADER(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as PyYAML reads it, but that a value that looks like another kind is never a guess."""


def _construct_scalar(loader: Any, node: Any) -> Any:
    """Give a number, a date or a yes. Raises ValueError where the text is none, as 2026-02-30."""
    name = node.tag.rpartition(":")[2]
    is_written = isinstance(node, yaml.ScalarNode)
    # YAML 1.1 reads 1:30 as 90, to base 60; nobody means that.
    if is_written and not (name in ("int", "float") and ":" in node.value):
        try:
            return yaml.SafeLoader.yaml_constructors[node.tag](loader, node)
        # PyYAML lets them through: of days that do not exist, and of tags that a person wrote.
        except (ValueError, KeyError, AttributeError, IndexError, OverflowError):
            pass
    text = repr(node.value[:60]) if is_written else "a list or a map"
    kind = _SCALARS[name]
    raise ValueError(
        f"YAML reads {text} as a {kind}, and it is none; expected quotes if it is text"
    )


for _name_of_tag in _SCALARS:
    LOADER.add_constructor(f"tag:yaml.org,2002:{_name_of_tag}", _construct_scalar)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """YAML for people: text of several lines stands as it is, where YAML can do that."""


def _represent_text(dumper: Any, value: str) -> Any:
    # A block keeps lines readable, but it cannot hold a text of nothing but line ends.
    style = "|" if "\n" in value.strip("\n") else '"' if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _represent_text)

Kind = Callable[[Any], Any]
"""Takes a YAML value, gives ours; raises ValueError with what was expected."""


@dataclass(slots=True)
class Fields:
    """What a mapping holds: good values, the line of each key, and what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    item_lines: dict[str, tuple[int, ...]] = field(default_factory=dict)
    map_lines: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    """The lines of the keys in a map, and in maps within it, by the keys that lead there."""
    problems: list[Problem] = field(default_factory=list)


def load(source: str) -> Any:
    """Read YAML as it is. Raises YAMLError, also where aliases stand for too much."""
    loader = LOADER(source)
    try:
        root = loader.get_single_node()
        _refuse_bombs(root, source)
        return None if root is None else loader.construct_document(root)
    except ValueError as err:
        raise yaml.YAMLError(str(err)) from err
    finally:
        loader.dispose()


def load_map(source: str) -> dict[Any, Any] | None:
    """Read a YAML map for a quick look; None for what is no map, or cannot be read."""
    try:
        values = load(source)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return values if isinstance(values, dict) else None


def text(value: Any) -> str:
    """Accept a text; nothing at all is an empty one."""
    if value is None:
        return ""
    # type and not isinstance, here and below: to Python, True is an int.
    if type(value) is not str:
        if isinstance(value, dict | list):
            raise ValueError(f"expected one text, found {_name(value)}")
        shown = repr(value) if len(repr(value)) < 60 else type(value).__name__
        raise ValueError(f"YAML reads this as {shown}; expected a text: put it in quotes")
    if illegal := find_illegal(value):
        raise ValueError(f"a control character ({illegal[1]}); expected text")
    return value


def flag(value: Any) -> bool:
    """Accept yes or no."""
    if type(value) is not bool:
        raise ValueError(f"expected yes or no, found {_name(value)}")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """Accept a list of texts."""
    if value is None:
        return ()
    if type(value) is not list:
        raise ValueError(f"expected a list such as [one, two], found {_name(value)}")
    return tuple(text(item) for item in value)


def links(value: Any) -> tuple[tuple[str, str], ...]:
    """Accept a map of names to web addresses."""
    if value is None:
        return ()
    if type(value) is not dict:
        raise ValueError(f"expected 'name: https://...' pairs, found {_name(value)}")
    pairs = tuple((text(name), text(url)) for name, url in value.items())
    for name, url in pairs:
        if not url.lower().startswith(("https://", "http://")):
            raise ValueError(f"link {name!r}: expected a http(s) address, found {url[:60]!r}")
    return pairs


def nested(value: Any) -> Mapping[str, Any]:
    """Accept a map of texts to anything."""
    if value is None:
        return {}
    if type(value) is not dict:
        raise ValueError(f"expected 'name: value' lines below it, found {_name(value)}")
    return {text(name): item for name, item in value.items()}


def count(value: Any) -> int:
    """Accept a whole number that is not negative."""
    if type(value) is not int or value < 0:
        raise ValueError(f"expected a whole number, found {str(value)[:60]!r}")
    return value


def day(value: Any) -> date:
    """Accept a date; a time is not one."""
    # To Python, a datetime is a date.
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"expected a date such as 2025-09-17, found {str(value)[:60]!r}")
    return value


def parse_fields(
    path: str, source: str, kinds: Mapping[str, Kind] | Kind, *, line: int = 1
) -> Fields:
    """Read a YAML mapping whose first line is line ``line`` of the file at ``path``.

    ``kinds`` are by key; where a single one is given, every key may stand and has it.
    """
    fields = Fields()
    loader = LOADER(source)
    try:
        root = loader.get_single_node()
        _refuse_bombs(root, source)
        if root is None:
            return fields
        if not isinstance(root, yaml.MappingNode):
            key_line = line + root.start_mark.line
            fields.problems.append(Problem(path, key_line, "expected 'key: value' lines"))
            return fields
        for key, node in root.value:
            key_line = line + key.start_mark.line
            if message := _wrong_key(str(key.value), kinds, fields):
                fields.problems.append(Problem(path, key_line, message))
                continue
            fields.lines[key.value] = key_line
            try:
                kind = kinds[key.value] if isinstance(kinds, Mapping) else kinds
                value = kind(loader.construct_object(node, deep=True))
                fields.values[key.value] = value
            except ValueError as err:
                fields.problems.append(Problem(path, key_line, f"{key.value}: {err}"))
                continue
            _note_lines(path, key.value, node, line, fields)
    except (yaml.YAMLError, RecursionError) as err:
        key_line, message = _invalid(err, source)
        message = f"invalid YAML: {message}; expected 'key: value' lines"
        fields.problems.append(Problem(path, line + key_line, message))
    finally:
        loader.dispose()
    return fields


def _note_lines(path: str, name: str, node: yaml.Node, line: int, fields: Fields) -> None:
    """Keep the lines of what a key holds, and report keys that a map has twice."""
    if isinstance(node, yaml.SequenceNode):
        fields.item_lines[name] = tuple(line + item.start_mark.line for item in node.value)
    if isinstance(node, yaml.MappingNode):
        fields.map_lines[name], again = _list_lines(node, line)
        fields.problems += [Problem(path, at, f"{name}: {what}") for at, what in again]


def _list_lines(
    root: yaml.MappingNode, line: int
) -> tuple[dict[tuple[str, ...], int], list[tuple[int, str]]]:
    """Give the lines of keys in a map and in maps within it, and those that stand there again."""
    lines: dict[tuple[str, ...], int] = {}
    again: list[tuple[int, str]] = []
    waiting: list[tuple[tuple[str, ...], yaml.MappingNode]] = [((), root)]
    while waiting:
        above, node = waiting.pop()
        for key, value in node.value:
            place, at = (*above, str(key.value)), line + key.start_mark.line
            if place in lines:
                again.append((at, f"{key.value!r} again, first in line {lines[place]}"))
                continue
            lines[place] = at
            if isinstance(value, yaml.MappingNode):
                waiting.append((place, value))
    return lines, again


def _refuse_bombs(root: yaml.Node | None, source: str) -> None:
    """Refuse a few lines whose aliases stand for billions of values."""
    # Without an anchor there is no alias, and most files have neither.
    if "&" not in source or root is None:
        return
    # Each value that is written takes a byte at least, so more values than bytes come from aliases.
    left, waiting = len(source) + _MOST_ALIASED, [root]
    while waiting:
        node = waiting.pop()
        left -= 1
        if left < 0:
            message = "aliases stand for too much"
            raise yaml.composer.ComposerError(None, None, message, node.start_mark)
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]


def _wrong_key(name: str, kinds: Mapping[str, Kind] | Kind, fields: Fields) -> str:
    if isinstance(kinds, Mapping) and name not in kinds:
        return f"unknown key {name!r}; {guess(name, kinds)}"
    if name in fields.lines:
        return f"{name!r} again, first in line {fields.lines[name]}; expected it once"
    return ""


def _invalid(err: Exception, source: str) -> tuple[int, str]:
    """Say in which line, from 0, YAML cannot be read, and why."""
    if isinstance(err, yaml.MarkedYAMLError):
        mark = err.problem_mark or err.context_mark
        return mark.line if mark else 0, " ".join(f"{err.context or ''} {err.problem}".split())
    if isinstance(err, yaml.reader.ReaderError):
        return source[: err.position].count("\n"), f"{err.reason} (position {err.position})"
    return 0, "nested too deep"


def format_fields(values: Mapping[str, Any]) -> str:
    """Write a mapping as YAML, one key after the other; nothing that is read back differs."""
    return "".join(
        yaml.dump(
            {key: value},
            Dumper=_Dumper,
            # Else PyYAML writes \u escapes for all that is not ASCII.
            allow_unicode=True,
            # Keys stay in the order of our documentation.
            sort_keys=False,
            default_flow_style=False,
            # PyYAML would fold at 80 characters, so that an edit of a word moved all that follows.
            width=2**31 - 1,
        )
        for key, value in values.items()
    )


def _name(value: object) -> str:
    kinds: dict[object, str] = {dict: "a map", list: "a list", str: "a text"}
    return kinds.get(type(value)) or f"{str(value)[:60]!r}"
