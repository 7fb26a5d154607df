import doctest
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from xml.etree.ElementTree import fromstring

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from site_gen.model.characters import find_illegal
from site_gen.model.pages import MonthContent
from site_gen.model.papers import Entry, Listing, Settings
from site_gen.plan import sitemaps
from site_gen.plan.day_pages import plan_month
from site_gen.plan.feeds import feed_items
from site_gen.plan.feeds.feed_formats import (
    Feed,
    format_atom,
    format_json_feed,
    format_opml,
    format_rss,
)
from site_gen.plan.feeds.feed_table import (
    AUTHOR,
    CODE,
    DAILY,
    NEWEST,
    WEEKLY,
    FeedKind,
    FeedPlan,
    describe_feed,
)
from site_gen.plan.fixed_pages import plan_fixed_pages
from site_gen.text import markdown
from site_gen.text.titles import plain_title
from tests.conftest import DATA

DAY = date(2025, 9, 17)
SETTINGS = Settings(base_url="https://a.example/p", feed_authority="a.example")
TEXT = st.text().filter(lambda text: not find_illegal(text) and text.strip() != "")


ATOM = "{http://www.w3.org/2005/Atom}"
Days = list[tuple[Listing, dict[str, Entry]]]


def make_days(*titles: str, day: date = DAY, body: str = "Text.") -> Days:
    entries = {
        f"p{i}": Entry(slug=f"p{i}", first_day=day, title=title, body=body)
        for i, title in enumerate(titles)
    }
    return [(Listing(date=day, papers=tuple(entries)), entries)]


def rss(days: Days, settings: Settings = SETTINGS) -> bytes:
    return format_rss(newest(days, settings), "site-gen test", "https://a.example/p/feed.xml")


def newest(days: Days, settings: Settings = SETTINGS) -> Feed:
    return make(NEWEST, days, settings)


def make(kind: FeedKind, days: Days, settings: Settings = SETTINGS) -> Feed:
    (feed,) = (
        feed for plan, feed in feed_items.make_day_feeds(settings, days) if plan.kind == kind
    )
    return feed


def test_the_examples_are_true() -> None:
    assert doctest.testmod(feed_items).failed == 0


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
    item = fromstring(rss(make_days(title, body=markdown.from_text(abstract)))).find(".//item")

    assert item is not None
    assert item.findtext("title") == plain_title(title, latex=True)
    html = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    said = unescape(re.sub("<[^>]*>", "", html))
    shown = markdown.to_plain_text(markdown.from_text(abstract), latex=True)
    assert said.split() == shown.split()


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
    found = newest([again, *make_days("One")])

    assert [item.published.date() for item in found.items] == [DAY]


def test_the_newest_hundred() -> None:
    old = make_days(*map(str, range(80)), day=date(2025, 9, 16))
    new = make_days(*map(str, range(80)))
    feed = newest(new + old)

    assert len(feed.items) == 100
    assert [item.published.day for item in feed.items] == [17] * 80 + [16] * 20
    assert feed.updated == datetime(2025, 9, 17, 1, tzinfo=UTC)


def test_a_long_day_keeps_its_date() -> None:
    assert feed_items.published(DAY, 100_000) == datetime(2025, 9, 17, tzinfo=UTC)


def test_the_sitemap_lists_what_is_listed() -> None:
    ((listing, entries),) = make_days("One")
    named = {f"{DAY}/{slug}": entry for slug, entry in entries.items()}
    pages = plan_month(SETTINGS, MonthContent(listings=(listing,), entries=named))
    rows = sitemaps.list_pages([*pages, *plan_fixed_pages(SETTINGS, [], [])])
    text = sitemaps.format_sitemap(SETTINGS, rows).decode()

    assert "<loc>https://a.example/p/2025-09-17/p0/</loc>\n<lastmod>2025-09-17</lastmod>" in text
    assert "404" not in text


