"""What templates can read: the values of a page, and the names that a record has."""

from functools import cache
from inspect import get_annotations

from site_gen.model.records import Page


def page_values(page: Page) -> dict[str, object]:
    """Give what the template of a page sees by name: all that its kind adds to a page."""
    kind: type = type(page)
    return {name: getattr(page, name) for name in list_page_names(kind)}


@cache
def list_page_names(kind: type) -> tuple[str, ...]:
    """Name what a kind of page adds to a page."""
    common = list_names(Page)
    return tuple(name for name in list_names(kind) if name not in common)


def list_names(record: type) -> tuple[str, ...]:
    """Name what a template can read of a record: its fields and properties, in order of names."""
    declared = (get_annotations(base) for base in record.__mro__)
    names = {*dir(record), *(name for some in declared for name in some)}
    return tuple(sorted(name for name in names if not name.startswith("_")))
