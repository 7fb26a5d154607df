"""What this machine has and allows: programs that run, watches of folders, space on a disk."""

import os
import shutil
import subprocess
from pathlib import Path

_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
_SECONDS = 20  # that a program may take to say its version


def run_version(program: Path) -> str:
    """Run a program with ``--version`` and give the first line that it says.

    Raises OSError where it cannot be run, fails, or says nothing for long.
    """
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise OSError(0, f"it says nothing within {_SECONDS} s") from None
    if done.returncode:
        raise OSError(0, f"it ends with the exit code {done.returncode}")
    lines = done.stdout.decode(errors="replace").splitlines()
    return lines[0].strip() if lines else ""


def read_most_watches(file: Path = _WATCHES) -> int | None:
    """Give how many folders a user may watch; None where the system has no such limit."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def count_folders(*roots: Path) -> int:
    """Count some folders and all below them; one that is not there counts nothing."""
    return sum(1 for root in roots for _ in os.walk(root))


def measure_free(folder: Path) -> int:
    """Give the bytes that are free on the disk of a folder, or of the nearest one above it."""
    folder = folder.absolute()
    while not folder.is_dir():
        folder = folder.parent
    return shutil.disk_usage(folder).free
