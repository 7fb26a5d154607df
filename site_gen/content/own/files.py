"""Files that are published as they are: all of ``content/static/``, and those beside entries.

``content/static/CNAME`` becomes ``/CNAME``, and ``content/2025-09-17/fig.png`` is
``/2025-09-17/fig.png``.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from site_gen.model import DAY_FILES, Entry, InputError, Picture, Problem, day_url, fingerprint
from site_gen.system.files import is_folder, list_folder, read_bytes, shown
from site_gen.text.local_links import list_pictures

STATIC = "static"
"""The folder of ``content/`` whose files go to the root of the site."""

_MEGABYTE = 10**6
# Cloudflare Pages takes no file over 25 MiB:
# https://developers.cloudflare.com/pages/platform/limits/ (read 2026-11-30).
_LARGEST = 25 * _MEGABYTE
# The home page, and the folders whose files follow from papers: /2025-09-17/, /topics/video/.
_is_reserved = re.compile(
    r"index\.html$|[0-9]{4}|(?:assets|authors|feeds|organizations|pagefind|sitemaps|topics)/"
).match
# What systems and editors leave in folders.
_LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")


def list_static(content: Path) -> dict[str, Path]:
    """List the files of ``content/static/`` by output path, in order. Raises InputError."""
    root = content / STATIC
    found = _walk(root, root) if has_folder(root) else ()
    files = {path.relative_to(root).as_posix(): path for path in found}
    wrong = [path for name, path in files.items() if _is_reserved(name)]
    if wrong:
        message = "a build makes a page or a folder of this name; expected another one"
        raise InputError(*(Problem(shown(path), 0, message) for path in wrong))
    return files


def has_folder(path: Path) -> bool:
    """Whether there is a folder; one that cannot be looked at is none: a scan reports that."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for entry in list_folder(folder):
        path = Path(entry.path)
        if is_folder(entry):
            # A link to a folder above itself would be walked without an end.
            above = folder.resolve()
            if not entry.is_symlink() or path.resolve() not in (above, *above.parents):
                yield from _walk(path, root)
        elif not is_litter(entry.name):
            yield path


def find_clashes(
    folder: Path, day: date, slugs: Collection[str], names: Iterable[str]
) -> Iterator[Problem]:
    """Report files beside the entries of a day that have the name of what a build makes."""
    for name in names:
        if name in DAY_FILES or name in slugs:
            message = f"a build makes {day_url(day)}{name}; expected another name"
            yield Problem(shown(folder / name), 0, message)


def is_litter(name: str) -> bool:
    """Whether a file is what a system or an editor left: it is not published.

    >>> is_litter(".DS_Store"), is_litter("a.png~"), is_litter(".nojekyll")
    (True, True, False)
    """
    return name in _LITTER or name.endswith(("~", ".swp", ".tmp"))


def read_own_file(path: Path) -> bytes:
    """Read a file to publish. Raises InputError, also where hosts would refuse it."""
    data = read_bytes(path)
    if len(data) > _LARGEST:
        size = f"{len(data) / _MEGABYTE:.1f} MB"
        message = f"{size}; expected at most {_LARGEST // _MEGABYTE} MB: hosts take no larger file"
        raise InputError(Problem(shown(path), 0, message))
    return data


def measure_pictures(content: Path, entry: Entry) -> Entry:
    """Give an entry the sizes of the pictures beside it that its text shows."""
    if "![" not in entry.body and "![" not in entry.notes:
        return entry
    # A build without changes reads no entry, and need not load what makes HTML.
    from site_gen.text.markdown import to_html  # noqa: PLC0415

    folder = day_url(entry.first_day)
    html = to_html(entry.body, latex=True) + to_html(entry.notes, latex=True)
    pictures = tuple(_measure(content, list_pictures(html, folder), folder))
    # Pages and feeds of the entry are made again when its hash changes.
    content_hash = fingerprint(f"{entry.content_hash} {pictures}".encode()) if pictures else ""
    return replace(entry, pictures=pictures, content_hash=content_hash or entry.content_hash)


def _measure(content: Path, urls: Iterable[str], folder: str) -> Iterator[Picture]:
    for url in dict.fromkeys(urls):
        # Only beside the entry: the month of the entry is made again when such a file changes.
        if url.startswith(folder) and "/" not in url.removeprefix(folder):
            path = f"{content}{url}"
            try:
                state = os.stat(path)  # noqa: PTH116 # a path may hold what Path cannot
            except (OSError, ValueError):
                continue
            if size := _read_size(path, state.st_size, state.st_mtime_ns):
                yield Picture(url=url, width=size[0], height=size[1])


@lru_cache(maxsize=1024)  # a paper is read for pages, feeds and the search
def _read_size(path: str, size: int, changed: int) -> tuple[int, int] | None:
    """Read width and height in pixels; None where the file is no picture of pixels."""
    del size, changed  # part of the key: another file may stand there later
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 # few sites have pictures

    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        return None
