"""The pages of authors: their papers -> a page each; all authors -> lists by name. Pure.

The same author is the same name: a page says what stands under it, not who a person is.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from site_gen.model import (
    URLS,
    Page,
    PaperLine,
    author_slug,
    author_url,
    author_year_url,
    count,
    names_url,
    one_line,
    output_path,
    paper_url,
    parse_reference,
)
from site_gen.plan.feeds.feed_formats import FeedDocument
from site_gen.plan.feeds.feed_table import AUTHOR, FeedPlan

LONG = 200
"""With more papers than this, an author's page shows the newest, and years have pages."""

NEWEST = 50
"""So many papers stand on such a page."""

LISTED = 300
"""So many authors stand on a page of names; where more have a beginning, it is divided."""

_TOP = 100
_TOPICS = 5
# Names that begin alike for longer stay on one page: a level for each letter helps nobody.
_DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """What pages of authors may know of a paper.

    ``name`` is ``day/slug``, ``place`` its place in the digest, ``content_hash`` is of its file.
    """

    name: str
    title: str
    place: int
    content_hash: str
    authors: tuple[str, ...]
    topics: tuple[str, ...] = ()
    upvotes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRow:
    """An author who has a page."""

    slug: str
    """The name in the address of the page."""
    name: str
    """The name, as the newest paper spells it."""
    count: int
    """How many papers stand under it."""
    years: tuple[int, ...] = ()
    """The years that have pages of their own, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPart:
    """A page of names that begin alike."""

    prefix: str
    """How they begin."""

    url: str
    """The page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorPage(Page):
    """The papers under a name: all, or those of a year."""

    template = "author.html"
    kind = "author"

    name: str
    """The name."""

    author_url: str
    """The page of all the papers."""

    follow: tuple[FeedDocument, ...]
    """The feed of the author, in each format."""

    total: int
    """How many papers stand under the name."""

    papers: tuple[PaperLine, ...]
    """The papers, the newest first; only the newest where years have pages."""

    topics: tuple[str, ...] = ()
    """The most frequent topics of the papers."""

    years: tuple[tuple[int, str], ...] = ()
    """Years that have pages, and the addresses of those."""

    year: int | None = None
    """The year, on the page of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsPage(Page):
    """A list of authors. The first page leads to all others, which are divided by beginnings."""

    template = "authors.html"
    kind = "authors"

    prefix: str = ""
    """How the names begin; nothing on the first page."""

    parts: tuple[NamesPart, ...] = ()
    """The pages of longer beginnings."""

    top: tuple[AuthorRow, ...] = ()
    """On the first page, the authors with the most papers."""

    names: tuple[tuple[str, str], ...] = ()
    """The names that stand on this page, each with the address of its page."""

    total: int = 0
    """On the first page, how many authors have pages."""


@dataclass(frozen=True, slots=True)
class NamesList:
    """A list of authors: how they begin, its page, and those whose names it is there for.

    Without a page it is as it was in the last build.
    """

    prefix: str
    page: AuthorsPage | None = None
    rows: tuple[AuthorRow, ...] = ()


class Authors(Protocol):
    """The authors who have pages, however many: it is asked for a few."""

    def count(self) -> int:
        """Count them."""

    def find_top(self, most: int) -> tuple[AuthorRow, ...]:
        """Give those with the most papers."""

    def find(self, prefix: str) -> tuple[AuthorRow, ...]:
        """Give those whose slugs begin so, in order."""

    def find_one(self, slug: str) -> tuple[AuthorRow, ...]:
        """Give the author who has this slug, if there is one."""

    def is_more(self, prefix: str, most: int) -> bool:
        """Tell whether more authors have slugs that begin so."""

    def find_starts(self, prefix: str) -> Sequence[str]:
        """Give how slugs begin that begin so and are longer, by one letter more, in order."""


def sort_papers(papers: Iterable[Authored]) -> tuple[Authored, ...]:
    """Put papers in order: newest day first, in the digest's order in a day."""
    by_place = sorted(papers, key=lambda paper: (paper.place, paper.name))
    return tuple(sorted(by_place, key=lambda paper: parse_reference(paper.name).day, reverse=True))


def describe_author(slug: str, papers: Sequence[Authored]) -> AuthorRow:
    """Give what lists say of an author; ``papers`` are newest first. The newest spells the name."""
    # Years have pages only where the author's page does not show all.
    years = {int(paper.name[:4]) for paper in papers} if len(papers) > LONG else set[int]()
    name = next(name for name in papers[0].authors if author_slug(name) == slug)
    return AuthorRow(
        slug=slug,
        name=one_line(name),
        count=len(papers),
        years=tuple(sorted(years, reverse=True)),
    )


