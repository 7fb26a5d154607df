"""Entries -> feeds: of papers, of days, of weeks, and the archive; pages -> sitemap; robots.txt.

Pure: no clock. Ids are tag URIs (RFC 4151) of names chosen once, so that no change of host, title
or theme makes an item new. Sitemap: https://www.sitemaps.org/protocol.html.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape, unescape
from itertools import groupby, islice
from urllib.parse import urljoin

from site_gen import GENERATOR
from site_gen.model.records import Entry, Listing, Settings
from site_gen.model.references import full_reference
from site_gen.model.urls import day_url, feed_urls, output_path, paper_url, permalink, week_url
from site_gen.model.wording import count, long_date
from site_gen.plan.feed_formats import (
    Feed,
    FeedItem,
    FeedLink,
    format_atom,
    format_json_feed,
    format_rss,
)
from site_gen.text import markdown

Day = tuple[Listing, Mapping[str, Entry]]
"""A day's listing, and its own entries by slug."""

# More than the 78 papers of the fullest day of the corpus: a reader that looks daily sees all.
NEWEST = 100
DAYS = 10
WEEKS = 2
_FIRST = timedelta(hours=1)  # the first paper's time of day; each further one is a second earlier
# A quick look: nearly all addresses in abstracts are absolute.
_RELATIVE = re.compile(r' (?:href|src)="(?!https?://)')
# The quotes and names of attributes are those our own renderer writes.
_ADDRESS = re.compile(r'(?<= href=")[^"]*|(?<= src=")[^"]*')
_SUMMARY = 300  # characters
_BRIEF = 160  # characters of an abstract in a digest of a day


def newest_feed(settings: Settings, days: Sequence[Day]) -> Feed | None:
    """Make the feed of the newest papers, each on the day it first appeared.

    ``days`` are newest first. None when they have no paper: no feed is better than an empty one.
    """
    items = list(islice((item for day in days for item in paper_items(settings, day)), NEWEST))
    previous = archive_url(days[0][0].date) if days else ""
    return make_feed(settings, "/", settings.title, items, previous=previous)


def daily_feed(settings: Settings, days: Sequence[Day]) -> Feed | None:
    """Make the feed of digests, an item a day. ``days`` are newest first."""
    items = [_day_item(settings, day) for day in days if own_papers(day)][:DAYS]
    return make_feed(settings, "/feeds/daily/", f"{settings.title}: day by day", items)


def weekly_feed(settings: Settings, days: Sequence[Day]) -> Feed | None:
    """Make the feed of digests, an item a week that is over. ``days`` are newest first.

    A week is over when a later one has begun: readers do not show an item again that grows.
    """
    weeks = groupby((day for day in days if own_papers(day)), key=lambda day: _monday(day[0].date))
    # The first is the week that is not over.
    whole = [(monday, list(group)) for monday, group in weeks][1 : WEEKS + 1]
    items = [_week_item(settings, monday, group) for monday, group in whole]
    return make_feed(settings, "/feeds/weekly/", f"{settings.title}: week by week", items)


def archive_feed(settings: Settings, day: Day, previous: date | None) -> Feed:
    """Make a day's document of the archive (RFC 5005): it never changes when another day comes."""
    items = paper_items(settings, day)
    feed = _frame(settings, "/", settings.title, items, published(day[0].date, 0))
    return replace(
        feed,
        previous=permalink(settings.base_url, archive_url(previous)) if previous else "",
        current=permalink(settings.base_url, "/atom.xml"),
    )


def make_feed(
    settings: Settings, folder: str, title: str, items: Sequence[FeedItem], *, previous: str = ""
) -> Feed | None:
    """Make a feed of items, newest first, whose documents are in a folder. None without items."""
    if not items:
        return None
    feed = _frame(settings, folder, title, items, max(item.published for item in items))
    return replace(
        feed,
        hub=settings.feed_hub,
        previous=permalink(settings.base_url, previous) if previous else "",
    )


