"""Staged files -> the output folder, so that at every moment the site there is whole.

Every file is renamed into place. New files come first: a link of theirs to a page that is not
there yet leads home until it is. Then the files that changed, then deletions; and a page that goes
leads home where it led to others that go. Notices that take the place of papers come after all
that led to them. So a reader, or a build that was killed, never meets a
dead link.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from site_gen.model import OutputError, Problem, output_path
from site_gen.system.files import remove, shown, write_new

# Links from the root alone: templates write every link into the site so. Bytes, not text: a page is
# moved as it was made.
_LINK = re.compile(rb'(?<=\bhref=")(/[^"#?]*)')


def publish(  # noqa: PLR0913 # what is published, from where to where, and in which order
    staging: Path,
    output: Path,
    staged: Sequence[str],
    gone: Collection[str],
    home: str,
    *,
    notices: Collection[str] = (),
) -> int:
    """Move staged files into place and remove those that are gone; give how many changed.

    Paths are relative; ``home`` is the URL of the home page, below the path where the site is
    hosted. ``notices`` are the pages at the addresses of papers that were taken down. Raises
    OutputError.
    """
    try:
        # A first site appears whole by one rename, so that nobody meets half of it.
        if not gone and not (output.exists() and any(output.iterdir())):
            if output.exists():
                output.rmdir()  # POSIX could rename over an empty folder, Windows cannot
            output.parent.mkdir(parents=True, exist_ok=True)
            staging.replace(output)
            return len(staged)
        fresh = [path for path in staged if not (output / path).exists()]
        _add(staging, output, fresh, home)
        # New pages are there now, so a changed page may link to any of them.
        changed = set(staged) - set(fresh)
        _replace(staging, output, changed - set(notices))
        _take_away(staging, output, gone, home)
        _replace(staging, output, changed & set(notices))
    except OSError as err:
        place = shown(Path(err.filename or output))
        message = f"cannot be written: {err.strerror}; expected a writable place"
        raise OutputError(Problem(place, 0, message)) from err
    return len(staged) + len(gone)


def _add(staging: Path, output: Path, fresh: Sequence[str], home: str) -> None:
    """Add new files: what no page leads to from within first, pages last."""
    pages = [path for path in fresh if path.endswith(".html")]
    others = sorted(set(fresh) - set(pages))
    # Sheets, scripts and pictures first: a page without its sheet would be shown bare.
    for path in others:
        _move(staging / path, output / path)
    # New pages may link to each other in a circle, so no order of renames would do.
    waiting = set(pages)
    final: list[str] = []
    for path in sorted(pages):
        waiting.discard(path)
        data = (staging / path).read_bytes()
        if provisional := lead_home(data, waiting, home):
            final.append(path)
            (staging / f"{path}.provisional").write_bytes(provisional)
            _move(staging / f"{path}.provisional", output / path)
        else:
            _move(staging / path, output / path)
    # All are there: the links that led home lead where they should.
    for path in final:
        (staging / path).replace(output / path)


def _replace(staging: Path, output: Path, paths: Iterable[str]) -> None:
    """Put files in place of those that are there."""
    for path in sorted(paths):
        (staging / path).replace(output / path)


def _take_away(staging: Path, output: Path, gone: Collection[str], home: str) -> None:
    pages = {path for path in gone if path.endswith(".html") and (output / path).is_file()}
    # Pages that go together may link to each other: first no link leads to one that goes.
    for path in sorted(pages):
        data = (output / path).read_bytes()
        if changed := lead_home(data, pages - {path}, home):
            leaving = staging / f"{path}.leaving"
            write_new(leaving, changed)
            leaving.replace(output / path)
    for path in sorted(gone):
        remove(output / path, output)


def lead_home(data: bytes, paths: Collection[str], home: str) -> bytes:
    """Lead the links of a page home that lead to any of these files; empty when none does.

    >>> lead_home(b'<a href="/p/a/">', {"a/index.html"}, "/p/")
    b'<a href="/p/">'
    """
    targets = {url for url in _links(data) if _path(url, home) in paths}
    if not targets:
        return b""
    return _LINK.sub(lambda m: home.encode() if m[1] in targets else m[1], data)


def _links(data: bytes) -> Iterable[bytes]:
    return set(_LINK.findall(data))


def _path(url: bytes, home: str) -> str:
    text = url.decode()
    if not text.startswith(home):
        return ""
    try:
        return output_path(text[len(home) - 1 :])
    except ValueError:  # an address that no file of ours can have
        return ""


def _move(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except FileNotFoundError:  # asking each time whether the folder is there costs a call a file
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
