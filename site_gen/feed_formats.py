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
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_PREFIXES = {"atom": _ATOM, "content": _CONTENT, "dc": _CREATOR}


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
    for relation, href, kind in _links(feed, url, "application/rss+xml"):
        link = SubElement(channel, f"{{{_ATOM}}}link", href=href, rel=relation)
        if kind:
            link.set("type", kind)
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


def format_atom(
    feed: Feed, generator: str, url: str, entries: Iterable[str] | None = None
) -> bytes:
    """Write a feed as Atom; an archive document when the feed names its ``current`` one.

    It is written without a tree: a large site has a document for each of its days. ``entries``
    stand for the items where these were written before (``cut_entries``).
    """
    is_archive = feed.current and feed.previous  # the W3C validator asks for a link in marked ones
    lines = (
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="{_ATOM}" xmlns:fh="{_HISTORY}" xml:lang="{escape(feed.language)}">',
        _element("id", feed.id),
        _element("title", feed.title),
        _element("subtitle", feed.description),
        _element("updated", _instant(feed.updated)),
        f"<author>{_element('name', feed.author)}</author>",
        _element("generator", generator),
        _link("alternate", feed.home, "text/html"),
        "<fh:archive/>" if is_archive else "",
        *(_link(*link) for link in _links(feed, url, "application/atom+xml")),
        *(map(_entry, feed.items) if entries is None else entries),
        "</feed>",
    )
    return ("\n".join(filter(None, lines)) + "\n").encode()


def cut_entries(data: bytes) -> dict[str, str]:
    """Cut the entries out of an Atom document that we wrote, by their ids."""
    parts = data.decode().split("\n<entry>")[1:]  # what is in an entry is escaped
    entries = [f"<entry>{part.rpartition('</entry>')[0]}</entry>" for part in parts]
    return {unescape(entry[len("<entry><id>") : entry.index("</id>")]): entry for entry in entries}


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


def frame_link_list(title: str) -> tuple[str, str]:
    """Give what stands before and after the links of an OPML file."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n<head>\n'
    return f"{head}{_element('title', title)}\n</head>\n<body>\n", "</body>\n</opml>\n"


def format_link(text: str, url: str) -> str:
    """Write a link of an OPML file, on one line."""
    return f'<outline type="link" text="{escape(text)}" url="{escape(url)}"/>\n'


def add(parent: Element, name: str, text: str) -> None:
    """Add an element that holds text."""
    SubElement(parent, name).text = text


def document(root: Element) -> bytes:
    """Write an XML document, an element a line."""
    indent(root, "")
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return head + tostring(root, encoding="unicode").encode() + b"\n"


def _links(feed: Feed, url: str, kind: str) -> Iterator[tuple[str, str, str]]:
    """Say where this document, its hub and its archive are: relation, address, media type."""
    for relation, href, media in (
        ("self", url, kind),
        ("hub", feed.hub, ""),
        ("prev-archive", feed.previous, "application/atom+xml"),
        ("current", feed.current, kind),
    ):
        if href:
            yield relation, href, media


def _entry(item: FeedItem) -> str:
    when = _instant(item.published)
    return "".join(
        (
            "<entry>",
            _element("id", item.id),
            _element("title", item.title),
            _link("alternate", item.url, "text/html"),
            _element("published", when),
            _element("updated", when),
            *(f"<author>{_element('name', author)}</author>" for author in item.authors),
            *(f'<category term="{escape(topic)}"/>' for topic in item.topics),
            _summary(item.summary),
            f'<content type="html">{escape(item.html, quote=False)}</content>',
            "</entry>",
        )
    )


def _element(name: str, text: str) -> str:
    """Write an element that holds text; nothing when there is none."""
    return f"<{name}>{escape(text, quote=False)}</{name}>" if text else ""


def _summary(text: str) -> str:
    """Write a summary; as HTML where its text looks like HTML, of which validators warn else."""
    if "<" not in text and "&" not in text:
        return _element("summary", text)
    return f'<summary type="html">{escape(escape(text, quote=False), quote=False)}</summary>'


def _link(relation: str, href: str, kind: str) -> str:
    media = f' type="{kind}"' if kind else ""
    return f'<link href="{escape(href)}" rel="{relation}"{media}/>'


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
