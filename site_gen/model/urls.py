"""URLs, permalinks and output paths; no other module joins one.

A *url* is site-relative and starts with ``/``; a *permalink* is absolute; an *output path* is a
file below ``public/``. The folder is the URL: ``content/2025-09-17/x.md`` is ``/2025-09-17/x/``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from posixpath import splitext
from typing import Literal
from urllib.parse import quote, urlsplit

from site_gen.model.slugs import NAMES, ORGANIZATION, is_device, is_organization, topic_slug

DEFAULT_URL = "http://127.0.0.1:8000"
"""Where the preview serves a site: its address as long as it has no other."""


@dataclass(frozen=True, slots=True)
class FixedUrls:
    """The addresses that do not depend on any paper. Templates see them as ``urls``."""

    home: str = "/"
    archive: str = "/archive/"
    topics: str = "/topics/"
    authors: str = "/authors/"
    organizations: str = "/organizations/"
    search: str = "/search/"
    reading_list: str = "/reading-list/"
    about: str = "/about/"
    not_found: str = "/404.html"
    feeds: str = "/feeds/"
    feed_list: str = "/feeds/all.opml"
    api: str = "/api/"
    api_index: str = "/api/index.json"
    llms: str = "/llms.txt"
    robots: str = "/robots.txt"
    sitemap: str = "/sitemap.xml"
    speculation_rules: str = "/speculation-rules.json"


URLS = FixedUrls()
"""The one value of ``FixedUrls``."""

FeedFormat = Literal["rss", "atom", "json"]

_FEED_FILES: Mapping[FeedFormat, str] = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
_PICTURE, _ARCHIVE_DOCUMENT, _INDEX = "og.png", "archive.xml", "index.html"
DAY_FILES = frozenset({_PICTURE, _ARCHIVE_DOCUMENT, _INDEX})
"""The names of the files that a build makes in the folder of a day."""
_DEVICE_MARK = "~"  # it is in no slug
# Characters that RFC 3986 leaves as they are. Nearly all our addresses have no other.
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")


def day_url(day: date) -> str:
    """Give the page of a day's digest."""
    return f"/{day.isoformat()}/"


def picture_url(day: date) -> str:
    """Give the picture of a day."""
    return f"{day_url(day)}{_PICTURE}"


def month_url(day: date) -> str:
    """Give the page of a day's month.

    >>> month_url(date(2025, 9, 17))
    '/2025-09/'
    """
    return f"/{day.isoformat()[:7]}/"


def monday_of(day: date) -> date:
    """Give the first day of a day's week."""
    return day - timedelta(day.weekday())


def week_url(day: date) -> str:
    """Give the page of a day's week, as ISO 8601 numbers them: a week begins on a Monday.

    >>> week_url(date(2025, 9, 17)), week_url(date(2024, 12, 30))
    ('/2025-W38/', '/2025-W01/')
    """
    year, week, _ = day.isocalendar()
    return f"/{year:04}-W{week:02}/"


def year_url(year: int) -> str:
    """Give the page of a year's archive."""
    return f"/{year:04}/"


def paper_url(first_day: date, slug: str) -> str:
    """Give the page of a paper; its home is the day it first appeared.

    A slug that is the name of a file of the day, or of a device of Windows, gets a mark that no
    slug can have.

    >>> paper_url(date(2025, 9, 17), "a-b"), paper_url(date(2025, 9, 17), "og.png")
    ('/2025-09-17/a-b/', '/2025-09-17/paper--og.png/')
    """
    mark = "paper--" if slug in DAY_FILES or is_device(slug) else ""
    return f"/{first_day.isoformat()}/{mark}{slug}/"


def topic_url(name: str) -> str:
    """Give the page of a topic."""
    return f"{URLS.topics}{topic_slug(name)}/"


def author_url(slug: str) -> str:
    """Give the page of an author."""
    return f"{URLS.authors}{slug}/"


def author_search_url(name: str, slug: str) -> str:
    """Give the search for the papers of an author: by name; by slug where the name has quotes.

    >>> author_search_url("Plato", "plato"), author_search_url("Ada  B", "ada-b")
    ('/search/?q=author:Plato', '/search/?q=author:%22Ada%20B%22')
    """
    words = " ".join(name.split())
    value = slug if '"' in words else words if words.isalnum() else f'"{words}"'
    return f"{URLS.search}?q=author:{quote(value, errors='replace')}"


def organization_url(slug: str) -> str:
    """Give the page of an organization."""
    return f"{URLS.organizations}{slug}/"


def subject_url(key: str) -> str:
    """Give the page of an author or of an organization, by its key.

    >>> subject_url("ada"), subject_url("~eth-zurich")
    ('/authors/ada/', '/organizations/eth-zurich/')
    """
    slug = key.removeprefix(ORGANIZATION)
    return author_url(slug) if slug == key else organization_url(slug)


def subject_year_url(key: str, year: int) -> str:
    """Give the page of the papers of a year of an author or of an organization."""
    return f"{subject_url(key)}{year:04}/"


def subjects_url(key: str) -> str:
    """Give the list of authors; that of organizations for a key, or its beginning, of one."""
    return URLS.organizations if is_organization(key) else URLS.authors


