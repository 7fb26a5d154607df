"""What of a request is checked before it is answered: its host, its form, and its target."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email.errors import (
    FirstHeaderLineIsContinuationDefect,
    InvalidHeaderDefect,
    MisplacedEnvelopeHeaderDefect,
    MissingHeaderBodySeparatorDefect,
)
from email.message import Message
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import quote, unquote_to_bytes

LONGEST = 65_536  # bytes of a request line, and of all headers together
OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
METHODS = ("GET", "HEAD")
_OTHER_METHODS = {"CONNECT", "DELETE", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]*)?")
_ABSOLUTE = re.compile(r"http://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_QUERY_MARKS = "%!$&'()*+,;=:@/?~"
_DEFECTS = (
    FirstHeaderLineIsContinuationDefect,
    InvalidHeaderDefect,
    MisplacedEnvelopeHeaderDefect,
    MissingHeaderBodySeparatorDefect,
)
_MANY_SLASHES = re.compile(r"^/+")


class RequestError(Exception):
    """A request that gets no page: the status of the answer, and why, in one line."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """What a request asks for: the decoded path, and the query in ASCII, without its mark."""

    path: str
    query: str


def name_host(host: str) -> str:
    """Give the name that browsers write in ``Host`` for a name or an address.

    An IPv6 address is in its short form, in brackets, without its zone.
    """
    address = host.strip("[]").partition("%")[0].lower().removeprefix("::ffff:")
    try:
        number = ip_address(address)
    except ValueError:
        return host.encode("idna").decode().lower() if not host.isascii() else host.lower()
    return f"[{number}]" if number.version == 6 else str(number)  # IPv6


def check_host(text: str | None, hosts: Collection[str]) -> None:
    """Refuse a host that is not among ``hosts``, whatever its port. Raises RequestError.

    A page of another site can give its own name the address of this machine (DNS rebinding). It
    could then read drafts here as if they were its own; but its requests still name its host.
    """
    match = _HOST.fullmatch((text or "").strip(" \t").lower())
    if not match or match[1] not in hosts:
        reason = "This preview answers for its own host only; see 'site-gen serve --host'"
        raise RequestError(HTTPStatus.MISDIRECTED_REQUEST, reason)


def check_method(method: str) -> None:
    """Refuse all methods but GET and HEAD. Raises RequestError."""
    if method in _OTHER_METHODS:
        raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered")
    if method not in METHODS:
        raise RequestError(HTTPStatus.NOT_IMPLEMENTED, "Only GET and HEAD are answered")


def check_headers(headers: Message) -> None:
    """Refuse headers that can be read in two ways. Raises RequestError."""
    lengths = headers.get_all("content-length", [])
    is_clear = len(lengths) < 2 and all(
        re.fullmatch("[0-9]+", one.strip()) for one in lengths
    )  # one, or none
    if not is_clear or any(isinstance(defect, _DEFECTS) for defect in headers.defects):
        raise RequestError(HTTPStatus.BAD_REQUEST, "The headers of the request are malformed")


def has_body(headers: Message) -> bool:
    """Say whether a body follows the headers of a request."""
    # The length was checked; a number of thousands of digits is not read as one.
    return "transfer-encoding" in headers or headers.get("content-length", "").strip(" \t0") != ""


def read_headers(read_line: Callable[[int], bytes]) -> bytes:
    """Read up to the empty line that ends the headers. Raises RequestError.

    ``read_line`` reads a line of at most so many bytes; it gives less where the request ends.
    """
    lines, size = [], 0
    while size <= LONGEST:
        lines.append(read_line(LONGEST + 1))
        size += len(lines[-1])
        if lines[-1] in {b"\r\n", b"\n"}:
            return b"".join(lines)
        if not lines[-1].endswith(b"\n") and size <= LONGEST:
            raise RequestError(HTTPStatus.BAD_REQUEST, "The request ends in its headers")
    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    raise RequestError(status, "The headers of the request are too long")


def read_target(text: str, hosts: Collection[str]) -> Target:
    """Read the target of a request line, as http.server gives it: bytes as Latin-1.

    It is a path, or a URL with one of ``hosts``. Raises RequestError.
    """
    if _CONTROL.search(text):
        raise RequestError(HTTPStatus.BAD_REQUEST, "The address has control characters")
    if absolute := _ABSOLUTE.fullmatch(text):
        # The host of the address counts, and that of the header was checked: RFC 9112, 3.2.2.
        check_host(absolute[1], hosts)
        text = absolute[2] if absolute[2].startswith("/") else f"/{absolute[2]}"
    if not text.startswith("/"):
        raise RequestError(HTTPStatus.BAD_REQUEST, "The address is not a path")
    path, _, query = text.partition("#")[0].partition("?")
    if _BAD_PERCENT.search(path):
        raise RequestError(HTTPStatus.BAD_REQUEST, "A '%' of the address has no two digits")
    if "%2f" in path.lower():
        # It is a part of a name, and no file's name has one. Decoded it would part names.
        raise RequestError(HTTPStatus.NOT_FOUND, "No file has a slash in its name")
    # Browsers read '//a' in a redirect as the host 'a'.
    path = _MANY_SLASHES.sub("/", path)
    # Bytes that are not UTF-8 stay what they are: a file may be named so.
    decoded = unquote_to_bytes(path.encode("latin-1")).decode("utf-8", "surrogateescape")
    return Target(decoded, quote(query.encode("latin-1"), safe=_QUERY_MARKS))


def quote_path(path: str) -> str:
    """Encode a decoded path as a part of a URL."""
    return quote(path, safe="/:@!$&'()*+,;=~", errors="surrogateescape")
