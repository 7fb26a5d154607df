"""One paper's file in ``content/`` <-> ``Entry``."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from site_gen.content import yaml_fields
from site_gen.content.frontmatter import find_controls, split_closed
from site_gen.content.yaml_fields import Kind
from site_gen.model import (
    FIELDS,
    Entry,
    InputError,
    Problem,
    Source,
    fingerprint,
    is_known,
    parse_reference,
)
from site_gen.system.files import read_bytes, read_text, shown

_KINDS: Mapping[str, Kind] = {
    "text": yaml_fields.text,
    "texts": yaml_fields.texts,
    "names": yaml_fields.texts,
    "links": yaml_fields.links,
    "count": yaml_fields.count,
    "flag": yaml_fields.flag,
}
KEYS: Mapping[str, Kind] = {field.name: _KINDS[field.kind] for field in FIELDS}
"""The keys an entry may have; docs/content.md says what each means."""


def parse_entry(path: str, text: str, slug: str, first_day: date) -> Entry:
    """Read an entry's file. Raises InputError with every problem in it."""
    parts = split_closed(path, text)
    found = yaml_fields.parse_fields(path, parts.meta, KEYS, line=2)
    problems = list(found.problems)
    if not parts.open:
        what = "no front matter; expected '---', 'title: ...', '---' and then the abstract"
        problems.append(Problem(path, 1, what))
    elif not problems and not found.values.get("title", "").strip():
        what = "no title; expected 'title: ...' in the front matter"
        problems.append(Problem(path, found.lines.get("title", 1), what))
    if "removed" in found.values and not found.values["removed"].strip():
        what = "removed: no reason; expected why the paper was taken down, or no such line"
        problems.append(Problem(path, found.lines["removed"], what))
    problems += find_controls(path, text, parts)
    if problems:
        raise InputError(*problems)
    return Entry(
        slug=slug,
        first_day=first_day,
        body=parts.body.strip("\r\n"),
        source=Source(path, 1),
        content_hash=fingerprint(text.encode("utf-8", "surrogatepass")),
        **found.values,
    )


def read_entry(content: Path, ref: str) -> tuple[Entry, str]:
    """Read the entry ``day/slug`` of ``content/``; give it, and its text. Raises InputError."""
    path = content / f"{ref}.md"
    day, slug = parse_reference(ref)
    text = read_text(path)
    return parse_entry(shown(path), text, slug, day), text


def format_entry(entry: Entry) -> str:
    """Write an entry as its file: only the keys that say something."""
    values: dict[str, Any] = {"title": entry.title}
    for field in FIELDS:
        value = getattr(entry, field.name)
        if field.name != "title" and is_known(value):
            is_list = field.kind in ("texts", "names")
            values[field.name] = (
                dict(value) if field.kind == "links" else list(value) if is_list else value
            )
    body = f"\n{entry.body}\n" if entry.body else ""
    return f"---\n{yaml_fields.format_fields(values)}---\n{body}"


def glance(path: str) -> str:
    """Give the text of an entry's file, as far as it is text, for a quick look at many files.

    What cannot be read is empty: whoever needs all of the file reports it.
    """
    try:
        return read_bytes(path).decode("utf-8", "replace")
    except InputError:
        return ""
