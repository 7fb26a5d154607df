"""Papers -> the documents that Pagefind indexes. They hold normal words: nobody reads them.

What is shown of a paper is beside its document, as a fragment. A document has these fields, each
with further words behind its normal ones:

    title    the title, and its formulas as TeX has them
    authors  each name, and behind it the name in one word for each way to write it
    ids      arXiv id, DOI, slug, or the address of the paper: each as one word behind ID_MARK
    body     the abstract, and behind it keywords, organization, venue and notes

The place of a word in the body is its place among the normal words of the abstract as shown.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import NamedTuple

from site_gen.model import (
    MOST_KEYWORDS,
    MOST_TOPICS,
    Entry,
    Settings,
    has_code,
    listed_title,
    output_path,
    paper_url,
)
from site_gen.search.fragments import Fragment, find_main_link, make_fragment
from site_gen.text.index_words.extra_words import extra_words, source_words
from site_gen.text.index_words.languages import index_language
from site_gen.text.index_words.names import name_words
from site_gen.text.index_words.normal_words import normal_words
from site_gen.text.markdown import to_plain_text
from site_gen.text.titles import plain_title

ID_MARK = "ƿ"
"""What each word of the field ``ids`` begins with.

It is a letter that nobody types: without it, each paper of 2025 would be found by the number 25.
"""

VOTES = (10, 20, 50, 100)
"""The values of the filter ``votes``: a paper has each that its votes reach."""

_SCHEMES = ("https://", "http://")
_WWW = "www."


class Document(NamedTuple):
    """What Pagefind indexes of a page, and what is shown of it; nothing where it stays as it is."""

    path: str
    html: bytes
    fragment: Fragment | None = None


def make_documents(settings: Settings, entries: Iterable[Entry]) -> Iterator[Document]:
    """Give what the search indexes of papers: the path of each page, a document, what is shown.

    Month, topics, code, organization and votes are filters; results can be sorted by day. Formulas
    and LaTeX are as people read them, since results show these words.
    """
    language = index_language(settings.language)
    for entry in entries:
        abstract = " ".join(to_plain_text(entry.body, latex=settings.latex).split())
        fields = {
            "title": _list_title_words(settings, entry),
            "authors": _list_author_words(entry),
            "ids": _list_ids(entry),
        }
        metas = "".join(
            f'<p data-pagefind-meta="{name}">{" ".join(words)}</p>'
            for name, words in fields.items()
            if words
        )
        filters = "".join(
            # An element of its own without text: it is a filter, and adds no word to the index.
            f'<p data-value="{escape(value)}" data-pagefind-filter="{name}[data-value]"></p>'
            for name, value in _list_filters(entry)
        )
        day = entry.first_day
        body = " ".join(_list_body_words(settings, entry, abstract))
        html = (
            f'<!doctype html><html lang="{language}"><body>{filters}'
            f'<p data-day="{day}" data-pagefind-sort="date[data-day]"></p>{metas}'
            f"<p data-pagefind-body>{body}</p></body></html>"
        )
        yield Document(
            output_path(paper_url(day, entry.slug)),
            html.encode(),
            make_fragment(settings, entry, abstract),
        )


def _list_title_words(settings: Settings, entry: Entry) -> list[str]:
    words = _list_words(plain_title(listed_title(entry), latex=settings.latex))
    sources = dict.fromkeys(source_words(entry.title))
    return [*words, *(word for word in sources if word not in words)]


def _list_author_words(entry: Entry) -> list[str]:
    return [word for name in entry.authors for word in _list_name_words(name)]


@lru_cache(maxsize=65_536)  # an author is on many papers
def _list_name_words(name: str) -> tuple[str, ...]:
    words = normal_words(name)
    texts = (word.text for word in words)
    return (*texts, *extra_words(name, words), *name_words(name, words))


def _list_ids(entry: Entry) -> list[str]:
    ids = [entry.arxiv_id, entry.doi, entry.slug]
    if not (entry.arxiv_id or entry.doi):
        ids.append(_strip_scheme(find_main_link(entry)))
    return [f"{ID_MARK}{word}" for word in map(_join_signs, ids) if word]


def _strip_scheme(url: str) -> str:
    for scheme in _SCHEMES:
        url = url.removeprefix(scheme)
    return url.removeprefix(_WWW)


def _join_signs(text: str) -> str:
    """Give the letters and digits of an id or an address, in lower case."""
    return "".join(filter(str.isalnum, text.lower()))


def _list_filters(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "month", f"{entry.first_day}"[:7]
    for topic in entry.topics[:MOST_TOPICS]:
        yield "topic", topic
    if has_code(entry):
        yield "code", "yes"
    if organization := " ".join(entry.organization.split()):
        yield "org", organization
    for least in VOTES:
        if (entry.upvotes or 0) >= least:
            yield "votes", str(least)


def _list_body_words(settings: Settings, entry: Entry, abstract: str) -> list[str]:
    """Give the words of the body; where there is none, those of the title, or of the slug."""
    notes = to_plain_text(entry.notes, latex=settings.latex)
    texts = (abstract, *entry.keywords[:MOST_KEYWORDS], entry.organization, entry.venue, notes)
    # Pagefind drops a page whose body has no word, and with it the paper.
    return (
        [word for text in texts if text for word in _list_words(text)]
        or _list_title_words(settings, entry)
        or _list_words(entry.slug)
    )


def _list_words(text: str) -> list[str]:
    """Give the normal words of a text, and behind them the further ones."""
    words = normal_words(text)
    return [*(word.text for word in words), *extra_words(text, words)]