def names_url(prefix: str) -> str:
    """Give the page of authors, or of organizations, whose keys begin so."""
    name = prefix.removeprefix(ORGANIZATION)
    return f"{subjects_url(prefix)}{NAMES}/{name}{_DEVICE_MARK * is_device(name)}/"


def names_prefix(path: str) -> str:
    """Give how the keys on a page of names begin; nothing for other files.

    >>> names_prefix("authors/names/ad/index.html"), names_prefix("organizations/names/e/x.html")
    ('ad', '~e')
    """
    match path.split("/"):
        case [folder, one, name, _] if one == NAMES:
            prefix = name.removesuffix(_DEVICE_MARK)
            keys = {URLS.authors: prefix, URLS.organizations: f"{ORGANIZATION}{prefix}"}
            return keys.get(f"/{folder}/", "")
    return ""


def topic_month_url(name: str, month: str) -> str:
    """Give the page of a topic's papers in a month, ``YYYY-MM``."""
    return f"{topic_url(name)}{month}/"


def topic_year_url(name: str, year: int) -> str:
    """Give the page of a topic's papers in a year, which a slim site has in place of months'."""
    return f"{topic_url(name)}{year:04}/"


def feed_folder(name: str) -> str:
    """Give the folder of a feed that belongs to no page.

    >>> feed_folder("daily")
    '/feeds/daily/'
    """
    return f"{URLS.feeds}{name}/"


def feed_url(folder: str, form: FeedFormat) -> str:
    """Give the address of a feed in one of its formats; ``folder`` is the URL of its folder.

    >>> feed_url("/topics/video/", "atom")
    '/topics/video/atom.xml'
    """
    return f"{folder}{_FEED_FILES[form]}"


def archive_document_url(day: date, *, is_monthly: bool = False) -> str:
    """Give the document of the feed's archive (RFC 5005) that holds a day's, or its month's papers.

    >>> archive_document_url(date(2025, 9, 17), is_monthly=True)
    '/2025-09/archive.xml'
    """
    return f"{month_url(day) if is_monthly else day_url(day)}{_ARCHIVE_DOCUMENT}"


def data_url(when: date | str, suffix: str) -> str:
    """Give a data file of a day, or of a month ``YYYY-MM``.

    >>> data_url(date(2025, 9, 17), "csl.json"), data_url("2025-09", "jsonl")
    ('/2025-09-17.csl.json', '/2025-09.jsonl')
    """
    return f"/{when}.{suffix}"


def bundle_url(name: str) -> str:
    """Give the folder of a bundle of the search index."""
    return f"/pagefind/{name}/"


def asset_url(name: str, mark: str) -> str:
    """Give the address of a static file; ``mark`` names its content.

    >>> asset_url("style.css", "0123abcd")
    '/assets/style.0123abcd.css'
    """
    stem, suffix = splitext(name)
    return f"/assets/{stem}.{mark}{suffix}"


def sitemap_url(name: str) -> str:
    """Give the part of the sitemap that lists a month's pages, or other pages of one kind."""
    return f"/sitemaps/{name}.xml"


def base_path(base_url: str) -> str:
    """Give the path below which a site is hosted, without its last slash.

    >>> base_path("https://a.example/papers/"), base_path("https://a.example")
    ('/papers', '')
    """
    return urlsplit(base_url).path.rstrip("/")


def is_sitemap_part(path: str) -> bool:
    """Whether an output path is that of a part of the sitemap.

    >>> is_sitemap_part("sitemaps/2025-09.xml"), is_sitemap_part("sitemap.xml")
    (True, False)
    """
    return path.startswith(sitemap_url("")[1:].removesuffix(".xml"))


@lru_cache(maxsize=1024)  # that of a page is asked for several times while it is made
def permalink(base_url: str, url: str) -> str:
    """Make a site-relative URL absolute.

    >>> permalink("https://a.example/papers", "/feed.xml")
    'https://a.example/papers/feed.xml'
    """
    if not _PLAIN.fullmatch(url):  # nearly all are plain
        url = quote(url, safe="/#?=&:%~+,;@!$'()*-._")
    return base_url.rstrip("/") + url


def output_path(url: str) -> str:
    """Give the file that serves a URL.

    >>> output_path("/2025-09-17/"), output_path("/feed.xml")
    ('2025-09-17/index.html', 'feed.xml')
    """
    path = url[1:] + (_INDEX if url.endswith("/") else "")
    if url[:1] != "/" or any(part in ("", ".", "..") for part in path.split("/")):
        raise ValueError(url)
    return path


def path_url(path: str) -> str:
    """Give the URL that an output path serves.

    >>> path_url("2025-09-17/index.html"), path_url("feed.xml")
    ('/2025-09-17/', '/feed.xml')
    """
    return f"/{path.removesuffix(_INDEX)}"


def is_in_folder(path: str, url: str) -> bool:
    """Whether an output path is below the folder that has this URL.

    >>> is_in_folder("pagefind/2025/a.pf_index", "/pagefind/2025/")
    True
    """
    return path.startswith(url[1:])
