"""The files of a built site: which file a URL names, its type, and the rules of the host."""

import mimetypes
from pathlib import Path

from site_gen.system.files import read_text, shown
from site_gen.system.header_file import parse_headers
from site_gen.system.netlify_rules import Rules, parse_redirects, parse_rules

# Not those of the system: mimetypes reads the registry of Windows, where .js may be text/plain.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
}


def load_rules(site: Path, output: Path) -> Rules:
    """Read the rules that the host obeys: ``_headers`` and ``_redirects`` of a built site.

    Rules that a person wrote into the ``netlify.toml`` of the site follow, as at Netlify. Raises
    InputError.
    """
    headers, redirects, own = output / "_headers", output / "_redirects", site / "netlify.toml"
    made = parse_headers(shown(headers), read_text(headers)) if headers.is_file() else Rules()
    moved = Rules()
    if redirects.is_file():
        moved = parse_redirects(shown(redirects), read_text(redirects))
    rules = parse_rules(shown(own), read_text(own)) if own.is_file() else Rules()
    return Rules(made.headers + rules.headers, moved.redirects + rules.redirects)


def find_file(output: Path, url: str) -> Path | None:
    """Give the file in ``output`` that a decoded path names, or None.

    The path that is given has no symbolic links, and is inside of ``output``.
    """
    # '.' and '..' may come encoded, so they are looked for after decoding. An empty segment is
    # refused too: '//a/' names no page, and as an address it would lead to the host 'a'.
    segments = url.removeprefix("/").split("/")
    if segments[-1] == "":
        segments[-1] = "index.html"
    if not url.startswith("/") or any(one in {"", ".", ".."} or "\0" in one for one in segments):
        return None
    try:
        root = output.resolve(strict=True)
        path = root.joinpath(*segments).resolve(strict=True)
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        # The name is too long for the file system, a link leads in circles (RuntimeError before
        # Python 3.13), or no file name can be made of it.
        return None


def content_type(suffix: str) -> str:
    """Give the media type of files with a suffix such as ``.html``."""
    kind = _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0]
    return kind or "application/octet-stream"
