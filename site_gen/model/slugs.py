"""Titles, topics, authors and organizations -> slugs: names that are one URL segment each."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from slugify import slugify

NAMES = "names"
"""The segment below ``/authors/`` that no author has: the lists of names stand there.

So it is below ``/organizations/``."""

ORGANIZATION = "~"
"""What the key of an organization begins with; it is after every character of a slug."""

SLUG = "[a-z0-9]+(?:[-_.][a-z0-9]+)*"
"""The pattern of a name that can be a URL segment as it stands."""

_SLUG = re.compile(SLUG)
_MAX_SLUG = 80
# A build goes through all topics several times, always in the same order. A cache that is smaller
# than their number would then never find one. 15,902 papers with keywords have 42,000 topics.
_REMEMBERED = 65_536
_SIGNS = [("+", " plus "), ("#", " sharp "), ("&", " and ")]
_PLAIN_NAME = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*(?<! [0-9a-f]{8})")
_LATIN_ENDS = "\u0250"
# Windows opens a device by these names, whatever follows a dot ("Naming Files" of Win32).
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
# Marks that a slug loses, and that tell names apart: '.net', 'c--', 'q*'. Between two letters, as
# in 'ci/cd', a mark only parts words.
_EDGE_MARK = re.compile(
    r"^-|-$|(?:^|\s)[^\w\s(){}\[\],:;&+#-]|[^\w\s(){}\[\],:;&+#-](?:\s|$)|\b_|_\b"
)


def make_slug(title: str) -> str:
    """One URL segment for a title: ASCII, lower case, at most 80 characters, never empty.

    >>> make_slug("Hiformer: Heterogeneous Feature"), make_slug("∑")
    ('hiformer-heterogeneous-feature', 'paper')
    >>> make_slug("Con")
    'con-paper'
    """
    slug = slugify(title, max_length=_MAX_SLUG, word_boundary=True, save_order=True, entities=False)
    return f"{slug}-paper" if is_device(slug) else slug or "paper"


def is_slug(name: str) -> bool:
    """Whether a name can be a URL segment as it stands."""
    return bool(_SLUG.fullmatch(name))


def is_device(name: str) -> bool:
    """Whether Windows opens a device by this name, so that no file or folder can have it.

    >>> is_device("con"), is_device("aux.x"), is_device("console")
    (True, True, False)
    """
    return bool(_DEVICE.fullmatch(name))


@lru_cache(maxsize=_REMEMBERED)
def topic_slug(name: str) -> str:
    """Name a topic in URLs; variants of case, spaces and hyphens are one topic.

    What ASCII cannot tell apart gets a mark, so that two topics never share a page.

    >>> topic_slug("Text-to-Image"), topic_slug("CI/CD"), topic_slug("C++")
    ('text-to-image', 'ci-cd', 'c-plus-plus')
    >>> topic_slug("视频"), topic_slug("🔥")
    ('shi-pin-c20f76', 'topic-ed8d83')
    >>> topic_slug("NET"), topic_slug(".NET")
    ('net', 'net-fb7485')
    """
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    whole = slugify(folded, entities=False, replacements=_SIGNS)
    plain = whole[:_MAX_SLUG].strip("-")
    is_unique = plain == whole and not _EDGE_MARK.search(folded) and not is_device(plain)
    if plain and is_unique and all(one < _LATIN_ENDS for one in folded):
        return plain
    mark = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain or 'topic'}-{mark}"


@lru_cache(maxsize=_REMEMBERED)
def author_slug(name: str) -> str:
    """Name an author in URLs; variants of case, spaces and width are one author.

    A name of more than words in ASCII gets a mark, so that two authors never share a page.

    >>> author_slug("Ada  LOVELACE"), author_slug("José García"), author_slug("Names")
    ('ada-lovelace', 'jose-garcia-067d473a', 'names-aeb24056')
    """
    return _name_slug(name, "author")


def subject_keys(authors: Iterable[str], organization: str) -> tuple[str, ...]:
    """Give the keys of a paper's authors and of its organization, each once.

    A key names one of them in the index of both, and in URLs: the slug of an author, or that of an
    organization behind ``ORGANIZATION``.

    >>> subject_keys(["Ada", "ADA"], "ETH Zurich"), subject_keys([], "")
    (('ada', '~eth-zurich'), ())
    """
    keys = dict.fromkeys(map(author_slug, authors))
    return (*keys, organization_key(organization)) if organization.strip() else tuple(keys)


def is_organization(key: str) -> bool:
    """Whether a key, or the beginning of one, is that of an organization, not of an author.

    >>> is_organization("~eth-zurich"), is_organization("ada")
    (True, False)
    """
    return key.startswith(ORGANIZATION)


@lru_cache(maxsize=_REMEMBERED)
def organization_key(name: str) -> str:
    """Give the key of an organization; its slug is made as that of an author.

    >>> organization_key("AT&T"), organization_key("ETH  ZURICH")
    ('~at-t-b55e1037', '~eth-zurich')
    """
    return f"{ORGANIZATION}{_name_slug(name, 'organization')}"


def _name_slug(name: str, otherwise: str) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    is_free = folded != NAMES and not is_device(folded)
    if is_free and _PLAIN_NAME.fullmatch(folded) and len(folded) <= _MAX_SLUG:
        return folded.replace(" ", "-")
    plain = slugify(folded, max_length=_MAX_SLUG, entities=False)
    mark = hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain or otherwise}-{mark}"
