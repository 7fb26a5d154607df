"""Entries -> feeds, as the table says: of papers, of days, of weeks; and the archive.

Pure: no clock. Ids are tag URIs (RFC 4151) of names chosen once, so that no change of host, title
or theme makes an item new. The archive follows RFC 5005, section 4.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape, unescape
from itertools import groupby, islice
from urllib.parse import urljoin

from site_gen.model import (
    MOST_TOPICS,
    URLS,
    Entry,
    Listing,
    Settings,
    archive_document_url,
    count,
    day_url,
    entry_permalink,
    feed_url,
    full_reference,
    long_date,
    monday_of,
    output_path,
    permalink,
    week_url,
)
from site_gen.plan.feeds.feed_formats import FORMATS, Feed, FeedItem
from site_gen.plan.feeds.feed_table import KINDS, NEWEST, FeedPlan
from site_gen.text import markdown
from site_gen.text.local_links import may_have_local, place_links
from site_gen.text.titles import plain_title

Day = tuple[Listing, Mapping[str, Entry]]
"""A day's listing, and its own entries by slug."""

_FIRST = timedelta(hours=1)  # the first paper's time of day; each further one is a second earlier
# The quotes and names of attributes are those our own renderer writes.
_ADDRESS = re.compile(r'(?<= href=")[^"]*|(?<= src=")[^"]*')
_SUMMARY = 300  # characters
_NAMED = 20  # authors of a short item: a paper may have thousands
_BRIEF = 160  # characters of an abstract in a digest of a day


def make_day_feeds(settings: Settings, days: Sequence[Day]) -> list[tuple[FeedPlan, Feed]]:
    """Make the feeds of the newest days, which stand newest first; none that would be empty."""
    feeds = []
    for kind in KINDS:
        if kind.unit:
            plan = FeedPlan(kind=kind)
            items = _ITEMS[kind.unit](settings, days)
            if feed := make_feed(settings, plan, items, newest=days[0][0].date if days else None):
                feeds.append((plan, feed))
    return feeds


def make_feed(
    settings: Settings, plan: FeedPlan, items: Iterable[FeedItem], *, newest: date | None = None
) -> Feed | None:
    """Make a feed of items, newest first. None without items.

    ``newest`` is the day whose document of the archive is the newest, for feeds with an archive.
    """
    shown = tuple(islice(items, plan.kind.most))
    if not shown:
        return None
    if plan.kind.is_short:
        shown = tuple(map(shorten, shown))
    feed = _frame(settings, plan, shown, max(item.published for item in shown))
    return replace(
        feed,
        hub=settings.feed_hub,
        previous=_archive_link(settings, newest if plan.kind.has_archive else None),
    )


def write_feed(settings: Settings, plan: FeedPlan, feed: Feed) -> Iterator[tuple[str, bytes]]:
    """Write a feed in the formats that it is made in: path and bytes of each."""
    for name, url in zip(plan.formats, plan.urls(), strict=True):
        yield output_path(url), FORMATS[name].write(feed, permalink(settings.base_url, url))


def make_archive_document(settings: Settings, days: Sequence[Day], previous: date | None) -> Feed:
    """Make the document of the archive of these days, newest first.

    That of one day never changes when another day comes; that of a month grows until it is over.
    """
    plan, when = FeedPlan(kind=NEWEST), days[0][0].date
    return replace(
        _frame(settings, plan, tuple(list_paper_items(settings, days)), published(when, 0)),
        previous=_archive_link(settings, previous),
        current=permalink(settings.base_url, feed_url(plan.folder, "atom")),
    )


def write_archive_document(settings: Settings, days: Sequence[Day], previous: date | None) -> bytes:
    """Write the document of the archive of these days, which leads to that of a day before."""
    feed = make_archive_document(settings, days, previous)
    return FORMATS["atom"].write(feed, _archive_link(settings, days[0][0].date))


def _frame(
    settings: Settings, plan: FeedPlan, items: tuple[FeedItem, ...], updated: datetime
) -> Feed:
    return Feed(
        # The year is that in which this form of ids was fixed.
        id=f"tag:{settings.feed_authority},2025:feed{plan.folder}",
        title=plan.title(settings),
        description=plan.description(settings),
        home=permalink(settings.base_url, plan.folder if plan.kind.is_page else URLS.home),
        language=settings.language,
        author=settings.author or settings.title,
        updated=updated,
        items=items,
    )


def _archive_link(settings: Settings, day: date | None) -> str:
    """Give the address of the document of the archive with a day; nothing without a day."""
    if not day:
        return ""
    url = archive_document_url(day, is_monthly=settings.is_slim)
    return permalink(settings.base_url, url)


def own_papers(day: Day) -> list[tuple[int, Entry]]:
    """Give the papers that appeared first on this day, each with its place in the digest."""
    listing, entries = day
    names = [full_reference(ref, listing.date) for ref in listing.papers]
    prefix = f"{listing.date}/"
    return [
        (place, entries[name.removeprefix(prefix)])
        for place, name in enumerate(names)
        if name.startswith(prefix)
    ]


