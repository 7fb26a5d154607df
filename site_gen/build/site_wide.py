"""What spans months: home of an empty site, archive, search page, feeds, sitemap index, assets.

Each file has a name for all that it is made from: one whose name is as it was is not made again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import starmap

from site_gen.build.changes import Survey
from site_gen.build.output_folder import Folders, stage
from site_gen.build.pieces import Piece
from site_gen.build.topic_feeds import Papers, RecentFeed
from site_gen.content.store import read_listing
from site_gen.content.topic_rules import Vocabulary, compute_moved_topics
from site_gen.model.errors import InputError
from site_gen.model.fingerprint import fingerprint, page_fingerprint
from site_gen.model.records import Settings
from site_gen.model.scans import DayScan, MonthScan
from site_gen.model.urls import base_path, names_prefix, output_path, topic_slug, topic_url
from site_gen.plan import data_files, feed_formats, feeds
from site_gen.plan.author_pages import Authors, NamesList, plan_authors
from site_gen.plan.day_pages import plan_feeds, plan_rest
from site_gen.plan.feed_formats import Feed
from site_gen.plan.recent_papers import CODE, Recent, merge_recent
from site_gen.plan.sitemaps import SiteMap, format_robots, list_url, make_sitemaps, names_sitemap
from site_gen.plan.topic_pages import TopicRecords, count_topics, plan_topics
from site_gen.render.templates import make_renderer
from site_gen.system.netlify_rules import format_redirects
from site_gen.system.workers import WorkerPool

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


def make_rest(
    folders: Folders,
    found: Survey,
    bundles: Sequence[str],
    records: Records,
    workers: WorkerPool,
) -> Rest:
    """Stage the files that span months, where what they are made from changed.

    ``bundles`` are names of the search's, newest first. Where there are processes, they make the
    feeds of topics while this one makes all else.
    """
    last = {} if found.is_full else found.last.ledger.rest
    doubtful = found.last.doubtful

    def is_due(path: str, key: str) -> bool:
        return path in doubtful or last.get(path) != key

    choices = _choose(found, records)
    papers = Papers(folders, found.settings)
    keys = {path: one.key(found.salt) for one in choices for path in one.paths()}
    due = [one for one in choices if any(is_due(path, keys[path]) for path in one.paths())]
    parts = [due[at :: workers.most] for at in range(min(workers.most, len(due)))]
    in_feeds = workers.map(papers.stage_feeds, parts)
    staged = list[str]()
    for piece in _plan_others(papers, found, choices, bundles, records):
        keys[piece.path] = piece.key
        if is_due(piece.path, piece.key) and stage(folders, piece.path, piece.make()):
            staged.append(piece.path)
    return Rest(keys, (*staged, *(path for paths in in_feeds for path in paths)))


def _choose(found: Survey, records: Records) -> list[RecentFeed]:
    """Give the feeds that are choices of all papers, by folder."""
    title, counts = found.settings.title, count_topics(records.topics)
    totals = {topic.url: topic.count for topic in counts}
    names = {topic.url: topic.name for topic in counts}
    recent = merge_recent(sorted(found.facts, reverse=True), records.read_recent, totals)
    choices = []
    for folder, refs in recent.items():
        name, said = names.get(folder, folder), f"on {names.get(folder, folder)}."
        if folder == CODE:
            name, said = "with code", "that lead to their code."
        about = f"{title}: {name}", f"The newest papers {said}"
        choices.append(RecentFeed(folder, *about, refs))
    return choices


def _plan_others(
    papers: Papers,
    found: Survey,
    choices: Iterable[RecentFeed],
    bundles: Sequence[str],
    records: Records,
) -> Iterator[Piece]:
    """Plan all files that span months but the feeds that are choices of all papers."""
    settings, theme, facts, topics = found.settings, found.theme, found.facts, records.topics
    render = make_renderer(settings, theme)
    days = [day for month in facts.values() for day in month]
    made = _make_feeds(settings, _newest_days(papers, found.scan))
    links = [
        feeds.feed_link(settings, folder, feed.title, feed.description)
        for folder, feed in made.items()
    ]
    chosen = {
        one.folder: feeds.feed_link(settings, one.folder, one.title, one.description)
        for one in choices
    }
    if CODE in chosen:
        links.append(chosen[CODE])
    by_topic = [chosen[topic.url] for topic in count_topics(topics) if topic.url in chosen]
    by_topic = by_topic[:_MOST_LISTED]
    bundle_urls = [f"/pagefind/{name}/" for name in bundles]
    last = found.last.ledger.rest
    begins = filter(None, map(names_prefix, last))
    lists = tuple(plan_authors(records.authors, records.touched, begins))
    pages = (
        *plan_rest(settings, days, bundle_urls, has_feeds=bool(links)),
        plan_feeds(links, by_topic, has_authors=bool(lists)),
        *plan_topics(topics, has_authors=bool(lists)),
        data_files.plan_api(has_feeds=bool(links)),
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
    listed = [*links, *by_topic]
    if listed:
        yield _whole("feeds/all.opml", feed_formats.format_opml(settings.title, listed))
    spans = [(day.date, day.listed) for day in days]
    yield _whole("api/index.json", data_files.format_index(settings, spans))
    yield _whole("llms.txt", data_files.format_llms(settings, spans, links))
    yield _whole("robots.txt", format_robots(settings))
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
    yield from _keep_lists(papers.folders, last, lists)
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
        for slug, name in compute_moved_topics(vocabulary).items()
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


def _newest_days(papers: Papers, scan: Iterable[MonthScan]) -> list[feeds.Day]:
    """Read as many of the newest days as feeds have room for, and no more."""
    found: list[feeds.Day] = []
    days: list[DayScan] = [day for month in scan for day in month.days]
    total, weeks = 0, set[tuple[int, int]]()
    for number, day in enumerate(reversed(days)):
        weeks.add(_week(day.date))
        if total >= feeds.NEWEST and number >= feeds.DAYS and len(weeks) > feeds.WEEKS + 1:
            break
        listing, problems = read_listing(papers.folders.content, day)
        if problems:
            raise InputError(*problems)
        read = papers.read if total < feeds.NEWEST else papers.read_plain  # days show no topics
        own = read(f"{day.date}/{slug}" for slug in day.slugs)
        found.append((listing, {entry.slug: entry for entry in own.values()}))
        total += len(own)
    return found


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
