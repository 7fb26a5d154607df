"""Commands at the same time: ``python -m testing together --rounds 50``.

Two imports of other papers into one day; two builds of one site, each with a TMPDIR of its own; and
two builds of which one is another user's (for root only). Afterwards no paper may be lost and no
link of the site be dead, no command may end in a traceback, and the next build must end well and
give what a clean build gives.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from site_gen.content.store import load_day
from testing.edits import VALID, Site
from testing.links import find_dead
from testing.trees import ROOT, build, command, compare, read_tree

_DAY = date(2025, 9, 17)
_READY = Path(__file__).with_name("ready.py")
_NOBODY = 65534
_FLAGS = ("--no-search",)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, and what it said on standard error."""

    code: int
    said: str

    @property
    def is_plain(self) -> bool:
        """Whether it did what it should, or said in plain lines why not."""
        return self.code in (0, 1) and "Traceback" not in self.said


def main(arguments: Sequence[str]) -> int:
    """Run commands together as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m testing together", description=__doc__)
    parser.add_argument("--rounds", type=int, default=50, help="of imports; fewer of builds")
    parser.add_argument("--papers", type=int, default=12, help="papers of each import")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance, rounds = random.Random(options.seed), options.rounds
    trials: dict[str, tuple[int, Callable[[Path, random.Random], list[str]]]] = {
        "two imports": (rounds, partial(_import_twice, papers=options.papers)),
        "two builds, each with a TMPDIR of its own": (rounds * 2 // 5, _build_twice),
    }
    if os.geteuid() == 0:
        trials["two builds, one by another user"] = (rounds // 5, _build_with_another)
    before = os.umask(0)  # users share folders
    try:
        wrong = sum(_repeat(name, *trial, chance) for name, trial in trials.items())
    finally:
        os.umask(before)
    return 1 if wrong else 0


def _repeat(
    name: str,
    rounds: int,
    trial: Callable[[Path, random.Random], list[str]],
    chance: random.Random,
) -> int:
    """Do a trial so often, each time with a new site; give in how many rounds all was not well."""
    counts: Counter[str] = Counter()
    for number in range(1, rounds + 1):
        with tempfile.TemporaryDirectory(prefix="site-gen-together-") as folder:
            Path(folder).chmod(0o777)
            wrong = trial(Path(folder).resolve(), chance)
        counts["wrong"] += bool(wrong)
        for line in wrong:
            print(f"    {name}, round {number}: {line}", flush=True)
    print(f"{rounds:6} times {name}: {counts['wrong']} wrong", flush=True)
    return counts["wrong"]


def _import_twice(folder: Path, _chance: random.Random, papers: int) -> list[str]:
    """Import two pages at once, and build; say what is wrong."""
    (folder / "content").mkdir()
    (folder / "content/site.yaml").write_text("base_url: https://papers.example.org\n")
    pages = {name: [f"{name} {number}" for number in range(papers)] for name in ("One", "Other")}
    line = [sys.executable, "-m", "site_gen", "-C", str(folder), "import", "--date", str(_DAY)]
    running = [_start(line) for _ in pages]
    for process, titles in zip(running, pages.values(), strict=True):
        assert process.stdin is not None
        # An import begins when its page ends: both have started by then.
        process.stdin.write("Daily Papers\n\nSep 17\n\n")
        process.stdin.write("".join(f"{title}\n\nOf {title}.\n\n" for title in titles))
    wrong = [_tell(end) for end in _end(running) if end.code]
    wanted = {title for titles in pages.values() for title in titles}
    listed = {entry.title for entry in load_day(folder / "content", _DAY)[1]}
    wrong += [f"lost: {title}" for title in sorted(wanted - listed)]
    return wrong + _check_build(folder, folder / "public")


def _build_twice(folder: Path, chance: random.Random) -> list[str]:
    """Build one site twice at once, each with a TMPDIR of its own; say what is wrong."""
    site = _make_site(folder, chance)
    for name in ("tmp0", "tmp1"):
        (folder / name).mkdir()
    me = os.geteuid()
    running = [
        _get_ready(folder, me, f"warm{number}", {"TMPDIR": str(folder / f"tmp{number}")})
        for number in range(2)
    ]
    wrong = [_tell(end) for end in _end(running) if end.code]
    return wrong + _check(site, folder / "public")


def _build_with_another(folder: Path, chance: random.Random) -> list[str]:
    """Build one site at once as two users; one may be refused, in plain words."""
    site = _make_site(folder, chance)
    running = [_get_ready(folder, user, f"warm{user}") for user in (0, _NOBODY)]
    wrong = [_tell(end) for end in _end(running) if not end.is_plain]
    return wrong + _check(site, folder / "public")


def _make_site(folder: Path, chance: random.Random) -> Site:
    """Make a site; every other one is built and edited, else both builds are the first."""
    site = Site(folder / "site", chance, days=20, papers=6)
    if chance.random() < 0.5:
        build(site.folder, folder / "public", _FLAGS)
        for _ in range(5):
            site.edit(VALID)
    return site


def _get_ready(
    folder: Path, user: int, name: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start a build that begins when its standard input ends, and wait until it is ready."""
    site = folder / "site"
    more = command(site, folder / "public", _FLAGS)[3:]
    line = [sys.executable, str(_READY), str(user), str(site), str(folder / name), *more]
    process = _start(line, {"PYTHONPATH": str(ROOT), **(env or {})})
    assert process.stdout is not None
    process.stdout.readline()
    return process


def _check(site: Site, output: Path) -> list[str]:
    dead = find_dead(output, (str(site.settings["base_url"]),))
    wrong = [f"dead: {line}" for line in dead]
    return wrong + _check_build(site.folder, output)


def _check_build(site: Path, output: Path) -> list[str]:
    """Build once more, and beside it clean; say what is wrong or left over."""
    clean = output.with_name("clean")
    ended = [Ended(*build(site, folder, _FLAGS)) for folder in (output, clean)]
    wrong = [_tell(end) for end in ended if end.code]
    wrong += compare(read_tree(output), read_tree(clean))
    wrong += [f"left over: {path.name}" for path in output.parent.glob(".*.site-gen*")]
    shutil.rmtree(clean, ignore_errors=True)
    return wrong


def _start(line: Sequence[str], env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    every = {**os.environ, **(env or {})}
    return subprocess.Popen(
        line, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=every
    )


def _end(running: Sequence[subprocess.Popen[str]]) -> list[Ended]:
    """Close what commands read, and wait until they end."""
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
    for process in running:
        process.stdin = None  # else communicate closes it again
    said = [process.communicate()[1] for process in running]
    return [Ended(process.returncode, words) for process, words in zip(running, said, strict=True)]


def _tell(end: Ended) -> str:
    return f"exit {end.code}: {' '.join(end.said.split())[-300:]}"
