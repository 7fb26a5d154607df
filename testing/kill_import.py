"""Commands that change ``content/`` and die in it: ``python -m testing kill-import``.

An import of a new day, of a day that is there, and of several days, a removal, a move, ``undo``,
``check --fix`` and what ``enrich`` writes are broken off before each call that changes a file:
killed, or by an error of the disk. Then the next command runs. ``content/`` must then be as before,
or as the whole command leaves it; no temporary file may stay; and a command that said that it was
done, is done. Of each moment it is also asked what a power cut would leave on the disk, and the
same must hold.
"""

import argparse
import errno
import json
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from click import Context
from click.testing import CliRunner

from site_gen.cli import cli
from site_gen.content.entry_file import parse_entry
from site_gen.importing.arxiv_lookup import Match, enrich
from site_gen.model import Paper, SiteError
from site_gen.system import durable, transactions
from site_gen.system.locks import lock
from testing.faults import Call, Fault, Watch, failing, kill, watching
from testing.power_cuts import Disk

_BUG = 99
_KILLED = -1
_SHOWN = 12  # lines of what is wrong
_FIRST, _OLD, _NEW, _LATER = "2025-09-10", "2025-09-16", "2025-09-17", "2025-09-18"
_MOVED = "2025-10-01"

Tree = dict[str, bytes]
"""The files of ``content/``, by path."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is broken off: its name, and the work in a site; it gives an exit code and its words."""

    name: str
    work: Callable[[Path], tuple[int, str]]


def _site_gen(*words: str) -> Callable[[Path], tuple[int, str]]:
    def work(site: Path) -> tuple[int, str]:
        os.chdir(site)
        done = CliRunner().invoke(cli, list(words), prog_name="site-gen")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stderr

    return work


def _enrich(site: Path) -> tuple[int, str]:
    """Write what arXiv says of a paper, without asking it."""
    content = site / "content"
    path = content / _OLD / "paper-1.md"
    entry = parse_entry(str(path), path.read_text(), "paper-1", date.fromisoformat(_OLD))
    paper = Paper(
        title=entry.title, abstract=entry.body, authors=("Ada One",), categories=("cs.CL",)
    )
    try:
        with lock(content):
            enrich(content, Match(path=path, entry=entry, paper=paper))
    except SiteError as err:
        return 1, str(err)
    return 0, ""


FAULTS: dict[str, Fault] = {
    "kill": kill,
    "EIO": failing(errno.EIO),
    "ENOSPC": failing(errno.ENOSPC),
}
_POWER = "power-cut"
KINDS = (*FAULTS, _POWER)
SCENES = (
    Scene("new day", _site_gen("import", "new.jsonl")),
    Scene("existing day", _site_gen("import", "existing.jsonl")),
    Scene("several days", _site_gen("import", "existing.jsonl", "new.jsonl", "later.jsonl")),
    Scene("removal", _site_gen("remove", f"{_OLD}/paper-1", f"{_OLD}/paper-2", "--reason", "why")),
    Scene("move", _site_gen("move", _LATER, _MOVED)),
    Scene("undo", _site_gen("undo")),
    Scene("check --fix", _site_gen("check", "--fix")),
    Scene("enrich", _enrich),
)
# None of these changes the site before or after a scene.
NEXT = (
    ("import", "first.jsonl"),
    ("check",),
    ("remove", f"{_OLD}/paper-0", "--reason", "asked for"),
    ("export", "all", "--format", "json"),
)
BUILD = ("build", "--no-search", "--base-url", "https://a.example")
_BUILDS = 23  # a build takes ten times as long as the others: it is the next command so rarely


def _write_sources(site: Path, papers: int) -> None:
    def rows(day: str, numbers: Sequence[int], mark: str = "") -> str:
        lines = [
            {
                "title": f"Paper {number}",
                "abstract": " ".join(f"p{number}w{at}" for at in range(20)) + mark,
                "date": day,
                "upvotes": number + len(mark),
            }
            for number in numbers
        ]
        return "".join(json.dumps(line) + "\n" for line in lines)

    texts = {
        "first": rows(_FIRST, [5 * papers]),
        "old": rows(_OLD, range(papers)),
        # Not in order of slug, so that an order that was forgotten shows.
        "existing": rows(_OLD, [papers + 1, 2, papers, 1], " more"),
        "new": rows(_NEW, range(3 * papers, 2 * papers, -1)) + rows(_NEW, [1]),
        "later": rows(_LATER, range(4 * papers, 3 * papers, -1)),
    }
    for name, text in texts.items():
        (site / f"{name}.jsonl").write_text(text)


