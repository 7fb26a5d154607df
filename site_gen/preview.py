"""A live preview: build, serve with the headers of ``netlify.toml``, rebuild on change.

The server knows nothing of dependencies: it watches, builds, and publishes one number. Pages get
a script that waits for a newer number and reloads. After a failed build the last good site stays,
and pages show what is wrong.
"""

import json
import mimetypes
import posixpath
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from watchfiles import watch

from site_gen.model import URLS, OutputError, Problem
from site_gen.system.files import read_text, shown
from site_gen.system.netlify_rules import Rules, parse_redirects, parse_rules

_HERE = Path(__file__).parent
HOST = "127.0.0.1"
_PREFIX = "/.site-gen/"
# Short enough that nothing in between gives up, long enough to ask seldom.
_WAIT = 20.0  # seconds a browser's question is held before it must ask again
# Editors save a file in several steps; a checkout writes many files.
_QUIET = 100  # milliseconds without a change before a build begins
_BEAT = 250  # milliseconds after which a watch without a change looks again
_SCRIPT = b"""// Waits for the next build of the preview, then reloads; shows what failed.
let seen = -1, shown
for (;;) {
  try {
    const answer = await (await fetch(new URL('state?' + seen, import.meta.url))).json()
    if (seen >= 0 && answer.number !== seen && !answer.error) location.reload()
    seen = answer.number
    shown?.remove()
    if (answer.error) {
      shown = document.createElement('pre')
      shown.setAttribute('role', 'alert')
      shown.textContent = 'The site could not be built:\\n\\n' + answer.error
      const look = { position: 'fixed', inset: 'auto 0 0 0', zIndex: '99', margin: '0',
        padding: '1em', background: '#7a1020', color: '#fff', whiteSpace: 'pre-wrap' }
      for (const [name, value] of Object.entries(look)) shown.style[name] = value
      document.body.append(shown)
    }
  } catch { await new Promise(done => setTimeout(done, 1000)) }
}
"""
_TAG = b'<script type="module" src="%s"></script></body>'
_EMPTY = (
    b'<!doctype html><html lang="en"><title>Preview</title>'
    b"<body><p>There is no site yet: it is being built, or could not be.</p></body></html>\n"
)
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


def load_rules(site: Path, output: Path | None = None) -> Rules:
    """Read the site's ``netlify.toml``, or the one that comes with site-gen, and ``_redirects``.

    These are in the output, and go first, as at Netlify. Raises InputError.
    """
    moved = (output or site) / "_redirects"
    moved_rules = parse_redirects(shown(moved), read_text(moved)) if moved.is_file() else Rules()
    names = (site / "netlify.toml", _HERE / "netlify.toml", _HERE.parent / "netlify.toml")
    path = next((path for path in names if path.is_file()), None)
    rules = parse_rules(shown(path), read_text(path)) if path else Rules()
    return replace(rules, redirects=moved_rules.redirects + rules.redirects)


class State:
    """How many builds there were, and the error of the last; a number one can wait for."""

    def __init__(self) -> None:
        self.number = 0
        self.error = ""
        self._changed = threading.Condition()

    def publish(self, error: str = "") -> None:
        """Wake everyone who waits for a build."""
        with self._changed:
            self.number += 1
            self.error = error
            self._changed.notify_all()

    def wait_past(self, seen: int, seconds: float = _WAIT) -> dict[str, object]:
        """Wait for a number other than ``seen``; give what there is after ``seconds``."""
        with self._changed:
            self._changed.wait_for(lambda: self.number != seen, seconds)
            return {"number": self.number, "error": self.error}


