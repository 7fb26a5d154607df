"""The sitemap: one file for a small archive, else an index of parts that days rarely change.

https://www.sitemaps.org/protocol.html
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from site_gen.model import (
    ORGANIZATION,
    SMALL_ARCHIVE,
    URLS,
    DaySummary,
    MonthScan,
    Page,
    Settings,
    day_url,
    is_organization,
    month_url,
    names_url,
    output_path,
    paper_url,
    permalink,
    sitemap_url,
    subjects_url,
    topic_month_url,
    week_url,
)
from site_gen.plan.author_pages import AuthorRow, list_author
from site_gen.plan.name_lists import Authors, NamesList
from site_gen.plan.topic_pages import TopicRecords

Dated = tuple[str, date | None]
"""A URL, and the day when what is there changed last."""

_PAGES = "pages"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMap:
    """All that a site has: its months, ``pages`` that span them, topics, authors.

    ``lists`` are those of authors; ``listed`` has the output paths of the last build.
    """

    scan: Sequence[MonthScan]
    summaries: Mapping[str, tuple[DaySummary, ...]]
    pages: Sequence[Page]
    topics: TopicRecords
    authors: Authors
    lists: Sequence[NamesList]
    listed: Container[str] = ()


def make_sitemaps(settings: Settings, site: SiteMap) -> Iterator[tuple[str, bytes]]:
    """Make what lists the pages of a site, but the parts of months, which they make themselves."""
    for names in site.lists:
        if names.rows:
            # Only of lists that are due: the sitemap of another is kept as it is.
            urls = list(_list_authors(names.rows))
            yield output_path(names_sitemap(names.prefix)), format_sitemap(settings, urls)
    spanning = [*list_pages(site.pages), *((list_url(names), None) for names in site.lists)]
    if sum(day.entry_count for month in site.summaries.values() for day in month) <= SMALL_ARCHIVE:
        authors = _list_authors((*site.authors.find(""), *site.authors.find(ORGANIZATION)))
        # In a slim site, all pages of topics span months.
        topics = () if settings.is_slim else _list_topics(site.topics)
        every = [*spanning, *_list_months(site.scan), *topics, *authors]
        yield output_path(URLS.sitemap), format_sitemap(settings, every)
    else:
        yield output_path(URLS.sitemap), format_sitemap_index(settings, _list_parts(site))
    yield output_path(sitemap_url(_PAGES)), format_sitemap(settings, spanning)


def _list_parts(site: SiteMap) -> list[Dated]:
    """Give the parts of a large archive's sitemap: of pages that span months, months, authors."""
    newest = {
        name: max(day.date for day in month) for name, month in site.summaries.items() if month
    }
    # The day of the newest paper, not the clock: the same content gives the same bytes.
    parts = [(sitemap_url(_PAGES), max(newest.values(), default=None))]
    parts += [
        (sitemap_url(name), newest.get(name)) for name in sorted(site.summaries, reverse=True)
    ]
    for names in site.lists:
        url = names_sitemap(names.prefix)
        # A list without a page is as the last build left it: so is its sitemap, if it has one.
        if names.rows or (not names.page and output_path(url) in site.listed):
            parts.append((url, None))
    return parts


def format_sitemap(settings: Settings, urls: Sequence[Dated]) -> bytes:
    """List pages, by URL, each with the day of its newest paper."""
    return _format_locations(settings, "urlset", "url", urls)


def format_sitemap_index(settings: Settings, parts: Sequence[Dated]) -> bytes:
    """List sitemaps, by URL, each with the day of its newest page."""
    return _format_locations(settings, "sitemapindex", "sitemap", parts)


def list_pages(pages: Iterable[Page]) -> list[Dated]:
    """Give what a sitemap says of pages: those that are listed."""
    return [(page.url, page.updated) for page in pages if page.is_listed]


def format_robots(settings: Settings) -> bytes:
    """Welcome every robot, and name the sitemap."""
    sitemap = permalink(settings.base_url, URLS.sitemap)
    return f"User-agent: *\nDisallow:\n\nSitemap: {sitemap}\n".encode()


def list_url(names: NamesList) -> str:
    """Give the page of a list of authors, or of organizations."""
    is_first = names.prefix in ("", ORGANIZATION)
    return subjects_url(names.prefix) if is_first else names_url(names.prefix)


def names_sitemap(prefix: str) -> str:
    """Give the sitemap of the authors, or of the organizations, on a page of names."""
    kind = "organizations" if is_organization(prefix) else "authors"
    return sitemap_url(f"{kind}-{prefix.removeprefix(ORGANIZATION)}")


def _list_months(scan: Iterable[MonthScan]) -> Iterator[Dated]:
    """Give the pages that months make: home, days and papers."""
    days = [day for month in scan for day in month.days]
    for day in days[-1:]:
        yield "/", day.date
    for month in scan:
        yield month_url(month.days[0].date), month.days[-1].date
    # A dictionary keeps the last day of each week.
    yield from {week_url(day.date): day.date for day in days}.items()
    for day in days:
        yield day_url(day.date), day.date
        for slug in day.slugs:
            yield paper_url(day.date, slug), day.date


def _list_authors(rows: Iterable[AuthorRow]) -> Iterator[Dated]:
    for row in rows:
        yield from ((url, None) for url in list_author(row))


def _list_topics(topics: TopicRecords) -> Iterator[Dated]:
    for name in sorted(topics):
        for topic in topics[name].values():
            yield topic_month_url(topic.name, name), topic.newest[0].day


def _format_locations(settings: Settings, root: str, name: str, rows: Sequence[Dated]) -> bytes:
    """Write a sitemap or a list of them. Without a tree: a large site has many pages."""
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_SITEMAP}"'
    if not rows:
        return f"{head} />\n".encode()
    parts = [head, ">\n"]
    for url, updated in rows:
        place = escape(permalink(settings.base_url, url), quote=False)
        changed = f"<lastmod>{updated.isoformat()}</lastmod>\n" if updated else ""
        parts.append(f"<{name}>\n<loc>{place}</loc>\n{changed}</{name}>\n")
    return "".join((*parts, f"</{root}>\n")).encode()
