"""The search's bundles: which there are, and the documents they index.

Pagefind reads all that it is given, so what does not change is sealed: a bundle for each past
year, one for the newest year's past months, and one for the newest month. A small archive is one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from site_gen.fingerprint import fingerprint
from site_gen.markup import to_text
from site_gen.model import Entry
from site_gen.urls import output_path, paper_url
from site_gen.words import long_date

SMALL = 3_000  # papers: up to here one bundle is indexed in seconds
_ALL = "all"


def plan_bundles(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Give the months of each bundle, newest bundle first. ``papers`` counts those of a month.

    >>> plan_bundles({"2024-12": 9000, "2025-01": 900, "2025-02": 900})
    {'2025-02': ('2025-02',), '2025': ('2025-01',), '2024': ('2024-12',)}
    """
    months = sorted((name for name, count in papers.items() if count), reverse=True)
    if not months:
        return {}
    if sum(papers.values()) <= SMALL:
        return {_ALL: tuple(months)}
    found: dict[str, tuple[str, ...]] = {months[0]: (months[0],)}
    for name in months[1:]:
        found[name[:4]] = (*found.get(name[:4], ()), name)
    return found


def bundle_key(
    version: str, language: str, months: Sequence[str], indexed: Mapping[str, str]
) -> str:
    """Name all that a bundle depends on; ``version`` is Pagefind's and ours.

    The search page runs all bundles by the newest one's program, so all must be of one version.
    """
    return fingerprint(
        version.encode(), language.encode(), *(indexed[name].encode() for name in months)
    )


def make_documents(language: str, entries: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """Give what the search indexes of papers: the path of each page, and a document.

    The abstract is the body, the title is metadata, which Pagefind weighs more; the day is a
    filter, and what results can be sorted by.
    """
    for entry in entries:
        day, title = entry.first_day, " ".join(entry.title.split())
        body = to_text(entry.body) or title  # Pagefind drops what has no body
        yield (
            output_path(paper_url(day, entry.slug)),
            (
                f'<!doctype html><html lang="{escape(language)}"><body>'
                f'<p data-day="{day}" data-pagefind-filter="day[data-day]" '
                f'data-pagefind-sort="date[data-day]" '
                f'data-pagefind-meta="day:{long_date(day)}"></p>'
                f'<h1 data-pagefind-meta="title">{escape(title)}</h1>'
                f"<p data-pagefind-body>{escape(body)}</p></body></html>"
            ).encode(),
        )
