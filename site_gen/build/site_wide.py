"""What spans months: home of an empty site, archive, search page, feeds, sitemap index, assets.

Each file has an input key for all that it is made from: one whose key is as it was is not made
again.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from site_gen.build.changes import BuildPlan
from site_gen.build.feed_stage import EntryReader, RecentFeed
from site_gen.build.inputs.own_files import AT_ROOT
from site_gen.build.output_folder import (
    Artifact,
    Folders,
    make_page_artifacts,
    stage_changed,
)
from site_gen.content.store import SETTINGS
from site_gen.content.topic_rules import Vocabulary, compute_moved_topics
from site_gen.model import (
    ORGANIZATION,
    URLS,
    Page,
    Settings,
    base_path,
    bundle_url,
    fingerprint,
    names_prefix,
    output_path,
    paper_url,
    parse_reference,
    path_url,
    topic_slug,
    topic_url,
)
from site_gen.plan import data_files, topic_pages
from site_gen.plan.author_pages import plan_author_feed
from site_gen.plan.feeds import feed_formats, feed_items
from site_gen.plan.feeds.feed_table import LISTED, FeedLists, FeedPlan, list_feeds, plan_selected
from site_gen.plan.feeds.recent_papers import Recent, merge_recent
from site_gen.plan.fixed_pages import plan_feeds, plan_fixed_pages
from site_gen.plan.moved_pages import MovedPage, plan_moved
from site_gen.plan.name_lists import Authors, NamesList, plan_authors
from site_gen.plan.sitemaps import SiteMap, format_robots, list_url, make_sitemaps, names_sitemap
from site_gen.related.words.word_file import NEAR, make_near_files, parse_words
from site_gen.render.templates import make_renderer
from site_gen.render.theme import Theme
from site_gen.system.files import shown
from site_gen.system.hosts.host_files import make_host_files, reject_hidden
from site_gen.system.workers import WorkerPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What the months know: their topics, the newest papers of feeds; and who has a page.

    ``counted`` are the topics of all months, as ``count_topics`` gives them. ``touched`` are the
    authors whose lists are due, None for all.
    """

    topics: topic_pages.TopicRecords
    counted: Sequence[topic_pages.TopicCount]
    read_recent: Callable[[str], Recent]
    authors: Authors
    touched: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class SiteWideFiles:
    """The files that span months, each with its input key, and those staged."""

    files: Mapping[str, str]
    staged: tuple[str, ...]


def stage_site_wide(
    folders: Folders,
    build_plan: BuildPlan,
    bundles: Sequence[str],
    records: Records,
    workers: WorkerPool,
) -> SiteWideFiles:
    """Stage the files that span months, where what they are made from changed.

    ``bundles`` are names of the search's, newest first. Where there are processes, they make the
    feeds of topics while this one makes all else.
    """
    last = build_plan.last.site_files
    feeds = _select_feeds(build_plan, records)
    entries = EntryReader(folders, build_plan.settings)
    keys_of_feeds = [feed.compute_input_keys(build_plan.config_hash) for feed in feeds]
    due = [
        feed
        for feed, keys in zip(feeds, keys_of_feeds, strict=True)
        if not keys.items() <= last.items()
    ]
    # Neighbours in the list are alike, so each process gets every n-th.
    parts = [due[at :: workers.most] for at in range(min(workers.most, len(due)))]
    # Begun first and waited for last: other processes work at them meanwhile.
    in_feeds = workers.map(entries.stage_feeds, parts)
    others = _plan_others(entries, build_plan, feeds, bundles, records)
    others = build_plan.own_files.replace_ours(folders.content, others)
    input_keys, staged = stage_changed(folders, others, last)
    for keys in keys_of_feeds:
        input_keys |= keys
    for paths in in_feeds:
        staged += paths
    return SiteWideFiles(input_keys, tuple(staged))


