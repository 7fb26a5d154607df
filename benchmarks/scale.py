"""What a site of any size costs: ``python -m benchmarks scale [--papers 5000 16000 50000]``.

Sites of several sizes and shapes are built. Least squares then find what a paper, a day and a month
cost, and what a site of all of arXiv would cost follows from that. ``--largest 200000`` builds one
larger site and compares it with what the costs give.

The papers are real, and beyond these recombined. None has authors, so there are no pages of them.
Seconds are of CPU. Those of processes that make pages are apart from those of the build's own
process, because only the former are fewer with more cores. Sizes should be above 3,000 papers: the
search of a smaller site is one bundle, so a day costs what all papers do.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.programs import ROOT, SiteGen
from site_gen.search.bundles import plan_bundles
from site_gen.system.hosts.host_limits import load_limits
from testing.papers import (
    CORPUS,
    LAST_DAY,
    PER_DAY,
    Corpus,
    CorpusError,
    Day,
    read_corpus,
    weekday_after,
    weekday_before,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How papers are spread: so many a day, on every n-th weekday."""

    per_day: int
    step: int


@dataclass(frozen=True, slots=True)
class Size:
    """A site: its papers, days and months; and the papers of its newest month and newest day."""

    papers: int
    days: int
    months: int
    of_month: int
    of_day: int


_SHAPES = (Shape(PER_DAY, 1), Shape(PER_DAY, 5), Shape(4 * PER_DAY, 1))
"""Of one shape alone, nobody could tell the cost of a day from that of its papers."""

_ARXIV = Size(papers=2_900_000, days=8_750, months=420, of_month=24_000, of_day=1_100)
"""All of arXiv in 2026: 35 years of 250 days, and a month and a day as they are now."""

_SITE = ("files", "bytes", "search bytes", "s of own", "s of workers", "s of Pagefind", "s of noop")
"""What depends on the papers, days and months of a site."""

_DAY = ("s of a day", "bytes of a day")
"""What depends on the papers of the site, of its newest month and of the day itself."""

_PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from typing import Any
from site_gen.build.build import Options, build
site, has_search, jobs = Path(sys.argv[1]), sys.argv[2] == "search", int(sys.argv[3])
start = time.time_ns()
report = build(site, site / "public", Options(has_search=has_search, jobs=jobs))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
own, others = (one.ru_utime + one.ru_stime for one in used)
seen = [path.stat() for path in (site / "public").rglob("*") if path.is_file()]
print(json.dumps({
    "files": report.size.files, "bytes": report.size.bytes, "own": own, "others": others,
    "MiB": [one.ru_maxrss / 1024 for one in used],
    "written": sum(one.st_size for one in seen if one.st_mtime_ns >= start),
}))
"""
"""Builds a site, and says what that took. It is a process of its own, so that it is all counted."""

_STAT = "import os, sys; [os.stat(path) for path in map(str.rstrip, sys.stdin)]"
_TIMED = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
_TIMED += "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime)"


def main(arguments: Sequence[str]) -> int:
    """Measure as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scale", description=__doc__)
    add = parser.add_argument
    add("--papers", type=int, nargs="+", default=[5_000, 16_000, 50_000], help="sizes of sites")
    add("--largest", type=int, help="one more site of so many papers, to compare with the costs")
    add("--workers", type=int, nargs="+", default=[2, 8, 32], help="cores to estimate for")
    add("--work", type=Path, help="folder for the sites (a temporary one)")
    add("--corpus", type=Path, default=CORPUS, help="papers: a JSON object a line, in gzip")
    options = parser.parse_args(arguments)
    try:
        corpus = read_corpus(options.corpus)
    except CorpusError as err:
        print(err, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="site-gen-scale-", dir=options.work) as folder:
        points = [
            _measure(corpus, Path(folder, "site"), count, shape)
            for count in options.papers
            for shape in _SHAPES
        ]
        costs = fit(points)
        _print_points(points)
        _print_costs(costs)
        if options.largest:
            size, figures = _measure(corpus, Path(folder, "site"), options.largest, _SHAPES[0])
            print(f"\n{size.papers:,} papers, as built and as estimated:\n")
            _print_estimate(figures, estimate(costs, size))
    largest = max(points, key=lambda one: one[1]["papers of a bundle"])
    _print_arxiv(estimate(costs, _ARXIV), largest, options.workers)
    return 0


Point = tuple[Size, Mapping[str, float]]
"""A site that was built, and its figures by name."""

Costs = Mapping[str, tuple[float, ...]]
"""For each figure: what it always is, and what each part of a size adds."""


def fit(points: Sequence[Point]) -> Costs:
    """Find by least squares what each part of a size costs; nothing costs less than nothing."""
    costs: dict[str, tuple[float, ...]] = {}
    for name in (*_SITE, *_DAY):
        rows = np.array([_parts(name, size) for size, _ in points], float)
        values = np.array([figures[name] for _, figures in points])
        costs[name] = _solve(rows, values)
    return costs


def estimate(costs: Costs, size: Size) -> dict[str, float]:
    """Give the figures of a site of this size from the costs."""
    return {
        name: sum(cost * part for cost, part in zip(found, _parts(name, size), strict=True))
        for name, found in costs.items()
    }


def _parts(name: str, size: Size) -> tuple[int, ...]:
    if name in _DAY:
        return (1, size.papers, size.of_month, size.of_day)
    return (1, size.papers, size.days, size.months)