def test_the_index_names_the_sitemaps() -> None:
    text = sitemaps.format_sitemap_index(
        SETTINGS, [("/sitemaps/a.xml", DAY), ("/b.xml", None)]
    ).decode()

    assert "<loc>https://a.example/p/sitemaps/a.xml</loc>\n<lastmod>2025-09-17</lastmod>" in text
    assert text.count("<lastmod>") == 1
    assert text.count("<sitemap>") == 2


def test_robots_find_the_sitemap() -> None:
    assert b"Sitemap: https://a.example/p/sitemap.xml\n" in sitemaps.format_robots(SETTINGS)


def atom(days: Days) -> bytes:
    return format_atom(newest(days), "site-gen test", "https://a.example/p/atom.xml")


@given(TEXT, TEXT)
def test_three_writers_say_the_same(title: str, abstract: str) -> None:
    days = make_days(title, body=markdown.from_text(abstract))
    entry = fromstring(atom(days)).find(f"{ATOM}entry")
    (item,) = json.loads(format_json_feed(newest(days), "https://a.example/feed.json"))["items"]
    one = fromstring(rss(days)).find(".//item")

    assert entry is not None
    assert one is not None
    assert one.findtext("guid") == entry.findtext(f"{ATOM}id") == item["id"]
    assert one.findtext("title") == entry.findtext(f"{ATOM}title") == item["title"]
    html = one.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert html == entry.findtext(f"{ATOM}content") == item["content_html"]


def test_authors_and_topics_are_those_of_the_paper() -> None:
    ((listing, entries),) = make_days("One")
    paper = replace(entries["p0"], authors=("Ada", "Bo"), topics=("cs.LG",))
    days: Days = [(listing, {"p0": paper})]
    found = feedparser.parse(atom(days)).entries[0]
    (item,) = json.loads(format_json_feed(newest(days), "https://a.example/feed.json"))["items"]

    assert [author.name for author in found.authors] == ["Ada", "Bo"]
    assert [tag.term for tag in found.tags] == item["tags"] == ["cs.LG"]
    assert item["authors"] == [{"name": "Ada"}, {"name": "Bo"}]


def test_no_feed_is_empty() -> None:
    assert feed_items.make_day_feeds(SETTINGS, []) == []
    assert feed_items.make_day_feeds(SETTINGS, [(Listing(date=DAY), dict[str, Entry]())]) == []
    assert feed_items.make_feed(SETTINGS, FeedPlan(kind=CODE), []) is None


def test_a_digest_a_day() -> None:
    (item,) = make(DAILY, make_days("One <b>", "Two")).items

    assert item.id == "tag:a.example,2025-09-17:/day"
    assert item.title == "2 papers of 17 September 2025"
    assert '<li><a href="https://a.example/p/2025-09-17/p0/">One &lt;b&gt;</a><br>' in item.html


def test_a_week_is_told_when_it_is_over() -> None:
    week = make_days("C", day=date(2025, 9, 14)) + make_days("A", "B", day=date(2025, 9, 9))
    (item,) = make(WEEKLY, make_days("New") + week).items

    assert item.title == "3 papers of the week of 8 September 2025"
    assert item.html.index("Tuesday, 9 September") < item.html.index("Sunday, 14 September")
    kinds = [plan.kind for plan, _ in feed_items.make_day_feeds(SETTINGS, week)]
    assert kinds == [NEWEST, DAILY]


def test_an_archive_document_leads_to_the_day_before_and_to_the_feed() -> None:
    feed = feed_items.make_archive_document(SETTINGS, make_days("One"), date(2025, 9, 16))
    root = fromstring(format_atom(feed, "", "https://a.example/p/2025-09-17/archive.xml"))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}

    assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert links["prev-archive"] == "https://a.example/p/2025-09-16/archive.xml"
    assert links["current"] == "https://a.example/p/atom.xml"
    assert newest(make_days("One")).previous == "https://a.example/p/2025-09-17/archive.xml"


def test_a_hub_is_named_where_there_is_one() -> None:
    hub = replace(SETTINGS, feed_hub="https://hub.example")
    feed = newest(make_days("One"), hub)
    url = "https://a.example"

    assert b'href="https://hub.example" rel="hub"' in format_rss(feed, "", url)
    assert b'href="https://hub.example" rel="hub"' in format_atom(feed, "", url)
    assert json.loads(format_json_feed(feed, url))["hubs"][0]["url"] == "https://hub.example"


