import json
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from hypothesis import strategies as st

from site_gen.model.characters import field_line
from site_gen.plan.feeds.feed_formats import (
    Feed,
    FeedDocument,
    FeedItem,
    FeedLink,
    format_atom,
    format_json_feed,
    format_link,
    format_opml,
    format_rss,
)
from tests.line_ends import LINE_ENDS

NOON = datetime(2025, 9, 17, 12, tzinfo=UTC)
FEED = Feed(
    id="tag:a.example,2025:feed/",
    title="A & B",
    description="",
    home="https://a.example/",
    language="en",
    author="A",
    updated=NOON,
    items=(
        FeedItem(
            id="tag:a.example,2025-09-17:x",
            url="https://a.example/x/",
            title="]]> &nbsp; <b>",
            summary="",
            html="<p>x]]&gt;</p>",
            published=NOON,
        ),
    ),
)


def test_a_title_is_text_and_a_feed_is_well_formed() -> None:
    rss = fromstring(format_rss(FEED, "g", "https://a.example/feed.xml"))
    atom = fromstring(format_atom(FEED, "g", "https://a.example/atom.xml"))

    assert rss.findtext(".//item/title") == "]]> &nbsp; <b>"
    assert rss.findtext(".//item/description") == "]]&gt; &amp;nbsp; &lt;b&gt;"
    assert atom.findtext(".//{*}entry/{*}title") == "]]> &nbsp; <b>"


def test_nothing_is_said_that_is_not_known() -> None:
    text = format_json_feed(FEED, "https://a.example/feed.json").decode()

    assert '"summary"' not in text
    assert '"tags"' not in text
    assert "hubs" not in text
    assert '"date_published": "2025-09-17T12:00:00Z"' in text


def test_the_same_feed_is_the_same_bytes() -> None:
    assert format_atom(FEED, "g", "https://a.example/") == format_atom(
        FEED, "g", "https://a.example/"
    )


@pytest.mark.parametrize("text", ["The <b> of a & b", "?a=1&amp=2&utm_medium=x"])
def test_a_summary_that_looks_like_html_says_that_it_is_text(text: str) -> None:
    (item,) = FEED.items
    feed = replace(FEED, items=(replace(item, summary=text),))
    found = feedparser.parse(format_atom(feed, "g", "https://a.example/atom.xml")).entries[0]

    assert found.summary_detail.type == "text/html"
    assert unescape(found.summary) == text


TEXT = st.text() | st.sampled_from(["<entry>", "a\n<entry>&lt;", "</entry>", '" type="x', "&amp;"])
TEXTS = st.lists(TEXT.filter(bool), max_size=3).map(tuple)


def test_a_list_of_feeds_is_well_formed() -> None:
    rss = FeedDocument(name="RSS", label="RSS", media_type="", url="https://a.example/?a&b")
    link = FeedLink(title='A "B" & <C>', description="'<", documents=(rss,))
    (found,) = fromstring(format_opml("T & U", [link])).iter("outline")

    assert found.attrib == {
        "type": "rss",
        "text": link.title,
        "title": link.title,
        "description": link.description,
        "xmlUrl": rss.url,
    }


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_link_of_opml_stands_on_one_line(end: str) -> None:
    said = f'A{end}"/><outline text="B{end}'
    rss = FeedDocument(name="RSS", label="RSS", media_type="", url="/a")
    link = FeedLink(title=said, description=said, documents=(rss,))
    lines = format_opml(said, [link]).decode().splitlines()

    assert len(lines) == len(format_opml("A", [replace(link, title="A")]).splitlines())
    assert sum(line.startswith("<outline ") for line in lines) == 1
    (outline,) = fromstring("\n".join(lines)).iter("outline")
    assert outline.get("text") == field_line(said)
    assert len(format_link(said, "/a").splitlines()) == 1


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_item_of_a_json_feed_stands_on_one_line(end: str) -> None:
    item = replace(FEED.items[0], title=f"A{end}B")
    one = format_json_feed(replace(FEED, items=(item,)), "/feed.json").decode()
    plain = format_json_feed(replace(FEED, items=(replace(item, title="A"),)), "/feed.json")

    assert len(one.splitlines()) == len(plain.decode().splitlines())
    assert json.loads(one)["items"][0]["title"] == item.title
