"""What a search costs its reader: ``python -m benchmarks search``.

For an archive of each size, queries are typed into its search page in Chromium, each in a browser
that has never been there. Counted is what the page asks for below ``/pagefind/``, as a host sends
it: scripts in gzip, all else as it is. Then the same queries are put to one index of the whole
archive, to see how alike the first twenty papers are.
"""

import argparse
import re
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.programs import SiteGen
from benchmarks.queries import make_queries
from benchmarks.visits import Server, ask_anew
from site_gen.content.store import read_entries
from site_gen.model import Settings
from site_gen.search.documents import make_documents
from site_gen.search.pagefind import find_pagefind
from site_gen.search.search import make_bundle
from site_gen.system.files import write
from testing.chromium import MISSING, find_chromium
from testing.papers import CORPUS, Corpus, CorpusError, read_corpus

_GOALS = {10_000: 380, 50_000: 450}  # kB to the first five results


def main(arguments: Sequence[str]) -> int:
    """Measure as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search", description=__doc__)
    add = parser.add_argument
    add("--papers", type=int, nargs="+", default=[10_000, 50_000], help="sizes of the archives")
    add("--queries", type=int, default=40)
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
    print("| papers | bundles | figure | median | 9 of 10 | most |\n|--:|--:|---|--:|--:|--:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for count in options.papers:
            with _archive(corpus, count) as (server, bundles):
                _measure(
                    browser,
                    server,
                    count,
                    bundles,
                    list(make_queries(corpus.texts, options.queries)),
                )
    return 0


@contextmanager
def _archive(corpus: Corpus, count: int) -> Iterator[tuple[Server, int]]:
    """Build an archive, with a page ``/whole/`` that searches one index of all; serve it."""
    with tempfile.TemporaryDirectory(prefix="site-gen-search-") as name:
        site = SiteGen(Path(name).resolve() / "site")
        site.prepare(corpus.days(count))
        cost = site.build(has_search=True)
        print(f"{count} papers: built in {cost.wall:.0f} s, {cost.memory:.0f} MiB", file=sys.stderr)
        refs = [f"{path.parent.name}/{path.stem}" for path in site.content.glob("*/*.md")]
        entries, _ = read_entries(site.content, sorted(refs))
        files = make_bundle(
            find_pagefind(), make_documents(Settings(), entries.values()), Path(name)
        )
        for path, data in files.items():
            write((site.output / "pagefind/whole" / path).resolve(), data)
        html = (site.output / "search/index.html").read_text(encoding="utf-8")
        found = re.search(r'data-bundles="([^"]*)"', html)
        bundles = len(found[1].split()) if found else 0
        whole = re.sub(r'data-bundles="[^"]*"', 'data-bundles="/pagefind/whole/"', html)
        write(site.output / "whole/index.html", whole.encode())
        server = Server(site.output)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server, bundles
        server.shutdown()


def _measure(
    browser: Browser, server: Server, count: int, bundles: int, queries: Sequence[str]
) -> None:
    rows: dict[str, list[float]] = {}
    within = 0
    for query in queries:
        parted, whole = (ask_anew(browser, server, page, query) for page in ("search", "whole"))
        within += parted.first_kb <= _GOALS.get(count, 0)
        for name, value in (
            ("kB to the first five results", parted.first_kb),
            ("s to the first five results", parted.first_s),
            ("kB for the whole archive", parted.all_kb),
            ("s for the whole archive", parted.all_s),
            ("kB, were it one index", whole.all_kb),
        ):
            rows.setdefault(name, []).append(value)
        if whole.papers:
            shared = len({*parted.papers} & {*whole.papers}) / len(whole.papers)
            rows.setdefault("% of the first twenty that one index has", []).append(100 * shared)
    for name, values in rows.items():
        ninth = statistics.quantiles(values, n=10, method="inclusive")[8]
        figures = f"{statistics.median(values):.4g} | {ninth:.4g} | {max(values):.4g}"
        print(f"| {count:,} | {bundles} | {name} | {figures} |")
    overlap = rows["% of the first twenty that one index has"]
    print(f"\n{count:,} papers: overlap {statistics.mean(overlap):.1f} % on average;", end=" ")
    print(f"{within} of {len(queries)} queries within {_GOALS.get(count, 0)} kB\n", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
