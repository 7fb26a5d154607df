"""Parsers fed with broken input: ``python -m testing fuzz [--seconds N] [PARSER]...``.

With ``--runs N``, each parser gets N texts that ``testing/mutations.py`` makes: the same ones for
the same ``--seed``. Otherwise Atheris (https://github.com/google/atheris; ``pip install atheris``)
mutates samples, and keeps what reaches new lines of the parser or of its libraries. N seconds go to
each parser. What breaks a law of ``testing/parsers.py``, or takes more than ten seconds or 1 GB, is
put into ``.cache/fuzz/``, and goes on as a case of the parser's test.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_KEPT = _ROOT / ".cache/fuzz"
_PARSERS = ("site_gen", "feedparser", "yaml", "csv", "json")
_LIMITS = ("-timeout=10", "-rss_limit_mb=1024", "-max_len=16384")
_DONE = re.compile(r"stat::number_of_executed_units:\s*([0-9]+)")
_REACHED = re.compile(r"\bcov: ([0-9]+)")


def main(arguments: Sequence[str]) -> int:
    """Print a row for each parser; 1 when something was found."""
    from testing.parsers import TARGETS  # noqa: PLC0415 # instrumented in the child alone

    options = argparse.ArgumentParser(prog="python -m testing fuzz", description=__doc__)
    options.add_argument("parsers", nargs="*", metavar="PARSER", help=", ".join(TARGETS))
    options.add_argument("--seconds", type=int, default=60, help="on each parser (60)")
    options.add_argument("--runs", type=int, default=0, help="texts for each, without atheris")
    options.add_argument("--seed", type=int, default=1, help="the same texts again (1)")
    given = options.parse_args(arguments)
    if given.runs:
        return _run_mutations(given.parsers or list(TARGETS), given.seed, given.runs)
    if not find_spec("atheris"):
        sys.exit("needs --runs N, or atheris, which comes apart: pip install atheris")
    print("| parser | s | texts tried | places reached | found |\n|---|--:|--:|--:|--:|")
    found = 0
    for name in given.parsers or TARGETS:
        found += _fuzz(name, given.seconds, given.seed)
    return int(found > 0)


def _run_mutations(names: Sequence[str], seed: int, runs: int) -> int:
    """Print a row for each parser; 1 when something was found."""
    from testing.mutations import try_all  # noqa: PLC0415 # as above

    print("| parser | seed | texts tried | found |\n|---|--:|--:|--:|")
    found = []
    for name in names:
        here = try_all(name, seed, runs, _KEPT)
        print(f"| {name} | {seed} | {runs:,} | {len(here)} |", flush=True)
        found += here
    for line in found:
        print(line, file=sys.stderr)
    return int(bool(found))


def _fuzz(name: str, seconds: int, seed: int) -> int:
    """Fuzz one parser in a process of its own; give 1 when it fell."""
    folder = _KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    limits = (
        *_LIMITS,
        f"-seed={seed}",
        f"-max_total_time={seconds}",
        f"-artifact_prefix={_KEPT}/{name}-",
    )
    command = (sys.executable, __file__, name, str(folder), *limits, "-print_final_stats=1")
    done = subprocess.run(
        command, cwd=_ROOT, capture_output=True, text=True, errors="replace", check=False
    )
    took = time.monotonic() - start
    tried = _DONE.findall(done.stderr) or ["0"]
    reached = _REACHED.findall(done.stderr) or ["0"]
    print(f"| {name} | {took:.0f} | {int(tried[-1]):,} | {int(reached[-1]):,} ", end="")
    print(f"| {int(done.returncode != 0)} |", flush=True)
    if done.returncode:
        lines = done.stderr.split("\n")
        cut = next((at for at, line in enumerate(lines) if "Uncaught" in line), len(lines) - 40)
        print("\n".join(lines[cut : cut + 40]), file=sys.stderr, flush=True)
    return int(done.returncode != 0)


def _run(name: str, arguments: Sequence[str]) -> None:
    """Fuzz in this process until it falls, or the time is over."""
    sys.path.insert(0, str(_ROOT))
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=list(_PARSERS)):
        parsers = import_module("testing.parsers")
        for path in Path(_ROOT, "site_gen/importing/formats").rglob("[!_]*.py"):  # some load late
            import_module(".".join(path.relative_to(_ROOT).with_suffix("").parts))
    for named, text in parsers.read_seeds(name).items():
        seed = Path(arguments[0], re.sub(r"\W", "-", named))
        seed.write_text(text, encoding="utf-8")

    def try_bytes(data: bytes) -> None:
        parsers.try_text(name, data.decode("utf-8", "ignore"))

    atheris.Setup([sys.argv[0], *arguments], try_bytes)
    atheris.Fuzz()


if __name__ == "__main__":
    _run(sys.argv[1], sys.argv[2:])
