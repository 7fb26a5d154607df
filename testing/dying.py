"""Be site-gen until a given write, and die just before it: a script for ``kill``.

``python dying.py NUMBER FOLDER FILE ARGUMENT...`` runs ``site-gen ARGUMENT...``. Before this
process, or one forked from it, changes files below FOLDER for the NUMBER-th time, all of them are
killed. Else the number of changes is written to FILE, as far as this process made them.
"""

import os
import runpy
import signal
import sys
from pathlib import Path

_CHANGES = (
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def die_at(number: int, folder: str) -> list[int]:
    """Arrange the death; give the count, a list of one, that grows with the changes."""
    count = [0]

    def hook(event: str, details: tuple[object, ...]) -> None:
        if event == "open":
            flags = details[2]
            is_change = isinstance(flags, int) and bool(flags & _WRITES)
            paths = details[:1]
        else:
            is_change, paths = event in _CHANGES, details[:2]
        if is_change and any(_is_below(path, folder) for path in paths):
            count[0] += 1
            if count[0] == number:
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(hook)
    return count


def _is_below(path: object, folder: str) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    name = os.fsdecode(path)
    return name == folder or name.startswith(folder + os.sep)


def main() -> None:
    """Run site-gen as the command line says."""
    number, folder, file = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    sys.argv[1:] = sys.argv[4:]
    sys.path[0] = str(Path.cwd())  # as for python -m
    count = die_at(number, folder)
    try:
        runpy.run_module("site_gen", run_name="__main__", alter_sys=True)
    finally:
        file.write_text(str(count[0]), encoding="utf-8")


if __name__ == "__main__":
    main()