def check_redirects(
    folders: Folders, settings: Settings, spanning: Iterable[str], others: Iterable[str]
) -> None:
    """Raise InputError where ``redirects:`` of site.yaml lead away from files of the site.

    ``spanning`` are the output paths of files that span months, ``others`` those of all other files
    that were due. A build that goes on from the last one has the same redirects, and looks at what
    it made.
    """
    # Pages that lead elsewhere stand at the addresses of redirects.
    moved = {output_path(page.url) for page in plan_moved(settings)}
    paths = sorted({*others, *(path for path in spanning if path not in moved)})
    site_file = shown(folders.content / SETTINGS)
    reject_hidden(site_file, settings.redirects, map(path_url, paths))


def _select_feeds(build_plan: BuildPlan, records: Records) -> list[RecentFeed]:
    """Give the feeds whose papers months select, those that have one."""
    plans = plan_selected(topic_pages.plan_topic_feeds(records.counted))
    recent = merge_recent(sorted(build_plan.summaries, reverse=True), records.read_recent, plans)
    return [RecentFeed(plan, recent[plan.folder]) for plan in plans if plan.folder in recent]


def _plan_others(
    entries: EntryReader,
    build_plan: BuildPlan,
    selected: Iterable[RecentFeed],
    bundles: Sequence[str],
    records: Records,
) -> Iterator[Artifact]:
    """Plan all files that span months but the feeds whose papers months select."""
    settings, last = build_plan.settings, build_plan.last.site_files
    newest = entries.read_newest(build_plan.scan, build_plan.left_out)
    by_day = feed_items.make_day_feeds(settings, newest)
    plans = (*(plan for plan, _ in by_day), *(feed.plan for feed in selected))
    listed = list_feeds(settings, (*plans, *_plan_largest(records.authors)))
    lists = tuple(_plan_lists(records, last))
    pages = _plan_pages(build_plan, records, listed, bundles, {names.prefix for names in lists})
    moved_pages = _plan_moved(entries.folders, settings, pages)
    yield from _plan_assets(build_plan.theme)
    render = make_renderer(settings, build_plan.theme)
    listing_pages = filter(None, (names.page for names in lists))
    yield from make_page_artifacts(
        build_plan.config_hash, render, (*pages, *moved_pages, *listing_pages)
    )
    for plan, feed in by_day:
        yield from starmap(_ready_file, feed_items.write_feed(settings, plan, feed))
    if listed.followed:
        yield _ready_file(
            output_path(URLS.feed_list), feed_formats.format_opml(settings.title, listed)
        )
    spans = [(day.date, day.listed) for day in build_plan.days]
    yield _ready_file(output_path(URLS.api_index), data_files.format_index(settings, spans))
    # The file of a month has the papers that appeared first in it, that of a day all of its digest.
    firsts = [(day.date, day.entry_count) for day in build_plan.days]
    texts = data_files.format_llms(settings, firsts if settings.is_slim else spans, listed.followed)
    yield _ready_file(output_path(URLS.llms), texts)
    yield _ready_file(output_path(URLS.robots), format_robots(settings))
    yield _ready_file(output_path(URLS.speculation_rules), format_speculation_rules(settings))
    listing = SiteMap(
        scan=build_plan.scan,
        summaries=build_plan.summaries,
        pages=pages,
        topics=records.topics,
        authors=records.authors,
        lists=lists,
        listed=last,
    )
    yield from starmap(_ready_file, make_sitemaps(settings, listing))
    yield from _keep_lists(entries.folders, last, lists)
    near = make_near_files(parse_words(*build_plan.words)) if bundles else {}
    for name, data in near.items():
        yield _ready_file(output_path(bundle_url(NEAR) + name), data)
    yield from _plan_host_files(build_plan, _find_moved(entries.packs.vocabulary, records.topics))


def _plan_largest(authors: Authors) -> Iterator[FeedPlan]:
    """Plan the feeds of the organizations with the most papers, for the lists of feeds."""
    plans = map(plan_author_feed, authors.find_top(LISTED, ORGANIZATION))
    return (plan for plan in plans if plan.formats)


def _plan_lists(records: Records, last: Iterable[str]) -> Iterator[NamesList]:
    """Plan the lists of authors, and then those of organizations."""
    prefixes = list(_list_prefixes(last))
    for prefix in ("", ORGANIZATION):
        yield from plan_authors(records.authors, records.touched, prefixes, prefix)


