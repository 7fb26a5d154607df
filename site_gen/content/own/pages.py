"""Pages that people write: ``content/pages/contact.md`` is ``/contact/``."""

from collections.abc import Iterator
from pathlib import Path

from site_gen.content import yaml_fields
from site_gen.content.frontmatter import find_controls, split_closed
from site_gen.content.own.files import has_folder, is_litter
from site_gen.content.own.reserved import is_reserved
from site_gen.content.yaml_fields import Kind
from site_gen.model import (
    InputError,
    PageText,
    Problem,
    is_device,
    is_slug,
)
from site_gen.system.files import list_folder, read_text, shown

PAGES = "pages"
"""The folder of ``content/`` that holds these pages."""

_KEYS: dict[str, Kind] = {
    "title": yaml_fields.text,
    "description": yaml_fields.text,
    "nav": yaml_fields.flag,
}


def load_pages(content: Path) -> tuple[PageText, ...]:
    """Read the pages of ``content/pages/``, by name. Raises InputError with every problem."""
    folder = content / PAGES
    pages, problems = list[PageText](), list[Problem]()
    for path in _list_files(folder) if has_folder(folder) else ():
        try:
            pages.append(_parse(shown(path), read_text(path), path.stem))
        except InputError as err:
            problems += err.problems
    if problems:
        raise InputError(*problems)
    return tuple(pages)


def _list_files(folder: Path) -> Iterator[Path]:
    for entry in list_folder(folder):
        if not is_litter(entry.name) and not entry.name.startswith("."):
            yield Path(entry.path)


def _parse(path: str, text: str, slug: str) -> PageText:
    if what := _refuse(path, slug):
        raise InputError(Problem(path, 0, what))
    parts = split_closed(path, text)
    found = yaml_fields.parse_fields(path, parts.meta, _KEYS, line=2)
    problems = list(found.problems)
    if not problems and not found.values.get("title", "").strip():
        what = "no title; expected '---', 'title: ...', '---' and then the text"
        problems.append(Problem(path, found.lines.get("title", 1), what))
    problems += find_controls(path, text, parts)
    if problems:
        raise InputError(*problems)
    return PageText(
        slug=slug,
        title=found.values["title"].strip(),
        description=found.values.get("description", ""),
        in_nav=found.values.get("nav", True),
        body=parts.body.strip("\r\n"),
    )


def _refuse(path: str, slug: str) -> str:
    """Say why a file cannot be a page by its name; nothing where it can."""
    if not path.endswith(".md"):
        return "not read; expected pages as NAME.md, and other files in content/static/"
    if not is_slug(slug) or is_device(slug):
        return "its name cannot be an address; expected one such as 'contact.md'"
    return f"a build makes /{slug}/; expected another name" if is_reserved(slug) else ""
