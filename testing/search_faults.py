"""What a search says when files of its index fail: ``python -m testing search-faults``.

Queries are put to the search page of a site in Chromium, while its server answers requests below
``/pagefind/`` wrongly: with a page of its own and status 404, 503 or 200, with half a file, or not
at all. Then the site is exchanged under an open page. An answer is false if "No papers" is said of
a query that has some; a word is lost if its results are not the right ones when all is well again.
Right are, for a page that was open while the site was exchanged, all results of either site: what
a page has loaded already it does not ask for again.
"""

import argparse
import itertools
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.programs import SiteGen
from benchmarks.queries import make_queries
from testing.chromium import MISSING, find_chromium
from testing.papers import CORPUS, Corpus, CorpusError, read_corpus

_KINDS = ("404", "503", "200", "half", "nothing")
_HTML = b"<!doctype html><title>Another page</title>"
_PATIENCE = 30_000  # milliseconds
_NOTE = """
  window.said = [];
  addEventListener("DOMContentLoaded", () => {
    const status = document.querySelector("#status");
    new MutationObserver(() => window.said.push(status.textContent))
      .observe(status, { childList: true });
  });
"""
_SETTLED = """query => {
  const text = document.querySelector("#status").textContent;
  if (/could not/.test(text)) return !document.querySelector("#again").hidden;
  return text.includes("for “") && text.includes(`“${query}”`);
}"""
_LINKS = "[...document.querySelectorAll('#results h2 a')].map((a) => a.pathname)"


@dataclass
class Count:
    """What a kind of fault did to the queries."""

    asked: int = 0
    false: int = 0
    offered: int = 0
    lost: list[str] = field(default_factory=list)


Answer = tuple[str, tuple[str, ...]]
"""What is said of a query, and the paths of its first results."""


