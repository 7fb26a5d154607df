"""``content/site.yaml`` -> ``Settings``."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from site_gen import fields
from site_gen.errors import InputError, Problem
from site_gen.fields import Kind
from site_gen.model import Settings


def parse_base_url(value: Any) -> str:
    """Accept where a site is hosted, ``https://host/path``; the last slash is dropped.

    Raises ValueError with what was expected.
    """
    address = fields.text(value).strip().rstrip("/")
    parts = urlsplit(address)
    is_good = parts.scheme in ("http", "https") and parts.netloc and " " not in address
    if address and not (is_good and not parts.query and not parts.fragment):
        raise ValueError(f"expected an address such as https://papers.example.org, found {value!r}")
    return address


KEYS: Mapping[str, Kind] = {
    "title": fields.text,
    "description": fields.text,
    "byline": fields.text,
    "language": fields.text,
    "base_url": parse_base_url,
    "author": fields.text,
    "feed_authority": fields.text,
    "feed_hub": parse_base_url,
    "banner": fields.texts,
}
"""The settings there are; docs/settings.md says what each means."""


def parse_settings(path: str, text: str) -> Settings:
    """Read the settings of a site. Raises InputError with every problem in them."""
    found = fields.parse_fields(path, text, KEYS)
    problems = list(found.problems)
    if not found.values.get("title", "x").strip():
        problems.append(Problem(path, found.lines["title"], "title is empty; expected a name"))
    if problems:
        raise InputError(*problems)
    defaults = Settings()
    for key in ("language", "feed_authority"):
        found.values[key] = found.values.get(key) or getattr(defaults, key)
    return Settings(**found.values)
