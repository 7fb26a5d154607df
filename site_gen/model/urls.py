"""Slugs, URLs, permalinks and output paths; no other module joins one.

A *url* is site-relative and starts with ``/``; a *permalink* is absolute; an *output path* is a
file below ``public/``. The folder is the URL: ``content/2025-09-17/x.md`` is ``/2025-09-17/x/``.
"""

import hashlib
import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import quote, urlsplit

from slugify import slugify

DEFAULT_URL = "http://127.0.0.1:8000"
"""Where the preview serves a site: its address as long as it has no other."""

# 63 % of the titles of the corpus fit; others are cut between words, for long addresses break when
# they are shared.
_MAX_SLUG = 80
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W(0[1-9]|[1-4][0-9]|5[0-3])")
# Characters that RFC 3986 leaves as they are. Nearly all our addresses have no other.
_PLAIN = re.compile(r"[A-Za-z0-9/._-]*")
# Signs that make topics differ: C, C++ and C#.
_SIGNS = [("+", " plus "), ("#", " sharp "), ("&", " and ")]
# The end that looks like a mark is left out, so that no name can take the address of another.
_PLAIN_NAME = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*(?<! [0-9a-f]{8})")
_NAMES = "names"
# Below it are ASCII and the accented Latin letters, which slugify writes as one would expect.
_LATIN_ENDS = "\u0250"
SLUG = "[a-z0-9]+(?:[-_.][a-z0-9]+)*"
"""The pattern of a name that can be a URL segment as it stands."""

_SLUG = re.compile(SLUG)


def make_slug(title: str) -> str:
    """One URL segment for a title: ASCII, lower case, at most 80 characters, never empty.

    >>> make_slug("Hiformer: Heterogeneous Feature"), make_slug("∑")
    ('hiformer-heterogeneous-feature', 'paper')
    """
    # entities=False: a title that names '&amp;' means these characters.
    slug = slugify(title, max_length=_MAX_SLUG, word_boundary=True, save_order=True, entities=False)
    return slug or "paper"


def is_slug(name: str) -> bool:
    """Whether a name can be a URL segment as it stands."""
    return bool(_SLUG.fullmatch(name))


def parse_day(name: str) -> date | None:
    """Read ``YYYY-MM-DD`` as a date, or None where it is not a day.

    >>> parse_day("2025-09-17"), parse_day("2025-02-30")
    (datetime.date(2025, 9, 17), None)
    """
    if not _DAY.fullmatch(name):
        return None
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def day_url(day: date) -> str:
    """Give the page of a day's digest."""
    return f"/{day.isoformat()}/"


def picture_url(day: date) -> str:
    """Give the picture of a day."""
    return f"{day_url(day)}og.png"


def month_url(day: date) -> str:
    """Give the page of a day's month.

    >>> month_url(date(2025, 9, 17))
    '/2025-09/'
    """
    return f"/{day.isoformat()[:7]}/"


def week_url(day: date) -> str:
    """Give the page of a day's week, as ISO 8601 numbers them: a week begins on a Monday.

    >>> week_url(date(2025, 9, 17)), week_url(date(2024, 12, 30))
    ('/2025-W38/', '/2025-W01/')
    """
    year, week, _ = day.isocalendar()
    return f"/{year:04}-W{week:02}/"


def months_of(name: str) -> tuple[str, ...]:
    """Give the months, ``YYYY-MM``, of a folder that is named by a day, week or month.

    >>> months_of("2025-09-17"), months_of("2025-W40"), months_of("topics")
    (('2025-09',), ('2025-09', '2025-10'), ())
    """
    if week := _WEEK.fullmatch(name):
        try:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError:  # a year without a week 53
            return ()
        ends = (monday, monday + timedelta(6))
        return tuple(dict.fromkeys(day.isoformat()[:7] for day in ends))
    return (name[:7],) if name[:4].isdigit() and name[4:5] == "-" else ()


def year_url(year: int) -> str:
    """Give the page of a year's archive."""
    return f"/{year:04}/"


def paper_url(first_day: date, slug: str) -> str:
    """Give the page of a paper; its home is the day it first appeared."""
    return f"/{first_day.isoformat()}/{slug}/"


