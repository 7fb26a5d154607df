"""Run code that might hang or crash in a process of its own, with a limit of CPU time."""

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run_bounded(code: str, data: str = "", seconds: int = 60) -> str:
    """Give what the code prints. It fails where it ends badly, and shows the last line printed.

    The limit is far above what is needed: it tells a hang, it does not measure.
    """

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=data, capture_output=True, text=True, cwd=ROOT, preexec_fn=limit, check=False,
    )  # fmt: skip
    last = done.stdout.rstrip("\n").rpartition("\n")[2]
    assert done.returncode == 0, f"{done.returncode} after {last}: {done.stderr[-500:]}"
    return done.stdout
