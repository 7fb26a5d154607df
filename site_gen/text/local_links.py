"""Addresses in bodies that lead into the site: those from its root, and relative ones.

A body is shown on several pages, in feeds and in mail. A relative address is read as its author
sees it: from the folder of the file. So ``fig.png`` is the picture beside the file, and
``other.md`` the page of another entry.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from site_gen.model import Picture, is_slug, paper_url, parse_day

# RFC 3986, section 3.1: what begins with a scheme. Browsers read a backslash as a slash, and "//"
# begins an address with a host. "#x" and "?x" stay on the page.
_is_foreign = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}|\\|[#?]|$").match
_ENTRY = re.compile(r"/([0-9-]+)/([^/]+)\.md")
# The quotes and names of attributes are those that our own renderer writes.
_ADDRESS = re.compile(r' (href|src)="([^"]*)"')
_is_relative = re.compile(r' (?:href|src)="(?!https?://)').search


def is_local(address: str) -> bool:
    """Whether an address leads into the site, to another page or file.

    >>> is_local("fig.png"), is_local("/about/"), is_local("//a.example/"), is_local("#top")
    (True, True, False, False)
    """
    return not _is_foreign(address)


def resolve_local(address: str, folder: str) -> str:
    """Give the site-relative URL of a local address in a file of ``folder``, as ``/2025-09-17/``.

    >>> resolve_local("fig.png", "/2025-09-17/")
    '/2025-09-17/fig.png'
    >>> resolve_local("../2025-09-16/a.md#end", "/2025-09-17/")
    '/2025-09-16/a/#end'
    """
    # With a host, as RFC 3986 section 5.2.4 says: ".." ends at the root.
    parts = urlsplit(urljoin(f"https://site.invalid{folder}", address))
    path = parts.path
    if found := _ENTRY.fullmatch(path):
        day, slug = parse_day(found[1]), unquote(found[2])
        if day and is_slug(slug):
            path = paper_url(day, slug)
    return urlunsplit(("", "", path, parts.query, parts.fragment))


def may_have_local(html: str) -> bool:
    """Take a quick look at our HTML: nearly all addresses in abstracts are absolute."""
    return '="' in html and bool(_is_relative(html))


def place_links(html: str, folder: str, prefix: str, pictures: Iterable[Picture] = ()) -> str:
    """Make local addresses in our HTML lead where they should from any page.

    ``prefix`` goes before site-relative URLs: the path that the site is hosted below, or for feeds
    and mail the site's whole address, both without a slash at the end. ``pictures`` are those whose
    sizes are known: a browser then keeps their place before they are there.

    >>> place_links('<a href="b.md">b</a>', "/2025-09-17/", "/papers")
    '<a href="/papers/2025-09-17/b/">b</a>'
    """
    if not may_have_local(html):
        return html
    sizes = {one.url: f' width="{one.width}" height="{one.height}"' for one in pictures}

    def place(found: re.Match[str]) -> str:
        name, address = found[1], unescape(found[2])
        if not is_local(address):
            return found[0]
        url = resolve_local(address, folder)
        size = sizes.get(url, "") if name == "src" else ""
        return f' {name}="{escape(prefix + url)}"{size}'

    return _ADDRESS.sub(place, html)


def list_addresses(html: str) -> Iterator[tuple[str, str]]:
    """Give the addresses in our HTML, each after its attribute, ``href`` or ``src``, in order.

    >>> list(list_addresses('<a href="b.md?x=1&amp;y=2">b</a>'))
    [('href', 'b.md?x=1&y=2')]
    """
    for name, address in _ADDRESS.findall(html):
        yield name, unescape(address)


def list_local(html: str, folder: str) -> Iterator[tuple[str, str]]:
    """Give the local addresses in our HTML, each with the site-relative URL it leads to."""
    for _, address in list_addresses(html):
        if is_local(address):
            yield address, resolve_local(address, folder)


def list_pictures(html: str, folder: str) -> Iterator[str]:
    """Give the site-relative URLs of the pictures that our HTML shows, in order."""
    for name, address in list_addresses(html):
        if name == "src" and is_local(address):
            yield resolve_local(address, folder)
