"""Symbolic links that lead out of a site: what they lead to may be private, and is not published.

A link within the site, and the folders ``content`` and ``templates`` themselves, may be anywhere.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path


def find_links_out(folder: Path, roots: Sequence[Path]) -> Iterator[Path]:
    """Find links below a folder that lead to a file or folder that is below none of ``roots``.

    Hidden names are left out, because nothing reads them. So are links that lead nowhere or in a
    circle, and folders that cannot be read: those who read them say so.
    """
    real = [os.path.realpath(root) for root in roots]
    found = _walk(os.path.realpath(folder), folder, [f"{root}{os.sep}" for root in real])
    yield from sorted(found)


def _walk(place: str, label: Path, roots: Sequence[str]) -> Iterator[Path]:
    """Look at the entries of the real folder ``place``, which is shown as ``label``."""
    links, folders = [], []
    try:
        with os.scandir(place) as entries:
            for entry in entries:  # of a large archive, so it does no more than it must
                if entry.is_symlink():
                    links.append(entry)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
    except OSError:
        return
    for link in links:
        # A link to a folder within the site is no reason to walk: its files are found there.
        if link.name[0] != "." and _leads_out(link.path, roots):
            yield label / link.name
    for name in folders:
        if name[0] != ".":
            yield from _walk(f"{place}{os.sep}{name}", label / name, roots)


def _leads_out(path: str, roots: Sequence[str]) -> bool:
    target = os.path.realpath(path)
    # What leads nowhere is told where it is read.
    return os.path.exists(target) and not f"{target}{os.sep}".startswith(tuple(roots))  # noqa: PTH110
