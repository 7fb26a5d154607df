"""Run a program and say what it took: seconds and memory of it and all that it started.

Linux counts a program's memory from before it is the program: a child of a large process looks
large. So a small process (this file, run as a script) stands between.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_MAC_UNIT = 1024  # macOS says bytes where Linux says KiB


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall clock and CPU (user and system) in seconds; MiB resident in the largest process."""

    wall: float
    cpu: float
    memory: float

    def __add__(self, other: "Cost") -> "Cost":
        """Give the cost of one program after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


class RunError(Exception):
    """A program failed; the message has its command and the end of what it said."""


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command in the folder ``cwd``; ``env`` is added to the environment.

    What it writes is kept only to be told when it fails: then RunError is raised. Children that
    it never waits for are not counted.
    """
    launcher = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(
        launcher, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, check=False
    )
    head, _, said = done.stdout.decode(errors="replace").rpartition("\0")
    try:
        status, wall, cpu, memory = json.loads(said)
    except ValueError:
        status, wall, cpu, memory = 1, 0.0, 0.0, 0.0
    if status:
        tail = (head + done.stderr.decode(errors="replace"))[-2000:]
        raise RunError(f"{' '.join(command)}: exit {status}\n{tail}")
    return Cost(wall, cpu, memory)


def _launch(command: Sequence[str]) -> None:
    """Run a command; write a NUL and, as JSON, its status, wall s, CPU s and MiB."""
    start = time.perf_counter()
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    memory = used.ru_maxrss / 1024 / (_MAC_UNIT if sys.platform == "darwin" else 1)
    code = os.waitstatus_to_exitcode(status)
    print(f"\0{json.dumps([code, wall, used.ru_utime + used.ru_stime, memory])}", flush=True)


if __name__ == "__main__":
    _launch(sys.argv[1:])
