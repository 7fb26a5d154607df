"""A polite HTTP client: it waits as hosts ask, and has nothing sent twice.

Answers are kept with what names them (``ETag``, ``Last-Modified``), so that what did not change is
not sent again: https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import urllib3

from site_gen.model import HostError, OutputError, Problem, ToolError, fingerprint
from site_gen.system.files import write
from site_gen.system.network.pools import MOVED, Pools, find_wait
from site_gen.system.network.reasons import explain

# Waits of 1, 2 and 4 seconds stand between them.
_TRIES = 4
_HOPS = 5  # redirects
_CONNECT, _READ, _WHOLE = 10, 30, 120  # seconds: to connect, for a piece, for the whole answer
_LARGEST = 64 * 2**20  # bytes of an answer, unpacked
_LONGEST_WAIT = 120  # seconds: a host that asks for more is reported, and left alone
# Statuses that may soon be others: RFC 9110, section 15.6, and RFC 6585, section 4.
_TOO_MANY = 429
_AGAIN = {_TOO_MANY, 500, 502, 503, 504}
# Errors that all addresses of a host have: there is no connection to it.
_NO_CONNECTION = (
    urllib3.exceptions.ConnectTimeoutError,  # and NewConnectionError, which is one
    urllib3.exceptions.ProxyError,
    urllib3.exceptions.SSLError,
)
# Small enough that the time and the size are checked often, large enough for few calls.
_PIECE = 2**16


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer in the cache: what names it, and what it says."""

    etag: str = ""
    modified: str = ""
    data: bytes = b""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers by which a host sends only what is newer than this."""
        names = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in names.items() if value and self.data}


class _AgainError(Exception):
    """Something that may go better at the next try.

    ``wait`` is how long the host asks for; ``is_of_host``: all its addresses are like this.
    """

    def __init__(
        self, message: str, wait: float | None = None, *, is_of_host: bool = False
    ) -> None:
        super().__init__(message)
        self.wait, self.is_of_host = wait, is_of_host


class Client:
    """Asks hosts; ``agent`` says who asks, and ``cache`` is a folder for their answers."""

    def __init__(
        self, agent: str, cache: Path, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Ask nothing yet."""
        self._cache = cache
        self._sleep = sleep
        # Encodings that urllib3 unpacks without further packages.
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}
        self._pools = Pools(urllib3.Timeout(connect=_CONNECT, read=_READ))

    def get(self, url: str) -> bytes:
        """Give what an address says.

        Raises ToolError with why it does not; HostError where other addresses of the host would
        hardly do better now.
        """
        _check(url)
        kept = self._read(url)
        last = _AgainError("")
        for number in range(_TRIES):
            try:
                return self._try(url, kept)
            except _AgainError as err:
                last = err
                # Twice as long each time, unless the host says how long.
                wait = 2.0**number if err.wait is None else err.wait
                if wait > _LONGEST_WAIT:
                    message = f"{err}, asks to wait {wait:.0f} s; expected an answer: try later"
                    raise HostError(Problem(url, 0, message)) from None
                if number + 1 < _TRIES:
                    self._sleep(wait)
        problem = Problem(url, 0, f"{last}, {_TRIES} times; expected an answer")
        raise HostError(problem) if last.is_of_host else ToolError(problem)

    def _try(self, url: str, kept: _Kept) -> bytes:
        answer = self._ask(url, kept)
        try:
            # RFC 9110, section 15.4.5: nothing changed since the answer that was kept.
            if answer.status == 304 and kept.data:
                return kept.data
            if answer.status in _AGAIN:
                is_busy = answer.status == _TOO_MANY
                raise _AgainError(_status(answer), find_wait(answer.headers), is_of_host=is_busy)
            if answer.status != 200:
                raise ToolError(Problem(url, 0, f"{_status(answer)}; expected an answer"))
            data = _read_all(url, answer)
        finally:
            answer.close()
        self._keep(url, answer.headers, data)
        return data

    def _ask(self, url: str, kept: _Kept) -> urllib3.BaseHTTPResponse:
        """Send a request, and follow where it leads: never to what is less safe."""
        target = url
        for _ in range(_HOPS + 1):
            answer = self._request(url, target, self._headers | kept.conditions)
            location = answer.headers.get("Location")
            if answer.status not in MOVED or not location:
                return answer
            answer.close()
            target = _follow(url, target, location)
        raise ToolError(Problem(url, 0, f"leads on and on; expected at most {_HOPS} redirects"))

    def _request(
        self, url: str, target: str, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        """Send one request to ``target``; errors are about ``url``, which was asked for."""
        try:
            return self._pools.request("GET", target, headers)
        except urllib3.exceptions.LocationValueError as err:
            message = f"not an address: {err}; expected https://..."
            raise ToolError(Problem(url, 0, message)) from None
        except urllib3.exceptions.HTTPError as err:
            raise _AgainError(
                explain(err, target), is_of_host=isinstance(err, _NO_CONNECTION)
            ) from None

    def _read(self, url: str) -> _Kept:
        try:
            head, _, data = self._path(url).read_bytes().partition(b"\n")
            meta = json.loads(head)
            # The file is named by a part of a hash: the address says for sure whose answer it is.
            if meta["url"] == url:
                return _Kept(str(meta["etag"]), str(meta["modified"]), data)
        # A damaged file of the cache is no answer: the host is asked again.
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return _Kept()

    def _keep(self, url: str, headers: Mapping[str, str], data: bytes) -> None:
        etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
        if etag or modified:
            head = json.dumps({"url": url, "etag": etag, "modified": modified})
            try:
                write(self._path(url), head.encode() + b"\n" + data)
            except OutputError:
                return  # it only saves time

    def _path(self, url: str) -> Path:
        return self._cache / fingerprint(url.encode())[:32]


def _check(url: str) -> None:
    """Raise ToolError for what is no address of a host."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError as err:  # as of brackets that are not closed
        message = f"not an address: {err}; expected https://..."
        raise ToolError(Problem(url, 0, message)) from None
    if scheme not in ("http", "https"):
        raise ToolError(Problem(url, 0, "expected an address that begins with https://"))


def _follow(url: str, source: str, location: str) -> str:
    """Give the address to which ``source`` redirects. Raises ToolError where that is less safe."""
    # From https never to http: anybody on the way could change what is read.
    allowed = {"https"} if urlsplit(source).scheme == "https" else {"http", "https"}
    try:
        # RFC 9110, section 10.2.2: a location may be relative.
        target = urljoin(source, location)
        is_allowed = urlsplit(target).scheme in allowed
    except ValueError:  # brackets that are not closed
        target, is_allowed = location, False
    if not is_allowed:
        message = f"leads to {target[:100]}; expected an address that begins with https://"
        raise ToolError(Problem(url, 0, message))
    return target


def _read_all(url: str, answer: urllib3.BaseHTTPResponse) -> bytes:
    """Read an answer, piece by piece: one that is too large or too slow is broken off."""
    end = time.monotonic() + _WHOLE
    pieces, size = [], 0
    try:
        # read1 gives what has come, so a host that sends a byte a second meets the time limit.
        while piece := answer.read1(_PIECE, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST:
                message = f"more than {_LARGEST // 2**20} MiB; expected a list of papers"
                raise ToolError(Problem(url, 0, message))
            if time.monotonic() > end:
                raise ToolError(
                    Problem(url, 0, f"takes more than {_WHOLE} s; expected an answer: try later")
                )
    except urllib3.exceptions.HTTPError as err:
        raise _AgainError(explain(err, url)) from None
    return b"".join(pieces)


def _status(answer: urllib3.BaseHTTPResponse) -> str:
    return f"says {answer.status} {answer.reason or ''}".rstrip()
