"""A day's ``digest.yaml`` <-> ``Listing``: the page's own words, and the order of its papers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from site_gen.content import yaml_fields
from site_gen.content.yaml_fields import Kind
from site_gen.model import InputError, Listing, Problem, Source, is_reference

KEYS: Mapping[str, Kind] = {
    "date": yaml_fields.day,
    "header": yaml_fields.text,
    "heading": yaml_fields.text,
    "byline": yaml_fields.text,
    "banner": yaml_fields.texts,
    "layout": yaml_fields.text,
    "papers": yaml_fields.texts,
}
"""The keys a ``digest.yaml`` may have; docs/content.md says what each means."""


def parse_listing(path: str, text: str, day: date) -> Listing:
    """Read the ``digest.yaml`` of a day. Raises InputError with every problem in it."""
    fields = yaml_fields.parse_fields(path, text, KEYS)
    problems = list(fields.problems)
    written = fields.values.get("date", day)
    if written != day:
        message = f"date is {written}; expected {day}, as the folder says"
        problems.append(Problem(path, fields.lines["date"], message))
    refs = fields.values.get("papers", ())
    lines = fields.item_lines.get("papers", ())
    first: dict[str, int] = {}
    for ref, line in zip(refs, lines, strict=True):
        if not is_reference(ref):
            message = f"not a paper: {ref[:80]!r}; expected a slug such as 'my-paper', or day/slug"
            problems.append(Problem(path, line, message))
        elif ref in first:
            message = f"{ref!r} again, first in line {first[ref]}; expected each paper once"
            problems.append(Problem(path, line, message))
        first.setdefault(ref, line)
    if problems:
        raise InputError(*problems)
    # The folder is the day, also where the file does not repeat it.
    values = fields.values | {"date": day}
    return Listing(source=Source(path, 1), lines=lines, **values)


def format_listing(listing: Listing) -> str:
    """Write a listing as the ``digest.yaml`` of its day."""
    values: dict[str, Any] = {"date": listing.date}
    for key in ("header", "heading", "byline", "banner", "layout"):
        if value := getattr(listing, key):
            values[key] = list(value) if key == "banner" else value
    values["papers"] = list(listing.papers)
    return yaml_fields.format_fields(values)
