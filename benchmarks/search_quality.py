"""The frozen test of search quality: ``python -m benchmarks search-quality``.

A site is built of 6,500 papers that never change. Queries of 14 kinds, and questions whose papers
were judged by hand, are typed into its search page in Chromium. Beside it stand a plain Pagefind
index, MiniSearch and BM25 over the same titles and abstracts. Figures are percent. See
docs/quality.md.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.measure import RunError
from benchmarks.quality.kinds.table import KINDS, Kind, make_queries
from benchmarks.quality.papers import FrozenError, FrozenPaper, read_papers
from benchmarks.quality.queries import Query, Texts
from benchmarks.quality.questions import FIRST, Question, count_relevant, read_questions
from benchmarks.quality.rivals import Bm25, MissingError, ask_minisearch, ask_pagefind
from benchmarks.quality.search_page import Answer, ask_all
from benchmarks.quality.site import Site, build_site
from benchmarks.queries import make_queries as make_plain_queries
from benchmarks.visits import Server, ask_anew
from testing.chromium import MISSING, find_chromium

_PAGES = 2
"""Pages that search at the same time."""

_KB_QUERIES = 40
_KB_GOALS = "215/424"
_QUESTIONS = "questions"
_HELD_OUT = "held out"
_KB = "kb"
_RIVALS = ("pagefind", "minisearch", "bm25")
_OURS = "site-gen"
_COLUMNS = (_OURS, *_RIVALS)
Others = Mapping[str, Mapping[str, list[str]]]
"""The ids that each other search found for each text; nothing where it cannot be had."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the measures need: a browser, the site that is served, the papers."""

    browser: Browser
    site: Site
    address: str
    server: Server
    plain: str
    papers: tuple[FrozenPaper, ...]
    rivals: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Measure as the command line says; give the exit code."""
    options = _parse(arguments)
    program = find_chromium()
    if not program:
        print(MISSING, file=sys.stderr)
        return 1
    try:
        papers, questions = read_papers(), read_questions()
        with _folder(options.site) as folder, sync_playwright() as playwright:
            site = build_site(folder, papers)
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            with _serve(site.output) as server, _serve(site.plain) as plain:
                bench = Bench(
                    browser,
                    site,
                    f"http://127.0.0.1:{server.server_port}/search/",
                    server,
                    f"http://127.0.0.1:{plain.server_port}/",
                    papers,
                    tuple(options.beside),
                )
                _measure(bench, questions, options)
            browser.close()
    except (FrozenError, RunError) as err:
        print(err, file=sys.stderr)
        return 1
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    names = [kind.name for kind in KINDS]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks search-quality", description=__doc__
    )
    add = parser.add_argument
    every = [*names, _QUESTIONS, _KB]
    add("--kinds", nargs="+", default=every, choices=every, metavar="KIND", help=", ".join(every))
    add("--queries", type=int, default=100, help="how many of each kind, at most")
    add("--beside", nargs="*", default=_RIVALS, choices=_RIVALS, help="the other searches")
    add("--site", type=Path, help="a folder for the site; what was built there is used again")
    add("--misses", action="store_true", help="print the queries that the search page fails")
    add("--held-out", action="store_true", help="print the figures of the held-out questions too")
    return parser.parse_args(arguments)


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    with tempfile.TemporaryDirectory(prefix="site-gen-quality-") as name:
        yield Path(name)


@contextmanager
def _serve(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _measure(bench: Bench, questions: Sequence[Question], options: argparse.Namespace) -> None:
    """Measure what the options choose, and print a row for each figure as soon as it is known."""
    texts = Texts(bench.papers)
    kinds = [kind for kind in KINDS if kind.name in options.kinds]
    asked = {kind.name: make_queries(texts, kind, options.queries) for kind in kinds}
    chosen = _choose(questions, options)
    words = [query.text for queries in asked.values() for query in queries]
    words += _list_texts(chosen)
    start = time.monotonic()
    # At once for all: MiniSearch makes its index anew in each process.
    others = {name: _RIVAL[name](bench, words) for name in bench.rivals}
    begun = time.monotonic()
    print("| queries | | wanted | site-gen | Pagefind | MiniSearch | BM25-OR |")
    print("|---|--:|--:|--:|--:|--:|--:|", flush=True)
    for kind in kinds:
        _measure_kind(bench, kind, asked[kind.name], others, has_misses=options.misses)
    for name, some in chosen:
        _measure_questions(bench, name, some, others, has_misses=options.misses)
    if _KB in options.kinds:
        _measure_kb(bench, min(_KB_QUERIES, options.queries))
    others_s, ours_s = begun - start, time.monotonic() - begun
    print(f"\n{others_s:.0f} s for the other searches, {ours_s:.0f} s for this one")


def _choose(
    questions: Sequence[Question], options: argparse.Namespace
) -> list[tuple[str, Sequence[Question]]]:
    """Give the questions to ask, in groups with a name; those held out only where asked for."""
    if _QUESTIONS not in options.kinds:
        return []
    tuning = [question for question in questions if question.is_for_tuning][: options.queries]
    kept = [question for question in questions if not question.is_for_tuning][: options.queries]
    return [("for tuning", tuning), *([(_HELD_OUT, kept)] if options.held_out else [])]


def _list_texts(groups: Sequence[tuple[str, Sequence[Question]]]) -> list[str]:
    return [question.text for _, some in groups for question in some]


def _measure_kind(
    bench: Bench, kind: Kind, queries: Sequence[Query], others: Others, *, has_misses: bool
) -> None:
    found, answers = _ask_everyone(bench, [query.text for query in queries], others)
    scores = {
        name: [query.score(ids) for query, ids in zip(queries, lists, strict=True)]
        for name, lists in found.items()
    }
    figures = [_percent(scores.get(name, [])) for name in _COLUMNS]
    _print_row([kind.what, f"{len(queries)}", f"{kind.wanted}", *figures])
    if has_misses:
        for query, score, answer in zip(queries, scores[_OURS], answers, strict=True):
            first = answer.paths[0] if answer.paths else answer.status
            wanted = ", ".join(sorted(query.papers))
            if score < 1:
                print(f"  {query.text!r}: wanted {wanted}; first: {first}")


def _measure_questions(
    bench: Bench, name: str, questions: Sequence[Question], others: Others, *, has_misses: bool
) -> None:
    found, answers = _ask_everyone(bench, [question.text for question in questions], others)
    precision = {
        search: [count_relevant(q, ids) / FIRST for q, ids in zip(questions, lists, strict=True)]
        for search, lists in found.items()
    }
    bm25 = precision.get("bm25", [])
    wanted = f"{110 * statistics.mean(bm25):.1f}" if bm25 else ""
    count = f"{len(questions)}"
    figures = [_percent(precision.get(search, [])) for search in _COLUMNS]
    _print_row([f"questions {name}: precision in the first five", count, wanted, *figures])
    nothing = [_count_empty(found.get(search)) for search in _COLUMNS]
    _print_row([f"questions {name}: without a paper (count)", count, "0", *nothing])
    if has_misses and name != _HELD_OUT:
        _print_answers(questions, precision[_OURS], answers)


def _print_answers(
    questions: Sequence[Question], precision: Sequence[float], answers: Sequence[Answer]
) -> None:
    for question, score, answer in zip(questions, precision, answers, strict=True):
        found = " ".join(answer.paths[:FIRST]) or answer.status
        print(f"  {score:.1f} {question.text!r}: {found}")


def _count_empty(lists: Sequence[list[str]] | None) -> str:
    """Say how many queries found nothing; nothing for a search that was not asked."""
    return "" if lists is None else str(sum(not ids for ids in lists))


def _measure_kb(bench: Bench, count: int) -> None:
    queries = make_plain_queries([(paper.title, "") for paper in bench.papers], count)
    sizes = [ask_anew(bench.browser, bench.server, "search", query).first_kb for query in queries]
    figures = f"{statistics.median(sizes):.0f}/{max(sizes):.0f}"
    _print_row(["kB to the first results: median/most", f"{count}", _KB_GOALS, figures])


def _ask_everyone(
    bench: Bench, texts: Sequence[str], others: Others
) -> tuple[Mapping[str, list[list[str]]], list[Answer]]:
    """Put the texts to the search page; give the ids that each search found, and the answers."""
    pages = [bench.browser.new_page() for _ in range(_PAGES)]
    answers = list(ask_all(pages, bench.address, texts))
    for page in pages:
        page.close()
    ids = bench.site.ids
    ours = [[ids.get(path, path) for path in answer.paths] for answer in answers]
    theirs = {name: [found[text] for text in texts] for name, found in others.items() if found}
    return {_OURS: ours, **theirs}, answers


def _ask_pagefind(bench: Bench, texts: Sequence[str]) -> dict[str, list[str]]:
    page = bench.browser.new_page()
    found = ask_pagefind(page, bench.plain, [paper.id for paper in bench.papers], texts)
    page.close()
    return dict(zip(texts, found, strict=True))


def _ask_minisearch(bench: Bench, texts: Sequence[str]) -> dict[str, list[str]]:
    try:
        return dict(zip(texts, ask_minisearch(bench.papers, texts), strict=True))
    except MissingError as err:
        print(f"{err}: its column stays empty", file=sys.stderr)
        return {}


def _ask_bm25(bench: Bench, texts: Sequence[str]) -> dict[str, list[str]]:
    index = Bm25(bench.papers)
    return {text: index.rank(text) for text in texts}


_RIVAL: Mapping[str, Callable[[Bench, Sequence[str]], dict[str, list[str]]]] = {
    "pagefind": _ask_pagefind,
    "minisearch": _ask_minisearch,
    "bm25": _ask_bm25,
}


def _percent(scores: Sequence[float]) -> str:
    return f"{100 * statistics.mean(scores):.1f}" if scores else ""


def _print_row(cells: Sequence[str]) -> None:
    print(f"| {' | '.join([*cells, *[''] * (7 - len(cells))])} |", flush=True)
