"""Asks hosts whether addresses lead to something: one request at a time a host.

A host is asked with HEAD, which sends no page. Some hosts answer that wrongly, so an answer that is
no success is asked for again with GET, and its page is not read.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from urllib.parse import urldefrag, urljoin, urlsplit

import urllib3

from site_gen.system.network.pools import MOVED, Pools, find_wait
from site_gen.system.network.reasons import explain

_HOSTS = 8  # that are asked at the same time
_PAUSE = 1.0  # seconds between two requests to a host
_CONNECT, _READ = 10, 20  # seconds
_HOPS = 5  # redirects
_LONGEST_WAIT = 30.0  # seconds: a host that asks for more is not asked again by this command
_MOST_FAILED = 3  # requests that a host did not answer, one after the other; then it is left alone
# RFC 9110, section 15.5, and RFC 6585, section 4.
_NOT_FOUND, _GONE, _TOO_MANY, _UNAVAILABLE = 404, 410, 429, 503


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said of an address: a status, 0 where it said none, and why it did not.

    ``is_nowhere``: the address names no host that can be reached.
    """

    status: int = 0
    reason: str = ""
    is_nowhere: bool = False

    @property
    def is_there(self) -> bool:
        """Whether the address leads to something."""
        return 200 <= self.status < 300

    @property
    def is_dead(self) -> bool:
        """Whether it leads to nothing: all else may be otherwise for a reader, or later."""
        return self.is_nowhere or self.status in (_NOT_FOUND, _GONE)

    @property
    def is_lasting(self) -> bool:
        """Whether the answer is likely the same for some days."""
        return 0 < self.status < 500 and self.status != _TOO_MANY

    def __str__(self) -> str:
        """Say it in words, behind the address."""
        return self.reason if not self.status else f"says {self.status} {self.reason}".rstrip()


_NO_ADDRESS = "is no address of a host"
_LEFT_ALONE = "was not asked: the host did not answer, or asks to wait"


class LinkProbe:
    """Asks hosts; ``agent`` says who asks."""

    def __init__(self, agent: str, sleep: Callable[[float], None] = time.sleep) -> None:
        """Ask nothing yet."""
        self._sleep = sleep
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._is_over = threading.Event()
        self._headers = {"User-Agent": agent}
        self._pools = Pools(urllib3.Timeout(connect=_CONNECT, read=_READ))

    def ask_all(self, urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
        """Give the answer of each address, as they come; what is broken off is not asked."""
        by_host: dict[str, list[str]] = {}
        for url in urls:
            by_host.setdefault(_find_host(url), []).append(url)
        # The host with the most addresses first: it takes longest.
        queues = sorted(by_host.values(), key=len, reverse=True)
        answers: SimpleQueue[tuple[str, Answer] | None] = SimpleQueue()
        with ThreadPoolExecutor(_HOSTS) as pool:
            try:
                work = [pool.submit(self._ask_host, queue, answers) for queue in queues]
                waiting = len(work)
                while waiting:
                    answer = answers.get()
                    if answer is None:
                        waiting -= 1
                    else:
                        yield answer
                for one in work:
                    one.result()  # an error of ours is raised here
            finally:
                self._is_over.set()

    def _ask_host(
        self, urls: Iterable[str], answers: "SimpleQueue[tuple[str, Answer] | None]"
    ) -> None:
        """Ask one host for all its addresses, one after the other; None is the last answer."""
        failed, is_first = 0, True
        try:
            for url in urls:
                if self._is_over.is_set():
                    break
                answer = Answer(reason=_LEFT_ALONE)
                if failed < _MOST_FAILED:
                    if not is_first:
                        self._sleep(_PAUSE)
                    answer, is_first = self._ask(url), False
                    asks_to_wait = answer.status == _TOO_MANY
                    failed = _MOST_FAILED if asks_to_wait else 0 if answer.status else failed + 1
                answers.put((url, answer))
        finally:
            answers.put(None)

    def _ask(self, url: str) -> Answer:
        answer = self._follow("HEAD", url)
        if answer.is_there or answer.reason == _NO_ADDRESS:
            return answer
        self._sleep(_PAUSE)
        return self._follow("GET", url)

    def _follow(self, method: str, url: str) -> Answer:
        """Send a request, and follow where it leads."""
        target = url
        for _ in range(_HOPS + 1):
            try:
                answer, location = self._request(method, target)
            except (urllib3.exceptions.LocationValueError, ValueError):
                return Answer(reason=_NO_ADDRESS, is_nowhere=True)
            except urllib3.exceptions.HTTPError as err:
                is_nowhere = isinstance(err, urllib3.exceptions.NewConnectionError)
                return Answer(reason=explain(err, target), is_nowhere=is_nowhere)
            if answer.status not in MOVED or not location:
                return answer
            target = urljoin(target, location)
        return Answer(reason="leads on and on")

    def _request(self, method: str, url: str) -> tuple[Answer, str]:
        """Send one request, and a second one where the host asks to wait for it."""
        for is_last in (False, True):
            target = _make_ascii(urldefrag(url).url)
            with self._locks[_find_host(url)]:  # redirects of other hosts may lead here meanwhile
                answer = self._pools.request(method, target, self._headers)
                answer.close()  # the page is not read
            wait = find_wait(answer.headers)
            is_busy = answer.status in (_TOO_MANY, _UNAVAILABLE)
            if is_last or not is_busy or wait is None or wait > _LONGEST_WAIT:
                break
            self._sleep(wait)
        return Answer(answer.status, answer.reason or ""), answer.headers.get("Location", "")


def _find_host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # brackets that are no address of a host
        return ""


def _make_ascii(url: str) -> str:
    """Write the name of a host in letters that requests can have. Raises ValueError."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    name = parts.hostname or ""
    return parts._replace(netloc=parts.netloc.replace(name, name.encode("idna").decode())).geturl()
