"""What spans months: home of an empty site, archive, search page, feed, sitemap index, assets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from site_gen import feed_formats, feeds, twins
from site_gen.bundles import SMALL
from site_gen.feed_formats import Feed
from site_gen.model import Settings
from site_gen.months import sitemap_path
from site_gen.netlify import format_redirects
from site_gen.pages import plan_rest
from site_gen.render import GENERATOR, make_renderer
from site_gen.store import DayScan, MonthScan, load_topics, read_entries, read_listing
from site_gen.survey import Survey
from site_gen.topic_pages import TopicRecords, plan_topics
from site_gen.topics import Vocabulary, find_moved, with_topics
from site_gen.urls import (
    day_url,
    month_url,
    output_path,
    paper_url,
    permalink,
    topic_month_url,
    topic_slug,
    topic_url,
    week_url,
)

_PAGES = "sitemaps/pages.xml"


def make_rest(
    found: Survey, content: Path, bundles: Sequence[str], topics: TopicRecords
) -> dict[str, bytes]:
    """Make the files that span months, by output path.

    ``bundles`` are names, newest first; ``topics`` what each month tells of its topics.
    """
    settings, theme, facts = found.settings, found.theme, found.facts
    render = make_renderer(settings, theme)
    days = [day for month in facts.values() for day in month]
    vocabulary = load_topics(content)
    made = _make_feeds(settings, _newest_days(content, found.scan, vocabulary))
    links = [feeds.feed_link(settings, folder, feed) for folder, feed in made.items()]
    pages = (
        *plan_rest(settings, days, [f"/pagefind/{name}/" for name in bundles], links),
        *plan_topics(topics),
        twins.plan_api(has_feeds=bool(links)),
    )
    counts = [(day.date, day.listed) for day in days]
    newest = {name: max((day.date for day in month), default=None) for name, month in facts.items()}
    parts: list[tuple[str, date | None]] = [
        (f"/{sitemap_path(name)}", newest[name]) for name in sorted(newest, reverse=True)
    ]
    updated = max(filter(None, newest.values()), default=None)
    own = feeds.list_pages(pages)
    if sum(day.own for day in days) <= SMALL:  # few enough for one file
        sitemap = feeds.format_sitemap(
            settings, [*own, *_list_all(found.scan), *_list_topics(topics)]
        )
    else:
        sitemap = feeds.format_sitemap_index(settings, [(f"/{_PAGES}", updated), *parts])
    return {
        **{output_path(theme.urls[name]): data for name, data in theme.assets.items()},
        **{output_path(page.url): render(page).encode() for page in pages},
        **dict(_write_feeds(settings, made)),
        **({"feeds/all.opml": feed_formats.format_opml(settings.title, links)} if links else {}),
        "api/index.json": twins.format_index(settings, counts),
        "llms.txt": twins.format_llms(settings, counts, links),
        _PAGES: feeds.format_sitemap(settings, own),
        "sitemap.xml": sitemap,
        "robots.txt": feeds.format_robots(settings),
        **_make_redirects(vocabulary, topics),
    }


def _make_redirects(vocabulary: Vocabulary, topics: TopicRecords) -> dict[str, bytes]:
    """Lead from the pages that topics had by another name to those they have."""
    there = {slug for month in topics.values() for slug in month}
    moved = {
        topic_url(slug): topic_url(name)
        for slug, name in find_moved(vocabulary).items()
        if topic_slug(name) in there
    }
    return {"_redirects": format_redirects(moved)} if moved else {}


def _list_all(scan: Iterable[MonthScan]) -> Iterator[feeds.Dated]:
    """Give the pages that months make: home, days and papers."""
    days = [day for month in scan for day in month.days]
    for day in days[-1:]:
        yield "/", day.date
    for month in scan:
        yield month_url(month.days[0].date), month.days[-1].date
    yield from {week_url(day.date): day.date for day in days}.items()
    for day in days:
        yield day_url(day.date), day.date
        for slug in day.slugs:
            yield paper_url(day.date, slug), day.date


def _list_topics(topics: TopicRecords) -> Iterator[feeds.Dated]:
    for name in sorted(topics):
        for facts in topics[name].values():
            yield topic_month_url(facts.name, name), facts.newest[0].day


def _make_feeds(settings: Settings, days: Sequence[feeds.Day]) -> dict[str, Feed]:
    """Make the feeds that have something to say, by folder."""
    made = {
        "/": feeds.newest_feed(settings, days),
        "/feeds/daily/": feeds.daily_feed(settings, days),
        "/feeds/weekly/": feeds.weekly_feed(settings, days),
    }
    return {folder: feed for folder, feed in made.items() if feed}


def _write_feeds(settings: Settings, made: Mapping[str, Feed]) -> Iterator[tuple[str, bytes]]:
    """Write each feed in its three forms."""
    for folder, feed in made.items():
        rss, atom, json = feeds.feed_urls(folder)
        there = [permalink(settings.base_url, url) for url in (rss, atom, json)]
        yield output_path(rss), feed_formats.format_rss(feed, GENERATOR, there[0])
        yield output_path(atom), feed_formats.format_atom(feed, GENERATOR, there[1])
        yield output_path(json), feed_formats.format_json_feed(feed, there[2])


def _newest_days(
    content: Path, scan: Iterable[MonthScan], vocabulary: Vocabulary
) -> list[feeds.Day]:
    """Read as many of the newest days as feeds have room for, and no more."""
    found: list[feeds.Day] = []
    days: list[DayScan] = [day for month in scan for day in month.days]
    papers, weeks = 0, set[tuple[int, int]]()
    for number, day in enumerate(reversed(days)):
        weeks.add(_week(day.date))
        if papers >= feeds.NEWEST and number >= feeds.DAYS and len(weeks) > feeds.WEEKS + 1:
            break
        listing, _ = read_listing(content, day)
        entries, _ = read_entries(content, [f"{day.date}/{slug}" for slug in day.slugs])
        own = with_topics(vocabulary, entries)
        found.append((listing, {entry.slug: entry for entry in own.values()}))
        papers += len(entries)
    return found


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
