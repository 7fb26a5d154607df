"""Pagefind: HTML files -> a search bundle."""

import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from site_gen.model import Problem, ToolError
from site_gen.search.canonical import settle
from site_gen.system.files import write_new

# What our search page does not use: Pagefind's own user interfaces and worker.
_UNUSED = (
    "pagefind-ui",
    "pagefind-modular-ui",
    "pagefind-component-ui",
    "pagefind-highlight",
    "pagefind-worker",
)
_TIMEOUT = 3600  # seconds: no archive takes that long


@contextmanager
def indexing(
    program: Path,
    documents: Iterable[tuple[str, bytes]],
    scratch: Path,
    *,
    is_sealed: bool = False,
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Begin to index HTML documents, by output path; give what waits for the files, by name.

    What Pagefind reads and writes is in ``scratch``, for a while. A bundle that ``is_sealed``
    seldom changes. Both raise ToolError, with what Pagefind said.
    """
    with TemporaryDirectory(prefix=".search-", dir=scratch) as folder:
        site, bundle = Path(folder, "site"), Path(folder, "bundle")
        # Pagefind makes the folder of the bundle itself; a folder that is missing later shows that
        # it failed.
        site.mkdir()
        for path, data in documents:
            write_new(site / path, data)
        with _start(program, site, bundle) as process:
            try:
                yield lambda: _finish(program, process, bundle, is_sealed=is_sealed)
            finally:
                # For a build that fails meanwhile. A process that ended takes no notice.
                process.kill()


def make_bundle(
    program: Path,
    documents: Iterable[tuple[str, bytes]],
    scratch: Path,
    *,
    is_sealed: bool = False,
) -> dict[str, bytes]:
    """Index HTML documents, by output path; give the files of the bundle by name."""
    with indexing(program, documents, scratch, is_sealed=is_sealed) as finish:
        return finish()


def _start(program: Path, site: Path, bundle: Path) -> subprocess.Popen[str]:
    command = [str(program), "--site", str(site), "--output-path", str(bundle), "--silent"]
    pipe = subprocess.PIPE
    try:
        # Popen, for the build goes on beside it: docs/performance.md.
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)
    except OSError as err:
        raise ToolError(Problem(str(program), 0, f"cannot run: {err}")) from err


def _finish(
    program: Path, process: subprocess.Popen[str], bundle: Path, *, is_sealed: bool
) -> dict[str, bytes]:
    try:
        # communicate reads both pipes at once; reading one after the other can block for good.
        output, complained = process.communicate(timeout=_TIMEOUT)
    except subprocess.TimeoutExpired as err:
        raise ToolError(Problem(str(program), 0, f"cannot run: {err}")) from err
    if process.returncode or not bundle.is_dir():
        # The end: a Rust program says last why it gives up.
        words = " ".join((complained or output).split())[-500:] or "it said nothing"
        raise ToolError(Problem(str(program), 0, f"indexing failed: {words}"))
    files = {
        path.relative_to(bundle).as_posix(): path.read_bytes()
        for path in bundle.rglob("*")
        if path.is_file() and not path.name.startswith(_UNUSED)
    }
    try:
        return settle(files, is_sealed=is_sealed)
    except (KeyError, ValueError, OSError) as err:
        message = f"made an index we cannot read ({err!r}); expected Pagefind 1.5"
        raise ToolError(Problem(str(program), 0, message)) from err
