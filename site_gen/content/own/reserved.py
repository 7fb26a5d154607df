"""Names that the owner's files and pages cannot have, because a build makes them."""

import re
from dataclasses import asdict

from site_gen.model import URLS

_RESERVED = frozenset(url.split("/")[1] for url in asdict(URLS).values()).union(
    ("assets", "pagefind", "sitemaps", "index.html", "apple-touch-icon.png"),
    ("feed.xml", "atom.xml", "feed.json"),
)

_is_dated = re.compile(r"[0-9]{4}(?![0-9])").match


def is_reserved(name: str) -> bool:
    """Whether a build makes what stands first in a path: a page, a folder or a file.

    >>> is_reserved("archive"), is_reserved("2025-W38"), is_reserved("contact")
    (True, True, False)
    """
    return name in _RESERVED or bool(_is_dated(name))
