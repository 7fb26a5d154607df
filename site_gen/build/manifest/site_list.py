"""The site list: ``public/.site-gen``, the one file in an output folder that is not the site's.

It names the build that made the folder, and all files that are ours there. So a build whose
manifest is gone can remove what is stale, and never a file of somebody else.

The file is a line of text, which has the build's id, and the paths behind it: blocks, each packed
by zlib, of lines ``+path`` and ``-path``. A block changes what the blocks before it say, so a
day adds a small block instead of packing the paths of the whole archive again.

It is written twice: before the first file is published it names the new build, and also the new
files; after the last one, files that were removed are taken out. In between it names a build that
the manifest does not know, which is how the next build sees that this one was killed.
"""

import os
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_gen.system import durable
from site_gen.system.files import write_new

NAME = ".site-gen"
OLD_NAME = ".site-gen-0.1.0"
"""The name that the folder of an older version has while it is replaced."""

_HEAD = b"site-gen 2 "
_MOST_BLOCKS = 64  # then all paths are packed anew, into one block
_LEVEL = 6
_SIZE = 4  # bytes that give the length of a block


@dataclass(frozen=True, slots=True)
class SiteSize:
    """How many files a site has, and how many bytes are in them."""

    files: int = 0
    bytes: int = 0

    def add(self, other: "SiteSize") -> "SiteSize":
        """Give the size of a site that changes by another one, which may be negative."""
        return SiteSize(self.files + other.files, self.bytes + other.bytes)


@dataclass(frozen=True, slots=True)
class SiteList:
    """The id of a build, and what is packed of its paths."""

    build: str = ""
    packed: bytes = b""

    def paths(self) -> frozenset[str]:
        """Give the output paths of all files that are ours; none where the list is damaged."""
        found = set[str]()
        try:
            # In order: a block overrules those before it.
            for block in _blocks(self.packed):
                for line in zlib.decompress(block).decode("utf-8", "surrogateescape").split("\n"):
                    sign, path = line[:1], line[1:]
                    # One path that leads out makes all of them suspect: they may be removed.
                    if not is_inside(path):
                        return frozenset()
                    (found.add if sign == "+" else found.discard)(path)
        except (zlib.error, UnicodeError):
            return frozenset()
        return frozenset(found)

    def change(self, build: str, added: Collection[str], gone: Collection[str]) -> "SiteList":
        """Give the list of a build that changed these files of the last one."""
        changes = [*(f"+{path}" for path in sorted(added)), *(f"-{path}" for path in sorted(gone))]
        if not changes:
            return SiteList(build, self.packed)
        changed = SiteList(build, self.packed + _pack(changes))
        if sum(1 for _ in _blocks(changed.packed)) <= _MOST_BLOCKS:
            return changed
        return SiteList(build, _pack(f"+{path}" for path in sorted(changed.paths())))


def is_made_here(output: Path) -> bool:
    """Whether an output folder was made by a build, of this version or an older one."""
    return any(os.path.lexists(output / name) for name in (NAME, OLD_NAME))


def read_site_list(output: Path) -> SiteList:
    """Read the list of an output folder; an empty one where there is none that can be read."""
    try:
        data = (output / NAME).read_bytes()
    except OSError:
        return SiteList()
    head, _, packed = data.partition(b"\n")
    if not head.startswith(_HEAD):
        return SiteList()
    # Damage makes another id of it, and so a clean build.
    return SiteList(head.removeprefix(_HEAD).decode("ascii", "replace"), packed)


def write_site_list(folder: Path, site_list: SiteList, work: Path) -> None:
    """Put the list into an output folder, or one that will be.

    It is made in the folder ``work`` of the same file system, so that a build that is killed leaves
    no half of a file in the output. Raises OutputError.
    """
    head = _HEAD + site_list.build.encode() + b"\n"
    write_new(work / NAME, head + site_list.packed)
    durable.move(work / NAME, folder / NAME)


def _pack(changes: Iterable[str]) -> bytes:
    data = zlib.compress("\n".join(changes).encode("utf-8", "surrogateescape"), _LEVEL)
    return len(data).to_bytes(_SIZE, "big") + data


def _blocks(packed: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(packed):
        start = at + _SIZE
        at = start + int.from_bytes(packed[at:start], "big")
        yield packed[start:at]


def is_inside(path: str) -> bool:
    """Whether a path stays in the output folder: what is listed may be removed."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")


def read_sizes(output: Path) -> dict[str, int]:
    """Give the bytes of the files of the site that are there, by output path."""
    files = {path: output / path for path in read_site_list(output).paths()}
    return {path: file.stat().st_size for path, file in files.items() if file.is_file()}