def test_addresses_in_an_abstract_are_absolute() -> None:
    body = "[code](/code) [next](b.md) [site](https://b.example/?a=1&b=2) [end](#end)"
    (item,) = newest(make_days("One", body=body)).items

    assert re.findall(r'href="([^"]*)"', item.html) == [
        "https://a.example/p/code",
        "https://a.example/p/2025-09-17/b/",
        "https://b.example/?a=1&amp;b=2",
        "https://a.example/p/2025-09-17/p0/#end",
    ]


def test_a_kind_decides_how_many_papers_how_much_text_and_which_formats() -> None:
    kind = replace(AUTHOR, most=1, is_short=True, formats=("atom",))
    plan = FeedPlan(kind=kind, key="ada", subject="Ada", total=2)
    body = "One & two. " * 60
    feed = feed_items.make_feed(
        SETTINGS, plan, feed_items.list_paper_items(SETTINGS, make_days("A", "B", body=body))
    )

    assert feed
    (item,) = feed.items
    assert item.html.startswith("<p>One &amp; two.")
    assert len(item.html) < len(body)
    assert [path for path, _ in feed_items.write_feed(SETTINGS, plan, feed)] == [
        "authors/ada/atom.xml"
    ]


@pytest.mark.parametrize(
    ("body", "text"), [("", "No abstract."), ("A < b.", "A &lt; b."), ("One. " * 99, "One. One.")]
)
def test_a_short_item_says_little_and_leads_to_the_paper(body: str, text: str) -> None:
    (item,) = feed_items.list_paper_items(SETTINGS, make_days("One", body=body))
    short = feed_items.shorten(item)

    assert short.html.startswith(f"<p>{text}")
    assert short.html.endswith(f'</p><p><a href="{item.url}">The paper\'s page</a>.</p>')
    assert replace(short, html="", summary="") == replace(item, html="", summary="")
    # The summary stands in the text, and not a second time beside it.
    assert (len(short.html) < 500, short.summary) == (True, "")


def test_a_short_item_names_the_first_authors_and_counts_the_others() -> None:
    (item,) = feed_items.list_paper_items(SETTINGS, make_days("One"))
    names = tuple(f"Author {number}" for number in range(1021))
    few, many = (feed_items.shorten(replace(item, authors=some)) for some in (names[:20], names))

    assert few.authors == many.authors == names[:20]
    assert few.html.endswith("</a>.</p>")
    assert many.html.endswith("</a>. 1,001 more authors.</p>")


def test_all_feeds_in_one_list() -> None:
    links = [describe_feed(SETTINGS, FeedPlan(kind=NEWEST))]
    outline = fromstring(format_opml("A & B", links)).find("body/outline")

    assert outline is not None
    assert outline.get("xmlUrl") == "https://a.example/p/feed.xml"


