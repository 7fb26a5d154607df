"""What a power cut leaves: a model of a disk, to which calls are replayed.

A file has the bytes of its last fsync, and a folder the names of its last fsync. What is later than
that may be on the disk too, or not: each change of a name alone, and of a file all bytes, half of
them, or none. File systems promise more; a program that relies on this alone is right on all.
"""

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from testing.faults import Call


@dataclass(slots=True, eq=False)
class File:
    """A file: its bytes as programs see them, and those that are on the disk for certain."""

    data: bytes = b""
    synced: bytes = b""


@dataclass(slots=True, eq=False)
class Folder:
    """A folder: its names as programs see them, and those that are on the disk for certain."""

    names: dict[str, "File | Folder"] = field(default_factory=dict)
    synced: dict[str, "File | Folder"] = field(default_factory=dict)


class Disk:
    """A folder and all below it. At the beginning all is on the disk."""

    def __init__(self, folder: Path, top: Path) -> None:
        """Read the folder; in the calls that follow it is called ``top``."""
        self._top = str(top)
        self._root = _read(folder)
        self._open: dict[int, File | Folder] = {}

    def replay(self, calls: Iterable[Call]) -> None:
        """Do what calls did."""
        for call in calls:
            getattr(self, f"_do_{call.name}")(call)

    def leave(self, target: Path, chance: random.Random | None) -> None:
        """Write what a power cut leaves to a folder that is not there.

        Without chance, nothing is left that was not waited for.
        """
        _leave(self._root, target, chance)

    def show(self, target: Path) -> None:
        """Write what programs see."""
        _show(self._root, target)

    def _find(self, path: str) -> tuple[Folder, str] | None:
        """Give the folder of a path and its name in it; None where the folder is not there."""
        *parents, name = Path(path).relative_to(self._top).parts or (".",)
        folder: File | Folder | None = self._root
        for parent in parents:
            folder = folder.names.get(parent) if isinstance(folder, Folder) else None
        return (folder, name) if isinstance(folder, Folder) else None

    def _do_open(self, call: Call) -> None:
        node: File | Folder = self._root
        if place := self._find(call.paths[0]) if call.paths[0] != self._top else None:
            folder, name = place
            node = folder.names.setdefault(name, File())
        if call.flags & os.O_TRUNC and isinstance(node, File):
            node.data = b""
        self._open[call.file] = node

    def _do_write(self, call: Call) -> None:
        node = self._open[call.file]
        assert isinstance(node, File)
        node.data += call.data

    def _do_fsync(self, call: Call) -> None:
        node = self._open[call.file]
        if isinstance(node, File):
            node.synced = node.data
        else:
            node.synced = dict(node.names)

    def _do_rename(self, call: Call) -> None:
        source, target = map(self._find, call.paths)
        assert source
        assert target
        target[0].names[target[1]] = source[0].names.pop(source[1])

    def _do_unlink(self, call: Call) -> None:
        # A call is seen before it is made, and may fail.
        if place := self._find(call.paths[0]):
            place[0].names.pop(place[1], None)

    def _do_rmdir(self, call: Call) -> None:
        place = self._find(call.paths[0])
        node = place[0].names.get(place[1]) if place else None
        if place and isinstance(node, Folder) and not node.names:
            del place[0].names[place[1]]

    def _do_mkdir(self, call: Call) -> None:
        if call.paths[0] != self._top and (place := self._find(call.paths[0])):
            place[0].names.setdefault(place[1], Folder())

    def _do_chmod(self, call: Call) -> None:
        """Rights are no matter here."""


def _read(folder: Path) -> Folder:
    found = Folder()
    for path in folder.iterdir():
        data = b"" if path.is_dir() else path.read_bytes()
        found.names[path.name] = _read(path) if path.is_dir() else File(data, data)
    found.synced = dict(found.names)
    return found


def _show(folder: Folder, target: Path) -> None:
    target.mkdir()
    for name, node in folder.names.items():
        if isinstance(node, Folder):
            _show(node, target / name)
        else:
            (target / name).write_bytes(node.data)


def _leave(folder: Folder, target: Path, chance: random.Random | None) -> None:
    target.mkdir()
    for name in sorted({*folder.names, *folder.synced}):
        sources = (folder.names, folder.synced)
        node = (chance.choice(sources) if chance else folder.synced).get(name)
        if isinstance(node, Folder):
            _leave(node, target / name, chance)
        elif node:
            (target / name).write_bytes(_leave_bytes(node, chance))


def _leave_bytes(file: File, chance: random.Random | None) -> bytes:
    # What was synced and not changed since cannot be lost.
    if not chance or file.data == file.synced:
        return file.synced
    return chance.choice((file.synced, file.data, file.data[: len(file.data) // 2]))
