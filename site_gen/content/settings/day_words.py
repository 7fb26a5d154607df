"""The words above the papers of a day: those that its source's page had, or those of site.yaml.

An import of this version writes ``show: []`` beside the words of a page, so that site.yaml's are
shown. A day that has words and no ``show`` was imported by version 0.1.0, or a person wrote it: it
goes on showing its words.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen.content.findings import Finding
from site_gen.content.yaml_fields import load_map
from site_gen.model import DAY_WORDS, Listing, Problem, Settings, by_words
from site_gen.system.files import read_optional, shown

SHOW = "show"
"""The key of ``digest.yaml`` that says which words of the day are shown."""

_NAMES = {"heading": "title", "byline": "byline", "banner": "banner"}  # in site.yaml

Words = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DayWords:
    """The words in the ``digest.yaml`` of a day, by key, and whether it says which are shown."""

    path: str
    words: Words
    is_decided: bool


def collect_words(listing: Listing) -> DayWords:
    """Give the words in the ``digest.yaml`` of a day."""
    written = {key: getattr(listing, key) for key in DAY_WORDS}
    words = {key: _plain(key, value) for key, value in written.items() if value}
    return DayWords(listing.source.path, words, listing.show is not None)


def inspect_words(
    content: Path, settings: Settings, days: Sequence[DayWords], *, is_whole: bool
) -> Iterator[Finding]:
    """Report days that show words because nothing says whether they do.

    Words that all days have become those of the site, if site.yaml has none: these findings are
    first. Then days get a ``show`` with the words that are still not those of the site, so that no
    page shows others. Nothing is mended unless ``is_whole``: all days could be read.
    """
    old = [day for day in days if day.words and not day.is_decided]
    if not old:
        return
    path = content / "site.yaml"
    written = load_map(read_optional(path) or "") or {}
    handed = _hand_over(written, settings, days) if is_whole else {}
    for name, value in handed.items():
        message = f"no {name}; expected {value!r}, which all days show"
        yield Finding(problem=Problem(shown(path), 0, message), is_note=True, key=name, value=value)
    site = {key: handed.get(name) or getattr(settings, name) for key, name in _NAMES.items()}
    for day in old:
        own = tuple(key for key, value in day.words.items() if value != _plain(key, site[key]))
        message = f"shows its own {', '.join(day.words)}; expected 'show: [{', '.join(own)}]'"
        yield Finding(
            problem=Problem(day.path, 0, message),
            is_note=True,
            key=SHOW if is_whole else "",
            value=own,
        )


def _hand_over(written: Collection[str], settings: Settings, days: Sequence[DayWords]) -> Words:
    """Give the words that all days have, and site.yaml has no key for, by key of site.yaml."""
    handed: Words = {}
    for key, name in _NAMES.items():
        values = {day.words.get(key, "") for day in days}
        value = values.pop() if len(values) == 1 else ""
        if value and name not in written and value != getattr(settings, name):
            handed[name] = value
    return handed


def _plain(key: str, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Give words as a page shows them."""
    return by_words(value) if key == "byline" and isinstance(value, str) else value
