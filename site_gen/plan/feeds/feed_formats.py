"""One record, three writers: RSS 2.0, Atom, JSON Feed; and OPML, which lists feeds.

RSS 2.0: https://www.rssboard.org/rss-specification, with content:encoded and dc:creator as in
https://www.rssboard.org/rss-profile. Atom: RFC 4287. Archives: RFC 5005, section 4. JSON Feed:
https://www.jsonfeed.org/version/1.1/. WebSub: https://www.w3.org/TR/websub/. OPML 2.0:
http://opml.org/spec2.opml. Every writer takes the address of the document it writes.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape

from site_gen import GENERATOR
from site_gen.model import FeedFormat, field_line, json_line

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_RSS_NAMES = f'xmlns:atom="{_ATOM}" xmlns:content="{_CONTENT}" xmlns:dc="{_CREATOR}"'
_RSS = "application/rss+xml"
_ATOM_TYPE = "application/atom+xml"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_KEPT = 512  # an item is in the feeds of all its authors


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
class FeedDocument:
    """A feed in one format, as pages show it."""

    name: str
    """The short name of the format, such as JSON."""

    label: str
    """Its name, such as JSON Feed."""

    media_type: str
    """Its media type."""

    url: str
    """The address of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as a page, an OPML file or llms.txt lists it."""

    title: str
    """Its title."""

    description: str
    """What is in it."""

    documents: tuple[FeedDocument, ...]
    """It in each format: RSS, Atom, JSON Feed."""

    def prefer(self, name: str) -> FeedDocument:
        """Give the document in the format of this name, else the first."""
        return next((one for one in self.documents if one.name == name), self.documents[0])


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds: its names, and what writes it, given the address of the document."""

    name: str
    label: str
    media_type: str
    write: Callable[[Feed, str], bytes]


def format_rss(feed: Feed, generator: str, url: str) -> bytes:
    """Write a feed as RSS 2.0."""
    lines = (
        _HEAD,
        f'<rss version="2.0" {_RSS_NAMES}>',
        "<channel>",
        _element("title", feed.title),
        _element("link", feed.home),
        _element("description", feed.description or feed.title),
        _element("language", feed.language),
        # The day of the newest item, and not the clock: the same papers, the same bytes.
        _element("lastBuildDate", format_datetime(feed.updated, usegmt=True)),
        _element("generator", generator),
        *(_link("atom:link", *link) for link in _links(feed, url, _RSS)),
        *map(_rss_item, feed.items),
        "</channel>",
        "</rss>",
    )
    return _join(lines)


def format_atom(feed: Feed, generator: str, url: str) -> bytes:
    """Write a feed as Atom; an archive document when the feed names its ``current`` one."""
    is_archive = feed.current and feed.previous  # the W3C validator asks for a link in marked ones
    lines = (
        _HEAD,
        f'<feed xmlns="{_ATOM}" xmlns:fh="{_HISTORY}" xml:lang="{escape(feed.language)}">',
        _element("id", feed.id),
        _element("title", feed.title),
        _element("subtitle", feed.description),
        _element("updated", _instant(feed.updated)),
        f"<author>{_element('name', feed.author)}</author>",
        _element("generator", generator),
        _link("link", "alternate", feed.home, "text/html"),
        "<fh:archive/>" if is_archive else "",
        *(_link("link", *link) for link in _links(feed, url, _ATOM_TYPE)),
        *map(_atom_entry, feed.items),
        "</feed>",
    )
    return _join(lines)


def format_json_feed(feed: Feed, url: str) -> bytes:
    """Write a feed as JSON Feed 1.1, an item a line."""
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
    # The end of the object is cut off, and written again behind the items.
    head = json.dumps(value, ensure_ascii=False, indent=1).removesuffix("\n}")
    items = ",\n".join(map(_json_item, feed.items))
    return f'{head},\n "items": [\n{items}\n ]\n}}\n'.encode()


def format_opml(title: str, feeds: Iterable[FeedLink]) -> bytes:
    """List feeds, each once, as RSS where it has that format: every reader knows RSS."""
    head, tail = frame_link_list(title)
    return "".join((head, *map(_format_outline, feeds), tail)).encode()


def frame_link_list(title: str) -> tuple[str, str]:
    """Give what stands before and after the links of an OPML file."""
    head = f'{_HEAD}\n<opml version="2.0">\n<head>\n'
    return f"{head}{_element('title', field_line(title))}\n</head>\n<body>\n", "</body>\n</opml>\n"


def format_link(text: str, url: str) -> str:
    """Write a link of an OPML file, on one line; ``url`` is an address, the text any."""
    return f'<outline type="link" text="{escape(field_line(text))}" url="{escape(url)}"/>\n'


def _format_outline(feed: FeedLink) -> str:
    texts = feed.title, feed.description, feed.prefer("RSS").url
    title, description, url = (escape(field_line(text)) for text in texts)
    about = f'text="{title}" title="{title}" description="{description}" xmlUrl="{url}"'
    return f'<outline type="rss" {about}/>\n'


def _links(feed: Feed, url: str, kind: str) -> Iterator[tuple[str, str, str]]:
    """Say where this document, its hub and its archive are: relation, address, media type."""
    for relation, href, media in (
        ("self", url, kind),
        ("hub", feed.hub, ""),
        ("prev-archive", feed.previous, _ATOM_TYPE),
        ("current", feed.current, kind),
    ):
        if href:
            yield relation, href, media


@lru_cache(maxsize=_KEPT)
def _rss_item(item: FeedItem) -> str:
    lines = (
        "<item>",
        _element("title", item.title),
        _element("link", item.url),
        # The address may change with the host; the id may not.
        f'<guid isPermaLink="false">{escape(item.id, quote=False)}</guid>',
        _element("pubDate", format_datetime(item.published, usegmt=True)),
        *(_element("dc:creator", author) for author in item.authors),
        *(_element("category", topic) for topic in item.topics),
        _element("description", escape(item.summary or item.title, quote=False)),  # it is HTML
        _element("content:encoded", item.html),
        "</item>",
    )
    return "\n".join(filter(None, lines))


@lru_cache(maxsize=_KEPT)
def _atom_entry(item: FeedItem) -> str:
    when = _instant(item.published)
    return "".join(
        (
            "<entry>",
            _element("id", item.id),
            _element("title", item.title),
            _link("link", "alternate", item.url, "text/html"),
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
    # Twice: as HTML, and that as text of XML.
    return f'<summary type="html">{escape(escape(text, quote=False), quote=False)}</summary>'


def _link(name: str, relation: str, href: str, kind: str) -> str:
    media = f' type="{kind}"' if kind else ""
    return f'<{name} href="{escape(href)}" rel="{relation}"{media}/>'


def _join(lines: Iterable[str]) -> bytes:
    """Write lines, and none where one is empty."""
    return ("\n".join(filter(None, lines)) + "\n").encode()


@lru_cache(maxsize=_KEPT)
def _json_item(item: FeedItem) -> str:
    return json_line(dict(_tell(item)))


def _tell(item: FeedItem) -> Iterator[tuple[str, object]]:
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
    # RFC 3339, section 5.6: Z stands for UTC.
    return when.isoformat().replace("+00:00", "Z")


FORMATS: Mapping[FeedFormat, Format] = {
    "rss": Format("RSS", "RSS", _RSS, lambda feed, url: format_rss(feed, GENERATOR, url)),
    "atom": Format("Atom", "Atom", _ATOM_TYPE, lambda feed, url: format_atom(feed, GENERATOR, url)),
    "json": Format("JSON", "JSON Feed", "application/feed+json", format_json_feed),
}
"""All formats of feeds."""
