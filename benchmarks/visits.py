"""A visit to a search page by a browser that has never been there, and what it asks of its host."""

import gzip
import time
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page

_FIRST_FEW = 5
_NOTE = """
  window.shown = [];
  new MutationObserver(() => {
    const there = document.querySelectorAll("#results h2").length;
    while (window.shown.length < there) window.shown.push(Date.now() / 1000);
  }).observe(document, { childList: true, subtree: true });
"""
"""Notes when each result was there: after that the page goes on at once."""

_DONE = "/ for “/.test(document.querySelector('#status').textContent)"
_FIRST = "[...document.querySelectorAll('#results h2 a')].slice(0, 20).map((a) => a.pathname)"
_PATIENCE = 60_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Found:
    """What a query took: kB and seconds to the first five results, and to all; the first twenty.

    Where a query has fewer than five, it is the last of these that counts.
    """

    first_kb: float
    first_s: float
    all_kb: float
    all_s: float
    papers: tuple[str, ...]


class Server(ThreadingHTTPServer):
    """Serves a folder, and keeps what was asked of it."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
        self.folder = folder
        self.asked: list[tuple[float, str]] = []

    def spent(self, until: float) -> float:
        """Give the kB of the search's files that were asked for until then, a time of the clock."""
        paths = [path for when, path in self.asked if when <= until]
        return sum(_size(self.folder / path) for path in paths) / 1000


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path.startswith("/pagefind/"):
            self.server.asked.append((time.time(), self.path[1:].partition("?")[0]))
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
        """Say nothing."""


def ask_anew(browser: Browser, server: Server, address: str, query: str) -> Found:
    """Type a query into a search page that the browser has never seen."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(_NOTE)
    server.asked.clear()
    page.goto(f"http://127.0.0.1:{server.server_port}/{address}/")
    page.wait_for_load_state("networkidle")
    if server.asked:
        raise AssertionError("the index was asked before the reader searched")
    start = time.time()
    page.locator("#search input[name=q]").fill(query)
    page.wait_for_function(_DONE, timeout=_PATIENCE)
    end = time.time()
    first = (page.evaluate("window.shown")[:_FIRST_FEW] or [end])[-1]
    papers = _first_twenty(page)
    context.close()
    return Found(server.spent(first), first - start, server.spent(end), end - start, papers)


def _first_twenty(page: Page) -> tuple[str, ...]:
    more = page.locator("#more")
    if more.is_visible():
        more.click()
        page.wait_for_function("document.querySelectorAll('#results > li').length > 10")
    return tuple(page.evaluate(_FIRST))


@cache
def _size(path: Path) -> int:
    """Give what a host sends of a file: scripts and JSON in gzip, indexes as they are."""
    data = path.read_bytes() if path.is_file() else b""
    return len(gzip.compress(data, 9)) if path.suffix in (".js", ".json") else len(data)
