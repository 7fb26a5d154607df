"""Builds that are killed: ``python -m testing kill``.

After random edits a build is started, and it and all that it started are killed: every other time
after a random part of the time that such a build takes, else just before a random one of its
writes. No page, feed, sitemap or file of the search that is left may lead to a file of the site
that is not there; and the next build must give what a clean build gives.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from site_gen.model import DEFAULT_URL
from testing.edits import VALID, Site
from testing.links import find_dead
from testing.trees import ROOT, build, command, compare, read_tree

_DYING = Path(__file__).with_name("dying.py")
_SHOWN = 3  # lines of what is wrong
_EDITS = 3  # edits at most before a build
_LONGEST = 1.05  # parts of a build's duration: some builds end before they are killed


@dataclass(slots=True)
class Scene:
    """A site, where it is built, and how: options of ``site-gen build``; chance."""

    folder: Path
    site: Site
    flags: Sequence[str]
    chance: random.Random

    @property
    def output(self) -> Path:
        """The folder of the site that is built again and again."""
        return self.folder / "public"

    def build(self, output: Path) -> float:
        """Build undisturbed; give the seconds it took. A failure ends the program."""
        start = time.perf_counter()
        status, said = build(self.site.folder, output, self.flags)
        if status:
            raise SystemExit(f"a build failed: {said}")
        return time.perf_counter() - start

    def build_clean(self) -> Path:
        """Build into an empty folder; give it."""
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        self.build(clean)
        return clean

    def kill_after(self, seconds: float) -> bool:
        """Build and kill after that time; say whether the build still ran."""
        child = self._start(command(self.site.folder, self.output, self.flags))
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        return child.returncode != 0

    def kill_in_writing(self) -> tuple[bool, str]:
        """Build and kill before a random write; say whether it was killed, and which write.

        How many there are is learned from a build of a copy.
        """
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.site.folder, copy / "site")
        shutil.copytree(self.output, copy / "public")
        count = self._build_dying(0, copy / "site", copy / "public")
        number = self.chance.randint(1, max(1, count))
        is_killed = not self._build_dying(number, self.site.folder, self.output)
        return is_killed, f"write {number} of {count}"

    def _build_dying(self, number: int, site: Path, output: Path) -> int:
        """Build with a death at that write; give the number of writes, 0 when it died."""
        counted = self.folder / "count"
        counted.unlink(missing_ok=True)
        arguments = command(site, output, self.flags)[3:]
        own = [sys.executable, str(_DYING), str(number), str(output), str(counted)]
        self._start([*own, *arguments]).wait()
        return int(counted.read_text(encoding="utf-8")) if counted.is_file() else 0

    def _start(self, line: Sequence[str]) -> subprocess.Popen[bytes]:
        null = subprocess.DEVNULL
        # A session of its own, so that all that it starts can be killed with it.
        return subprocess.Popen(line, cwd=ROOT, stdout=null, stderr=null, start_new_session=True)


def main(arguments: Sequence[str]) -> int:
    """Kill builds as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m testing kill", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=1)
    add("--times", type=int, default=100)
    add("--days", type=int, default=30, help="days of the site at the beginning")
    add("--papers", type=int, default=8, help="papers a day, on average")
    add("--no-search", action="store_true", help="build without search")
    options = parser.parse_args(arguments)
    flags = ["--no-search"] if options.no_search else []
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="site-gen-kill-") as name:
        folder = Path(name).resolve()
        site = Site(folder / "site", chance, days=options.days, papers=options.papers)
        counts = _kill_many(Scene(folder, site, flags, chance), options.times)
    for what in ("killed", "ended before", "with dead links", "mended to another site"):
        print(f"{counts[what]:6} {what}")
    for what, count in sorted(counts.items()):
        if what.startswith("dead: "):
            print(f"{count:6} {what}")
    return 1 if counts["with dead links"] or counts["mended to another site"] else 0


def _kill_many(scene: Scene, times: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    site, output, chance = scene.site, scene.output, scene.chance
    duration = scene.build(output)
    for number in range(1, times + 1):
        addresses = [_address(site)]
        edits = [site.edit(VALID) for _ in range(chance.randint(1, _EDITS))]
        if number % 2:
            is_killed, moment = scene.kill_in_writing()
        else:
            seconds = chance.random() * _LONGEST * duration
            is_killed, moment = scene.kill_after(seconds), f"{seconds:.2f} s"
        counts["killed" if is_killed else "ended before"] += 1
        dead = find_dead(output, (*addresses, _address(site)))
        counts.update({f"dead: {_kind(line)}" for line in dead})
        took = scene.build(output)
        duration = 0.8 * duration + 0.2 * max(took, duration / 2)  # follows the machine's load
        wrong = compare(read_tree(output), read_tree(scene.build_clean()))
        if dead or wrong:
            counts["with dead links"] += bool(dead)
            counts["mended to another site"] += bool(wrong)
            print(f"{number}: {', '.join(edits)}; killed at {moment}; {len(dead)} dead links")
            print("".join(f"    dead: {line}\n" for line in dead[:_SHOWN]), end="")
            print("".join(f"    {line}\n" for line in wrong[:_SHOWN]), end="", flush=True)
        if wrong:  # so that one fault is counted once
            shutil.rmtree(output)
            scene.build(output)
    return counts


def _address(site: Site) -> str:
    return str(site.settings.get("base_url", DEFAULT_URL))


def _kind(line: str) -> str:
    """Name a dead link by the kinds of the pages at both ends."""
    page, _, url = line.partition(" -> ")
    return f"{_page_kind('/' + page.removesuffix('index.html'))} -> {_page_kind(url)}"


def _page_kind(url: str) -> str:
    if "/assets/" in url:
        return "asset"
    parts = [part for part in urlsplit(url).path.split("/") if part]
    days = [i for i, part in enumerate(parts) if len(part) == 10 and part[:2] == "20"]
    if days:
        return "paper" if len(parts) > days[0] + 1 else "day"
    return "page"
