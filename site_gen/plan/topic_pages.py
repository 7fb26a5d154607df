"""The pages of topics: a month's entries -> its pages; months' records -> what spans them.

A topic's papers of a month stand on a page of that month. The topic's own page has its newest
papers and leads to its months, so that no list grows without end and a day touches few pages.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from site_gen.model import (
    MOST_TOPICS,
    URLS,
    Entry,
    Page,
    PaperLine,
    TopicSummary,
    month_name,
    topic_month_url,
    topic_slug,
    topic_url,
    topic_year_url,
)
from site_gen.plan.feeds.feed_formats import FeedDocument
from site_gen.plan.feeds.feed_table import TOPIC, FeedPlan
from site_gen.plan.month_pages import make_line, sort_newest_first

NEWEST = 20
"""So many papers stand on the page of a topic."""

TopicPapers = Mapping[str, tuple[str, tuple[PaperLine, ...]]]
"""The name and the papers of each topic, by slug, newest day first."""

TopicRecords = Mapping[str, Mapping[str, TopicSummary]]
"""What each month, ``YYYY-MM``, tells of its topics, by slug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMonth:
    """A month of a topic."""

    first: date
    """The first day of the month."""

    url: str
    """The page of the topic's papers of that month; in a slim site, of its year."""

    count: int
    """How many papers it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A topic in the list of all."""

    name: str
    """Its name."""

    url: str
    """Its page."""

    count: int
    """How many papers it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMonthPage(Page):
    """The papers of a topic that appeared first in a month."""

    template = "topic_month.html"
    kind = "topic"

    name: str
    """The name of the topic."""

    topic_url: str
    """The page of the topic."""

    first: date
    """The first day of the month."""

    papers: tuple[PaperLine, ...]
    """The papers, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicYearPage(Page):
    """The papers of a topic that appeared first in a year: a page of slim sites alone."""

    template = "topic_year.html"
    kind = "topic"

    name: str
    """The name of the topic."""

    topic_url: str
    """The page of the topic."""

    year: int
    """The year."""

    papers: tuple[PaperLine, ...]
    """The papers, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage(Page):
    """A topic: its newest papers, and its months."""

    template = "topic.html"
    kind = "topic"

    name: str
    """The name of the topic."""

    total: int
    """How many papers it has."""

    follow: tuple[FeedDocument, ...]
    """The feed of the topic, in each format."""

    most: int
    """How many papers the month with the most has."""

    papers: tuple[PaperLine, ...]
    """The newest papers."""

    years: tuple[tuple[int, tuple[TopicMonth, ...]], ...]
    """Each year with its months, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsPage(Page):
    """All topics."""

    template = "topics.html"
    kind = "topics"

    topics: tuple[TopicCount, ...]
    """The topics, those with the most papers first."""

    has_authors: bool
    """Whether authors have pages."""

    has_organizations: bool = False
    """Whether organizations have pages."""

    has_feeds: bool = True
    """Whether the site has a feed."""


def group_by_topic(entries: Iterable[Entry]) -> TopicPapers:
    """Group entries by their topics.

    Where a topic is written in several ways, the most frequent is its name.
    """
    papers: dict[str, list[PaperLine]] = {}
    names: dict[str, Counter[str]] = {}
    for entry in sort_newest_first(entries):
        line = make_line(entry)
        for name in entry.topics[:MOST_TOPICS]:
            papers.setdefault(topic_slug(name), []).append(line)
            names.setdefault(topic_slug(name), Counter())[name] += 1
    return {
        # By the name where counts are equal, so that the order of papers does not decide.
        slug: (min(names[slug], key=lambda name: (-names[slug][name], name)), tuple(papers[slug]))
        for slug in sorted(papers)
    }


def summarise_topics(topics: TopicPapers, most: int | None = NEWEST) -> dict[str, TopicSummary]:
    """Give what a month tells of topics, by slug: the ``most`` newest papers of each, or all."""
    return {
        slug: TopicSummary(name=name, count=len(papers), newest=papers[:most])
        for slug, (name, papers) in topics.items()
    }


