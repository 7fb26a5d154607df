"""Text in which no mark means anything: most abstracts. Web addresses in it become links.

Such text needs no parser, which would take half of a build's time. Where there is any doubt, it is
not prose, and ``text/markdown.py`` reads it.
"""

import re
from typing import Any

from linkify_it import LinkifyIt
from markdown_it.common.utils import escapeHtml

MOST_CHARACTERS = 10_000
"""A paragraph longer than this has no links, no emphasis and no math: the parser's time grows with
the square of its length. The longest of arXiv is two thirds of it."""

_MOST_ADDRESS = 2_000  # characters of a web address: what browsers and servers agree on
# Not within a longer scheme, as git+https://: its letters are those of RFC 3986, section 3.1.
ADDRESS = re.compile(r"(?<![A-Za-z0-9+.-])https?://", re.IGNORECASE)
# A digit, '#', '-', '+' or a space at the start may begin a list, a heading or code.
_FIRST = re.compile(r"""[A-Za-z"'(]""")
# No character to which CommonMark, its tables or our math give a meaning. A line end is left out
# because any line may begin a block, NUL because the parser replaces it.
_PROSE = re.compile(r"[^\n\r\0\\`*_<>&$\[\]|~!]*")
# Characters that neither the parser nor HTML changes. Others are percent-encoded in the link, and
# only the parser does that exactly as it does elsewhere.
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9:/._~#?=-]+")


class _Linkify(LinkifyIt):  # type: ignore[misc] # it comes without types
    """It reads to the end of a word at each address in it: a long address is none."""

    def match_at_start(self, text: str) -> Any:
        """Give the web address at the start of a text, if there is one."""
        link = super().match_at_start(text[:_MOST_ADDRESS])
        return link if link and len(link.url) < _MOST_ADDRESS else None


def _make_linkify() -> LinkifyIt:
    """Make what finds web addresses: only those that say http or https."""
    linkify = _Linkify(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    # None takes a scheme away.
    for scheme in ("ftp:", "//", "mailto:"):
        linkify.add(scheme, None)
    return linkify


LINKIFY = _make_linkify()


def render_prose(markdown: str) -> str:
    """Render prose as one paragraph of HTML; empty where more than prose is in a text."""
    is_line = _FIRST.match(markdown) and not markdown[-1:].isspace()
    if not is_line or len(markdown) > MOST_CHARACTERS:
        return ""
    pieces = _cut_addresses(markdown)
    is_prose = all(_PROSE.fullmatch(text) and "://" not in text for text in pieces[::2])
    return f"<p>{''.join(map(_piece_html, pieces))}</p>\n" if pieces and is_prose else ""


def _cut_addresses(markdown: str) -> list[str]:
    """Cut a text into words and web addresses in turns; nothing where it takes the parser."""
    pieces, end = list[str](), 0
    for match in ADDRESS.finditer(markdown) if "://" in markdown else ():
        if match.start() < end:  # an address in the query of another one
            continue
        link = LINKIFY.match_at_start(markdown[match.start() :])
        if not link or not _PLAIN_ADDRESS.fullmatch(link.url):
            return []
        pieces += [markdown[end : match.start()], link.url]
        end = match.start() + len(link.url)
    return [*pieces, markdown[end:]]


def _piece_html(piece: str) -> str:
    return f'<a href="{piece}">{piece}</a>' if "://" in piece else escapeHtml(piece)
