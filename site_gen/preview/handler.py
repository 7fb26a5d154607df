"""Requests and answers of the preview: what is checked, found, and written."""

import io
import json
import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from site_gen.model import URLS
from site_gen.preview.conditions import find_range, format_etag, format_modified, is_unchanged
from site_gen.preview.live_reload import PREFIX, SCRIPT, add_script
from site_gen.preview.request_checks import (
    LONGEST,
    METHODS,
    RequestError,
    Target,
    check_headers,
    check_host,
    check_method,
    has_body,
    quote_path,
    read_headers,
    read_target,
)
from site_gen.preview.site_files import content_type, find_file
from site_gen.system.hosts.netlify_rules import Redirect

if TYPE_CHECKING:
    from site_gen.preview.server import Preview

_EMPTY = (
    b'<!doctype html><html lang="en"><title>Preview</title>'
    b"<body><p>There is no site yet: it is being built, or could not be.</p></body></html>\n"
)
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_VERSION = re.compile(r"HTTP/1\.[0-9]+")
# What every answer says, whatever the rules of the site say.
_ALWAYS = {
    "cache-control": "no-store",  # a preview shows what is there now
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
# The host lets all web pages read feeds and data: they are public. A preview has drafts, so here it
# differs from the host on purpose: no other site may read anything, or learn what there is.
_NO_SHARING = re.compile(r"access-control-.*|timing-allow-origin")
# There is no TLS here. The others are made for each answer.
_NOT_OF_RULES = {
    "accept-ranges", "connection", "content-encoding", "content-length", "content-range", "date",
    "etag", "keep-alive", "last-modified", "location", "server", "strict-transport-security",
    "trailer", "transfer-encoding", "upgrade",
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    # Connections stay open, so that a page and its files need one.
    protocol_version = "HTTP/1.1"
    # A request line that cannot be read is refused with headers too.
    default_request_version = "HTTP/1.0"
    raw_requestline: bytes
    server: "Preview"
    target: Target

    def version_string(self) -> str:
        """Give what the ``Server`` header says: no version, as nobody needs it."""
        return "site-gen"

    def log_message(self, *_args: object) -> None:
        """Say nothing: the terminal is for builds."""

    def handle_one_request(self) -> None:
        """Answer one request, and wait for it no longer than the limits allow."""
        self.server.connections.expect_request(self.connection)
        super().handle_one_request()

    def handle_expect_100(self) -> bool:
        """Ask for no body: there is none that matters."""
        return True

    def parse_request(self) -> bool:
        """Read and check a request; say whether it is to be answered. If not, it was refused."""
        try:
            return self._read_request()
        except RequestError as err:
            # Where the next request begins may be in doubt.
            self.close_connection = True
            self._refuse(err.status, err.reason)
            return False

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse a request that http.server cannot read. Nothing of the request is repeated."""
        del message, explain
        self.close_connection = True
        status = HTTPStatus(code)
        self._refuse(status, status.phrase)

    def do_GET(self) -> None:
        """Answer a GET or a HEAD."""
        url, below = self.target.path, self.server.below
        if url.startswith(PREFIX):
            self._answer_preview(url.removeprefix(PREFIX))
        elif url.startswith(unquote(below) + "/"):
            self._answer(url.removeprefix(unquote(below)))
        else:
            self._redirect(HTTPStatus.FOUND, "/")

    do_HEAD = do_GET  # noqa: N815 # the library's name

    def _read_request(self) -> bool:
        # Those of the request before are of no use.
        self.command = self.requestline = ""
        self.request_version = self.default_request_version
        self.close_connection = True
        if self.raw_requestline in {b"\r\n", b"\n"}:
            # Some clients end a request with one line too many: RFC 9112, section 2.2.
            self.raw_requestline = self.rfile.readline(LONGEST + 1)
        if not self.raw_requestline.strip():
            return False
        if len(self.raw_requestline) > LONGEST:
            raise RequestError(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long")
        if not self.raw_requestline.endswith(b"\n"):
            raise RequestError(HTTPStatus.BAD_REQUEST, "The request ends in its first line")
        # http.server takes the end of the connection for the end of the headers. So it gets them
        # only when they have come in whole.
        stream, head = self.rfile, read_headers(self.rfile.readline)
        self.rfile = io.BytesIO(head)
        try:
            is_read = super().parse_request()
        finally:
            self.rfile = stream
        self.server.connections.expect_answer(self.connection)
        if is_read:
            self._check()
        return is_read

    def _check(self) -> None:
        """Refuse what is not answered. Raises RequestError."""
        if len(self.requestline.split()) < 3:  # method, target, version
            raise RequestError(HTTPStatus.BAD_REQUEST, "The request line has no version")
        if not _VERSION.fullmatch(self.request_version):
            raise RequestError(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "Only HTTP/1 is answered")
        # Only from HTTP/1.1 on does a client expect that a connection stays open. A body is not
        # read, so what follows it cannot be found.
        if self.request_version == "HTTP/1.0" or has_body(self.headers):
            self.close_connection = True
        hosts = self.server.hosts_of(self.connection)
        named = self.headers.get_all("host", [])
        check_host(named[0] if len(named) == 1 else None, hosts)
        check_headers(self.headers)
        check_method(self.command)
        self.target = read_target(self.path, hosts)

    def _answer(self, url: str) -> None:
        """Answer for a URL of the site: by a rule that is forced, a file, or any other rule."""
        path, rule = self._find(url), self.server.rules.redirect_for(url)
        first = self.server.first_pages.get(url)
        folder = None if path else self._find(url + "/")
        if rule and (rule.is_forced or not (path or folder or first)):
            self._obey(rule, url)
        elif first is not None:
            suffix = ".html" if url.endswith("/") else Path(url).suffix
            self._send_data(HTTPStatus.OK, url, suffix, (first, time.time()))
        elif path:
            self._send(HTTPStatus.OK, url, path)
        elif folder:
            self._redirect(HTTPStatus.MOVED_PERMANENTLY, quote_path(url + "/"))
        else:
            self._send(HTTPStatus.NOT_FOUND, url, self._find(URLS.not_found))

    def _obey(self, rule: Redirect, url: str) -> None:
        """Answer by a rule: another address, or another file with the status of the rule."""
        if not rule.is_answer:
            self._redirect(rule.status, rule.to)
            return
        to = urlsplit(rule.to)
        if to.netloc:
            reason = "The host asks another host here; the preview does not"
            self._refuse(HTTPStatus.NOT_IMPLEMENTED, reason)
            return
        wanted = unquote(to.path, errors="surrogateescape")
        path, status = self._find(wanted) or self._find(wanted + "/"), rule.status
        if not path:  # the rule leads nowhere
            path, status = self._find(URLS.not_found), max(status, HTTPStatus.NOT_FOUND)
        self._send(status, url, path)

    def _find(self, url: str) -> Path | None:
        return find_file(self.server.output, url)

    def _send(self, status: int, url: str, path: Path | None) -> None:
        """Send a file, a part of it, or only that it is unchanged."""
        try:
            data = path.read_bytes() if path else _EMPTY
            modified = path.stat().st_mtime if path else 0.0
        except PermissionError:
            self._refuse(HTTPStatus.FORBIDDEN, "The file cannot be read")
            return
        except OSError:  # it was replaced just now
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "Try again")
            return
        self._send_data(status, url, path.suffix if path else ".html", (data, modified))

    def _send_data(self, status: int, url: str, suffix: str, file: tuple[bytes, float]) -> None:
        """Send what a file holds; ``file`` has it, and when it was changed."""
        data, modified = file
        headers = {"content-type": content_type(suffix)}
        rules = self.server.rules.headers_for(url).items()
        headers |= {name: value for name, value in rules if name not in _NOT_OF_RULES}
        if suffix == ".html":
            data = add_script(data)
        if status != HTTPStatus.OK:  # conditions and ranges are about pages, not about errors
            self._write(status, headers, data)
            return
        etag = format_etag(data)
        headers |= {"etag": etag, "last-modified": format_modified(modified)}
        asked = {name.lower(): value for name, value in self.headers.items()}
        if is_unchanged(asked, etag, modified):
            self._write(HTTPStatus.NOT_MODIFIED, headers, b"")
            return
        part = find_range(asked, etag, modified, len(data)) if self.command == "GET" else None
        self._write_part(headers | {"accept-ranges": "bytes"}, data, part)

    def _write_part(self, headers: Mapping[str, str], data: bytes, part: range | None) -> None:
        if part is None:
            self._write(HTTPStatus.OK, headers, data)
        elif part:
            where = {"content-range": f"bytes {part.start}-{part.stop - 1}/{len(data)}"}
            self._write(
                HTTPStatus.PARTIAL_CONTENT, {**headers, **where}, data[part.start : part.stop]
            )
        else:
            where = {"content-range": f"bytes */{len(data)}", "content-type": content_type(".txt")}
            self._write(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, where, b"No such bytes\n")

    def _answer_preview(self, name: str) -> None:
        if name == "state":
            self._answer_state(self.target.query)
        elif name == "reload.js":
            self._write(HTTPStatus.OK, {"content-type": content_type(".js")}, SCRIPT)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "Not found")

    def _answer_state(self, asked: str) -> None:
        """Give the state of the site as soon as its number is another than the one asked for."""
        asked, _, page = asked.partition("&")  # of a page that is open, as the script says
        page = unquote(page)
        if (asked and not _NUMBER.fullmatch(asked)) or (page and not page.startswith("/")):
            self._refuse(HTTPStatus.BAD_REQUEST, "Expected the number of a build")
            return
        seconds = self.server.wait if self.command == "GET" else 0
        with self.server.readers.wait_at(page.removeprefix(unquote(self.server.below))):
            state = self.server.state.wait_past(int(asked or -1), seconds)
        self._write(
            HTTPStatus.OK, {"content-type": content_type(".json")}, json.dumps(state).encode()
        )

    def _redirect(self, status: int, to: str) -> None:
        """Lead to a URL: a path of the site, or another site. The query goes along, as at hosts."""
        query = self.target.query
        if query and "?" not in to:
            start, mark, fragment = to.partition("#")
            to = f"{start}?{query}{mark}{fragment}"
        below = quote_path(unquote(self.server.below)) if to.startswith("/") else ""
        self._write(status, {"location": below + to}, b"")

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        """Answer with one plain line."""
        if self.request_version == "HTTP/0.9":  # http.server would send no headers
            self.request_version = self.default_request_version
        if self.server.connections.is_late(self.connection):
            status, reason = HTTPStatus.REQUEST_TIMEOUT, "The request took too long"
        headers = {"content-type": content_type(".txt")}
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["allow"] = ", ".join(METHODS)
        self._write(status, headers, f"{reason}\n".encode())

    def _write(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        try:
            self.send_response(status)
            for name, value in {**headers, **_ALWAYS}.items():
                if not _NO_SHARING.fullmatch(name):
                    # http.server writes Latin-1. The text of a rule is UTF-8.
                    self.send_header(name, value.encode().decode("latin-1"))
            if status != HTTPStatus.NOT_MODIFIED:
                self.send_header("content-length", str(len(data)))
            if self.close_connection:
                self.send_header("connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
        except ConnectionError:  # the browser went away
            self.close_connection = True