def plan_topic_months(month: str, topics: TopicPapers) -> Iterator[TopicMonthPage]:
    """Plan the pages of a month's topics; their papers are those that appeared first in it."""
    first = date.fromisoformat(f"{month}-01")
    for name, papers in topics.values():
        yield TopicMonthPage(
            url=topic_month_url(name, month),
            title=f"{name}, {month_name(first)}",
            summary=f"Papers on {name} that appeared in {month_name(first)}.",
            updated=papers[0].day,
            name=name,
            topic_url=topic_url(name),
            first=first,
            papers=papers,
        )


def count_topics(months: TopicRecords) -> list[TopicCount]:
    """Count the papers of each topic: most papers first."""
    counts = [
        TopicCount(
            # The newest month decides how the topic is written.
            name=found[0][1].name,
            url=topic_url(found[0][1].name),
            count=sum(summary.count for _, summary in found),
        )
        for found in _by_topic(months)
    ]
    return sorted(counts, key=lambda topic: (-topic.count, topic.url))


def plan_topic_feeds(topics: Iterable[TopicCount]) -> list[FeedPlan]:
    """Plan the feed of each topic."""
    return [_plan_feed(topic.name, topic.count) for topic in topics]


def plan_topic_list(
    topics: Iterable[TopicCount],
    *,
    has_authors: bool = False,
    has_organizations: bool = False,
    has_feeds: bool = True,
) -> TopicsPage:
    """Plan the list of all topics: it leads to those of authors, organizations and feeds too."""
    return TopicsPage(
        url=URLS.topics,
        title="Topics",
        summary="All papers by their topics.",
        topics=tuple(topics),
        has_authors=has_authors,
        has_organizations=has_organizations,
        has_feeds=has_feeds,
    )


def plan_topics(months: TopicRecords, *, is_slim: bool = False) -> Iterator[Page]:
    """Plan the page of each topic; in a slim site those of its years too."""
    for found in _by_topic(months):
        yield _plan_topic(found, is_slim=is_slim)
        if is_slim:
            yield from _plan_years(found)


def _plan_years(months: Sequence[tuple[str, TopicSummary]]) -> Iterator[TopicYearPage]:
    """Plan a page for each year of a topic, whose months stand newest first with all its papers."""
    name = months[0][1].name
    for year, group in groupby(months, key=lambda month: int(month[0][:4])):
        papers = tuple(paper for _, summary in group for paper in summary.newest)
        yield TopicYearPage(
            url=topic_year_url(name, year),
            title=f"{name}, {year}",
            summary=f"Papers on {name} that appeared in {year}.",
            updated=papers[0].day,
            name=name,
            topic_url=topic_url(name),
            year=year,
            papers=papers,
        )


def _by_topic(months: TopicRecords) -> list[list[tuple[str, TopicSummary]]]:
    """Give each topic, by slug, what its months tell, newest first."""
    rows: dict[str, list[tuple[str, TopicSummary]]] = {}
    for month in sorted(months, reverse=True):
        for slug, summary in months[month].items():
            rows.setdefault(slug, []).append((month, summary))
    return [found for _, found in sorted(rows.items())]


def _plan_feed(name: str, total: int) -> FeedPlan:
    return FeedPlan(kind=TOPIC, key=name, subject=name, total=total)


def _plan_topic(found: list[tuple[str, TopicSummary]], *, is_slim: bool) -> TopicPage:
    name = found[0][1].name
    months = tuple(
        TopicMonth(
            first=date.fromisoformat(f"{month}-01"),
            url=topic_year_url(name, int(month[:4])) if is_slim else topic_month_url(name, month),
            count=summary.count,
        )
        for month, summary in found
    )
    papers = tuple(paper for _, summary in found for paper in summary.newest)[:NEWEST]
    total = sum(month.count for month in months)
    return TopicPage(
        url=topic_url(name),
        title=name,
        summary=f"The newest papers on {name}, and all by {'year' if is_slim else 'month'}.",
        updated=papers[0].day,
        name=name,
        total=total,
        follow=_plan_feed(name, total).documents(),
        most=max(month.count for month in months),
        papers=papers,
        years=tuple(
            (year, tuple(group))
            for year, group in groupby(months, key=lambda month: month.first.year)
        ),
    )
