"""Change keys of a YAML map, or of front matter, in place: every other byte stays as it is.

Comments, the order of keys, quotes, line ends and the way lists are written are a person's. What
was spliced is read again: should it not say what was meant, nothing is changed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from site_gen.content import yaml_fields
from site_gen.content.frontmatter import split
from site_gen.model import InputError, Problem

Value = str | int | tuple[str, ...] | Mapping[str, str]
"""A key's value: a text, a number, a list, or pairs, which are put into those that are there."""


class _Edit(NamedTuple):
    """A change of a text: ``text`` stands from ``start`` to ``end`` instead."""

    start: int
    end: int
    text: str


def set_keys(path: str, text: str, values: Mapping[str, Value]) -> str:
    """Set keys of an entry's front matter; those that are missing come last.

    ``path`` labels the InputError that says why a file cannot be changed.
    """
    parts = split(text)
    if not parts.open:
        raise InputError(Problem(path, 1, "no front matter; expected a line '---' before it"))
    # The file's own line ends: an edit must not mix two kinds.
    eol = "\r\n" if parts.open.endswith("\r\n") else "\n"
    meta = set_values(path, parts.meta, values, eol, 2)
    return f"{parts.open}{meta}{parts.close}{parts.body}"


def set_values(
    path: str, text: str, values: Mapping[str, Value], eol: str = "", line: int = 1
) -> str:
    """Set keys of a YAML map that begins in line ``line`` of the file; raises as the above.

    New lines end as ``eol``; without it, as those of the text do.
    """
    eol = eol or ("\r\n" if "\r\n" in text else "\n")
    try:
        before = _load(text)
        root = yaml.compose(text, Loader=yaml_fields.LOADER)
        changed = _splice(text, _edits(text, root, values, eol))
        # YAML written by people has more forms than we can foresee. So what was changed is read
        # again, and anything unexpected leaves the file to its owner.
        is_right = _load(changed) == _merged(before, values)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        is_right = False
    if not is_right:
        names = ", ".join(repr(name) for name in values)
        message = f"cannot take {names} without being rewritten; expected 'key: value' lines"
        raise InputError(Problem(path, line, message))
    return changed


def add_items(path: str, text: str, name: str, items: Sequence[str]) -> str:
    """Add items to a list of a YAML map, or a list of them; raises as the above."""
    if not items:
        return text
    try:
        listed = _load(text).get(name)
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        listed = None
    whole = (*(listed if isinstance(listed, list) else ()), *items)
    return set_values(path, text, {name: whole})


class Unquoted(NamedTuple):
    """A value that lacks its quotes: its line in the file, and what stands there."""

    line: int
    text: str


def find_unquoted(text: str, names: Collection[str]) -> dict[str, Unquoted]:
    """Find keys of front matter that are to be texts, and that YAML reads as something else.

    Give them by key: ``2509.01230`` is a number to YAML, ``no`` a no.
    """
    parts = split(text)
    try:
        root = yaml.compose(parts.meta, Loader=yaml_fields.LOADER)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return {
        key.value: Unquoted(node.start_mark.line + 2, node.value)
        for key, node in pairs
        if isinstance(node, yaml.ScalarNode)
        and key.value in names
        and node.tag not in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:null")
    }


def set_body(text: str, body: str) -> str:
    """Put another body below the front matter; the lines around it and line ends stay."""
    parts = split(text)
    eol = "\r\n" if "\r\n" in (parts.open or text) else "\n"
    old = parts.body.strip("\r\n")
    # An empty body has no text to part it by; its line ends stay in front of the new one.
    head, _, tail = parts.body.partition(old) if old else (parts.body or eol, "", eol)
    return "".join((*parts[:3], head, body.replace("\n", eol), tail))


def _edits(
    text: str, root: yaml.Node | None, values: Mapping[str, Value], eol: str
) -> Iterator[_Edit]:
    """Say what to put where, for the keys of a map."""
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise ValueError("not a map")
    nodes = {key.value: node for key, node in root.value} if root else {}
    missing = dict(values)
    for name in values.keys() & nodes.keys():
        yield from _replace(text, nodes[name], missing.pop(name), eol)
    if missing and root and root.flow_style:
        yield _insert_pairs(root, missing)
    elif missing:
        yield _insert_lines(text, root, missing, eol)


def _insert_pairs(root: yaml.MappingNode, values: Mapping[str, Value]) -> _Edit:
    """Put keys at the end of a map in braces."""
    start = root.end_mark.index - 1  # before the closing brace
    comma = ", " if root.value else ""
    pairs = ", ".join(f"{_flow(name)}: {_flow(value)}" for name, value in values.items())
    return _Edit(start, start, comma + pairs)


