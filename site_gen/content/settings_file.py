"""``content/site.yaml`` -> ``Settings``."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from site_gen.content import yaml_fields
from site_gen.content.settings.host_rules import check_host_rules, read_host_rules
from site_gen.content.settings.time_zone import parse_timezone
from site_gen.content.yaml_fields import Kind
from site_gen.model import HOSTS, NETLIFY, SLIM, InputError, Problem, Settings, guess
from site_gen.system.files import shown
from site_gen.system.links_out import find_links_out

# The 'atext' of RFC 5322, section 3.2.3, and dots: no quotes, spaces or brackets, so that an
# address can stand in a header as it is.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
_AUTHORITY = re.compile(r"[^\s<>\"]+")  # what would end an id of a message, or its header
_MOST_RELATED = 20
# What the settings are under a profile, unless the file has them too.
_PROFILES: Mapping[str, Mapping[str, Any]] = {SLIM: {"author_pages": 0, "pictures": False}}
_SECURE = re.compile(r"https://[!#-;=?-~]+")  # ASCII without spaces, quotes and angle brackets


def parse_base_url(value: Any) -> str:
    """Accept where a site is hosted, ``https://host/path``; the last slash is dropped.

    Raises ValueError with what was expected.
    """
    address = yaml_fields.text(value).strip().rstrip("/")
    parts = urlsplit(address)
    if "@" in parts.netloc:  # not shown: it may hold a password
        raise ValueError("expected an address without user and password: all pages would show it")
    is_good = parts.scheme in ("http", "https") and parts.netloc and len(address.split()) == 1
    # A query or fragment would stand in the middle of every address that is made from it.
    if address and not (is_good and not parts.query and not parts.fragment):
        raise ValueError(f"expected an address such as https://papers.example.org, found {value!r}")
    return address


def parse_mailbox(value: Any) -> str:
    """Accept an email address, ``digest@papers.example.org``. Raises ValueError."""
    address = yaml_fields.text(value).strip()
    if address and not _MAILBOX.fullmatch(address):
        raise ValueError(f"expected an address such as digest@example.org, found {value!r}")
    return address


def parse_authority(value: Any) -> str:
    """Accept a name that stands in addresses and in the headers of mail. Raises ValueError."""
    name = yaml_fields.text(value).strip()
    if name and not _AUTHORITY.fullmatch(name):
        raise ValueError(f"expected a domain such as papers.example.org, found {value!r}")
    return name


def parse_secure_url(value: Any) -> str:
    """Accept an address that begins with https://, its query too. Raises ValueError."""
    address = yaml_fields.text(value).strip()
    if address and not _SECURE.fullmatch(address):
        raise ValueError(f"expected an address that begins with https://, found {value!r}")
    return address


def parse_action(value: Any) -> str:
    """Accept where a form posts to: ``netlify``, for Netlify's own forms, or an address."""
    return NETLIFY if value == NETLIFY else parse_secure_url(value)


def parse_host(value: Any) -> str:
    """Accept the name of a host that site-gen knows. Raises ValueError."""
    name = yaml_fields.text(value).strip()
    if name and name not in HOSTS:
        raise ValueError(f"unknown host {name!r}; {guess(name, HOSTS)}")
    return name


def parse_hidden(value: Any) -> tuple[tuple[str, str], ...]:
    """Accept a map of names to texts. Raises ValueError."""
    if value is not None and type(value) is not dict:
        raise ValueError(f"expected 'name: text' pairs, found {str(value)[:60]!r}")
    return tuple(
        (yaml_fields.text(name), yaml_fields.text(content))
        for name, content in (value or {}).items()
    )


def parse_profile(value: Any) -> str:
    """Accept the name of a profile: ``slim``. Raises ValueError."""
    name = yaml_fields.text(value).strip()
    if name and name not in _PROFILES:
        raise ValueError(f"unknown profile {name!r}; expected {', '.join(_PROFILES)}")
    return name


def parse_related(value: Any) -> int:
    """Accept how many related papers a page shows, 0 to 20. Raises ValueError."""
    if value is None:
        return Settings().related
    # type and not isinstance: to Python, True is an int.
    if type(value) is not int or not 0 <= value <= _MOST_RELATED:
        raise ValueError(f"expected a number from 0 to {_MOST_RELATED}, found {value!r}")
    return value


KEYS: Mapping[str, Kind] = {
    "title": yaml_fields.text,
    "description": yaml_fields.text,
    "byline": yaml_fields.text,
    "language": yaml_fields.text,
    "base_url": parse_base_url,
    "author": yaml_fields.text,
    "feed_authority": parse_authority,
    "feed_hub": parse_base_url,
    "newsletter_action": parse_action,
    "newsletter_field": yaml_fields.text,
    "newsletter_hidden": parse_hidden,
    "newsletter_from": parse_mailbox,
    "newsletter_unsubscribe": parse_secure_url,
    "banner": yaml_fields.texts,
    "pictures": yaml_fields.flag,
    "related": parse_related,
    "author_pages": yaml_fields.count,
    "author_feeds": yaml_fields.count,
    "latex": yaml_fields.flag,
    "organization_pages": yaml_fields.count,
    "follow_links": yaml_fields.flag,
    "profile": parse_profile,
    "host": parse_host,
    "headers": yaml_fields.nested,
    "redirects": yaml_fields.nested,
    "timezone": parse_timezone,
    "publish_future": yaml_fields.flag,
}
"""The settings there are; docs/settings.md says what each means."""


def find_late_feeds(path: str, text: str) -> Problem | None:
    """Tell where ``author_feeds`` asks for fewer papers than pages do: a feed needs a page.

    ``text`` must be valid. None where nothing is odd, or where the key is not in it.
    """
    line = yaml_fields.parse_fields(path, text, KEYS).lines.get("author_feeds", 0)
    settings = parse_settings(path, text)
    pages, feeds = settings.author_pages, settings.author_feeds
    if not line or not feeds or 0 < pages <= feeds:
        return None
    found = f"begin at {pages} papers" if pages else "are off"
    message = f"author_feeds is {feeds}, but pages of authors {found} (author_pages)"
    return Problem(path, line, f"{message}; an author without a page has no feed")


def parse_settings(path: str, text: str) -> Settings:
    """Read the settings of a site. Raises InputError with every problem in them."""
    fields = yaml_fields.parse_fields(path, text, KEYS)
    read_host_rules(path, fields)
    problems = list(fields.problems)
    if not fields.values.get("title", "x").strip():
        problems.append(Problem(path, fields.lines["title"], "title is empty; expected a name"))
    if problems:
        raise InputError(*problems)
    defaults = Settings()
    for key in ("language", "feed_authority", "newsletter_field"):
        fields.values[key] = fields.values.get(key) or getattr(defaults, key)
    profile = _PROFILES.get(fields.values.get("profile", ""), {})
    settings = Settings(**{**profile, **fields.values})
    if problems := check_host_rules(path, settings):
        raise InputError(*problems)
    return settings


def reject_links(site: Path, settings: Settings) -> list[Problem]:
    """Report links in ``content/`` and ``templates/`` to what is outside, unless allowed."""
    if settings.follow_links:
        return []
    folders = (site / "content", site / "templates")
    links = [link for folder in folders for link in find_links_out(folder, (site, *folders))]
    what = (
        "a link that leads out of the site, so it is not published; "
        "expected a file, or 'follow_links: yes' in content/site.yaml"
    )
    return [Problem(shown(link), 0, what) for link in links]
