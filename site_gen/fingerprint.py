"""One stable name for everything that an output depends on."""

import hashlib
import json
from datetime import date

from site_gen.model import Entry, Page


def fingerprint(*parts: bytes) -> str:
    """Name these bytes: 64 hexadecimal digits, different when any part differs."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def page_fingerprint(salt: str, page: Page) -> str:
    """Name all that the HTML of a page depends on.

    A page sees only its values, so its values are its dependency list; ``salt`` stands for what
    every page depends on: templates, settings, version. An entry is its file's fingerprint.
    """
    seen = (salt, page.url, page.template, page.kind, page.title, page.description, page.context)
    text = _ENCODER.encode((*seen, page.updated, page.is_listed))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Entry):
        return [value.first_day, value.slug, value.stamp or repr(value)]
    if slots := getattr(value, "__slots__", ()):  # a noun of ours: its fields
        return [getattr(value, name) for name in slots]
    raise TypeError(type(value))


_ENCODER = json.JSONEncoder(default=_plain, separators=(",", ":"), sort_keys=True)
