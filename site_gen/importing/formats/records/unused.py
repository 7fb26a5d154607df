"""Values of a record that its paper does not hold: unknown keys, and values that cannot be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_gen.importing.formats.key_paths import is_said, list_unknown
from site_gen.importing.formats.reading import web_links
from site_gen.importing.formats.records import keys
from site_gen.importing.formats.records.search import Record, first_text, text_of
from site_gen.importing.formats.records.values import has_other_terms, is_flag, list_unreadable
from site_gen.model import Paper, find_announcement, one_line

_YEAR = re.compile(r"[0-9]{4}(?![0-9])")  # dates of publication are in many forms
_ADDRESSES = (*keys.CODE, *keys.PROJECT)
_TERMS = (*keys.TOPICS, *keys.CATEGORIES)


def list_unused(record: Record, paper: Paper) -> Iterator[str]:
    """Give the names of the keys whose values are neither in the paper nor known."""
    for name, value in record.facts.items():
        key = name.partition(" (")[0]
        is_again = key != name and key not in keys.IDS  # ids are looked for in all of them
        is_known = key in keys.KNOWN or (key in keys.USED and not is_again)
        if is_said(value) and not is_known:
            yield record.names[name]
        elif key in keys.USED:
            yield from _list_inner(record.names[name], key, value)
    yield from (record.names[key] for key in _list_unread(record.facts, paper))
    yield from _list_bad_links(record)


def _list_inner(name: str, key: str, value: Any) -> Iterator[str]:
    """Give the unknown keys in the people, the terms and the links of a record."""
    known = keys.NESTED.get(key)
    is_named = key == "links" and isinstance(value, Mapping)  # its keys are names of links
    if known is None or is_named or not isinstance(value, list | Mapping):
        return
    rows = value if isinstance(value, list) else [value]
    for path in list_unknown(rows, known, name=keys.normalise):
        yield f"{name}{path if rows is value else path.removeprefix('[]')}"


def _list_unread(facts: Mapping[str, Any], paper: Paper) -> Iterator[str]:
    """Give the used keys whose values cannot be read, or say another thing than the paper."""
    said = {key: value for key, value in facts.items() if is_said(value)}
    yield from (key for key in keys.UPVOTES if key in said and paper.upvotes is None)
    yield from (key for key in keys.DOI[:1] if key in said and not paper.doi)
    yield from (key for key in keys.ANNOUNCED if key in said and not _is_announcement(said[key]))
    yield from (key for key in keys.MORE if key in said and not is_flag(said[key]))
    yield from list_unreadable(said, "json")
    yield from (key for key in keys.DAY if key in said and not _YEAR.search(str(said[key])))
    yield from (key for key in _TERMS if has_other_terms(said.get(key)))
    yield from (key for key in _ADDRESSES if key in said and not web_links({"": said[key]}))
    yield from _list_other_texts(said, keys.TITLE)
    yield from _list_other_texts(said, keys.ABSTRACT)


def _is_announcement(value: Any) -> bool:
    kind = text_of(value)
    return kind.lower() == "new" or bool(find_announcement(kind))


def _list_other_texts(said: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    """Give the keys of one fact that say another thing than the first of them."""
    first = one_line(first_text(said, names)).casefold()
    for key in names:
        text = one_line(text_of(said.get(key))).casefold()
        if key in said and (not text or text != first):
            yield key


def _list_bad_links(record: Record) -> Iterator[str]:
    """Give the names of the links that are no web addresses."""
    links = record.facts.get("links")
    for name, url in links.items() if isinstance(links, Mapping) else ():
        if is_said(url) and not web_links({"": url}):
            yield f"{record.names['links']}.{name}"
