"""What spans months: home of an empty site, archive, search page, feeds, sitemap index, assets.

Each file has a name for all that it is made from: one whose name is as it was is not made again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import starmap
from pathlib import Path

from site_gen import feed_formats, feeds, twins
from site_gen.author_pages import Authors, NamesList, plan_authors
from site_gen.feed_formats import Feed
from site_gen.fingerprint import fingerprint, page_fingerprint
from site_gen.ledger import PaperRef
from site_gen.model import Entry, Settings
from site_gen.months import stage
from site_gen.netlify import format_redirects
from site_gen.outputs import Folders
from site_gen.pages import plan_rest
from site_gen.pieces import Piece
from site_gen.recent import CODE, Recent, merge_recent
from site_gen.render import make_renderer
from site_gen.sitemaps import SiteMap, list_url, make_sitemaps, names_sitemap
from site_gen.store import DayScan, MonthScan, load_topics, read_entries, read_listing
from site_gen.survey import Survey
from site_gen.topic_pages import TopicRecords, count_topics, plan_topics
from site_gen.topics import Vocabulary, find_moved, with_topics
from site_gen.urls import (
    base_path,
    feed_urls,
    names_prefix,
    output_path,
    permalink,
    topic_slug,
    topic_url,
)

_AT_ROOT = ("apple-touch-icon.png",)  # where a browser looks without being told
_MOST_LISTED = 100  # feeds of topics, on the page that lists feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the months tell: of their topics, of the newest papers of feeds; and who has a page.

    ``touched`` are the authors whose lists are due, None for all.
    """

    topics: TopicRecords
    read_recent: Callable[[str], Recent]
    authors: Authors
    touched: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """The files that span months, each with its name, and those staged."""

    files: Mapping[str, str]
    staged: tuple[str, ...]


def stage_rest(folders: Folders, found: Survey, pieces: Iterable[Piece]) -> Rest:
    """Stage the files that span months, where what they are made from changed."""
    last = {} if found.is_full else found.last.ledger.rest
    files, staged = dict[str, str](), list[str]()
    for piece in pieces:
        files[piece.path] = piece.key
        is_due = piece.path in found.last.doubtful or last.get(piece.path) != piece.key
        if is_due and stage(folders, piece.path, piece.make()):
            staged.append(piece.path)
    return Rest(files, tuple(staged))


def make_rest(
    found: Survey, folders: Folders, bundles: Sequence[str], records: Records
) -> Iterator[Piece]:
    """Give the files that span months.

    ``bundles`` are names, newest first.
    """
    settings, theme, facts, topics = found.settings, found.theme, found.facts, records.topics
    render = make_renderer(settings, theme)
    days = [day for month in facts.values() for day in month]
    papers = _Papers(folders.content)
    made = _make_feeds(settings, _newest_days(papers, found.scan))
    links = [
        feeds.feed_link(settings, folder, feed.title, feed.description)
        for folder, feed in made.items()
    ]
    counts = count_topics(topics)
    totals = {topic.url: topic.count for topic in counts}
    recent = merge_recent(sorted(facts, reverse=True), records.read_recent, totals)
    names = {topic.url: topic.name for topic in counts}
    if CODE in recent:
        links.append(feeds.feed_link(settings, CODE, *_describe(settings, CODE, names)))
    by_topic = [
        feeds.feed_link(settings, folder, *_describe(settings, folder, names))
        for folder in names
        if folder in recent
    ][:_MOST_LISTED]
    bundle_urls = [f"/pagefind/{name}/" for name in bundles]
    last = found.last.ledger.rest
    begins = filter(None, map(names_prefix, last))
    lists = tuple(plan_authors(records.authors, records.touched, begins))
    pages = (
        *plan_rest(settings, days, bundle_urls, links, by_topic),
        *plan_topics(topics, has_authors=bool(lists)),
        twins.plan_api(has_feeds=bool(links)),
    )
    for name, data in theme.assets.items():
        yield _whole(output_path(theme.urls[name]), data)
        if name in _AT_ROOT:
            yield _whole(name, data)
    for page in (*pages, *filter(None, (one.page for one in lists))):
        make = partial(lambda page: render(page).encode(), page)
        yield Piece(output_path(page.url), page_fingerprint(found.salt, page), make)
    for folder, feed in made.items():
        yield from starmap(_whole, feeds.write_feed(settings, folder, feed))
    for folder, refs in recent.items():
        about = _describe(settings, folder, names)
        yield from _plan_feed(papers, found, folder, refs, about)
    listed = [*links, *by_topic]
    if listed:
        yield _whole("feeds/all.opml", feed_formats.format_opml(settings.title, listed))
    spans = [(day.date, day.listed) for day in days]
    yield _whole("api/index.json", twins.format_index(settings, spans))
    yield _whole("llms.txt", twins.format_llms(settings, spans, links))
    yield _whole("robots.txt", feeds.format_robots(settings))
    yield _whole("speculation-rules.json", format_speculation_rules(settings))
    listing = SiteMap(
        scan=found.scan,
        facts=facts,
        pages=pages,
        topics=topics,
        authors=records.authors,
        lists=lists,
        listed=last,
    )
    yield from starmap(_whole, make_sitemaps(settings, listing))
    yield from _keep_lists(folders, last, lists)
    yield from starmap(_whole, _make_redirects(papers.vocabulary, topics).items())


