"""What spans months: home of an empty site, archive, search page, feed, sitemap index, assets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from site_gen import feeds
from site_gen.bundles import SMALL
from site_gen.model import Entry, Listing
from site_gen.months import sitemap_path
from site_gen.pages import plan_rest
from site_gen.render import GENERATOR, make_renderer
from site_gen.store import DayScan, MonthScan, read_entries, read_listing
from site_gen.survey import Survey
from site_gen.urls import day_url, output_path, paper_url

_PAGES = "sitemaps/pages.xml"


def make_rest(found: Survey, content: Path, bundles: Sequence[str]) -> dict[str, bytes]:
    """Make the files that span months, by output path. ``bundles`` are names, newest first."""
    settings, theme, facts = found.settings, found.theme, found.facts
    render = make_renderer(settings, theme)
    days = [day for month in facts.values() for day in month]
    pages = plan_rest(settings, days, [f"/pagefind/{name}/" for name in bundles])
    feed = feeds.newest_feed(settings, _newest_days(content, found.scan))
    newest = {name: max((day.date for day in month), default=None) for name, month in facts.items()}
    parts: list[tuple[str, date | None]] = [
        (f"/{sitemap_path(name)}", newest[name]) for name in sorted(newest, reverse=True)
    ]
    updated = max(filter(None, newest.values()), default=None)
    own = feeds.list_pages(pages)
    if sum(day.own for day in days) <= SMALL:  # few enough for one file
        sitemap = feeds.format_sitemap(settings, [*own, *_list_all(found.scan)])
    else:
        sitemap = feeds.format_sitemap_index(settings, [(f"/{_PAGES}", updated), *parts])
    return {
        **{output_path(theme.urls[name]): data for name, data in theme.assets.items()},
        **{output_path(page.url): render(page).encode() for page in pages},
        "feed.xml": feeds.format_rss(feed, GENERATOR),
        _PAGES: feeds.format_sitemap(settings, own),
        "sitemap.xml": sitemap,
        "robots.txt": feeds.format_robots(settings),
    }


def _list_all(scan: Iterable[MonthScan]) -> Iterator[feeds.Dated]:
    """Give the pages that months make: home, days and papers."""
    days = [day for month in scan for day in month.days]
    for day in days[-1:]:
        yield "/", day.date
    for day in days:
        yield day_url(day.date), day.date
        for slug in day.slugs:
            yield paper_url(day.date, slug), day.date


def _newest_days(
    content: Path, scan: Iterable[MonthScan]
) -> Iterator[tuple[Listing, Mapping[str, Entry]]]:
    days: list[DayScan] = [day for month in scan for day in month.days]
    for day in reversed(days):
        listing, _ = read_listing(content, day)
        entries, _ = read_entries(content, [f"{day.date}/{slug}" for slug in day.slugs])
        yield listing, {entry.slug: entry for entry in entries.values()}
