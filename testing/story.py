"""Random stories of edits: ``python -m testing story``.

After each edit a site is built over its last output, and anew into another folder; the two must be
the same, byte for byte. While there is a mistake, or a file that cannot be read, both must fail
alike, and the last good output must stay.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from testing.edits import EDITS, Site
from testing.trees import build, build_here, compare, on_day, read_tree, running_version

_SHOWN = 5  # lines of a difference


@dataclass(slots=True)
class Found:
    """How stories build; numbers of steps and edits, and what went wrong."""

    build: Callable[[Path, Path, Sequence[str]], tuple[int, str]] = build_here
    steps: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Tell stories as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m testing story", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=1, help="the first story's number; the others follow")
    add("--stories", type=int, default=200)
    add("--steps", type=int, default=20, help="edits a story")
    add("--search-every", type=int, default=4, help="each n-th story is with search; 0: none")
    add("--apart", action="store_true", help="build in new processes: slower")
    options = parser.parse_args(arguments)
    found = Found(build=build if options.apart else build_here)
    start = time.perf_counter()
    for seed in range(options.seed, options.seed + options.stories):
        every = options.search_every
        has_search = bool(every) and (seed - options.seed) % every == every - 1
        with tempfile.TemporaryDirectory(prefix="site-gen-story-") as folder:
            _tell_story(Path(folder), seed, options.steps, found, has_search=has_search)
        if sys.stderr.isatty():
            print(f"\rstory {seed}: {len(found.wrong)} differences", end="", file=sys.stderr)
    took = time.perf_counter() - start
    for text, count in sorted(found.edits.items()):
        print(f"{count:6} {text}")
    print(f"{options.stories} stories, {found.steps} steps in {took:.0f} s")
    print(f"{len(found.wrong)} differences")
    return 1 if found.wrong else 0


def _tell_story(folder: Path, seed: int, steps: int, found: Found, *, has_search: bool) -> None:
    chance = random.Random(seed)
    site = Site(folder / "site", chance, days=chance.randint(1, 9), papers=3)
    output, clean = folder / "public", folder / "clean"
    options = [] if has_search else ["--no-search"]
    told = ["begin"]
    for step in range(steps + 1):
        if step:
            told.append(site.edit(EDITS))
            found.edits[told[-1]] += 1
        found.steps += 1
        flags = [*options, *_flags(chance)]
        if wrong := _check(found, site, output, clean, flags):
            found.wrong.append(f"story {seed}, step {step}")
            print(f"story {seed}, step {step}: {', '.join(told[-4:])}", flush=True)
            print("".join(f"    {line}\n" for line in wrong[:_SHOWN]), end="", flush=True)
            shutil.rmtree(output, ignore_errors=True)  # so that one fault is counted once
            found.build(site.folder, output, options)


def _flags(chance: random.Random) -> list[str]:
    """Now and then the site is built for another address."""
    return ["--base-url", "https://preview.example.org"] if chance.random() < 0.1 else []


def _check(
    found: Found, site: Site, output: Path, clean: Path, options: Sequence[str]
) -> list[str]:
    """Build over the last output and anew; say what is wrong."""
    before = read_tree(output)
    with running_version(site.version), on_day(site.today):
        status, said = found.build(site.folder, output, options)
        shutil.rmtree(clean, ignore_errors=True)
        expected, expected_words = found.build(site.folder, clean, options)
    after = read_tree(output)
    if (status, said) != (expected, expected_words):
        return [f"exit {status} and {said!r}", f"clean: exit {expected} and {expected_words!r}"]
    if site.mistake or site.unreadable:
        wrong = [] if status == 1 else [f"exit {status} after a mistake: {said!r}"]
        return wrong + compare(after, before)
    if status:
        return [f"exit {status}: {said}"]
    return compare(after, read_tree(clean))