def _solve(rows: np.ndarray, values: np.ndarray) -> tuple[float, ...]:
    """Solve by least squares, and leave out what would cost less than nothing."""
    kept = list(range(rows.shape[1]))
    while True:
        # Weighed by the value: else the largest site alone would decide.
        weights = 1 / np.maximum(values, 1e-9)
        found = np.linalg.lstsq(rows[:, kept] * weights[:, None], values * weights, rcond=None)[0]
        if (found >= 0).all() or len(kept) == 1:
            break
        del kept[int(found.argmin())]
    result = [0.0] * rows.shape[1]
    for place, cost in zip(kept, found, strict=True):
        result[place] = float(cost)
    return tuple(result)


def spread(corpus: Corpus, count: int, shape: Shape) -> Iterator[Day]:
    """Give so many papers in days of this shape, the newest day first."""
    day = LAST_DAY
    for start in range(0, count, shape.per_day):
        yield corpus.day(day, range(start, min(start + shape.per_day, count)))
        for _ in range(shape.step):
            day = weekday_before(day)


def _measure(corpus: Corpus, folder: Path, count: int, shape: Shape) -> Point:
    """Build a site cold, without search and with it; then with no change, and with another day."""
    print(f"{count:,} papers, {shape.per_day} a day, step {shape.step}", file=sys.stderr)
    program = SiteGen(folder)
    program.prepare(spread(corpus, count, shape))
    # With related papers and pictures, which a comparison with other programs leaves out.
    shutil.copy(ROOT / "content/site.yaml", program.content)
    plain = _build(folder, "pages", jobs=2)
    program.clean()
    cold = _build(folder, "search", jobs=2)
    searched = (path for path in (program.output / "pagefind").rglob("*") if path.is_file())
    search_bytes = sum(path.stat().st_size for path in searched)
    size, largest = _describe(program.content, shape.per_day)
    unchanged = _build(folder, "search", jobs=1)
    paths = "".join(f"{path}\n" for path in program.content.glob("*/*"))
    stats = [sys.executable, "-c", _TIMED, sys.executable, "-I", "-S", "-c", _STAT]
    bare = subprocess.run(stats, input=paths, capture_output=True, text=True, check=True)
    numbers = range(count, count + shape.per_day)
    program.write_day(corpus.day(weekday_after(LAST_DAY), numbers))
    day = _build(folder, "search", jobs=1)
    figures = {
        "files": cold["files"],
        "bytes": cold["bytes"],
        "search bytes": search_bytes,
        "s of own": cold["own"],
        "s of workers": plain["others"],
        "s of Pagefind": max(0.0, cold["others"] - plain["others"]),
        "s of noop": unchanged["own"],
        "s of stat": float(bare.stdout),
        "s of a day": day["own"] + day["others"],
        "bytes of a day": day["written"],
        "MiB": max(plain["MiB"]),
        "MiB of Pagefind": cold["MiB"][1],
        "papers of a bundle": largest,
    }
    return size, figures


def _build(folder: Path, what: str, *, jobs: int) -> dict[str, Any]:
    command = [sys.executable, "-c", _PROGRAM, str(folder), what, str(jobs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _describe(content: Path, of_day: int) -> tuple[Size, int]:
    """Count what is in ``content/``, and the papers of the largest bundle of the search."""
    days = Counter(path.parent.name for path in content.glob("*/*.md"))
    months = Counter(path.parent.name[:7] for path in content.glob("*/*.md"))
    size = Size(days.total(), len(days), len(months), months[max(months)], of_day)
    bundles = plan_bundles(months).values()
    return size, max(sum(months[month] for month in bundle) for bundle in bundles)


def _print_points(points: Sequence[Point]) -> None:
    names = list(points[0][1])
    print(f"| papers | days | months | {' | '.join(names)} |")
    print(f"|--:|--:|--:|{'--:|' * len(names)}")
    for size, figures in points:
        values = " | ".join(_show(figures[name]) for name in names)
        print(f"| {size.papers:,} | {size.days} | {size.months} | {values} |", flush=True)


def _print_costs(costs: Costs) -> None:
    print("\n| figure | always | a paper | a day | a month |\n|---|--:|--:|--:|--:|")
    for name in _SITE:
        print(f"| {name} | {' | '.join(map(_show, costs[name]))} |")
    print("\n| figure | always | a paper of the site | of the month | of the day |")
    print("|---|--:|--:|--:|--:|")
    for name in _DAY:
        print(f"| {name} | {' | '.join(map(_show, costs[name]))} |")


def _print_estimate(built: Mapping[str, float], estimated: Mapping[str, float]) -> None:
    print("| figure | built | estimated |\n|---|--:|--:|")
    for name, value in estimated.items():
        print(f"| {name} | {_show(built[name])} | {_show(value)} |")


def _print_arxiv(figures: Mapping[str, float], largest: Point, workers: Sequence[int]) -> None:
    """Say what all of arXiv would cost, and which limits it would meet."""
    print(f"\nAll of arXiv, {_ARXIV.papers:,} papers of 35 years:\n")
    print("| figure | estimated |\n|---|--:|")
    for name, value in figures.items():
        print(f"| {name} | {_show(value)} |")
    alone = figures["s of own"] + figures["s of Pagefind"]
    for count in workers:
        seconds = alone + figures["s of workers"] / count
        print(f"| s of a cold build, {count} workers, at most | {_show(seconds)} |")
    share = largest[1]["MiB of Pagefind"] / largest[1]["papers of a bundle"]
    print(f"| MiB of Pagefind for a year of papers | {_show(12 * _ARXIV.of_month * share)} |")
    print("\n| limit | of | all of arXiv has | so many times |\n|---|--:|--:|--:|")
    for limit in load_limits():
        if limit.unit in figures:
            has = figures[limit.unit]
            times = f"{has / limit.most:,.0f}"
            print(f"| {limit.host}: {limit.unit} | {limit.most:,} | {_show(has)} | {times} |")


def _show(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
