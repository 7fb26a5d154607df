import doctest
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen import feeds, markup
from site_gen.characters import find_illegal
from site_gen.model import Entry, Listing, MonthContent, Settings
from site_gen.pages import plan_month, plan_rest

DAY = date(2025, 9, 17)
SETTINGS = Settings(base_url="https://a.example/p", feed_authority="a.example")
TEXT = st.text().filter(lambda text: not find_illegal(text) and text.strip() != "")


Days = list[tuple[Listing, dict[str, Entry]]]


def make_days(*titles: str, day: date = DAY, body: str = "Text.") -> Days:
    entries = {
        f"p{i}": Entry(slug=f"p{i}", first_day=day, title=title, body=body)
        for i, title in enumerate(titles)
    }
    return [(Listing(date=day, papers=tuple(entries)), entries)]


def rss(days: Days, settings: Settings = SETTINGS) -> bytes:
    return feeds.format_rss(feeds.newest_feed(settings, days), "site-gen test")


def test_the_examples_are_true() -> None:
    assert doctest.testmod(feeds).failed == 0


def test_a_reader_sees_every_paper_in_order() -> None:
    found = feedparser.parse(rss(make_days("One", "Two", "Three")))

    assert not found.bozo
    assert [item.title for item in found.entries] == ["One", "Two", "Three"]
    first, second = found.entries[:2]
    assert first.link == "https://a.example/p/2025-09-17/p0/"
    assert first.id == "tag:a.example,2025-09-17:p0"
    assert first.content[0].value == "<p>Text.</p>"
    assert first.published_parsed[:6] == (2025, 9, 17, 1, 0, 0)
    assert first.published_parsed > second.published_parsed
    assert found.feed.links[1].href == "https://a.example/p/feed.xml"
    assert found.feed.language == "en"


@given(TEXT, TEXT)
def test_text_appears_as_it_is(title: str, abstract: str) -> None:
    item = fromstring(rss(make_days(title, body=markup.from_text(abstract)))).find(".//item")

    assert item is not None
    assert item.findtext("title") == " ".join(title.split())
    html = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    said = unescape(re.sub("<[^>]*>", "", html))
    assert said.split() == abstract.split()


@pytest.mark.parametrize("title", ["<think> a_b*c", "$1 Million & {{ x }}", "]]> &nbsp; &amp;"])
def test_a_title_with_markup_in_it_is_text(title: str) -> None:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert f"<title>{escaped}</title>".encode() in rss(make_days(title))


def test_an_id_does_not_change_with_host_title_or_theme() -> None:
    renamed = replace(SETTINGS, base_url="https://b.example", title="Other")
    ((listing, entries),) = make_days("One")
    other = [(listing, {"p0": replace(entries["p0"], title="Corrected")})]
    ids = [feedparser.parse(text).entries[0].id for text in
           (rss([(listing, entries)]), rss(other, renamed))]  # fmt: skip

    assert ids[0] == ids[1]


def test_a_paper_is_announced_once_on_its_first_day() -> None:
    again = (Listing(date=date(2025, 9, 18), papers=("2025-09-17/p0",)), dict[str, Entry]())
    found = feeds.newest_feed(SETTINGS, [again, *make_days("One")])

    assert [item.published.date() for item in found.items] == [DAY]


def test_the_newest_hundred() -> None:
    old = make_days(*map(str, range(80)), day=date(2025, 9, 16))
    new = make_days(*map(str, range(80)))
    feed = feeds.newest_feed(SETTINGS, new + old)

    assert len(feed.items) == 100
    assert [item.published.day for item in feed.items] == [17] * 80 + [16] * 20
    assert feed.updated == datetime(2025, 9, 17, 1, tzinfo=UTC)


def test_a_long_day_keeps_its_date() -> None:
    assert feeds.published(DAY, 100_000) == datetime(2025, 9, 17, tzinfo=UTC)


def test_the_sitemap_lists_what_is_listed() -> None:
    ((listing, entries),) = make_days("One")
    named = {f"{DAY}/{slug}": entry for slug, entry in entries.items()}
    pages = plan_month(SETTINGS, MonthContent(listings=(listing,), entries=named))
    rows = feeds.list_pages([*pages, *plan_rest(SETTINGS, [], [])])
    text = feeds.format_sitemap(SETTINGS, rows).decode()

    assert "<loc>https://a.example/p/2025-09-17/p0/</loc>\n<lastmod>2025-09-17</lastmod>" in text
    assert "404" not in text


def test_the_index_names_the_sitemaps() -> None:
    text = feeds.format_sitemap_index(
        SETTINGS, [("/sitemaps/a.xml", DAY), ("/b.xml", None)]
    ).decode()

    assert "<loc>https://a.example/p/sitemaps/a.xml</loc>\n<lastmod>2025-09-17</lastmod>" in text
    assert text.count("<lastmod>") == 1
    assert text.count("<sitemap>") == 2


def test_robots_find_the_sitemap() -> None:
    assert b"Sitemap: https://a.example/p/sitemap.xml\n" in feeds.format_robots(SETTINGS)