def list_paper_items(settings: Settings, days: Iterable[Day]) -> Iterator[FeedItem]:
    """Make an item of each paper, on the day it first appeared."""
    return (paper_item(settings, entry, place) for day in days for place, entry in own_papers(day))


def shorten(item: FeedItem) -> FeedItem:
    """Replace the text of an item by its summary and a link, and leave out the last of many names.

    The text says how many names are left out.
    """
    more = len(item.authors) - _NAMED
    left = f" {count(more, 'more author')}." if more > 0 else ""
    link = f'<a href="{escape(item.url)}">The paper\'s page</a>'
    text = escape(item.summary or "No abstract.")
    # The summary is in the text: said twice, it would double the size of the feed.
    return replace(
        item, summary="", html=f"<p>{text}</p><p>{link}.{left}</p>", authors=item.authors[:_NAMED]
    )


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


def paper_item(settings: Settings, entry: Entry, position: int) -> FeedItem:
    """Make the item of a paper that has this place, from 0, in the digest of its first day."""
    url = entry_permalink(settings, entry)
    return FeedItem(
        id=tag(settings, entry.first_day, entry.slug),
        url=url,
        title=plain_title(entry.title, latex=settings.latex),
        summary=_excerpt(settings, entry, _SUMMARY),
        html=_absolute(settings, entry, url) or "<p>No abstract.</p>",
        published=published(entry.first_day, position),
        authors=entry.authors,
        topics=entry.topics[:MOST_TOPICS] + entry.categories,
    )


def _day_item(settings: Settings, day: Day) -> FeedItem:
    listing, _ = day
    papers = [entry for _, entry in own_papers(day)]
    return FeedItem(
        id=tag(settings, listing.date, "/day"),
        url=permalink(settings.base_url, day_url(listing.date)),
        title=f"{count(len(papers), 'paper')} of {long_date(listing.date)}",
        summary=_join_titles(settings, papers),
        html=_list_papers(settings, papers, has_abstracts=True),
        published=published(listing.date, 0),
    )


def _list_day_items(settings: Settings, days: Iterable[Day]) -> Iterator[FeedItem]:
    return (_day_item(settings, day) for day in days if own_papers(day))


def _list_week_items(settings: Settings, days: Iterable[Day]) -> Iterator[FeedItem]:
    """Make an item of each week that is over: readers do not show an item again that grows.

    A week is over when a later one has begun.
    """
    weeks = groupby(
        (day for day in days if own_papers(day)), key=lambda day: monday_of(day[0].date)
    )
    # The list first: groupby moves on as it is read, and [1:] leaves out the week that may grow.
    for monday, group in [(monday, list(group)) for monday, group in weeks][1:]:
        yield _week_item(settings, monday, group)


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
        summary=_join_titles(settings, papers),
        html="".join(parts),
        published=published(days[0][0].date, 0),
    )


def _list_papers(settings: Settings, papers: Iterable[Entry], *, has_abstracts: bool) -> str:
    rows = []
    for entry in papers:
        url = entry_permalink(settings, entry)
        words = _excerpt(settings, entry, _BRIEF) if has_abstracts else ""
        more = f"<br>{escape(words)}" if words else ""
        title = escape(plain_title(entry.title, latex=settings.latex))
        rows.append(f'<li><a href="{escape(url)}">{title}</a>{more}</li>')
    return f"<ol>{''.join(rows)}</ol>"


def _excerpt(settings: Settings, entry: Entry, limit: int) -> str:
    return markdown.excerpt(markdown.to_plain_text(entry.body, latex=settings.latex), limit)


def _join_titles(settings: Settings, papers: Iterable[Entry]) -> str:
    titles = (plain_title(paper.title, latex=settings.latex) for paper in papers)
    return markdown.excerpt("; ".join(titles), _SUMMARY)


def tag(settings: Settings, day: date, name: str) -> str:
    """Name an item for good: by a day and, for a paper, its slug."""
    return f"tag:{settings.feed_authority},{day}:{name}"


def _absolute(settings: Settings, entry: Entry, url: str) -> str:
    """Give the abstract as HTML whose addresses are absolute: feed readers show it anywhere."""
    html = markdown.to_plain_html(entry.body, latex=settings.latex)
    lines = html.replace("\r\n", "\n").replace("\r", "\n") if "\r" in html else html  # as in XML
    if not may_have_local(lines):
        return lines
    home = settings.base_url.rstrip("/")
    placed = place_links(lines, day_url(entry.first_day), home, entry.pictures)
    # What is left leads to a place on the paper's own page.
    return _ADDRESS.sub(lambda m: escape(urljoin(url, unescape(m[0]))), placed)


_ITEMS: Mapping[str, Callable[[Settings, Sequence[Day]], Iterable[FeedItem]]] = {
    "paper": list_paper_items,
    "day": _list_day_items,
    "week": _list_week_items,
}
