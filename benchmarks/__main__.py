"""Build the site of this repository again and again, and say what it costs.

``make benchmark``, or ``python -m benchmarks [RUNS]``. Each figure is the median of RUNS (7) fresh
processes: wall clock and CPU seconds (user and system, of the process and those it started),
and the largest resident memory of one of them.

``python -m benchmarks compare`` sets site-gen beside Hugo and Eleventy; ``search`` says what a
search costs its reader, ``search-quality`` what it finds, ``indexing`` what an index costs,
``importing`` what imports cost, ``preview`` how soon an edit is in the browser, ``scale`` what a
site of any size would cost. Each has ``--help``.
"""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from compileall import compile_dir
from importlib import import_module
from pathlib import Path

COMMANDS = ("compare", "search", "search-quality", "indexing", "importing", "preview", "scale")
ROOT = Path(__file__).parents[1]
NOTHING = (sys.executable, "-c", "pass")
BUILD = (sys.executable, "-m", "site_gen", "-C", str(ROOT), "build", "--output")


def measure(command: Sequence[str]) -> tuple[float, float]:
    """Run a command; give its wall clock and CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(name: str, runs: Sequence[tuple[float, float]]) -> None:
    """Print one row: medians, and the range of the CPU seconds."""
    wall, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
    low, high = min(c for _, c in runs), max(c for _, c in runs)
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {low:.2f}-{high:.2f} |")


def main(count: int) -> None:
    """Measure, and print a table."""
    model = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if "model name" in line),
        platform.processor(),
    )
    papers = len(list((ROOT / "content").glob("*/*.md")))
    print(f"{papers} papers; {os.cpu_count()} cores, {model}; Python {platform.python_version()};")
    print(f"medians of {count} runs\n")
    print("| build | wall s | CPU s | CPU range |\n|---|--:|--:|--:|")
    compile_dir(ROOT / "site_gen", quiet=1)  # as an installer does
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "public")
        report("(Python starts)", [measure(NOTHING) for _ in range(count)])
        for name, options, is_cold in (
            ("cold, without search", ["--no-search"], True),
            ("cold, with search", [], True),
            ("nothing changed", [], False),
        ):
            runs = []
            for _ in range(count):
                if is_cold:
                    shutil.rmtree(output, ignore_errors=True)
                runs.append(measure([*BUILD, str(output), *options]))
            report(name, runs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nlargest process: {peak:.0f} MiB")


def _lines(path: str) -> list[str]:
    return Path(path).read_text().split("\n") if Path(path).exists() else []


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in COMMANDS:
        command = import_module(
            f"benchmarks.{sys.argv[1].replace('-', '_')}"
        )  # and what it alone needs
        sys.exit(command.main(sys.argv[2:]))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
