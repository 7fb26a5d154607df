"""A part of ``python -m testing kill-import``; ``make soak`` runs all of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PART = ("--papers", "3", "--chances", "1", "--every", "8")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="it forks")


def find_faults(*words: str) -> tuple[int, str]:
    # A process of its own: it forks, and this one may have threads.
    line = [sys.executable, "-m", "testing", "kill-import", *PART, *words]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["kill", "ENOSPC", "power-cut"])
def test_what_is_broken_off_is_whole_or_was_never_begun(kind: str) -> None:
    code, said = find_faults("--kinds", kind)

    assert code == 0, said
    assert said.count("; 0 faults\n") == 8


@pytest.mark.parametrize(("part", "kind"), [("intent", "kill"), ("sync", "power-cut")])
def test_it_is_found_when_a_part_of_the_work_is_left_out(part: str, kind: str) -> None:
    code, said = find_faults("--kinds", kind, "--scenes", "existing day", "--spoil", part)

    assert code == 1, said
    assert "content/ is neither before nor after" in said
