"""The search's bundles: which there are, and the documents they index.

Pagefind reads all that it is given, so what does not change is sealed: a bundle for each past
year, one for the newest year's past months, and one for the newest month. A small archive is one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from site_gen.model import (
    MOST_KEYWORDS,
    MOST_TOPICS,
    SMALL_ARCHIVE,
    Entry,
    Settings,
    fingerprint,
    has_code,
    listed_title,
    long_date,
    output_path,
    paper_url,
)
from site_gen.text.markdown import to_plain_text
from site_gen.text.titles import plain_title

WORDS = "words.txt"
"""The file of a bundle with the words of its titles."""

_ALL = "all"
# The search page fetches all of them where it does not know a word.
_MOST_WORDS = 20_000
# Letters only, and no short words: one of three letters is one error from very many others.
_WORD = re.compile(r"[^\W\d_]{4,30}")


def plan_bundles(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Give the months of each bundle, newest bundle first. ``papers`` counts those of a month.

    >>> plan_bundles({"2024-12": 9000, "2025-01": 900, "2025-02": 900})
    {'2025-02': ('2025-02',), '2025': ('2025-01',), '2024': ('2024-12',)}
    """
    months = sorted((name for name, count in papers.items() if count), reverse=True)
    if not months:
        return {}
    if sum(papers.values()) <= SMALL_ARCHIVE:
        return {_ALL: tuple(months)}
    # The newest month is alone: a new day then indexes a month, not a year.
    bundles: dict[str, tuple[str, ...]] = {months[0]: (months[0],)}
    for name in months[1:]:
        bundles[name[:4]] = (*bundles.get(name[:4], ()), name)
    return bundles


def is_sealed(bundle: str) -> bool:
    """Whether a bundle seldom changes: one of a year's past months does."""
    return bundle.isdigit()


def compute_bundle_key(
    version: str, settings: Settings, months: Sequence[str], indexed: Mapping[str, str]
) -> str:
    """Name all that a bundle depends on; ``version`` is Pagefind's and ours.

    The search page runs all bundles by the newest one's program, so all must be of one version.
    """
    return fingerprint(
        version.encode(),
        settings.language.encode(),
        str(settings.latex).encode(),
        *(indexed[name].encode() for name in months),
    )


def make_words(settings: Settings, entries: Iterable[Entry]) -> bytes:
    """Give the words of titles, one a line, the most frequent first: what a typing error meant."""
    titles = (plain_title(entry.title, latex=settings.latex) for entry in entries)
    counts = Counter(word for title in titles for word in _WORD.findall(title.lower()))
    # By the word where counts are equal, so that the same titles give the same bytes.
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return "\n".join(words[:_MOST_WORDS]).encode()


def make_documents(settings: Settings, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Give what the search indexes of papers: the path of each page, and a document.

    Abstract, keywords and organization are the body; the title is metadata, which Pagefind weighs
    more; month, topics and code are filters; the day is what results can be sorted by. Formulas and
    LaTeX are as people read them, since results show these words.
    """
    for entry in entries:
        day, title = entry.first_day, plain_title(listed_title(entry), latex=settings.latex)
        body = _make_body(to_plain_text(entry.body, latex=settings.latex), title, entry.slug)
        # Behind the abstract, so that an excerpt rarely shows them.
        more = ", ".join(filter(None, (*entry.keywords[:MOST_KEYWORDS], entry.organization)))
        more = f"<p data-pagefind-body>{escape(more)}</p>" if more else ""
        values = [
            ("month", f"{day}"[:7]),
            *(("topic", topic) for topic in entry.topics[:MOST_TOPICS]),
            *([("code", "yes")] if has_code(entry) else []),
        ]
        filters = "".join(
            # An element of its own without text: it is a filter, and adds no word to the index.
            f'<p data-value="{escape(value)}" data-pagefind-filter="{name}[data-value]"></p>'
            for name, value in values
        )
        yield (
            output_path(paper_url(day, entry.slug)),
            (
                f'<!doctype html><html lang="{escape(settings.language)}"><body>{filters}'
                f'<p data-day="{day}" data-pagefind-sort="date[data-day]" '
                f'data-pagefind-meta="day:{long_date(day)}"></p>'
                f'<h1 data-pagefind-meta="title">{escape(title)}</h1>'
                f"<p data-pagefind-body>{escape(body)}</p>{more}</body></html>"
            ).encode(),
        )


def _make_body(body: str, title: str, slug: str) -> str:
    """Give the text of a document: the body; with the title, and the slug, where it has no word.

    >>> _make_body("Text.", "A", "a"), _make_body("...", "A", "a"), _make_body("", "?", "a")
    ('Text.', '... A', '? a')
    """
    for more in (title, slug):
        # Pagefind drops a page without a word, and with it the paper. What Unicode takes for a
        # letter or a number is a word for Pagefind; "..." and "$" are none.
        if any(map(str.isalnum, body)):
            break
        body = f"{body} {more}".strip()
    return body