class Preview(ThreadingHTTPServer):
    """Serves a built site as Netlify would, below the path where it is hosted."""

    # A browser that waits for the next build must not keep the program from ending.
    daemon_threads = True

    def __init__(self, output: Path, *, port: int = 0) -> None:
        self.output = output
        self.rules = Rules()
        self.below = ""  # the path where the site is hosted
        self.state = State()
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as err:
            message = f"cannot be used: {err}; expected a free port: --port"
            raise OutputError(Problem(f"{HOST}:{port}", 0, message)) from err

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet when a browser went away; anything else is a bug, and shows itself."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """Where a browser finds the site."""
        return f"http://{HOST}:{self.server_address[1]}{self.below}/"


def run(
    server: Preview,
    rebuild: Callable[[], str],
    paths: Sequence[Path],
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Build, serve until interrupted, and rebuild after each change below ``paths``.

    ``rebuild`` builds the site, and gives the error in words, or nothing when it went well;
    ``ready`` is called when the server begins. Changes during the first build count too.
    """
    watched = [path for path in paths if path.exists()]
    changes = watch(
        *watched, step=_QUIET, rust_timeout=_BEAT, yield_on_timeout=True, raise_interrupt=False
    )
    next(changes, None)  # the watch begins with the first look
    try:
        server.state.publish(rebuild())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            ready()
            for changed in changes:
                if changed:
                    server.state.publish(rebuild())
        finally:
            server.shutdown()
    finally:
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    # Connections stay open, so that a page and its files need one.
    protocol_version = "HTTP/1.1"
    server: Preview

    def do_GET(self) -> None:
        url = unquote(urlsplit(self.path).path)
        if url.startswith(_PREFIX):
            self._answer_preview(url.removeprefix(_PREFIX))
            return
        if not url.startswith(self.server.below + "/"):
            self._redirect(HTTPStatus.FOUND, self.server.below + "/")
            return
        url = url.removeprefix(self.server.below)
        self._answer(url)

    do_HEAD = do_GET  # noqa: N815 # the library's name

    def _answer(self, url: str) -> None:
        """Answer for a URL of the site: by a rule that is forced, a file, or any other rule."""
        path, rule = self._find(url), self.server.rules.redirect_for(url)
        if rule and (rule.is_forced or not path):
            if rule.is_answer:
                self._send(rule.status, url, self._find(rule.to))
            else:
                self._redirect(rule.status, self.server.below + rule.to)
        elif path:
            self._send(HTTPStatus.OK, url, path)
        elif self._find(url + "/"):
            self._redirect(HTTPStatus.MOVED_PERMANENTLY, self.server.below + url + "/")
        else:
            self._send(HTTPStatus.NOT_FOUND, url, self._find(URLS.not_found))

    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal is for builds."""

    def _find(self, url: str) -> Path | None:
        clean = posixpath.normpath(url)
        # No file outside of the site: '..' may come encoded, so it is looked for after decoding.
        if "\0" in url or ".." in url.split("/") or not clean.startswith("/"):
            return None
        path = self.server.output / clean.lstrip("/")
        if url.endswith("/"):
            path = path / "index.html"
        return path if path.is_file() else None

    def _send(self, status: int, url: str, path: Path | None) -> None:
        try:
            data = path.read_bytes() if path else _EMPTY
        except OSError:  # it was replaced just now
            data, status = b"Try again\n", HTTPStatus.SERVICE_UNAVAILABLE
        suffix = path.suffix if path else ".html"
        kind = _TYPES.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0]
        headers = {"content-type": kind or "application/octet-stream"}
        headers |= self.server.rules.headers_for(url)
        headers["cache-control"] = "no-store"  # a preview shows what is there now
        headers.pop("strict-transport-security", None)  # there is no TLS here
        if suffix == ".html":
            data = data.replace(b"</body>", _TAG % f"{_PREFIX}reload.js".encode())
        self._write(status, headers, data)

    def _answer_preview(self, name: str) -> None:
        if name == "state":
            asked = urlsplit(self.path).query
            seen = int(asked) if asked.lstrip("-").isdigit() else -1
            answer = json.dumps(self.server.state.wait_past(seen)).encode()
            self._write(HTTPStatus.OK, {"content-type": "application/json"}, answer)
        elif name == "reload.js":
            self._write(HTTPStatus.OK, {"content-type": _TYPES[".js"]}, _SCRIPT)
        else:
            self._write(HTTPStatus.NOT_FOUND, {"content-type": _TYPES[".txt"]}, b"Not found\n")

    def _redirect(self, status: int, to: str) -> None:
        self._write(status, {"location": to}, b"")

    def _write(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            try:
                self.wfile.write(data)
            except ConnectionError:
                self.close_connection = True
