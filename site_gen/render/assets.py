"""Static files as browsers get them.

A sheet holds the sheets that it imports; sheets and scripts lose what only people read: comments
and indentation. Where one names another file of the site, as ``"./name"``, it gets the name that
file is served by. A name with ``.min.`` in it says that the file is small as it is.
"""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote

from site_gen.model import InputError, Problem, asset_url, fingerprint, guess

# The form that our sheets use. Without a colon, an address of another host is left as it is.
_IMPORT = re.compile(rb'^@import "([^":]+)";[ \t]*\n?', re.MULTILINE)
_LINES = re.compile(rb"(?m)^[ \t]*//.*\n|^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n|^[ \t]+|^\n")
_NAME = re.compile(rb"""(["'])\./([\w./-]+)\1""")


def served_url(name: str, data: bytes) -> str:
    """Give the URL of a static file.

    Its content is part of its name, so that browsers may keep it for good.
    """
    return asset_url(name, fingerprint(data)[:8])


def data_uri(data: bytes) -> str:
    """Write a small SVG picture as an address that holds it.

    >>> data_uri(b'<svg fill="#fff"/>')
    "data:image/svg+xml,%3Csvg%20fill='%23fff'/%3E"
    """
    text = data.decode().strip().replace('"', "'")
    return "data:image/svg+xml," + quote(text, safe="!$&'()*+,-./:;=?@_~")


def make_assets(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Make all that is served of a theme's static files, by their names.

    Raises InputError where a sheet imports one that is not there.
    """
    assets: dict[str, bytes] = {}

    def make(name: str, within: tuple[str, ...] = ()) -> bytes:
        if name not in assets:
            data = sources[name]
            if name.endswith(".css"):
                data = _with_imports(name, sources, {name})
            if name.endswith((".css", ".js")):
                data = _NAME.sub(lambda found: rename(found, (*within, name)), data)
                data = data if ".min." in name else _lean(name, data)
            assets[name] = data
        return assets[name]

    def rename(found: re.Match[bytes], within: tuple[str, ...]) -> bytes:
        quote, named = found[1], found[2].decode()
        other = posixpath.normpath(posixpath.join(posixpath.dirname(within[-1]), named))
        # Two scripts that import each other cannot both have the name of the other's content.
        if other not in sources or other in within:
            return found[0]
        # The other file first: its content decides its name, which is part of this content.
        served = posixpath.basename(served_url(other, make(other, within)))
        return b"%s./%s%s" % (
            quote,
            posixpath.join(posixpath.dirname(named), served).encode(),
            quote,
        )

    # In order, so that where scripts import each other, the same one keeps the plain name.
    for name in sorted(sources):
        make(name)
    return assets


def _with_imports(name: str, sources: Mapping[str, bytes], seen: set[str]) -> bytes:
    """Put the sheets that one imports in their places, each once."""

    def put(found: re.Match[bytes]) -> bytes:
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1].decode()))
        if other not in sources:
            line = sources[name].count(b"\n", 0, found.start()) + 1
            message = f"imports {other!r}; {guess(other, sorted(sources))}"
            raise InputError(Problem(f"templates/static/{name}", line, message))
        # Also ends a circle of imports.
        if other in seen:
            return b""
        seen.add(other)
        return _with_imports(other, sources, seen)

    return _IMPORT.sub(put, sources[name])


def _lean(name: str, data: bytes) -> bytes:
    if name.endswith(".css"):
        import rcssmin  # noqa: PLC0415 # only where something is built

        sheet: bytes = rcssmin.cssmin(data)
        return sheet
    # A script is taken line by line, for what a slash means only a parser knows. In a text of
    # several lines, indentation may matter.
    if any(line.count(b"`") % 2 for line in data.splitlines()):
        return data
    return _LINES.sub(b"", data)
