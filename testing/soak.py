"""Look for faults for a long time: ``make soak MINUTES=60``, ``python -m testing soak``.

What goes over the whole corpus runs once. What is random shares the time that is left: it runs in
rounds, each with the next seed, until its part is over. No round is cut short, so the whole takes
a little longer than it was told. What a round finds is printed when it is found; the seed repeats
the round.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from testing.netlify import MISSING as NETLIFY_IS_MISSING
from testing.netlify import find_netlify
from testing.parsers import TARGETS

_ROOT = Path(__file__).parents[1]
_MINUTE = 60
_PARTS = 60  # of the repeated texts: a round has one of them, which takes about a minute


@dataclass(frozen=True, slots=True)
class Finder:
    """A command that looks for faults, and exits with another code than 0 when it finds one.

    ``command`` gives the words after ``python -m`` for a seed and the seconds of this finder's
    part. ``parts`` says how much of the time it gets beside the others; 0: one round, and no more.
    """

    name: str
    parts: int
    command: Callable[[int, float], Sequence[str]]


def _laws(seed: int, _: float) -> Sequence[str]:
    where = ("tests", "--ignore=tests/browser")
    return ("pytest", "-q", *where, "-m", "hypothesis", f"--hypothesis-seed={seed}")


def _stories(seed: int, _: float) -> Sequence[str]:
    return ("testing", "story", "--stories", "4", "--seed", str(seed * 4))


def _kills(seed: int, _: float) -> Sequence[str]:
    return ("testing", "kill", "--times", "5", "--seed", str(seed))


def _fuzzing(seed: int, seconds: float) -> Sequence[str]:
    each = str(max(1, int(seconds / len(TARGETS))))
    return ("testing", "fuzz", "--seed", str(seed), "--seconds", each)


def _mutations(seed: int, _: float) -> Sequence[str]:
    return ("testing", "fuzz", "--seed", str(seed), "--runs", "200")


def _repetitions(seed: int, _: float) -> Sequence[str]:
    return ("testing", "repetitions", "--part", f"{seed % _PARTS + 1}/{_PARTS}")


def _attacks(seed: int, _: float) -> Sequence[str]:
    return ("testing", "attack", "--seed", str(seed))


def find_all() -> list[Finder]:
    """Give all finders that can run here."""
    finders = [
        Finder("roundtrip", 0, lambda *_: ("testing", "roundtrip")),
        Finder("identity", 0, lambda *_: ("testing", "identity")),
        Finder("feeds", 0, lambda *_: ("testing", "feeds")),
        Finder("kill-import", 0, lambda *_: ("testing", "kill-import")),
        Finder("search-faults", 0, lambda *_: ("testing", "search-faults")),
        Finder("attack", 0, _attacks),
        Finder("laws", 2, _laws),
        Finder("story", 4, _stories),
        Finder("kill", 3, _kills),
        Finder("repetitions", 2, _repetitions),
        Finder("mutations", 2, _mutations),
        Finder("together", 1, lambda *_: ("testing", "together", "--rounds", "5")),
    ]
    if find_netlify():
        finders.append(Finder("netlify", 0, lambda *_: ("testing", "netlify")))
    else:
        print(NETLIFY_IS_MISSING, file=sys.stderr)
    if find_spec("atheris"):
        return [*finders, Finder("fuzz", 3, _fuzzing)]
    print("fuzz by atheris is left out: pip install atheris", file=sys.stderr)
    return finders


def soak(finders: Iterable[Finder], seconds: float, seed: int) -> int:
    """Run finders for so long; print a row for each. Give how many rounds found a fault.

    Each random finder has one round at least.
    """
    end = time.monotonic() + seconds
    due = sorted(finders, key=lambda finder: finder.parts)  # single rounds first
    rows, found = ["| finder | rounds | minutes | with faults |", "|---|--:|--:|--:|"], 0
    for at, finder in enumerate(due):
        start = time.monotonic()
        parts = finder.parts / max(1, sum(one.parts for one in due[at:]))
        until = start + max(0, end - start) * parts
        rounds, faults = _run_rounds(finder, seed, until)
        minutes = (time.monotonic() - start) / _MINUTE
        rows.append(f"| {finder.name} | {rounds} | {minutes:.1f} | {faults} |")
        found += faults
    print("\n".join(rows))
    return found


def _run_rounds(finder: Finder, seed: int, until: float) -> tuple[int, int]:
    """Run a finder round by round; give how many rounds there were, and how many found a fault."""
    rounds = faults = 0
    while not rounds or (finder.parts and time.monotonic() < until):
        words = finder.command(seed + rounds, until - time.monotonic())
        print(f"{time.strftime('%H:%M:%S')} python -m {' '.join(words)}", file=sys.stderr)
        done = subprocess.run([sys.executable, "-m", *words], cwd=_ROOT, check=False)
        rounds += 1
        faults += done.returncode != 0
    return rounds, faults


def main(arguments: Sequence[str]) -> int:
    """Look for faults as the command line says; 1 when there were any."""
    parser = argparse.ArgumentParser(prog="python -m testing soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="for how long (60)")
    parser.add_argument("--seed", type=int, help="the first round's seed; else a new one")
    options = parser.parse_args(arguments)
    seed = int(time.time()) if options.seed is None else options.seed
    return int(soak(find_all(), options.minutes * _MINUTE, seed) > 0)
