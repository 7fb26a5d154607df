"""Staged files -> the output folder, so that at every moment the site there is whole.

Every file is renamed into place, and no link ever leads to a file that is not there. So what leads
to other files comes after them, and goes before them: ``rank`` is the order. Pages link to each
other in circles, and to files that lead to pages, so no order is enough for them:

1. New files come by rank. A new page comes with its links to what is not there yet leading home;
   when all files are there, it gets its own links.
2. Changed files are replaced, by rank. No file that stays leads to one that goes any more.
3. Pages that go get their links to what else goes, and to notices, leading home.
4. Then files go, the highest rank first; and notices take the place of papers that were taken down.

A build that is killed leaves the site at one of these moments.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from site_gen.model import (
    URLS,
    FeedFormat,
    feed_url,
    is_sitemap_part,
    output_path,
    path_url,
)
from site_gen.system.files import explain_unwritable, remove, write_new
from site_gen.system.progress import Progress, count_steps, no_progress
from site_gen.system.public_folders import make_public_folder

# Links from the root or with a host: templates write no other link into the site. Bytes, not text:
# a page is moved as it was made.
_LINK = re.compile(rb'(?<=\bhref=")((?:https?://[^/"#?]*)?/[^"#?]*)')
# What a page needs beside what it leads to: sheets and feeds have href, scripts and pictures src.
_TARGET = re.compile(rb'\b(?:href|src)="((?:https?://[^/"#?]*)?/[^"#?]*)')
_CANONICAL = re.compile(rb'<link rel="canonical" href="(https?://[^/"]*/[^"]*)"')

_LINKING = (".html", ".xml")
"""How files end whose links can lead home: pages; and feeds, for they and their archive link to
each other too."""

_REDIRECTS = "_redirects"
_RANKS = (
    (1, (".html",)),
    # These lead to pages.
    (2, (".xml", ".json", ".jsonl", ".md", ".bib", ".ris", ".pf_fragment")),
    # These lead to files of rank 2: feeds to their archive, a bundle's meta to fragments.
    (3, (*(feed_url("", form) for form in get_args(FeedFormat)), ".pf_meta")),
    (4, ("pagefind-entry.json", output_path(URLS.api_index))),
    (5, (output_path(URLS.search),)),  # names the bundles that it searches
    (7, (".opml", output_path(URLS.sitemap))),
    (8, (output_path(URLS.llms), output_path(URLS.robots), _REDIRECTS)),
)
_SITEMAP_PART = 6  # the search page is in one


def rank(path: str) -> int:
    """Give the rank of an output path: a file leads to files of lower ranks, a page to any.

    >>> [rank(path) for path in ("assets/a.css", "2025-09-17/index.html", "feed.xml", "robots.txt")]
    [0, 1, 3, 8]
    """
    if is_sitemap_part(path):
        return _SITEMAP_PART
    return max((number for number, ends in _RANKS if path.endswith(ends)), default=0)


def publish(  # noqa: PLR0913 # what is published, from where to where, and in which order
    staging: Path,
    output: Path,
    staged: Sequence[str],
    gone: Collection[str],
    home: str,
    *,
    notices: Collection[str] = (),
    progress: Progress = no_progress,
) -> int:
    """Move staged files into place and remove those that are gone; give how many changed.

    Paths are relative; ``home`` is the address of the home page, as ``https://a.example/papers/``.
    ``notices`` are the pages at the addresses of papers that were taken down. Raises
    OutputError. ``progress`` takes how many files are done.
    """
    try:
        # A first site appears whole by one rename, so that nobody meets half of it.
        if not gone and not (output.exists() and any(output.iterdir())):
            if output.exists():
                output.rmdir()  # POSIX could rename over an empty folder, Windows cannot
            output.parent.mkdir(parents=True, exist_ok=True)
            staging.replace(output)
            return len(staged)
        # Redirects come late: they say that a paper is gone, which pages must not lead to then.
        files = [path for path in staged if path != _REDIRECTS]
        step = count_steps(progress, "Publishing files", len(staged) + len(gone))
        fresh = [path for path in files if not (output / path).exists()]
        _add(staging, output, fresh, home, step)
        # New pages are there now, so a changed page may link to any of them.
        changed = set(files) - set(fresh)
        _replace(staging, output, changed - set(notices), step)
        _take_leave(staging, output, gone, changed & set(notices), home)
        _replace(staging, output, {_REDIRECTS} & set(staged), step)
        for path in sorted(gone, key=_order, reverse=True):
            remove(output / path, output)
            step()
        _replace(staging, output, changed & set(notices), step)
    except OSError as err:
        raise explain_unwritable(Path(err.filename or output), err.strerror) from err
    return len(staged) + len(gone)


def find_absent(staging: Path, output: Path, staged: Collection[str], home: str) -> set[str]:
    """Find the output paths that staged pages and feeds lead to, and that will not be there.

    ``home`` is the address of the home page. Links that lead out of the site are left out.
    """
    root = urlsplit(home).path
    # Pages have most links in common, so each address is looked at once.
    urls = {
        url
        for path in staged
        if path.endswith(_LINKING)
        for url in _TARGET.findall((staging / path).read_bytes())
    }
    targets = {_find_path(url, home, root) for url in urls}
    return {path for path in targets - {"", *staged} if not (output / path).is_file()}


def _order(path: str) -> tuple[int, bool, str]:
    """Give the place of a file among others that come; the home page is the first page."""
    return rank(path), path != output_path(URLS.home), path


def _add(
    staging: Path, output: Path, fresh: Sequence[str], home: str, step: Callable[[], None]
) -> None:
    """Add new files by rank: at last the links of pages that led home lead where they should."""
    # Files of rank 0, sheets and scripts, come before all pages, so no link waits for them.
    waiting = {path for path in fresh if rank(path)}
    final: list[str] = []
    for path in sorted(fresh, key=_order):
        waiting.discard(path)
        provisional = b""
        if path.endswith(_LINKING):
            provisional = lead_home((staging / path).read_bytes(), waiting, home)
        if provisional:
            final.append(path)
            write_new(staging / f"{path}.provisional", provisional)
            _move(staging / f"{path}.provisional", output / path)
        else:
            _move(staging / path, output / path)
        step()
    for path in final:
        (staging / path).replace(output / path)


def _replace(staging: Path, output: Path, paths: Iterable[str], step: Callable[[], None]) -> None:
    """Put files in place of those that are there, or where none is."""
    for path in sorted(paths, key=_order):
        (staging / path).replace(output / path)
        step()


def _take_leave(
    staging: Path, output: Path, gone: Collection[str], replaced: Collection[str], home: str
) -> None:
    """Lead the links of pages that go, or are replaced at last, home from all that goes."""
    away = {path for path in (*gone, *replaced) if rank(path)}
    for path in sorted(path for path in away if path.endswith(_LINKING)):
        file = output / path
        if not file.is_file():
            continue
        data = file.read_bytes()
        if changed := lead_home(data, away - {path}, _find_home(data, path, home)):
            leaving = staging / f"{path}.leaving"
            write_new(leaving, changed)
            leaving.replace(file)


def _find_home(data: bytes, path: str, home: str) -> str:
    """Give the address of the home page as a published page knows it: the site may have moved.

    >>> _find_home(b'<link rel="canonical" href="https://a.example/p/a/">', "a/index.html", "/")
    'https://a.example/p/'
    """
    url = path_url(path)
    found = _CANONICAL.search(data)
    canonical = found[1].decode("utf-8", "replace") if found else ""
    return f"{canonical.removesuffix(url)}/" if canonical.endswith(url) else home


def lead_home(data: bytes, paths: Collection[str], home: str) -> bytes:
    """Lead the links of a page home that lead to any of these files; empty when none does.

    >>> lead_home(b'<a href="/p/a/">', {"a/index.html"}, "https://a.example/p/")
    b'<a href="/p/">'
    >>> lead_home(b'<a href="https://a.example/p/a.xml">', {"a.xml"}, "https://a.example/p/")
    b'<a href="https://a.example/p/">'
    """
    root = urlsplit(home).path
    targets = {
        url: (root if url.startswith(b"/") else home).encode()
        for url in set(_LINK.findall(data))
        if _find_path(url, home, root) in paths
    }
    return _LINK.sub(lambda link: targets.get(link[1], link[1]), data) if targets else b""


def _find_path(url: bytes, home: str, root: str) -> str:
    """Give the output path that a link leads to; empty where it leads out of the site."""
    text = url.decode("utf-8", "replace")
    start = root if text.startswith("/") else home
    if not text.startswith(start):
        return ""
    try:
        return output_path(text[len(start) - 1 :])
    except ValueError:  # an address that no file of ours can have
        return ""


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except FileNotFoundError:  # asking each time whether the folder is there costs a call a file
        make_public_folder(target.parent)
        source.replace(target)