def _keep_lists(
    folders: Folders, last: Mapping[str, str], lists: Iterable[NamesList]
) -> Iterator[Piece]:
    """Give the files of lists of authors that are as they were."""
    for one in lists:
        for path in (output_path(list_url(one)), names_sitemap(one.prefix)):
            if not one.page and path in last:
                yield Piece(path, last[path], (folders.output / path).read_bytes)


def _whole(path: str, data: bytes) -> Piece:
    """Give a file that is made already."""
    return Piece(path, fingerprint(data)[:32], lambda: data)


def _make_redirects(vocabulary: Vocabulary, topics: TopicRecords) -> dict[str, bytes]:
    """Lead from the pages that topics had by another name to those they have."""
    there = {slug for month in topics.values() for slug in month}
    moved = {
        topic_url(slug): topic_url(name)
        for slug, name in find_moved(vocabulary).items()
        if topic_slug(name) in there
    }
    return {"_redirects": format_redirects(moved)} if moved else {}


def format_speculation_rules(settings: Settings) -> bytes:
    """Name the pages that browsers may make ready when a pointer rests on their links.

    That is every page but the search, which begins to work when it is shown. See
    https://html.spec.whatwg.org/multipage/speculative-loading.html.
    """
    below = base_path(settings.base_url)
    page = {"href_matches": [f"{below}/", f"{below}/*/"]}
    search = {"not": {"href_matches": f"{below}/search/*"}}
    rule = {"where": {"and": [page, search]}, "eagerness": "moderate"}
    return json.dumps({"prerender": [rule]}, separators=(",", ":")).encode()


def _make_feeds(settings: Settings, days: Sequence[feeds.Day]) -> dict[str, Feed]:
    """Make the feeds that have something to say, by folder."""
    made = {
        "/": feeds.newest_feed(settings, days),
        "/feeds/daily/": feeds.daily_feed(settings, days),
        "/feeds/weekly/": feeds.weekly_feed(settings, days),
    }
    return {folder: feed for folder, feed in made.items() if feed}


def _describe(settings: Settings, folder: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Give title and description of a feed that is a choice of all papers."""
    if folder == CODE:
        return f"{settings.title}: with code", "The newest papers that lead to their code."
    name = names.get(folder, folder)
    return f"{settings.title}: {name}", f"The newest papers on {name}."


def _plan_feed(
    papers: "_Papers",
    found: Survey,
    folder: str,
    refs: Sequence[PaperRef],
    about: tuple[str, str],
) -> Iterator[Piece]:
    """Plan the three forms of a feed whose papers are known by reference."""
    settings = found.settings
    key = fingerprint(repr((found.salt, folder, about, refs)).encode("utf-8", "surrogatepass"))

    @cache
    def make() -> tuple[bytes, ...]:
        title, description = about
        entries = papers.read(ref.name for ref in refs)
        items = [papers.item(settings, entries[ref.name], ref.place) for ref in refs]
        feed = feeds.make_feed(settings, folder, title, items)
        if not feed:
            return b"", b"", b""
        home = permalink(settings.base_url, "/" if folder == CODE else folder)
        told = replace(feed, description=description, home=home)
        return tuple(data for _, data in feeds.write_feed(settings, folder, told))

    for number, url in enumerate(feed_urls(folder)):
        yield Piece(output_path(url), key[:32], partial(lambda number: make()[number], number))


class _Papers:
    """Reads entries, each once, and makes their items once for all feeds."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.vocabulary = load_topics(content)
        self._plain: dict[str, Entry] = {}
        self._entries: dict[str, Entry] = {}
        self._items: dict[str, feed_formats.FeedItem] = {}

    def read(self, refs: Iterable[str]) -> dict[str, Entry]:
        """Give entries by ``day/slug``, with their topics."""
        wanted = list(refs)
        found = self.read_plain(ref for ref in wanted if ref not in self._entries)
        self._entries |= with_topics(self.vocabulary, found)
        return {ref: self._entries[ref] for ref in wanted if ref in self._entries}

    def read_plain(self, refs: Iterable[str]) -> dict[str, Entry]:
        """Give entries by ``day/slug``, with no topics but those that stand in their files."""
        wanted = list(refs)
        found, _ = read_entries(self.content, [ref for ref in wanted if ref not in self._plain])
        self._plain |= found
        return {ref: self._plain[ref] for ref in wanted if ref in self._plain}

    def item(self, settings: Settings, entry: Entry, place: int) -> feed_formats.FeedItem:
        """Give the item of an entry."""
        name = f"{entry.first_day}/{entry.slug}"
        if name not in self._items:
            self._items[name] = feeds.paper_item(settings, entry, place)
        return self._items[name]


def _newest_days(papers: _Papers, scan: Iterable[MonthScan]) -> list[feeds.Day]:
    """Read as many of the newest days as feeds have room for, and no more."""
    found: list[feeds.Day] = []
    days: list[DayScan] = [day for month in scan for day in month.days]
    total, weeks = 0, set[tuple[int, int]]()
    for number, day in enumerate(reversed(days)):
        weeks.add(_week(day.date))
        if total >= feeds.NEWEST and number >= feeds.DAYS and len(weeks) > feeds.WEEKS + 1:
            break
        listing, _ = read_listing(papers.content, day)
        read = papers.read if total < feeds.NEWEST else papers.read_plain  # days show no topics
        own = read(f"{day.date}/{slug}" for slug in day.slugs)
        found.append((listing, {entry.slug: entry for entry in own.values()}))
        total += len(own)
    return found


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