class _Server(ThreadingHTTPServer):
    """Serves a folder, and answers wrongly what it is told to."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.asked: list[str] = []
        self.failing: str | None = None  # a path, "once" for each path's first request, or "all"
        self.kinds = itertools.cycle(_KINDS)

    def fails(self, path: str) -> bool:
        """Note a request of the index; give whether it fails."""
        is_first = path not in self.asked
        self.asked.append(path)
        return self.failing in (path, "all") or (self.failing == "once" and is_first)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet when a browser went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/search/"


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.directory = str(self.server.folder)
        path = self.path.partition("?")[0]
        if path.startswith("/pagefind/") and self.server.fails(path):
            self._fail(next(self.server.kinds))
        else:
            super().do_GET()

    def _fail(self, kind: str) -> None:
        path = Path(self.translate_path(self.path))
        if kind == "nothing":
            self.close_connection = True
            return
        data = path.read_bytes() if kind == "half" and path.is_file() else _HTML
        self.send_response(HTTPStatus.OK if kind == "half" else HTTPStatus(int(kind)))
        self.send_header("Content-Type", "text/html" if data is _HTML else self.guess_type(path))
        self.end_headers()
        self.wfile.write(data if data is _HTML else data[: len(data) // 2])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
        """Say nothing."""


def main(arguments: Sequence[str]) -> int:
    """Measure as the command line says; give the exit code: 1 where an answer was false or lost."""
    parser = argparse.ArgumentParser(prog="python -m testing search-faults", description=__doc__)
    add = parser.add_argument
    add("--papers", type=int, default=300)
    add("--queries", type=int, default=100)
    add("--corpus", type=Path, default=CORPUS, help="papers: a JSON object a line, in gzip")
    options = parser.parse_args(arguments)
    program = find_chromium()
    if not program:
        print(MISSING, file=sys.stderr)
        return 1
    try:
        corpus = read_corpus(options.corpus)
    except CorpusError as err:
        print(err, file=sys.stderr)
        return 1
    queries = list(make_queries(corpus.texts[: options.papers], options.queries))
    with _sites(corpus, options.papers) as (old, new), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        return _measure(browser, old, new, queries)


@contextmanager
def _sites(corpus: Corpus, papers: int) -> Iterator[tuple[Path, Path]]:
    """Build a site, and the same with a day more."""
    with tempfile.TemporaryDirectory(prefix="site-gen-faults-") as name:
        days = list(corpus.days(papers + 50))
        outputs = []
        for number, some in enumerate((days[1:], days)):
            site = SiteGen(Path(name).resolve() / f"site-{number}")
            site.prepare(iter(some))
            site.build(has_search=True)
            outputs.append(site.output)
        yield outputs[0], outputs[1]


def _measure(browser: Browser, old: Path, new: Path, queries: Sequence[str]) -> int:
    server = _Server(old)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    right = {site: _ask_all(browser, server, site, queries) for site in (old, new)}
    trial = _Trial(browser, server, queries, right)
    print("| what fails | queries | false “No papers” | “Try again” | lost afterwards |")
    print("|---|--:|--:|--:|--:|")
    counts = [
        _report(what, measure())
        for what, measure in (
            ("each index request, once", partial(trial.fail, old, "once")),
            ("one file of those a query needs, until tried again", partial(trial.fail, old, "one")),
            ("every index request, until tried again", partial(trial.fail, old, "all")),
            ("the site is exchanged before each query", partial(trial.swap, old, new)),
        )
    ]
    server.shutdown()
    return int(any(count.false or count.lost for count in counts))


def _report(what: str, count: Count) -> Count:
    row = f"{count.asked} | {count.false} | {count.offered} | {len(count.lost)}"
    print(f"| {what} | {row} |", flush=True)
    for query in count.lost:
        print(f"  lost: {query}", file=sys.stderr)
    return count


def _ask_all(
    browser: Browser, server: _Server, site: Path, queries: Sequence[str]
) -> dict[str, Answer]:
    server.folder, server.failing = site, None
    with _tab(browser, server) as page:
        return {query: _ask(page, query) for query in queries}


@dataclass(frozen=True, slots=True)
class _Trial:
    """Queries, their right answers by the folder of a site, and where they are asked."""

    browser: Browser
    server: _Server
    queries: Sequence[str]
    right: dict[Path, dict[str, Answer]]

    def fail(self, site: Path, what: str) -> Count:
        """Put each query to a page of its own, where requests fail, most until "Try again"."""
        count, server = Count(), self.server
        server.folder = site
        for number, query in enumerate(self.queries):
            failing = self._pick(query, number) if what == "one" else what
            server.failing, server.asked = failing, []
            with _tab(self.browser, server) as page:
                answer = _ask(page, query)
                if what != "once":
                    server.failing = None
                answer = _try_again(count, page, query) or answer
                _judge(count, page, query, answer, [self.right[site]])
        server.failing = None
        return count

    def swap(self, old: Path, new: Path) -> Count:
        """Put the queries to one page, and exchange the site before each."""
        count, server = Count(), self.server
        server.folder, server.failing = old, None
        with _tab(self.browser, server) as page:
            _ask(page, "model")
            for site, query in zip(itertools.cycle((new, old)), self.queries, strict=False):
                server.folder = site
                page.evaluate("window.said = []")
                answer = _ask(page, query)
                answer = _try_again(count, page, query) or answer
                right = [self.right[folder] for folder in (site, old, new)]
                _judge(count, page, query, answer, right)
        return count

    def _pick(self, query: str, number: int) -> str:
        """Give the path of one file of the index that a query needs."""
        self.server.failing, self.server.asked = None, []
        with _tab(self.browser, self.server) as page:
            _ask(page, query)
        needed = sorted({*self.server.asked})
        return needed[number % len(needed)]


def _try_again(count: Count, page: Page, query: str) -> Answer | None:
    """Press "Try again" where it is offered."""
    button = page.locator("#again")
    if not button.is_visible():
        return None
    count.offered += 1
    button.click()
    return _wait(page, query)


def _judge(
    count: Count, page: Page, query: str, answer: Answer, right: Sequence[dict[str, Answer]]
) -> None:
    """Count an answer; it is to be one of ``right``, the first of which is the newest."""
    count.asked += 1
    said = page.evaluate("window.said")
    has_papers = all(answers[query][1] for answers in right)
    count.false += has_papers and any("No papers" in text for text in said)
    if answer not in [answers[query] for answers in right]:
        count.lost.append(f"{query}: {answer[0]}; expected {right[0][query][0]}")


@contextmanager
def _tab(browser: Browser, server: _Server) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(_NOTE)
    page.goto(server.url)
    yield page
    context.close()


def _ask(page: Page, query: str) -> Answer:
    page.locator("#search input[name=q]").fill(query)
    return _wait(page, query)


def _wait(page: Page, query: str) -> Answer:
    page.wait_for_function(_SETTLED, arg=query, timeout=_PATIENCE)
    return page.locator("#status").inner_text(), tuple(page.evaluate(_LINKS))