def author_paths(row: AuthorRow) -> tuple[str, ...]:
    """Give the files of an author: the page, pages of years, and the documents of the feed."""
    return (*map(output_path, list_author(row)), *plan_author_feed(row).paths())


def plan_author_feed(row: AuthorRow) -> FeedPlan:
    """Plan the feed of an author."""
    return FeedPlan(kind=AUTHOR, key=row.slug, subject=row.name, total=row.count)


def list_author(row: AuthorRow) -> Iterator[str]:
    """Give the pages of an author."""
    yield author_url(row.slug)
    yield from (author_year_url(row.slug, year) for year in row.years)


def plan_author(row: AuthorRow, papers: Sequence[Authored]) -> Iterator[AuthorPage]:
    """Plan the pages of an author, whose papers are newest first."""
    topics = Counter(topic for paper in papers for topic in paper.topics)
    ranked = sorted(topics, key=lambda topic: (-topics[topic], topic))[:_TOPICS]
    shown = papers[:NEWEST] if row.years else papers
    yield replace(_plan(row, author_url(row.slug), None, shown), topics=tuple(ranked))
    for year in row.years:
        of_year = [paper for paper in papers if paper.name[:4] == f"{year:04}"]
        yield _plan(row, author_year_url(row.slug, year), year, of_year)


def plan_authors(
    authors: Authors, touched: Collection[str] | None = None, last: Iterable[str] = ()
) -> Iterator[NamesList]:
    """Plan the lists of authors, in order; the first leads to all.

    A page of names depends on those alone, so that it rarely changes. With ``touched``, the slugs
    of authors who came, went or are called otherwise, those lists are planned whose names they may
    have changed, and others of ``last``, which is how the lists of the last build begin, are named.
    """
    total = authors.count()
    if not total:
        return
    parts, lists = _divide("", authors, None if touched is None else sorted(touched), sorted(last))
    first = AuthorsPage(
        url=URLS.authors,
        title="Authors",
        summary=f"{count(total, 'author')}, by name.",
        parts=parts,
        top=authors.find_top(_TOP),
        total=total,
    )
    yield NamesList("", first)
    yield from lists


def _plan(row: AuthorRow, url: str, year: int | None, papers: Sequence[Authored]) -> AuthorPage:
    return AuthorPage(
        url=url,
        title=f"{row.name}, {year}" if year else row.name,
        summary=f"Papers by {row.name}" + (f" of {year}." if year else ", newest first."),
        updated=parse_reference(papers[0].name).day,
        name=row.name,
        author_url=author_url(row.slug),
        follow=plan_author_feed(row).documents(),
        total=row.count,
        papers=tuple(map(_make_line, papers)),
        years=tuple((one, author_year_url(row.slug, one)) for one in row.years),
        year=year,
    )


def _make_line(paper: Authored) -> PaperLine:
    day, slug = parse_reference(paper.name)
    return PaperLine(title=paper.title, url=paper_url(day, slug), day=day, upvotes=paper.upvotes)


def _divide(
    prefix: str, authors: Authors, touched: Sequence[str] | None, last: Sequence[str]
) -> tuple[tuple[NamesPart, ...], list[NamesList]]:
    """Divide authors whose slugs begin alike by one letter more: the parts, and their lists."""
    starts = authors.find_starts(prefix)
    lists: list[NamesList] = []
    for start in starts:
        before = _slice(last, start)
        if touched is not None and not _slice(touched, start):
            lists += map(NamesList, before)
            continue
        inner: tuple[NamesPart, ...] = ()
        below: list[NamesList] = []
        is_divided = len(start) < _DEEPEST and authors.is_more(start, LISTED)
        if is_divided:
            was_divided = len(before) > 1
            # Where a list was not divided before, none of its parts exists yet.
            inner, below = _divide(start, authors, touched if was_divided else None, before)
        rows = authors.find_one(start) if is_divided else authors.find(start)
        page = AuthorsPage(
            url=names_url(start),
            title=f"Authors: {start}",
            summary=f"Authors whose names begin with {start}.",
            prefix=start,
            parts=inner,
            names=tuple((row.name, author_url(row.slug)) for row in rows),
        )
        lists.append(NamesList(start, page, rows))
        lists += below
    return tuple(NamesPart(prefix=start, url=names_url(start)) for start in starts), lists


def _slice(ordered: Sequence[str], prefix: str) -> Sequence[str]:
    """Give those that begin so; slugs have no character after ``z``."""
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, f"{prefix}~")]