def _list_prefixes(last: Iterable[str]) -> Iterator[str]:
    """Give the beginnings of keys that had a page of their own in the last build."""
    return filter(None, map(names_prefix, last))


def _plan_pages(
    build_plan: BuildPlan,
    records: Records,
    listed: FeedLists,
    bundles: Iterable[str],
    names: Collection[str],
) -> tuple[Page, ...]:
    """Plan the pages that span months, but those of authors and organizations.

    ``names`` are how the lists of those begin.
    """
    has_authors, has_organizations = "" in names, ORGANIZATION in names
    has_author_feeds = any(row.has_feed for row in records.authors.find_top(1))
    bundle_urls = [bundle_url(name) for name in bundles]
    has_feeds = bool(listed.followed)
    return (
        *plan_fixed_pages(build_plan.settings, build_plan.days, bundle_urls, has_feeds=has_feeds),
        plan_feeds(listed, has_authors=has_authors, has_author_feeds=has_author_feeds),
        topic_pages.plan_topic_list(
            records.counted,
            has_authors=has_authors,
            has_organizations=has_organizations,
            has_feeds=has_feeds,
        ),
        *topic_pages.plan_topics(records.topics, is_slim=build_plan.settings.is_slim),
        data_files.plan_api(has_feeds=has_feeds, is_slim=build_plan.settings.is_slim),
        *build_plan.own_files.plan_pages(build_plan.settings),
    )


def _plan_assets(theme: Theme) -> Iterator[Artifact]:
    for name, data in theme.assets.items():
        yield _ready_file(output_path(theme.urls[name]), data)
        if name in AT_ROOT:
            yield _ready_file(name, data)


def _keep_lists(
    folders: Folders, last: Mapping[str, str], lists: Iterable[NamesList]
) -> Iterator[Artifact]:
    """Give the files of lists of authors that are as they were."""
    for names in lists:
        for path in map(output_path, (list_url(names), names_sitemap(names.prefix))):
            if not names.page and path in last:
                # It has the key of the last build, so it is never due, and never read.
                yield Artifact(path, last[path], (folders.output / path).read_bytes)


def _ready_file(path: str, data: bytes) -> Artifact:
    """Give a file that is made already."""
    # Small files: to hash what they are made from would cost more than to make them.
    return Artifact(path, fingerprint(data)[:32], lambda: data)


def _plan_moved(
    folders: Folders, settings: Settings, pages: Iterable[Page]
) -> tuple[MovedPage, ...]:
    """Plan the pages that lead elsewhere. Raises InputError where one would hide another page."""
    moved = tuple(plan_moved(settings))
    if moved:
        site_file = shown(folders.content / SETTINGS)
        reject_hidden(site_file, settings.redirects, (page.url for page in pages))
    return moved


def _plan_host_files(build_plan: BuildPlan, moved: Mapping[str, str]) -> Iterator[Artifact]:
    """Plan what tells the host of the site how to serve it; ``moved`` are pages of topics."""
    gone = [paper_url(*parse_reference(ref)) for ref in build_plan.removed]
    yield from starmap(_ready_file, make_host_files(build_plan.settings, moved, gone).items())


def _find_moved(vocabulary: Vocabulary, topics: topic_pages.TopicRecords) -> dict[str, str]:
    """Give the pages that topics had under an earlier name, each with the one it has now."""
    present = {slug for month in topics.values() for slug in month}
    return {
        topic_url(slug): topic_url(name)
        for slug, name in compute_moved_topics(vocabulary).items()
        if topic_slug(name) in present
    }


def format_speculation_rules(settings: Settings) -> bytes:
    """Name the pages that browsers may make ready when a pointer rests on their links.

    That is every page but the search, which begins to work when it is shown. See
    https://html.spec.whatwg.org/multipage/speculative-loading.html.
    """
    below = base_path(settings.base_url)
    page = {"href_matches": [f"{below}/", f"{below}/*/"]}
    search = {"not": {"href_matches": f"{below}{URLS.search}*"}}
    rule = {"where": {"and": [page, search]}, "eagerness": "moderate"}
    return json.dumps({"prerender": [rule]}, separators=(",", ":")).encode()