def write_feed(settings: Settings, folder: str, feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Write a feed in its three forms: path and bytes of each."""
    rss, atom, json = feed_urls(folder)
    there = [permalink(settings.base_url, url) for url in (rss, atom, json)]
    yield output_path(rss), format_rss(feed, GENERATOR, there[0])
    yield output_path(atom), format_atom(feed, GENERATOR, there[1])
    yield output_path(json), format_json_feed(feed, there[2])


def feed_link(settings: Settings, folder: str, title: str, description: str) -> FeedLink:
    """Give what lists say of a feed."""
    rss, atom, json = (permalink(settings.base_url, url) for url in feed_urls(folder))
    return FeedLink(title=title, description=description, urls=(rss, atom, json))


def archive_url(day: date) -> str:
    """Give the address of a day's document of the archive."""
    return f"{day_url(day)}archive.xml"


def own_papers(day: Day) -> list[tuple[int, Entry]]:
    """Give the papers that appeared first on this day, each with its place in the digest."""
    listing, entries = day
    names = [full_reference(ref, listing.date) for ref in listing.papers]
    own = f"{listing.date}/"
    return [
        (place, entries[name.removeprefix(own)])
        for place, name in enumerate(names)
        if name.startswith(own)
    ]


def paper_items(settings: Settings, day: Day) -> list[FeedItem]:
    """Make an item of each paper that appeared first on this day."""
    return [paper_item(settings, entry, place) for place, entry in own_papers(day)]


def published(day: date, position: int) -> datetime:
    """Give a paper's time: the day it first appeared, in the digest's order.

    The earlier in the digest the later the time, for readers put the latest first; a paper
    that is added at the end of the day moves no other.

    >>> published(date(2025, 9, 17), 1).isoformat()
    '2025-09-17T00:59:59+00:00'
    """
    midnight = datetime.combine(day, time(), UTC)
    # A digest of more than 3,600 papers must not reach into the day before.
    return max(midnight, midnight + _FIRST - timedelta(seconds=position))


def _frame(
    settings: Settings, folder: str, title: str, items: Sequence[FeedItem], updated: datetime
) -> Feed:
    return Feed(
        id=_feed_id(settings, folder),
        title=title,
        description=settings.description,
        home=permalink(settings.base_url, "/"),
        language=settings.language,
        author=settings.author or settings.title,
        updated=updated,
        items=tuple(items),
    )


def paper_item(settings: Settings, entry: Entry, position: int) -> FeedItem:
    """Make the item of a paper that has this place, from 0, in the digest of its first day."""
    url = permalink(settings.base_url, paper_url(entry.first_day, entry.slug))
    return FeedItem(
        id=tag(settings, entry.first_day, entry.slug),
        url=url,
        title=markdown.plain_title(entry.title),
        summary=markdown.excerpt(markdown.to_plain_text(entry.body), _SUMMARY),
        html=_absolute(markdown.to_plain_html(entry.body), url) or "<p>No abstract.</p>",
        published=published(entry.first_day, position),
        authors=entry.authors,
        topics=entry.topics + entry.categories,
    )


def _day_item(settings: Settings, day: Day) -> FeedItem:
    listing, _ = day
    papers = [entry for _, entry in own_papers(day)]
    return FeedItem(
        id=tag(settings, listing.date, "/day"),
        url=permalink(settings.base_url, day_url(listing.date)),
        title=f"{count(len(papers), 'paper')} of {long_date(listing.date)}",
        summary=markdown.excerpt(
            "; ".join(markdown.plain_title(x.title) for x in papers), _SUMMARY
        ),
        html=_list_papers(settings, papers, has_abstracts=True),
        published=published(listing.date, 0),
    )


def _week_item(settings: Settings, monday: date, days: Sequence[Day]) -> FeedItem:
    papers = [entry for day in days for _, entry in own_papers(day)]
    parts = [
        f"<h3>{day[0].date:%A}, {long_date(day[0].date)}</h3>"
        + _list_papers(settings, [entry for _, entry in own_papers(day)], has_abstracts=False)
        for day in reversed(days)
    ]
    return FeedItem(
        id=tag(settings, monday, "/week"),
        url=permalink(settings.base_url, week_url(monday)),
        title=f"{count(len(papers), 'paper')} of the week of {long_date(monday)}",
        summary=markdown.excerpt(
            "; ".join(markdown.plain_title(x.title) for x in papers), _SUMMARY
        ),
        html="".join(parts),
        published=published(days[0][0].date, 0),
    )


def _list_papers(settings: Settings, papers: Iterable[Entry], *, has_abstracts: bool) -> str:
    rows = []
    for entry in papers:
        url = permalink(settings.base_url, paper_url(entry.first_day, entry.slug))
        words = (
            markdown.excerpt(markdown.to_plain_text(entry.body), _BRIEF) if has_abstracts else ""
        )
        more = f"<br>{escape(words)}" if words else ""
        title = escape(markdown.plain_title(entry.title))
        rows.append(f'<li><a href="{escape(url)}">{title}</a>{more}</li>')
    return f"<ol>{''.join(rows)}</ol>"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def tag(settings: Settings, day: date, name: str) -> str:
    """Name an item for good: by a day and, for a paper, its slug."""
    return f"tag:{settings.feed_authority},{day}:{name}"


def _feed_id(settings: Settings, folder: str) -> str:
    """Name a feed for good; the year is that in which this form of ids was fixed."""
    return f"tag:{settings.feed_authority},2025:feed{folder}"


def _absolute(html: str, url: str) -> str:
    """Make the addresses of a fragment absolute: feed readers show it anywhere."""
    lines = html.replace("\r\n", "\n").replace("\r", "\n") if "\r" in html else html  # as in XML
    if '="' not in lines or not _RELATIVE.search(lines):
        return lines
    return _ADDRESS.sub(lambda m: escape(urljoin(url, unescape(m[0]))), lines)