def test_every_paper_of_the_corpus_goes_through_every_writer(
    corpus: list[dict[str, Any]],
) -> None:
    days: Days = []
    for start in range(0, len(corpus), 40):
        day = date(2023, 1, 1) + timedelta(days=start // 40)
        entries = {
            f"p{i}": Entry(
                slug=f"p{i}",
                first_day=day,
                title=p["title"],
                body=markdown.from_text(p["abstract"]),
            )
            for i, p in enumerate(corpus[start : start + 40])
        }
        days.append((Listing(date=day, papers=tuple(entries)), entries))
    items = list(feed_items.list_paper_items(SETTINGS, days))
    feed = feed_items.make_feed(SETTINGS, FeedPlan(kind=replace(NEWEST, most=len(items))), items)
    assert feed
    url = "https://a.example/"
    entries_read = fromstring(format_atom(feed, "", url)).findall(f"{ATOM}entry")
    read = fromstring(format_rss(feed, "", url)).findall(".//item")
    values = json.loads(format_json_feed(feed, url))["items"]

    assert len(entries_read) == len(read) == len(values) == len(corpus)
    assert len({value["id"] for value in values}) == len(corpus)
    assert not [value for value in values if re.search(r"[\n\r]|^\s|\s$", value["title"])]
    assert [one.findtext("title") for one in read] == [value["title"] for value in values]
    tags = {tag for item in items for tag in re.findall(r"</?([^\s>/]+)", item.html)}
    assert tags <= {"p", "a", "em", "strong", "code", "br", "ul", "ol", "li", "blockquote"}


ODD = {
    "marks": Entry(
        slug="marks",
        first_day=DAY,
        title="]]> &nbsp; <![CDATA[ <think>",
        body="]]> &nbsp; &amp; <script>x</script> &#0; &#xD800; <![CDATA[ \u2028\u0085",
        authors=("]]>", "<b>", "&nbsp;"),
        topics=("]]> & <",),
    ),
    "many": Entry(
        slug="many",
        first_day=DAY,
        title="Many",
        body="Text.",
        authors=tuple(f"Author {number}" for number in range(3303)),
    ),
    "empty": Entry(slug="empty", first_day=DAY, title="No abstract"),
}


def odd_feeds() -> list[Feed]:
    """Make a feed of each kind of what makes trouble."""
    odd: feed_items.Day = (Listing(date=DAY, papers=tuple(ODD)), ODD)
    before = make_days("Old", day=date(2025, 9, 8))
    late = make_days("New", day=date(2025, 9, 22))
    days = [*late, odd, *before]
    return [
        *(feed for _, feed in feed_items.make_day_feeds(SETTINGS, days)),
        feed_items.make_archive_document(SETTINGS, [odd], before[0][0].date),
        feed_items.make_archive_document(SETTINGS, before[:1], None),
        feed_items.make_archive_document(SETTINGS, [(Listing(date=DAY), {})], before[0][0].date),
    ]


@pytest.mark.parametrize("feed", odd_feeds(), ids=lambda feed: f"{feed.title}-{len(feed.items)}")
def test_every_feed_keeps_to_its_standard(feed: Feed) -> None:
    relax = etree.RelaxNG(etree.parse(DATA / "schemas/atom.rng"))
    schema = json.loads((DATA / "schemas/jsonfeed-1.1.json").read_bytes())
    url = "https://a.example/p/feed"
    root = etree.fromstring(format_atom(feed, "g", url))
    items = json.loads(format_json_feed(feed, url))["items"]
    read = feedparser.parse(format_rss(feed, "g", url))

    assert relax.validate(root), relax.error_log
    assert [error.message for error in Draft202012Validator(schema).iter_errors(
        json.loads(format_json_feed(feed, url)))] == []  # fmt: skip
    assert not read.bozo
    assert len(read.entries) == len(items) == len(root.findall(f"{ATOM}entry")) == len(feed.items)


def test_what_makes_trouble_is_said_as_it_is() -> None:
    found = feedparser.parse(atom([(Listing(date=DAY, papers=tuple(ODD)), ODD)])).entries
    marks, many, empty = found

    assert marks.title == "]]> &nbsp; <![CDATA[ <think>"
    assert [author.name for author in marks.authors] == ["]]>", "<b>", "&nbsp;"]
    assert "<script" not in marks.content[0].value
    assert len(many.authors) == 3303
    assert empty.content[0].value == "<p>No abstract.</p>"


@pytest.mark.parametrize("is_index", [False, True])
def test_sitemaps_keep_to_their_schema(is_index: bool) -> None:
    rows = [("/a&b/", DAY), ("/ü/", None)]
    write = sitemaps.format_sitemap_index if is_index else sitemaps.format_sitemap
    root = etree.fromstring(write(SETTINGS, rows))
    if is_index:  # its schema has other names for the same
        for one in root.iter("{*}sitemap"):
            one.tag = one.tag.removesuffix("sitemap") + "url"
        root.tag = root.tag.removesuffix("sitemapindex") + "urlset"
    schema = etree.XMLSchema(etree.parse(DATA / "schemas/sitemap.xsd"))

    assert schema.validate(root), schema.error_log