def _insert_lines(
    text: str, root: yaml.MappingNode | None, values: Mapping[str, Value], eol: str
) -> _Edit:
    """Put keys below the last one of a map, as far to the right as it stands."""
    start, column = (_end(root), root.start_mark.column) if root else (len(text), 0)
    plain = {name: _plain(value) for name, value in values.items()}
    lines = yaml_fields.format_fields(plain).replace("\n", eol).splitlines(keepends=True)
    inserted = "".join(" " * column + line for line in lines)
    if start and text[start - 1] != "\n":  # a comment may stand behind the last value
        start = text.find("\n", start) + 1
        if not start:
            start, inserted = len(text), eol + inserted
    return _Edit(start, start, inserted)


def _replace(text: str, node: yaml.Node, value: Value, eol: str) -> Iterator[_Edit]:
    """Put a value where another is."""
    if isinstance(value, Mapping) and isinstance(node, yaml.MappingNode) and node.value:
        yield from _edits(text, node, value, eol)
    elif isinstance(node, yaml.SequenceNode) and node.value and isinstance(value, tuple) and value:
        yield _replace_items(text, node, value, eol)
    else:
        yield _replace_whole(text, node, value, eol)


def _replace_whole(text: str, node: yaml.Node, value: Value, eol: str) -> _Edit:
    """Put a value where another is, nothing of which stays."""
    start, end = node.start_mark.index, _end(node)
    # The mark of a block's end is behind its last line end, which is to stay.
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    tail = eol if is_block and text[:end].endswith("\n") else ""
    is_bare = start == end or not node.start_mark.column  # behind ``key:``, or below it
    space = " " if is_bare and not text[:start].endswith((" ", "\t")) else ""
    return _Edit(start, end, f"{space}{_flow(value)}{tail}")


def _replace_items(text: str, node: yaml.SequenceNode, items: tuple[str, ...], eol: str) -> _Edit:
    """Put a list where another is, in its form; the first items that are equal stay."""
    pairs = enumerate(zip(node.value, items, strict=False))
    equal = next((index for index, (old, new) in pairs if old.value != new), len(node.value))
    if node.flow_style:
        is_longer = equal == len(node.value) < len(items)
        end = _end(node.value[-1]) if is_longer else node.end_mark.index
        start = end if is_longer else node.start_mark.index
        # Without the brackets of a list that is written alone.
        more = _flow(items[equal:])[1:-1]
        return _Edit(start, end, f", {more}" if is_longer else _flow(items))
    # One item at least is written anew, for the list must not become empty text.
    equal = min(equal, len(items) - 1)
    between = f"{eol}{' ' * node.start_mark.column}"
    lines = between.join(f"- {_flow(item)}" for item in items[equal:])
    end = _end(node)
    if equal < len(node.value):
        # The mark of an item is behind its dash, which must be replaced too.
        start = text.rindex("-", 0, node.value[equal].start_mark.index)
        return _Edit(start, end, lines)
    end += len(text[end:].partition("\n")[0].rstrip("\r"))  # behind a comment
    return _Edit(end, end, between + lines)


def _end(node: yaml.Node) -> int:
    """Give where a node's own characters end: a block's mark is where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    return end


def _flow(value: Value) -> str:
    """Write a value on one line, so that it may stand between braces too."""
    if isinstance(value, str | int):
        line = yaml_fields.format_fields({"x": value})
        # These end a value that stands between braces or brackets.
        if line.count("\n") == 1 and not set(line) & set(",?[]{}"):
            return line[2:].strip(" \n")
        # A list makes PyYAML quote what needs quotes there.
        return _dump([value])[1:-1]
    return _dump(_plain(value))


def _dump(value: object) -> str:
    return yaml.safe_dump(
        # PyYAML folds at 80 characters unless the width is larger than any line.
        value,
        allow_unicode=True,
        default_flow_style=True,
        sort_keys=False,
        width=2**31 - 1,
    ).removesuffix("\n")


def _splice(text: str, edits: Iterator[_Edit]) -> str:
    """Make edits, from the last to the first; of one place, in their order."""
    ordered = sorted(enumerate(edits), key=lambda edit: (edit[1][0], edit[0]), reverse=True)
    # From the end, so that places of edits still to come stay as they are.
    for _, (start, end, new) in ordered:
        text = text[:start] + new + text[end:]
    return text


def _plain(value: Value) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _load(meta: str) -> dict[str, Any]:
    loaded = yaml_fields.load(meta) or {}
    if not isinstance(loaded, dict):
        raise TypeError("not a map")
    return loaded


def _merged(old_values: Mapping[str, Any], values: Mapping[str, Value]) -> dict[str, Any]:
    """Say what the keys must be afterwards."""
    new = {}
    for name, value in values.items():
        old = old_values.get(name)
        new[name] = old | dict(value) if isinstance(value, Mapping) and old else _plain(value)
    return {**old_values, **new}
