"""Files that become unreadable, and readable again, while size and time stay as they were."""

import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path


def _garble(path: Path, data: bytes) -> None:
    """Make it invalid YAML: an opened list, also where front matter belongs."""
    path.write_bytes(b"[" * len(data))


def _blur(path: Path, data: bytes) -> None:
    """Make it invalid UTF-8."""
    path.write_bytes(b"\xff" * len(data))


def _forbid(path: Path, data: bytes) -> None:
    del data
    path.chmod(0)


def _become_folder(path: Path, data: bytes) -> None:
    del data
    path.unlink()
    path.mkdir()


WAYS: Mapping[str, Callable[[Path, bytes], None]] = {
    "content": _garble, "letters": _blur, "rights": _forbid, "folder": _become_folder,
}  # fmt: skip


def spoil(path: Path, chance: random.Random) -> None:
    """Make a file unreadable in one of these ways; its size and time stay, where it stays a file.

    A template is only given invalid letters: other text is a template too, and where a folder has
    its name the default theme's is used.
    """
    data, seen = path.read_bytes(), path.stat()
    ways = [way for name, way in WAYS.items() if path.suffix != ".html" or name == "letters"]
    way = chance.choice(ways)
    way(path, data)
    if way is _forbid and os.access(path, os.R_OK):  # root may read everything
        _blur(path, data)
    if path.is_file():
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def mend(path: Path, data: bytes) -> None:
    """Make a file readable again, as it was; where it was removed meanwhile, it stays so."""
    if path.is_dir():
        path.rmdir()
        path.write_bytes(data)
    elif path.is_file():
        seen = path.stat()
        path.chmod(0o644)
        path.write_bytes(data)
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
