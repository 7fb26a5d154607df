"""The pages of authors and of organizations: their papers -> a page each. Pure.

The same author is the same name: a page says what stands under it, not who a person is. An
organization is planned as an author is: a key, which begins otherwise, says which of them it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from site_gen.model import (
    ORGANIZATION,
    Page,
    PageKind,
    PaperLine,
    author_slug,
    is_organization,
    one_line,
    output_path,
    paper_url,
    parse_reference,
    subject_url,
    subject_year_url,
)
from site_gen.plan.feeds import feed_table
from site_gen.plan.feeds.feed_formats import FeedDocument
from site_gen.plan.feeds.feed_table import FeedPlan

LONG = 200
"""With more papers than this, an author's page shows the newest, and years have pages."""

NEWEST = 50
"""So many papers stand on such a page."""

_TOPICS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """What pages of authors and of organizations may know of a paper.

    ``name`` is ``day/slug``, ``place`` its place in the digest, ``content_hash`` is of its file.
    """

    name: str
    title: str
    place: int
    content_hash: str
    authors: tuple[str, ...]
    topics: tuple[str, ...] = ()
    upvotes: int | None = None
    organization: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRow:
    """An author, or an organization, with a page."""

    slug: str
    """The key: of an author, the name in the address of the page."""
    name: str
    """The name, as the newest paper spells it."""
    count: int
    """How many papers stand under it."""
    years: tuple[int, ...] = ()
    """The years that have pages of their own, the newest first."""
    has_feed: bool = False
    """Whether there is a feed of the papers."""

    @property
    def url(self) -> str:
        """The page."""
        return subject_url(self.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorPage(Page):
    """The papers under a name: all, or those of a year."""

    template: ClassVar[str] = "author.html"
    kind: ClassVar[PageKind] = "author"

    name: str
    """The name."""

    author_url: str
    """The page of all the papers."""

    follow: tuple[FeedDocument, ...]
    """The feed of the author, in each format; nothing where there is none."""

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
class OrganizationPage(AuthorPage):
    """The papers from an organization: all, or those of a year."""

    template = "organization.html"
    kind = "organization"


def sort_papers(papers: Iterable[Authored]) -> tuple[Authored, ...]:
    """Put papers in order: newest day first, in the digest's order in a day."""
    by_place = sorted(papers, key=lambda paper: (paper.place, paper.name))
    return tuple(sorted(by_place, key=lambda paper: parse_reference(paper.name).day, reverse=True))


def describe_author(slug: str, papers: Sequence[Authored], author_feeds: int) -> AuthorRow:
    """Give what lists say of an author; ``papers`` are newest first. The newest spells the name.

    ``author_feeds`` is how many papers the feed of an author needs; 0 where no author has one.
    """
    # Years have pages only where the author's page does not show all.
    years = {int(paper.name[:4]) for paper in papers} if len(papers) > LONG else set[int]()
    newest = papers[0]
    names = (name for name in newest.authors if author_slug(name) == slug)
    name = newest.organization if is_organization(slug) else next(names)
    least = feed_table.ORGANIZATION.least if is_organization(slug) else author_feeds
    return AuthorRow(
        slug=slug,
        name=one_line(name),
        count=len(papers),
        years=tuple(sorted(years, reverse=True)),
        has_feed=0 < least <= len(papers),
    )


def author_paths(row: AuthorRow) -> tuple[str, ...]:
    """Give the files of an author: the page, pages of years, and the documents of the feed."""
    return (*map(output_path, list_author(row)), *plan_author_feed(row).paths())


def plan_author_feed(row: AuthorRow) -> FeedPlan:
    """Plan the feed of an author or of an organization."""
    kind = feed_table.ORGANIZATION if is_organization(row.slug) else feed_table.AUTHOR
    key = row.slug.removeprefix(ORGANIZATION)
    return FeedPlan(kind=kind, key=key, subject=row.name, total=row.count, is_wanted=row.has_feed)


def list_author(row: AuthorRow) -> Iterator[str]:
    """Give the pages of an author."""
    yield row.url
    yield from (subject_year_url(row.slug, year) for year in row.years)


def plan_author(row: AuthorRow, papers: Sequence[Authored]) -> Iterator[AuthorPage]:
    """Plan the pages of an author, whose papers are newest first."""
    topics = Counter(topic for paper in papers for topic in paper.topics)
    ranked = sorted(topics, key=lambda topic: (-topics[topic], topic))[:_TOPICS]
    shown = papers[:NEWEST] if row.years else papers
    yield replace(_plan(row, row.url, None, shown), topics=tuple(ranked))
    for year in row.years:
        of_year = [paper for paper in papers if paper.name[:4] == f"{year:04}"]
        yield _plan(row, subject_year_url(row.slug, year), year, of_year)


def _plan(row: AuthorRow, url: str, year: int | None, papers: Sequence[Authored]) -> AuthorPage:
    page, by = (OrganizationPage, "from") if is_organization(row.slug) else (AuthorPage, "by")
    lead = f"Papers {by} {row.name}"
    return page(
        url=url,
        title=f"{row.name}, {year}" if year else row.name,
        summary=lead + (f" of {year}." if year else ", newest first."),
        updated=parse_reference(papers[0].name).day,
        name=row.name,
        author_url=row.url,
        follow=plan_author_feed(row).documents(),
        total=row.count,
        papers=tuple(map(_make_line, papers)),
        years=tuple((one, subject_year_url(row.slug, one)) for one in row.years),
        year=year,
    )


def _make_line(paper: Authored) -> PaperLine:
    day, slug = parse_reference(paper.name)
    return PaperLine(title=paper.title, url=paper_url(day, slug), day=day, upvotes=paper.upvotes)