def prepare(folder: Path, scene: Scene, papers: int) -> Path:
    """Make the site in which a scene plays; for a new day, one without content."""
    site = folder / "before"
    site.mkdir()
    _write_sources(site, papers)
    if scene.name == "new day":
        return site
    assert _in_child(site, _site_gen("import", "first.jsonl", "old.jsonl"))[0] == 0
    assert _in_child(site, _site_gen("remove", f"{_OLD}/paper-0", "--reason", "asked for"))[0] == 0
    if scene.name in {"move", "undo"}:
        assert _in_child(site, _site_gen("import", "later.jsonl", "existing.jsonl"))[0] == 0
    if scene.name == "check --fix":
        listing = site / "content" / _OLD / "digest.yaml"
        listing.write_text(listing.read_text().replace("- paper-2\n", ""))
        entry = site / "content" / _OLD / "paper-1.md"
        entry.write_text(entry.read_text().replace("title: Paper 1", "title: 1"))
    return site


def _in_child(
    site: Path,
    work: Callable[[Path], tuple[int, str]],
    number: int = 0,
    fault: Fault | None = None,
) -> tuple[int, str]:
    """Do the work in a process of its own, with a fault at a call; give exit code and words."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code, said = _BUG, ""
        try:
            with watching(str(site), number, fault):
                code, said = work(site)
        except BaseException as err:  # noqa: BLE001 # a bug, which the parent reports
            said = f"{type(err).__name__}: {err}"
        os.write(writing, said.encode()[:4000])
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    status = os.waitpid(child, 0)[1]
    return (_KILLED if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)), said


def _record(site: Path, scene: Scene) -> Watch:
    """Do the work here, and give its calls."""
    with watching(str(site)) as watch:
        code, said = scene.work(site)
    if code:
        raise SystemExit(f"{scene.name}: {said}")
    return watch


def read_content(site: Path) -> Tree:
    """Read all files of ``content/``."""
    content = site / "content"
    return {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in content.rglob("*")
        if path.is_file()
    }


@dataclass(slots=True)
class Trial:
    """One scene, in a folder of its own: the site before, what it is after, and what was found."""

    folder: Path
    scene: Scene
    before: Tree
    after: Tree
    counts: Counter[str]
    faults: list[str]

    def judge(self, site: Path, number: int, what: str, *, is_done: bool) -> None:
        """Run the next command, and look at what it leaves."""
        done = self.counts["before"] + self.counts["after"]
        words = NEXT[done % len(NEXT)] if done % _BUILDS else BUILD
        if words == NEXT[0] and self.scene.name == "new day":
            words = ("import", "new.jsonl")  # the same again
            is_done = True
        code, said = _in_child(site, _site_gen(*words))
        found = read_content(site)
        self.counts["after" if found == self.after else "before"] += 1
        wrong = list_left(site)
        if found != self.after and (is_done or found != self.before):
            wrong.append(f"content/ is neither before nor after: {_differences(found, self.after)}")
        # Without any day, there is nothing to check, to export or to build.
        if code and (code != 1 or self.scene.name not in {"new day", "check --fix"}):
            wrong.append(f"exit code {code}: {said}")
        place = f"{self.scene.name}, {what} at call {number}, then {words[0]}"
        self.faults += [f"{place}: {one}" for one in wrong]


def list_left(site: Path) -> list[str]:
    """List what should not be there after the next command."""
    return [f"left: {path.relative_to(site)}" for path in site.rglob("*") if _is_left(path)]


def _is_left(path: Path) -> bool:
    """Whether it is a temporary file, an intent, or an empty folder of a day."""
    is_empty = path.name.startswith("20") and path.is_dir() and not any(path.iterdir())
    return is_empty or path.name.startswith((".tmp-", "intent."))


def _differences(found: Tree, after: Tree) -> str:
    names = [name for name in found.keys() | after.keys() if found.get(name) != after.get(name)]
    return ", ".join(sorted(names)[:4])


def _break_off(trial: Trial, kinds: Sequence[str], calls: int, every: int) -> None:
    """Break the work off before each of its calls, in each way; and once not at all."""
    site = trial.folder / "site"
    for kind in kinds:
        for number in [*range(1, calls + 1, every), calls + 1]:
            shutil.rmtree(site, ignore_errors=True)
            shutil.copytree(trial.folder / "before", site)
            code, said = _in_child(site, trial.scene.work, number, FAULTS[kind])
            trial.counts[kind] += 1
            if code not in {0, 1, _KILLED}:
                trial.faults.append(f"{trial.scene.name}, {kind} at call {number}: {said}")
            trial.judge(site, number, kind, is_done=code == 0)


def _cut_power(trial: Trial, calls: Sequence[Call], whole: Path, chances: int, every: int) -> None:
    """Look at what a power cut before each call would leave; and at one after the last call."""
    site = trial.folder / "site"
    for number in [*range(0, len(calls), every), len(calls)]:
        for chance in (None, *map(random.Random, range(chances))):
            shutil.rmtree(site, ignore_errors=True)
            disk = Disk(trial.folder / "before", whole)
            disk.replay(calls[:number])
            disk.leave(site, chance)
            trial.counts[_POWER] += 1
            trial.judge(site, number, _POWER, is_done=number == len(calls))
    shutil.rmtree(site)
    disk.show(site)
    if read_content(site) != trial.after:
        trial.faults.append(f"{trial.scene.name}: not all calls were seen")


@contextmanager
def spoilt(how: str) -> Iterator[None]:
    """Leave out a part of what makes a change whole, to see that this is found."""
    with ExitStack() as stack:
        if how == "intent":
            stack.enter_context(patch.object(transactions, "_write_intent", lambda *_: None))
        for name in ("sync_files", "sync_folders") if how == "sync" else ():
            stack.enter_context(patch.object(durable, name, lambda _: None))
        yield


def try_scene(scene: Scene, options: argparse.Namespace) -> Trial:
    """Break one scene off in all ways; give what was found."""
    with tempfile.TemporaryDirectory(prefix="site-gen-kill-import-") as name, spoilt(options.spoil):
        folder, here = Path(name).resolve(), Path.cwd()
        before, whole = prepare(folder, scene, options.papers), folder / "whole"
        shutil.copytree(before, whole)
        try:
            watch = _record(whole, scene)
        finally:
            os.chdir(here)
        trial = Trial(folder, scene, read_content(before), read_content(whole), Counter(), [])
        kinds = [kind for kind in options.kinds if kind != _POWER]
        _break_off(trial, kinds, watch.count, options.every)
        if _POWER in options.kinds:
            _cut_power(trial, watch.calls, whole, options.chances, options.every)
    return trial


def main(arguments: Sequence[str]) -> int:
    """Break commands off as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m testing kill-import", description=__doc__)
    add = parser.add_argument
    add("--papers", type=int, default=4, help="papers of a day (4)")
    add("--chances", type=int, default=4, help="random power cuts before each call (4)")
    add("--every", type=int, default=1, help="try each n-th call only (1: all)")
    add("--kinds", nargs="*", choices=KINDS, default=KINDS, help="ways to break off (all)")
    add("--scenes", nargs="*", help=f"of {', '.join(scene.name for scene in SCENES)} (all)")
    add("--spoil", choices=("", "intent", "sync"), default="", help="leave this out: it is found")
    options = parser.parse_args(arguments)
    context = Context(cli)
    for name in cli.list_commands(context):  # loaded here once, and not in each process
        cli.get_command(context, name)
    found = 0
    for scene in SCENES:
        if options.scenes and scene.name not in options.scenes:
            continue
        trial = try_scene(scene, options)
        counts = ", ".join(f"{number} {what}" for what, number in sorted(trial.counts.items()))
        print(f"{scene.name}: {counts}; {len(trial.faults)} faults", flush=True)
        print("".join(f"    {line}\n" for line in trial.faults[:_SHOWN]), end="", flush=True)
        found += len(trial.faults)
    return 1 if found else 0
