"""JSON Feed -> papers; https://www.jsonfeed.org/version/1.1/ describes it."""

from collections.abc import Mapping
from typing import Any

from site_gen.importing.formats.feed_text import split_html, split_text
from site_gen.importing.formats.feeds import add_item
from site_gen.importing.formats.json_lines import parse_document
from site_gen.importing.formats.key_paths import Known, list_unknown
from site_gen.importing.formats.reading import Collector, Findings, read_day
from site_gen.model import Source

_PERSON = ("name", "url", "avatar")
_OF_JSON_FEED: Known = {
    "": (
        "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url",
        "icon", "favicon", "authors", "author", "language", "expired", "hubs",
    ),
    "author": _PERSON,
    "authors[]": _PERSON,
    "hubs[]": ("type", "url"),
}  # fmt: skip
_OF_JSON_ITEM: Known = {
    "": (
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
        "banner_image", "date_published", "date_modified", "author", "authors", "tags", "language",
        "attachments",
    ),
    "author": _PERSON,
    "authors[]": _PERSON,
    "attachments[]": ("url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"),
}  # fmt: skip


def parse(path: str, text: str) -> Findings:
    """Read a JSON Feed (jsonfeed.org/version/1.1). Raises InputError when it is not JSON."""
    found = Collector(path)
    document = parse_document(path, text)
    found.skip_keys(list_unknown(document.beside, _OF_JSON_FEED), document.line)
    for line, item in document.items:
        entry = item if isinstance(item, dict) else {}
        found.skip_keys(list_unknown(entry, _OF_JSON_ITEM), line)
        with found.record():
            day = read_day(Source(path, line), _string(entry, "date_published"))
            add_item(_read_json_item(entry), day, Source(path, line), found)
    return found.finish()


def _read_json_item(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the facts of an item of a JSON Feed, as ``feeds.add_item`` takes them."""
    people = [*_list(item, "authors"), item.get("author")]  # 1.1 and 1.0
    names = [_string(person, "name") for person in people if isinstance(person, dict)]
    ids = [_string(item, key) for key in ("id", "url", "external_url")]
    return {
        "title": split_text(_string(item, "title")),
        "body": split_text(_string(item, "content_text"))
        or split_html(_string(item, "content_html"))
        or split_text(_string(item, "summary")),
        "authors": list(filter(None, dict.fromkeys(names))),
        "ids": ids,
        "link": _string(item, "url"),
        "arxiv": {"DOI": ids},
        "topics": [tag for tag in _list(item, "tags") if isinstance(tag, str)],
    }


def _string(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _list(found: Mapping[str, Any], key: str) -> list[Any]:
    value = found.get(key)
    return value if isinstance(value, list) else []
