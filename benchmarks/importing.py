"""What imports cost: ``python -m benchmarks importing [--runs N]``.

All papers of the corpus from JSON Lines; the same again, when nothing is new; a day's page of 115
papers into an empty site, and into one that holds the corpus. A fresh process each.
"""

import argparse
import gzip
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Cost, run
from testing.papers import CORPUS
from testing.trees import ROOT

_PAGE = ROOT / "tests/data/2025-09-17.txt"
_LATER = "2026-08-25"  # a day that the corpus does not have


def main(arguments: Sequence[str]) -> int:
    """Print a row for each import: medians."""
    options = argparse.ArgumentParser(prog="benchmarks importing", description=__doc__)
    options.add_argument("--runs", type=int, default=3, help="of each (3)")
    given = options.parse_args(arguments)
    print("| import | wall s | CPU s | MiB |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), given.runs)
    return 0


def _measure(folder: Path, runs: int) -> None:
    papers = folder / "papers.jsonl"
    papers.write_bytes(gzip.decompress(CORPUS.read_bytes()))
    count = papers.read_bytes().count(b"\n")
    full, empty = folder / "full", folder / "empty"
    _report(f"{count:,} papers", [_import(_fresh(full), papers) for _ in range(runs)])
    _report("the same again", [_import(full, papers) for _ in range(runs)])
    _report("a day, into an empty site", [_import(_fresh(empty), _PAGE) for _ in range(runs)])
    _report("the same again", [_import(empty, _PAGE) for _ in range(runs)])
    costs = []
    for _ in range(runs):
        shutil.rmtree(full / "content" / _LATER, ignore_errors=True)
        # Forget what was imported; the sample has no paper of that month.
        (full / "content/.site-gen/2026-08.jsonl").unlink(missing_ok=True)
        costs.append(_import(full, _PAGE, "--date", _LATER))
    _report(f"a day, beside {count:,} papers", costs)
    _report("the same again", [_import(full, _PAGE, "--date", _LATER) for _ in range(runs)])


def _fresh(site: Path) -> Path:
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    return site


def _import(site: Path, *words: str | Path) -> Cost:
    return run(
        [sys.executable, "-m", "site_gen", "-C", str(site), "import", *map(str, words)], ROOT
    )


def _report(name: str, costs: Sequence[Cost]) -> None:
    wall, cpu, memory = (
        statistics.median(getattr(cost, kind) for cost in costs)
        for kind in ("wall", "cpu", "memory")
    )
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {memory:.0f} |", flush=True)
