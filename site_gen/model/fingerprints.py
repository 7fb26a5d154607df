"""One stable name for everything that an output depends on."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from operator import attrgetter

from site_gen.model.pages import Page
from site_gen.model.papers import Entry


def fingerprint(*parts: bytes) -> str:
    """Name these bytes: 64 hexadecimal digits, different when any part differs."""
    digest = hashlib.sha256()
    for part in parts:
        # The length too: else 'ab', 'c' and 'a', 'bc' would have one name.
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def page_fingerprint(config_hash: str, page: Page) -> str:
    """Compute the input key of a page: one hash for all that its HTML depends on.

    A page sees only its values, so its values are its dependency list; ``config_hash`` stands for
    what every page depends on: templates, settings, version. An entry is its file's fingerprint,
    and what is made from an entry is too, so nothing is rendered for this.
    """
    text = _ENCODER.encode((config_hash, page.template, page.kind, page))
    # 128 bits: no two pages of any site meet by chance, and the record is half as large.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Getters(dict[type, Callable[[object], object]]):
    """What gives the fields of a record of ours that are part of its meaning."""

    def __missing__(self, kind: type) -> Callable[[object], object]:
        """Learn a record. Raises TypeError for a value that is none."""
        names = [field.name for field in fields(kind) if field.compare]
        self[kind] = getter = attrgetter(*names)
        return getter


_FIELDS = _Getters()


def _plain(value: object) -> object:
    if isinstance(value, Entry):
        # repr for entries that no file gave, as tests make them.
        return value.first_day.isoformat(), value.slug, value.content_hash or repr(value)
    return value.isoformat() if isinstance(value, date) else _FIELDS[type(value)](value)


_ENCODER = json.JSONEncoder(
    default=_plain,
    separators=(",", ":"),
    sort_keys=True,
    check_circular=False,  # values of a page are frozen, so none holds itself
)
