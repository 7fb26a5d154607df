"""Entries -> feed, and feed -> RSS 2.0; pages -> sitemap; robots.txt. Pure: no clock.

RSS 2.0: https://www.rssboard.org/rss-specification, with content:encoded and dc:creator as in
https://www.rssboard.org/rss-profile. Sitemap: https://www.sitemaps.org/protocol.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from site_gen import markup
from site_gen.listings import full_reference
from site_gen.model import Entry, Feed, FeedItem, Listing, Page, Settings
from site_gen.urls import paper_url, permalink

Dated = tuple[str, date | None]
"""A URL, and the day when what is there changed last."""

NEWEST = 100
_FIRST = timedelta(hours=1)  # the first paper's time of day; each further one is a second earlier
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def newest_feed(settings: Settings, days: Iterable[tuple[Listing, Mapping[str, Entry]]]) -> Feed:
    """Make the feed of the newest papers, each on the day it first appeared.

    ``days`` are listings, newest first, each with its own entries by slug; no more of them are
    taken than the feed has room for.
    """
    items: list[FeedItem] = []
    for listing, entries in days:
        for position, ref in enumerate(listing.papers):
            slug = full_reference(ref, listing.date).removeprefix(f"{listing.date}/")
            if "/" not in slug and len(items) < NEWEST:
                items.append(_item(settings, entries[slug], position))
        if len(items) == NEWEST:
            break
    return Feed(
        title=settings.title,
        description=settings.description,
        url=permalink(settings.base_url, "/feed.xml"),
        home=permalink(settings.base_url, "/"),
        language=settings.language,
        items=tuple(items),
    )


def format_rss(feed: Feed, generator: str) -> bytes:
    """Write a feed as RSS 2.0."""
    for prefix, namespace in (("atom", _ATOM), ("content", _CONTENT), ("dc", _CREATOR)):
        register_namespace(prefix, namespace)
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.description or feed.title)
    _add(channel, "language", feed.language)
    if feed.updated:
        _add(channel, "lastBuildDate", format_datetime(feed.updated, usegmt=True))
    _add(channel, "generator", generator)
    link = {"href": feed.url, "rel": "self", "type": "application/rss+xml"}
    SubElement(channel, f"{{{_ATOM}}}link", link)
    for one in feed.items:
        item = SubElement(channel, "item")
        _add(item, "title", one.title)
        _add(item, "link", one.url)
        SubElement(item, "guid", isPermaLink="false").text = one.id
        _add(item, "pubDate", format_datetime(one.published, usegmt=True))
        for author in one.authors:
            _add(item, f"{{{_CREATOR}}}creator", author)
        for topic in one.topics:
            _add(item, "category", topic)
        _add(item, "description", one.summary or one.title)
        _add(item, f"{{{_CONTENT}}}encoded", one.html)
    return _document(rss)


def format_sitemap(settings: Settings, urls: Sequence[Dated]) -> bytes:
    """List pages, by URL, each with the day of its newest paper."""
    return _format_locations(settings, "urlset", "url", urls)


def format_sitemap_index(settings: Settings, parts: Sequence[Dated]) -> bytes:
    """List sitemaps, by URL, each with the day of its newest page."""
    return _format_locations(settings, "sitemapindex", "sitemap", parts)


def list_pages(pages: Iterable[Page]) -> list[Dated]:
    """Give what a sitemap says of pages: those that are listed."""
    return [(page.url, page.updated) for page in pages if page.is_listed]


def format_robots(settings: Settings) -> bytes:
    """Welcome every robot, and name the sitemap."""
    sitemap = permalink(settings.base_url, "/sitemap.xml")
    return f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n".encode()


def published(day: date, position: int) -> datetime:
    """Give a paper's time: the day it first appeared, in the digest's order.

    The earlier in the digest the later the time, for readers put the latest first; a paper
    that is added at the end of the day moves no other.

    >>> published(date(2025, 9, 17), 1).isoformat()
    '2025-09-17T00:59:59+00:00'
    """
    midnight = datetime.combine(day, time(), UTC)
    return max(midnight, midnight + _FIRST - timedelta(seconds=position))


def _item(settings: Settings, entry: Entry, position: int) -> FeedItem:
    url = permalink(settings.base_url, paper_url(entry.first_day, entry.slug))
    return FeedItem(
        id=f"tag:{settings.feed_authority},{entry.first_day}:{entry.slug}",  # RFC 4151
        url=url,
        title=" ".join(entry.title.split()),
        summary=markup.excerpt(markup.to_text(entry.body), 300),
        html=markup.to_feed_html(entry.body) or "<p>No abstract.</p>",
        published=published(entry.first_day, position),
        authors=entry.authors,
        topics=entry.topics,
    )


def _format_locations(settings: Settings, root: str, name: str, rows: Sequence[Dated]) -> bytes:
    register_namespace("", _SITEMAP)
    top = Element(f"{{{_SITEMAP}}}{root}")
    for url, updated in rows:
        one = SubElement(top, f"{{{_SITEMAP}}}{name}")
        _add(one, f"{{{_SITEMAP}}}loc", permalink(settings.base_url, url))
        if updated:
            _add(one, f"{{{_SITEMAP}}}lastmod", updated.isoformat())
    return _document(top)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _document(root: Element) -> bytes:
    indent(root, "")
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n'
        + tostring(root, encoding="unicode").encode()
        + b"\n"
    )
