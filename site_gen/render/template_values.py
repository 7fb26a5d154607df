"""What templates can read: the values of a page, and the names that a record has.

A name that a record does not have is an error that names the record as people know it.
"""

import re
from dataclasses import is_dataclass
from functools import cache
from inspect import get_annotations
from types import FunctionType
from typing import Any

import jinja2

from site_gen.model import FixedUrls, Page, Settings, guess
from site_gen.render.jinja_internals import missing

_GLOBAL = {Settings: "site", FixedUrls: "urls"}
_PAGE_NAMES: dict[type, tuple[str, ...]] = {}  # found once for each kind of page
_WORDS = re.compile("(?<=[a-z])(?=[A-Z])")


def page_values(page: Page) -> dict[str, object]:
    """Give what the template of a page sees by name: all that its kind adds to a page."""
    kind = type(page)
    if kind not in _PAGE_NAMES:
        _PAGE_NAMES[kind] = list_page_names(kind)
    return {name: getattr(page, name) for name in _PAGE_NAMES[kind]}


def list_page_names(kind: type) -> tuple[str, ...]:
    """Name what a kind of page adds to a page."""
    common = list_names(Page)
    return tuple(name for name in list_names(kind) if name not in common)


def list_names(record: type) -> tuple[str, ...]:
    """Name what a template can read of a record: its fields and properties, in order of names."""
    declared = (get_annotations(base) for base in record.__mro__)
    names = {*dir(record), *(name for some in declared for name in some)}
    methods = {name for name in names if isinstance(getattr(record, name, None), FunctionType)}
    return tuple(sorted(name for name in names - methods if not name.startswith("_")))


class UnknownName(jinja2.StrictUndefined):
    """Jinja2's value for a name that does not exist: any use but a test for it is an error."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        kind = type(obj)
        if hint is None and is_dataclass(kind) and isinstance(name, str):
            if name in list_names(kind):
                getattr(obj, name)  # raises the AttributeError that Jinja2 took for a missing name
            hint = _describe_unknown(kind, name)
        super().__init__(hint, obj, name, exc)


@cache
def _describe_unknown(kind: type, name: str) -> str:
    return f"{name_record(kind)} has no {name!r}; {guess(name, list_names(kind))}"


def name_record(kind: type) -> str:
    """Give the name that a kind of record has for people who write templates."""
    if issubclass(kind, Page):
        return "page"
    if kind in _GLOBAL:
        return _GLOBAL[kind]
    return _WORDS.sub(" ", kind.__name__.removesuffix("View")).lower()