@lru_cache(maxsize=4096)  # few topics, on every paper
def topic_slug(name: str) -> str:
    """Name a topic in URLs; variants of case, spaces and hyphens are one topic.

    What ASCII cannot tell apart gets a mark, so that two topics never share a page.

    >>> topic_slug("Text-to-Image"), topic_slug("CI/CD"), topic_slug("C++")
    ('text-to-image', 'ci-cd', 'c-plus-plus')
    >>> topic_slug("视频"), topic_slug("🔥")
    ('shi-pin-c20f76', 'topic-ed8d83')
    """
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    plain = slugify(folded, max_length=_MAX_SLUG, entities=False, replacements=_SIGNS)
    if plain and all(one < _LATIN_ENDS for one in folded):
        return plain
    mark = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain or 'topic'}-{mark}"


def topic_url(name: str) -> str:
    """Give the page of a topic."""
    return f"/topics/{topic_slug(name)}/"


@lru_cache(maxsize=65_536)  # an author is on many papers
def author_slug(name: str) -> str:
    """Name an author in URLs; variants of case, spaces and width are one author.

    A name of more than words in ASCII gets a mark, so that two authors never share a page.

    >>> author_slug("Ada  LOVELACE"), author_slug("José García"), author_slug("Names")
    ('ada-lovelace', 'jose-garcia-067d473a', 'names-aeb24056')
    """
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    if _PLAIN_NAME.fullmatch(folded) and len(folded) <= _MAX_SLUG and folded != _NAMES:
        return folded.replace(" ", "-")
    plain = slugify(folded, max_length=_MAX_SLUG, entities=False)
    mark = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain or 'author'}-{mark}"


def author_url(slug: str) -> str:
    """Give the page of an author."""
    return f"/authors/{slug}/"


def author_year_url(slug: str, year: int) -> str:
    """Give the page of an author's papers of a year."""
    return f"/authors/{slug}/{year:04}/"


def feed_urls(folder: str) -> tuple[str, str, str]:
    """Give the addresses of a feed: RSS, Atom, JSON Feed."""
    return f"{folder}feed.xml", f"{folder}atom.xml", f"{folder}feed.json"


def names_url(prefix: str) -> str:
    """Give the page of authors whose slug begins so."""
    return f"/authors/{_NAMES}/{prefix}/"


def names_prefix(path: str) -> str:
    """Give how the authors on a page of names begin; nothing for other files.

    >>> names_prefix("authors/names/ad/index.html"), names_prefix("authors/ada/index.html")
    ('ad', '')
    """
    match path.split("/"):
        case ["authors", one, prefix, _] if one == _NAMES:
            return prefix
    return ""


def topic_month_url(name: str, month: str) -> str:
    """Give the page of a topic's papers in a month, ``YYYY-MM``."""
    return f"/topics/{topic_slug(name)}/{month}/"


def sitemap_path(name: str) -> str:
    """Name the part of the sitemap that lists a month's pages, or other pages of one kind."""
    return f"sitemaps/{name}.xml"


def base_path(base_url: str) -> str:
    """Give the path below which a site is hosted, without its last slash.

    >>> base_path("https://a.example/papers/"), base_path("https://a.example")
    ('/papers', '')
    """
    return urlsplit(base_url).path.rstrip("/")


@lru_cache(maxsize=1024)  # that of a page is asked for several times while it is made
def permalink(base_url: str, url: str) -> str:
    """Make a site-relative URL absolute.

    >>> permalink("https://a.example/papers", "/feed.xml")
    'https://a.example/papers/feed.xml'
    """
    # Nearly all addresses are plain: quote would give them back as they are.
    if not _PLAIN.fullmatch(url):
        url = quote(url, safe="/#?=&:%~+,;@!$'()*-._")
    return base_url.rstrip("/") + url


def output_path(url: str) -> str:
    """Give the file that serves a URL.

    >>> output_path("/2025-09-17/"), output_path("/feed.xml")
    ('2025-09-17/index.html', 'feed.xml')
    """
    path = url[1:] + ("index.html" if url.endswith("/") else "")
    if url[:1] != "/" or any(part in ("", ".", "..") for part in path.split("/")):
        raise ValueError(url)
    return path
