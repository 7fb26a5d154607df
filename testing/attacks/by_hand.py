"""A site whose owner copied attack strings into each field of ``content/``."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from site_gen.content.digest_file import format_listing, parse_listing
from site_gen.content.entry_file import format_entry, parse_entry
from site_gen.content.settings_file import parse_settings
from site_gen.model import FIELDS, Entry, InputError, Listing
from site_gen.system.files import write
from testing.attacks.strings import Attack

FIRST_DAY = date(2025, 3, 1)
_PER_DAY = 12
_LISTS = ("texts", "names")
_VALUES = 2  # strings of each list
SETTINGS = ("title", "description", "byline", "language", "author", "banner", "newsletter_field",
            "newsletter_hidden", "feed_authority", "newsletter_action")  # fmt: skip
"""The settings that hold any text, and addresses that an owner may copy."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was written: how many strings are in a field, and how many it refused."""

    taken: Mapping[str, int]
    refused: Mapping[str, int]


def write_site(folder: Path, attacks: Sequence[Attack]) -> Site:
    """Write ``content/``: each string stands once in each field that takes it.

    A field takes a string if the entry with it alone can be read; else the string is refused, with
    an error, and left out.
    """
    texts = [one.text for one in attacks if one.is_text]
    taken, refused = dict.fromkeys(_fields(), 0), dict.fromkeys(_fields(), 0)
    for number, entry in enumerate(_entries(texts, taken, refused)):
        day = FIRST_DAY + timedelta(days=number // _PER_DAY)
        path = folder / f"content/{day}/{entry.slug}.md"
        write(path, format_entry(replace(entry, first_day=day)).encode())
    for number in range(0, len(texts), _PER_DAY):
        day = FIRST_DAY + timedelta(days=number // _PER_DAY)
        _write_listing(folder, day, texts[number : number + _PER_DAY])
    settings = {"base_url": "https://papers.example.org", "pictures": False, "related": 2}
    settings |= {"author_pages": 1, "organization_pages": 1}
    write(folder / "content/site.yaml", json.dumps(settings).encode())
    write(folder / "content/topics.yaml", _make_topics(texts).encode())
    return Site(taken, refused)


def _fields() -> list[str]:
    return ["body", *(one.name for one in FIELDS if one.kind not in ("count", "flag"))]


def _entries(
    texts: Sequence[str], taken: dict[str, int], refused: dict[str, int]
) -> Iterator[Entry]:
    """Make one entry a string; another string is in each of its fields."""
    for number in range(len(texts)):
        values: dict[str, Any] = {"title": "T"}
        for at, field in enumerate(_fields()):
            if field == "removed":  # a paper that was taken down has a page of its own
                continue
            value = _make_value(field, texts[(number + 31 * at) % len(texts)], number)
            if _is_taken(field, value):
                values[field] = value
                taken[field] += 1
            else:
                refused[field] += 1
        yield Entry(slug=f"a-{number}", first_day=FIRST_DAY, **values)
        if number % 10 == 0 and _is_taken("removed", texts[number]):
            taken["removed"] += 1
            yield Entry(
                slug=f"r-{number}", first_day=FIRST_DAY, title="Removed", removed=texts[number]
            )


def _make_value(field: str, text: str, number: int) -> Any:
    kind = next((one.kind for one in FIELDS if one.name == field), "text")
    if kind in _LISTS:
        return (text, f"{text} {number}")[:_VALUES]
    if kind == "links":  # as an address, as a part of one, and as a name
        links = (
            (f"A{number}", text),
            ("B", f"https://a.example/{text}"),
            (text, "https://a.example/"),
        )
        return tuple(one for one in links if _is_taken("links", (one,)))
    return text


def _is_taken(field: str, value: Any) -> bool:
    """Whether an entry with this value can be read, and is read as it was written."""
    values = {"title": "T", field: value}
    entry = Entry(slug="a", first_day=FIRST_DAY, **values)
    try:
        return bool(parse_entry("a.md", format_entry(entry), "a", FIRST_DAY))
    except InputError:
        return False


def _write_listing(folder: Path, day: date, texts: Sequence[str]) -> None:
    """Write what stands above the papers of a day: its strings, in turn, in all fields."""
    some = [text for text in texts if _is_listing(Listing(date=day, heading=text))] or ["x"]
    cut = max(1, len(some) // 5)
    parts = [" ".join(some[at : at + cut]) for at in range(0, len(some), cut)]
    heading, byline, *banner = [*parts, *["x"] * 5][:5]
    listing = Listing(date=day, heading=heading, byline=byline, banner=tuple(banner))
    write(folder / f"content/{day}/digest.yaml", format_listing(listing).encode())


def _is_listing(listing: Listing) -> bool:
    try:
        return bool(parse_listing("digest.yaml", format_listing(listing), listing.date))
    except InputError:
        return False


def _make_topics(texts: Sequence[str]) -> str:
    """Give topics whose names are attacks, one in twenty. Their word is 'attacked'."""
    names = [text for text in texts[::20] if text.strip() and text.isprintable()]
    rules = {name: {"words": ["attacked"]} for name in names}
    return json.dumps(rules, ensure_ascii=False)


def choose_settings(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give texts of ``site.yaml`` that can be read, with what each holds: one string a setting.

    An owner may copy any text into a setting. What a setting refuses is left out.
    """
    for number, text in enumerate(texts):
        values: dict[str, Any] = {"base_url": "https://papers.example.org", "pictures": False}
        for at, key in enumerate(SETTINGS):
            other = texts[(number + 31 * at) % len(texts)]
            value = (
                [other, text, other] if key == "banner" else {other: text}
                if key == "newsletter_hidden" else f"https://a.example/{other}"
                if key == "newsletter_action" else other
            )  # fmt: skip
            if _is_setting(key, value):
                values[key] = value
        yield text, json.dumps(values)


def _is_setting(key: str, value: Any) -> bool:
    try:
        return bool(parse_settings("site.yaml", json.dumps({key: value})))
    except InputError:
        return False
