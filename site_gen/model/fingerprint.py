"""One stable name for everything that an output depends on."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from operator import attrgetter

from site_gen.model.records import Entry, Page


def fingerprint(*parts: bytes) -> str:
    """Name these bytes: 64 hexadecimal digits, different when any part differs."""
    digest = hashlib.sha256()
    for part in parts:
        # The length too: else 'ab', 'c' and 'a', 'bc' would have one name.
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
    # 128 bits: no two pages of any site meet by chance, and the record is half as large.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class _Getters(dict[type, Callable[[object], object]]):
    """What gives the fields of a noun of ours."""

    def __missing__(self, kind: type) -> Callable[[object], object]:
        """Learn a noun."""
        names = getattr(kind, "__slots__", ())
        # What has no slots may change unseen.
        if not names:
            raise TypeError(kind)
        self[kind] = getter = attrgetter(*names)
        return getter


_FIELDS = _Getters()


def _plain(value: object) -> object:
    if isinstance(value, Entry):
        # repr for entries that no file gave, as tests make them.
        return value.first_day.isoformat(), value.slug, value.stamp or repr(value)
    return value.isoformat() if isinstance(value, date) else _FIELDS[type(value)](value)


_ENCODER = json.JSONEncoder(
    default=_plain,
    separators=(",", ":"),
    sort_keys=True,
    check_circular=False,  # values of a page are frozen, so none holds itself
)
