"""The pages of topics: a month's entries -> its pages; months' records -> what spans them.

A topic's papers of a month stand on a page of that month. The topic's own page has its newest
papers and leads to its months, so that no list grows without end and a day touches few pages.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from site_gen.model.records import Entry, Page, PaperLine, TopicFacts
from site_gen.model.slugs import topic_slug
from site_gen.model.urls import URLS, topic_month_url, topic_url
from site_gen.plan.feed_table import TOPIC, FeedPlan
from site_gen.plan.month_pages import make_line, sort_newest_first

NEWEST = 20
"""So many papers stand on the page of a topic."""

TopicPapers = Mapping[str, tuple[str, tuple[PaperLine, ...]]]
"""The name and the papers of each topic, by slug, newest day first."""

TopicRecords = Mapping[str, Mapping[str, TopicFacts]]
"""What each month, ``YYYY-MM``, tells of its topics, by slug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMonth:
    """A month of a topic, and how many papers it has."""

    first: date
    url: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A topic in the list of all, and how many papers it has."""

    name: str
    url: str
    count: int


def group_by_topic(entries: Iterable[Entry]) -> TopicPapers:
    """Group entries by their topics.

    Where a topic is written in several ways, the most frequent is its name.
    """
    papers: dict[str, list[PaperLine]] = {}
    names: dict[str, Counter[str]] = {}
    for entry in sort_newest_first(entries):
        line = make_line(entry)
        for name in entry.topics:
            papers.setdefault(topic_slug(name), []).append(line)
            names.setdefault(topic_slug(name), Counter())[name] += 1
    return {
        # By the name where counts are equal, so that the order of papers does not decide.
        slug: (min(names[slug], key=lambda name: (-names[slug][name], name)), tuple(papers[slug]))
        for slug in sorted(papers)
    }


def find_topic_facts(topics: TopicPapers) -> dict[str, TopicFacts]:
    """Give what a month tells of its topics, by slug."""
    return {
        slug: TopicFacts(name=name, count=len(papers), newest=papers[:NEWEST])
        for slug, (name, papers) in topics.items()
    }


def plan_topic_months(month: str, topics: TopicPapers) -> Iterator[Page]:
    """Plan the pages of a month's topics; their papers are those that appeared first in it."""
    first = date.fromisoformat(f"{month}-01")
    for name, papers in topics.values():
        yield Page(
            url=topic_month_url(name, month),
            template="topic_month.html",
            kind="topic",
            title=f"{name}, {first:%B %Y}",
            description=f"Papers on {name} that appeared in {first:%B %Y}.",
            context={
                "name": name,
                "topic_url": topic_url(name),
                "first": first,
                "papers": papers,
            },
            updated=papers[0].day,
        )


def count_topics(months: TopicRecords) -> list[TopicCount]:
    """Count the papers of each topic: most papers first."""
    counts = [
        TopicCount(
            name=found[0][1].name,
            url=topic_url(found[0][1].name),
            count=sum(facts.count for _, facts in found),
        )
        for found in _by_topic(months)
    ]
    return sorted(counts, key=lambda topic: (-topic.count, topic.url))


def plan_topic_feeds(topics: Iterable[TopicCount]) -> list[FeedPlan]:
    """Plan the feed of each topic."""
    return [_plan_feed(topic.name, topic.count) for topic in topics]


def plan_topics(months: TopicRecords, *, has_authors: bool = False) -> Iterator[Page]:
    """Plan the page of each topic, and the list of all, which leads to that of authors."""
    yield Page(
        url=URLS.topics,
        template="topics.html",
        kind="topics",
        title="Topics",
        description="All papers by their topics.",
        context={"topics": tuple(count_topics(months)), "has_authors": has_authors},
    )
    yield from map(_plan_topic, _by_topic(months))


def _by_topic(months: TopicRecords) -> list[list[tuple[str, TopicFacts]]]:
    """Give each topic, by slug, what its months tell, newest first."""
    rows: dict[str, list[tuple[str, TopicFacts]]] = {}
    for month in sorted(months, reverse=True):
        for slug, facts in months[month].items():
            rows.setdefault(slug, []).append((month, facts))
    return [found for _, found in sorted(rows.items())]


def _plan_feed(name: str, total: int) -> FeedPlan:
    return FeedPlan(kind=TOPIC, key=name, subject=name, total=total)


def _plan_topic(found: list[tuple[str, TopicFacts]]) -> Page:
    name = found[0][1].name
    months = tuple(
        TopicMonth(
            first=date.fromisoformat(f"{month}-01"),
            url=topic_month_url(name, month),
            count=facts.count,
        )
        for month, facts in found
    )
    papers = tuple(paper for _, facts in found for paper in facts.newest)[:NEWEST]
    total = sum(month.count for month in months)
    return Page(
        url=topic_url(name),
        template="topic.html",
        kind="topic",
        title=name,
        description=f"The newest papers on {name}, and all by month.",
        context={
            "name": name,
            "total": total,
            "follow": _plan_feed(name, total).documents(),
            "most": max(month.count for month in months),
            "papers": papers,
            "years": tuple(
                (year, tuple(group))
                for year, group in groupby(months, key=lambda month: month.first.year)
            ),
        },
        updated=papers[0].day,
    )
