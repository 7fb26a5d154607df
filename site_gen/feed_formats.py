"""One record, three writers: RSS 2.0, Atom, JSON Feed; and OPML, which lists feeds.

RSS 2.0: https://www.rssboard.org/rss-specification, with content:encoded and dc:creator as in
https://www.rssboard.org/rss-profile. Atom: RFC 4287. Archives: RFC 5005, section 4. JSON Feed:
https://www.jsonfeed.org/version/1.1/. WebSub: https://www.w3.org/TR/websub/. OPML 2.0:
http://opml.org/spec2.opml. Every writer takes the address of the document it writes.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_PREFIXES = {"atom": _ATOM, "content": _CONTENT, "dc": _CREATOR, "fh": _HISTORY}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry of a feed. ``title`` is one line of text; ``html`` is safe HTML."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, whatever it is written as: items newest day first, in the digest's order in a day.

    ``id`` is a tag URI. ``previous`` is the newest document of its archive, or of an archive
    document the one before; ``current`` is set in archive documents only, and leads to the feed.
    """

    id: str
    title: str
    description: str
    home: str
    language: str
    author: str
    updated: datetime
    items: tuple[FeedItem, ...]
    hub: str = ""
    previous: str = ""
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as a page or an OPML file lists it: ``urls`` are of RSS, Atom and JSON Feed."""

    title: str
    description: str
    urls: tuple[str, str, str]


def format_rss(feed: Feed, generator: str, url: str) -> bytes:
    """Write a feed as RSS 2.0."""
    for prefix, namespace in _PREFIXES.items():
        register_namespace(prefix, namespace)
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.description or feed.title)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", format_datetime(feed.updated, usegmt=True))
    add(channel, "generator", generator)
    _add_links(channel, feed, url, "application/rss+xml")
    for one in feed.items:
        item = SubElement(channel, "item")
        add(item, "title", one.title)
        add(item, "link", one.url)
        SubElement(item, "guid", isPermaLink="false").text = one.id
        add(item, "pubDate", format_datetime(one.published, usegmt=True))
        for author in one.authors:
            add(item, f"{{{_CREATOR}}}creator", author)
        for topic in one.topics:
            add(item, "category", topic)
        add(item, "description", escape(one.summary or one.title, quote=False))  # it is HTML
        add(item, f"{{{_CONTENT}}}encoded", one.html)
    return document(rss)


def format_atom(feed: Feed, generator: str, url: str) -> bytes:
    """Write a feed as Atom; an archive document when the feed names its ``current`` one."""
    register_namespace("", _ATOM)
    register_namespace("fh", _HISTORY)
    root = Element(f"{{{_ATOM}}}feed")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _add_atom(root, "id", feed.id)
    _add_atom(root, "title", feed.title)
    if feed.description:
        _add_atom(root, "subtitle", feed.description)
    _add_atom(root, "updated", _instant(feed.updated))
    _add_atom(SubElement(root, f"{{{_ATOM}}}author"), "name", feed.author)
    _add_atom(root, "generator", generator)
    SubElement(root, f"{{{_ATOM}}}link", href=feed.home, rel="alternate", type="text/html")
    _add_links(root, feed, url, "application/atom+xml")
    for item in feed.items:
        _add_entry(root, item)
    return document(root)


def format_json_feed(feed: Feed, url: str) -> bytes:
    """Write a feed as JSON Feed 1.1."""
    value: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
    }
    if feed.hub:
        value["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    value["items"] = [dict(_json_item(item)) for item in feed.items]
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def format_opml(title: str, feeds: Iterable[FeedLink]) -> bytes:
    """List feeds, each once, in its RSS form, which every reader knows."""
    root = Element("opml", version="2.0")
    add(SubElement(root, "head"), "title", title)
    body = SubElement(root, "body")
    for feed in feeds:
        SubElement(body, "outline", type="rss", text=feed.title, title=feed.title,
                   description=feed.description, xmlUrl=feed.urls[0])  # fmt: skip
    return document(root)


def format_link_list(title: str, links: Iterable[tuple[str, str]]) -> bytes:
    """List pages, each a text and a URL, as OPML."""
    root = Element("opml", version="2.0")
    add(SubElement(root, "head"), "title", title)
    body = SubElement(root, "body")
    for text, url in links:
        SubElement(body, "outline", type="link", text=text, url=url)
    return document(root)


def add(parent: Element, name: str, text: str) -> None:
    """Add an element that holds text."""
    SubElement(parent, name).text = text


def document(root: Element) -> bytes:
    """Write an XML document, an element a line."""
    indent(root, "")
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return head + tostring(root, encoding="unicode").encode() + b"\n"


def _add_links(parent: Element, feed: Feed, url: str, kind: str) -> None:
    """Say where this document, its hub and its archive are."""
    if feed.current and feed.previous:  # the W3C validator asks for a link in marked documents
        SubElement(parent, f"{{{_HISTORY}}}archive")
    links = {"self": url, "hub": feed.hub, "prev-archive": feed.previous, "current": feed.current}
    kinds = {"self": kind, "prev-archive": "application/atom+xml", "current": kind}
    for relation, href in links.items():
        if href:
            link = SubElement(parent, f"{{{_ATOM}}}link", href=href, rel=relation)
            if relation in kinds:
                link.set("type", kinds[relation])


def _add_entry(root: Element, item: FeedItem) -> None:
    entry = SubElement(root, f"{{{_ATOM}}}entry")
    _add_atom(entry, "id", item.id)
    _add_atom(entry, "title", item.title)
    SubElement(entry, f"{{{_ATOM}}}link", href=item.url, rel="alternate", type="text/html")
    _add_atom(entry, "published", _instant(item.published))
    _add_atom(entry, "updated", _instant(item.published))
    for author in item.authors:
        _add_atom(SubElement(entry, f"{{{_ATOM}}}author"), "name", author)
    for topic in item.topics:
        SubElement(entry, f"{{{_ATOM}}}category", term=topic)
    if item.summary:
        _add_atom(entry, "summary", item.summary)
    SubElement(entry, f"{{{_ATOM}}}content", type="html").text = item.html


def _add_atom(parent: Element, name: str, text: str) -> None:
    add(parent, f"{{{_ATOM}}}{name}", text)


def _json_item(item: FeedItem) -> Iterator[tuple[str, object]]:
    yield "id", item.id
    yield "url", item.url
    yield "title", item.title
    yield "content_html", item.html
    if item.summary:
        yield "summary", item.summary
    yield "date_published", _instant(item.published)
    if item.authors:
        yield "authors", [{"name": name} for name in item.authors]
    if item.topics:
        yield "tags", list(item.topics)


def _instant(when: datetime) -> str:
    """Write a time in UTC, by RFC 3339."""
    return when.isoformat().replace("+00:00", "Z")
