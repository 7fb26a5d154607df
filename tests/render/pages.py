"""Pages to render: one whose template sees what a test wants, and those of a whole site."""

from collections.abc import Iterable, Iterator
from dataclasses import field, make_dataclass, replace
from datetime import date
from pathlib import Path

from site_gen.content.store import load_day, load_topics
from site_gen.content.topic_rules import with_topics
from site_gen.model.hosts.headers import GITHUB_PAGES
from site_gen.model.hosts.rules import RedirectRule
from site_gen.model.pages import MonthContent, Page
from site_gen.model.papers import Entry, PageText, Settings
from site_gen.model.references import entry_reference
from site_gen.model.slugs import author_slug, organization_key
from site_gen.model.urls import names_url, subjects_url
from site_gen.plan.author_pages import Authored, describe_author, plan_author
from site_gen.plan.data_files import plan_api
from site_gen.plan.day_pages import plan_month
from site_gen.plan.feeds.feed_table import NEWEST, FeedLists, FeedPlan, describe_feed
from site_gen.plan.fixed_pages import plan_feeds, plan_fixed_pages
from site_gen.plan.month_pages import make_line, plan_month_page
from site_gen.plan.month_summary import summarise_day
from site_gen.plan.moved_pages import plan_moved
from site_gen.plan.name_lists import AuthorsPage, NamesPart, OrganizationsPage
from site_gen.plan.own.own_pages import plan_own_pages
from site_gen.plan.topic_pages import (
    count_topics,
    group_by_topic,
    plan_topic_list,
    plan_topic_months,
    plan_topics,
    summarise_topics,
)
from site_gen.plan.week_pages import plan_weeks

DAY = date(2025, 9, 17)
AUTHORS = ("Ada <Lovelace>", "Bo & Co")
ORGANIZATION = "R&D <Lab>"


def make_page(template: str, **values: object) -> Page:
    kind = make_dataclass(
        "SomePage",
        [(name, object, field(default=value)) for name, value in values.items()],
        bases=(Page,),
        namespace={"template": template, "kind": "archive"},
        frozen=True,
        kw_only=True,
    )
    page = kind(url="/x/", title="X")
    assert isinstance(page, Page)
    return page


def plan_site(content: Path, settings: Settings) -> Iterator[Page]:
    """Plan a site of one day that has a page of every kind; every third paper has authors."""
    listing, papers = load_day(content, DAY)
    entries = {
        f"{DAY}/{entry.slug}": (
            replace(entry, authors=AUTHORS, organization=ORGANIZATION) if number % 3 == 0 else entry
        )
        for number, entry in enumerate(papers)
    }
    entries = with_topics(load_topics(content), entries)
    own = list(entries.values())
    topics = group_by_topic(own)
    line = make_line(own[1])
    yield from plan_month(
        settings,
        MonthContent(
            listings=(listing,),
            entries=entries,
            linked=frozenset({author_slug(AUTHORS[0]), organization_key(ORGANIZATION)}),
            related=dict.fromkeys(entries, (line,)),
        ),
    )
    yield plan_month_page(DAY.replace(day=1), [listing], own, None, None)
    yield from plan_weeks({DAY: len(own)}, own, None, None)
    yield from plan_topic_months(f"{DAY:%Y-%m}", topics)
    summaries = {f"{DAY:%Y-%m}": summarise_topics(topics)}
    yield plan_topic_list(count_topics(summaries), has_authors=True, has_organizations=True)
    yield from plan_topics(summaries)
    years = plan_topics({f"{DAY:%Y-%m}": summarise_topics(topics, None)}, is_slim=True)
    yield from (page for page in years if page.template == "topic_year.html")
    link = describe_feed(settings, FeedPlan(kind=NEWEST))
    yield from plan_fixed_pages(
        settings, [summarise_day(listing, len(own))], ["/pagefind/all/"], has_feeds=True
    )
    yield plan_feeds(
        FeedLists((link,), (("By topic", (link,)),)), has_authors=True, has_author_feeds=True
    )
    yield plan_api(has_feeds=True)
    yield from plan_own_pages(
        settings, [PageText(slug="contact", title="<Us>", body="# We & you\n\nSee [b](/b/).")]
    )
    redirects = (RedirectRule("/old", "/about/"),)
    yield from plan_moved(replace(settings, host=GITHUB_PAGES, redirects=redirects))
    yield from plan_author_pages(own)


def plan_author_pages(entries: Iterable[Entry]) -> Iterator[Page]:
    """Plan the pages of the first author and the organization of these, and the lists of both."""
    papers = [
        Authored(
            name=entry_reference(entry),
            title=entry.title,
            place=number,
            content_hash="",
            authors=entry.authors,
            topics=entry.topics,
            organization=entry.organization,
        )
        for number, entry in enumerate(entries)
        if entry.authors
    ]
    for key, letter, kind in (
        (author_slug(AUTHORS[0]), "a", AuthorsPage),
        (organization_key(ORGANIZATION), "r", OrganizationsPage),
    ):
        row = describe_author(key, papers, 1)
        yield from plan_author(row, papers)
        part = NamesPart(prefix=letter, url=names_url(key[: key.index(letter) + 1]))
        yield kind(url=subjects_url(key), title="Names", parts=(part,), top=(row,), total=1)
        yield kind(url=part.url, title=letter, prefix=letter, names=((row.name, row.url),))
