"""How soon an edit is in the browser: ``python -m benchmarks preview [--papers N ...]``.

``site-gen serve`` shows a site of each size. An abstract of the newest day is edited on disk, again
and again; a client that waits as the script of a page does asks for the day's page as soon as it is
told to. The figures are from the moment the file is closed: until the client has the page, until
the build of the pages has ended, and the seconds of CPU that the preview takes for each of both.
"""

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from testing.papers import CORPUS
from testing.trees import ROOT

_PAGE = ROOT / "tests/data/2025-09-17.txt"
_OF_PAGE = 115  # papers of that page
_SETTLED = 60.0  # seconds that a preview may need until it does nothing


def main(arguments: Sequence[str]) -> int:
    """Print a row for each size: medians, and the largest."""
    options = argparse.ArgumentParser(prog="benchmarks preview", description=__doc__)
    options.add_argument("--papers", type=int, nargs="+", default=[_OF_PAGE, 2_000, 15_902])
    options.add_argument("--edits", type=int, default=10, help="of each size (10)")
    options.add_argument("--site", type=Path, help="a folder with a site that is built already")
    given = options.parse_args(arguments)
    print("| papers | in the browser, s | most | CPU s | all pages built, s | CPU s |")
    print("|--:|--:|--:|--:|--:|--:|")
    for papers in given.papers:
        with tempfile.TemporaryDirectory() as folder:
            site = given.site or Path(folder)
            if not given.site:
                _make(site, papers)
            _report(f"{papers:,}", _measure(site, given.edits))
    return 0


@dataclass(frozen=True, slots=True)
class _Edit:
    shown: float
    shown_cpu: float
    built: float
    built_cpu: float


def _make(site: Path, papers: int) -> None:
    """Make a site with the newest papers of the corpus; of 115, that of a pasted page."""
    source = site / "papers.jsonl"
    if papers == _OF_PAGE:
        source = _PAGE
    else:
        rows = gzip.decompress(CORPUS.read_bytes()).split(b"\n")[:-1]
        rows.sort(key=lambda row: str(json.loads(row)["date"]))
        source.write_bytes(b"\n".join(rows[-papers:]) + b"\n")
    _run(site, "import", str(source))
    settings = site / "content/site.yaml"
    settings.write_text("base_url: https://papers.example.org\n", encoding="utf-8")
    _run(site, "build")


def _run(site: Path, *words: str) -> None:
    command = [sys.executable, "-m", "site_gen", "-C", str(site), *words]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def _serve(site: Path) -> Iterator[tuple[int, int]]:
    """Serve a site; give the process and the port."""
    command = [sys.executable, "-m", "site_gen", "-C", str(site), "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert running.stdout
    port = 0
    while not port:
        if found := re.search(r"Serving \S+:(\d+)/", running.stdout.readline()):
            port = int(found[1])
    try:
        yield running.pid, port
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def _measure(site: Path, edits: int) -> list[_Edit]:
    days = sorted(path for path in (site / "content").iterdir() if (path / "digest.yaml").exists())
    entry = min(days[-1].glob("*.md"))
    url = f"/{days[-1].name}/"
    with _serve(site) as (process, port):
        client = _Client(port, url)
        _settle(process)
        client.prepare()
        results = []
        for number in range(edits + 1):
            results.append(_edit(client, process, entry, f"Edited {time.time_ns()} {number}."))
            _settle(process)
        return results[1:]  # the first edit loads what the others need too


def _edit(client: "_Client", process: int, entry: Path, words: str) -> _Edit:
    text = entry.read_text(encoding="utf-8")
    head = text[: text.index("\n---\n") + 5]
    client.prepare()
    cpu, began = _cpu(process), time.perf_counter()
    entry.write_text(f"{head}\n{words}\n", encoding="utf-8")
    while words not in client.wait_for_page():
        pass
    shown, shown_cpu = time.perf_counter() - began, _cpu(process) - cpu
    client.wait()  # the next number is that of the build
    built, built_cpu = time.perf_counter() - began, _cpu(process) - cpu
    return _Edit(shown, shown_cpu, built, built_cpu)


class _Client:
    """Asks as the script of a page does."""

    def __init__(self, port: int, url: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._url = url
        self._seen = -1

    def get(self, address: str) -> str:
        self._connection.request("GET", address)
        return self._connection.getresponse().read().decode()

    def wait(self) -> None:
        """Wait for another number than the last one."""
        state = self.get(f"/.site-gen/state?{self._seen}&{quote(self._url, safe='')}")
        self._seen = json.loads(state)["number"]

    def prepare(self) -> None:
        """Learn the number that there is."""
        # The preview closes a connection that asked for nothing for a while.
        self._connection.close()
        self._seen = -1
        self.wait()

    def wait_for_page(self) -> str:
        """Wait for another number, and give the page then."""
        self.wait()
        return self.get(self._url)


def _cpu(process: int) -> float:
    """Give the seconds of CPU of a process, and of those it waited for."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks: int = os.sysconf("SC_CLK_TCK")
    return sum(map(int, fields[11:15])) / ticks


def _settle(process: int) -> None:
    """Wait until a process has done nothing for longer than the pause before an index."""
    end, quiet = time.monotonic() + _SETTLED, 0
    while quiet < 10 and time.monotonic() < end:
        before = _cpu(process)
        time.sleep(0.4)
        quiet = quiet + 1 if _cpu(process) - before < 0.03 else 0


def _report(papers: str, edits: Sequence[_Edit]) -> None:
    shown, shown_cpu, built, built_cpu = (
        statistics.median(getattr(edit, name) for edit in edits)
        for name in ("shown", "shown_cpu", "built", "built_cpu")
    )
    most = max(edit.shown for edit in edits)
    figures = (shown, most, shown_cpu, built, built_cpu)
    print(f"| {papers} | {' | '.join(f'{figure:.2f}' for figure in figures)} |", flush=True)
