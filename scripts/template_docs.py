"""Describe for docs/templates.md what templates see: from the records that a page is made of.

Names and types are those of the records' fields and properties, and what is said of them is what
stands below them in the code.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import cached_property
from importlib import import_module
from pkgutil import walk_packages
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, get_args, get_origin

from site_gen import newsletter, plan
from site_gen.model.pages import Page
from site_gen.render.template_values import list_names, list_page_names, name_record

_PLAIN = {
    str: "text",
    Literal: "text",
    int: "number",
    bool: "true or false",
    date: "date",
    NoneType: "none",
}


def describe_pages() -> str:
    """Give, for each template, the names that it sees beside those of every template."""
    kinds = sorted(list_kinds(), key=lambda kind: kind.template)
    return "".join(
        f"### `{kind.template}`\n\n{_describe(kind)}{_table(kind, list_page_names(kind))}\n"
        for kind in kinds
    )


def describe_records() -> str:
    """Give the fields of all records that pages hold."""
    records = sorted({*_find_records()}, key=name_record)
    return "".join(
        f"### {name_record(record)}\n\n{_describe(record)}{_table(record, list_names(record))}\n"
        for record in (Page, *records)
    )


def list_kinds() -> Iterator[type[Page]]:
    """Give all kinds of page: the subclasses of ``Page`` that have a template."""
    modules = [newsletter.__name__]
    modules += [module.name for module in walk_packages(plan.__path__, f"{plan.__name__}.")]
    for name in modules:
        for value in vars(import_module(name)).values():
            if is_kind(value) and value.__module__ == name:
                yield value


def is_kind(value: object) -> bool:
    """Whether a value is a kind of page, and not what several kinds share."""
    return isinstance(value, type) and issubclass(value, Page) and hasattr(value, "template")


def describe_type(kind: Any) -> str:
    """Say what a type is, for people who write templates.

    >>> describe_type(tuple[date, ...]), describe_type(int | None)
    ('list: date', 'number, or none')
    """
    args = get_args(kind)
    if get_origin(kind) is UnionType:
        return ", or ".join(describe_type(one) for one in args)
    if get_origin(kind) is tuple and args[1:] == (Ellipsis,):
        return f"list: {describe_type(args[0])}"
    if get_origin(kind) is tuple:
        return f"({', '.join(map(describe_type, args))})"
    if is_dataclass(kind):
        name = name_record(kind)  # type: ignore[arg-type]
        return f"[{name}](#{name.replace(' ', '-')})"
    return _PLAIN.get(get_origin(kind) or kind, "mapping")


def find_members(record: type) -> dict[str, tuple[Any, str]]:
    """Give type and description of all fields and properties of a record, as they are declared."""
    members: dict[str, tuple[Any, str]] = {}
    for base in reversed(record.__mro__):
        if base is object:
            continue
        told = _find_docstrings(base)
        for name, kind in inspect.get_annotations(base).items():
            origin: Any = get_origin(kind)
            plain = get_args(kind)[0] if origin is ClassVar else kind
            members[name] = plain, told.get(name, "")
        for name, value in vars(base).items():
            get = value.fget if isinstance(value, property) else None
            get = value.func if isinstance(value, cached_property) else get
            if get:
                members[name] = inspect.get_annotations(get)["return"], inspect.getdoc(get) or ""
    return members


def _find_docstrings(record: type) -> dict[str, str]:
    """Give the strings that stand below the fields of a record."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    assert isinstance(tree, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in zip(tree.body, tree.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(text.value.value, str)
    }


def _find_records() -> Iterator[type]:
    """Give the records that pages hold, and that those hold."""
    seen: set[type] = set()
    waiting: list[Any] = []
    for page in list_kinds():
        waiting += (find_members(page)[name][0] for name in list_page_names(page))
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if is_dataclass(kind) and isinstance(kind, type) and kind not in seen:
            seen.add(kind)
            yield kind
            waiting += (find_members(kind)[name][0] for name in list_names(kind))


def _describe(record: type) -> str:
    first = (inspect.getdoc(record) or "").split("\n\n")[0]
    return f"{_to_markdown(first)}\n\n"


def _table(record: type, names: tuple[str, ...]) -> str:
    members = find_members(record)
    rows = [
        f"| `{name}` | {describe_type(kind)} | {_to_cell(told)} |"
        for name, (kind, told) in members.items()
        if name in names
    ]
    return "\n".join(("| name | type | what it is |", "|---|---|---|", *rows, "")) if rows else ""


def _to_cell(docstring: str) -> str:
    """Write a docstring into a table; a bar would end its cell, even in code."""
    return _to_markdown(docstring).replace("|", "\\|")


def _to_markdown(docstring: str) -> str:
    return " ".join(docstring.split()).replace("``", "`")


PARTS: Mapping[str, Callable[[], str]] = {
    "template-pages": describe_pages,
    "template-records": describe_records,
}
"""What ``generate_docs`` puts between the lines with its name."""
