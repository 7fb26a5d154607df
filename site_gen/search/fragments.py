"""What the search shows of a paper: its fragment, which a browser loads for a result.

The index holds normal words, which nobody wants to read. So Pagefind indexes these, and our own
step puts the shown text into the fragments: ``canonical.py``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from site_gen.model import (
    Entry,
    Settings,
    arxiv_page,
    arxiv_pdf,
    author_slug,
    doi_page,
    find_code_link,
    listed_title,
    long_date,
    paper_url,
)
from site_gen.text.titles import plain_title

Fragment = Mapping[str, Any]
"""What is shown of a paper: ``url``, ``content`` and ``meta``."""

_SEPARATOR = "; "
# The search page makes the slugs of these names itself.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")


def make_fragment(settings: Settings, entry: Entry, content: str) -> Fragment:
    """Give what the search shows of a paper; ``content`` is its abstract as plain text.

    Values of ``meta`` are texts, as Pagefind has them. One that is not known is left out.
    """
    meta = {
        "title": plain_title(listed_title(entry), latex=settings.latex),
        "day": long_date(entry.first_day),
        "authors": _SEPARATOR.join(" ".join(name.split()) for name in entry.authors),
        "more_authors": "yes" if entry.more_authors else "",
        "topics": _SEPARATOR.join(entry.topics),
        "votes": str(entry.upvotes or ""),
        "paper": find_main_link(entry),
        "pdf": _find_pdf(entry),
        "code": find_code_link(entry),
        "id": entry.arxiv_id or entry.doi,
        "slugs": _list_slugs(entry),
    }
    return {
        "url": paper_url(entry.first_day, entry.slug),
        "content": content,
        "meta": {name: value for name, value in meta.items() if value},
    }


def find_main_link(entry: Entry) -> str:
    """Give the address of a paper elsewhere: by its arXiv id, else its DOI, else its first link.

    A link to its code or its PDF is none. Empty without any.
    """
    if entry.arxiv_id:
        return arxiv_page(entry.arxiv_id)
    if entry.doi:
        return doi_page(entry.doi)
    others = {find_code_link(entry), _find_pdf(entry)}
    return next((url for _, url in entry.links if url not in others), "")


def format_fragment(fragment: Fragment, *, words: int) -> bytes:
    """Give the JSON of a fragment, as Pagefind has it; ``words`` are how many its page has."""
    return json.dumps(
        {
            "url": fragment["url"],
            "content": fragment["content"],
            "word_count": words,
            "filters": {},
            "meta": fragment["meta"],
            "anchors": [],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _find_pdf(entry: Entry) -> str:
    if entry.arxiv_id:
        return arxiv_pdf(entry.arxiv_id)
    return next(_list_pdfs(entry), "")


def _list_pdfs(entry: Entry) -> Iterator[str]:
    for text, url in entry.links:
        if text.casefold() == "pdf" or url.casefold().partition("?")[0].endswith(".pdf"):
            yield url


def _list_slugs(entry: Entry) -> str:
    """Give the slugs of authors by place, empty for those whose slug is their name with hyphens."""
    slugs = [_find_slug(name) for name in entry.authors]
    return _SEPARATOR.join(slugs) if any(slugs) else ""


@lru_cache(maxsize=65_536)  # an author is on many papers
def _find_slug(name: str) -> str:
    slug = author_slug(name)
    words = " ".join(name.split())
    is_plain = _PLAIN_NAME.fullmatch(words) and slug == words.lower().replace(" ", "-")
    return "" if is_plain else slug
