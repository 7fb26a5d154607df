"""Pagefind: HTML files -> a search bundle."""

import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO

from site_gen.model import Problem, ToolError, path_url
from site_gen.search.bundle_check import VERSION, BundleError, check_bundle
from site_gen.search.canonical import settle
from site_gen.search.documents import Document
from site_gen.search.fragments import Fragment
from site_gen.system.files import write_new

# What our search page does not use: Pagefind's own user interfaces and worker.
_UNUSED = (
    "pagefind-ui",
    "pagefind-modular-ui",
    "pagefind-component-ui",
    "pagefind-highlight",
    "pagefind-worker",
)

_LEAST_WAIT = 60.0  # seconds
# Seconds for each million bytes of documents. Pagefind needs one: a slow machine, with others at
# work, has sixty times as long.
_WAIT = 60.0
_HEARD = 4_000  # bytes of the end of what a program says
_SHOWN = 500  # characters of it in a message
_AGAIN = "the site stays as it was. Build again; --no-search builds without a search"
_REINSTALL = (
    "the site stays as it was. Build again; if that fails too: "
    f"pip install --force-reinstall 'pagefind[bin]=={VERSION}.*'"
)


@contextmanager
def indexing(
    program: Path,
    documents: Iterable[Document],
    scratch: Path,
    *,
    pack_size: int = 1,
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Begin to index documents; give what waits for the files of the bundle, by name.

    What Pagefind reads and writes is in ``scratch``, for a while. The texts of ``pack_size`` papers
    are in one file. Both raise ToolError, with what Pagefind said, or with what its files lack.
    """
    with TemporaryDirectory(prefix=".search-", dir=scratch) as folder:
        site, bundle = Path(folder, "site"), Path(folder, "bundle")
        # Pagefind makes the folder of the bundle itself; a folder that is missing later shows that
        # it failed.
        site.mkdir()
        fragments, size = dict[str, Fragment | None](), 0
        for path, html, fragment in documents:
            write_new(site / path, html)
            fragments[path] = fragment
            size += len(html)
        with _start(program, site, bundle) as process:
            run = _Run(program, process, compute_limit(size))
            try:
                yield lambda: _finish(run, bundle, fragments, pack_size=pack_size)
            finally:
                # For a build that fails meanwhile. A process that ended takes no notice.
                process.kill()


def make_bundle(
    program: Path,
    documents: Iterable[Document],
    scratch: Path,
    *,
    pack_size: int = 1,
) -> dict[str, bytes]:
    """Index documents; give the files of the bundle by name. Raises ToolError."""
    with indexing(program, documents, scratch, pack_size=pack_size) as finish:
        return finish()


def compute_limit(size: int) -> float:
    """Give the seconds that Pagefind may take for documents of so many bytes.

    >>> compute_limit(0), compute_limit(5_000_000)
    (60.0, 360.0)
    """
    return _LEAST_WAIT + _WAIT * size / 1e6


class _Run:
    """A run of the program: the end of what it says is read while it works."""

    def __init__(self, program: Path, process: subprocess.Popen[bytes], limit: float) -> None:
        self.program = program
        self._process = process
        self._limit = limit
        self._said = b""
        # A thread: a program that says more than a pipe holds would wait for a reader for good.
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        pipe: IO[bytes] = self._process.stdout  # type: ignore[assignment] # _start made it
        # A pipe is closed under this thread where a process that Pagefind started still has it.
        with suppress(OSError, ValueError):
            while heard := pipe.read(_HEARD):
                # Only the end: it may be endless.
                self._said = (self._said + heard)[-_HEARD:]

    def wait(self) -> None:
        """Wait until the program ends. Raises ToolError where it fails or takes too long."""
        end = time.monotonic() + self._limit
        # The thread ends with the program: unlike wait, join takes notice at once. But a process
        # that the program started may live on, and keep the pipe open.
        while self._listener.is_alive() and self._process.poll() is None and time.monotonic() < end:
            self._listener.join(min(1.0, self._limit))
        try:
            status = self._process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            message = f"indexing did not end within {self._limit:.0f} seconds"
            raise self.fail(f"{message}{self._quote()}", _AGAIN) from None
        if status:
            ended = f"exit code {status}" if status > 0 else f"ended by signal {-status}"
            raise self.fail(f"indexing failed: {ended}{self._quote()}", _AGAIN)

    def fail(self, message: str, advice: str) -> ToolError:
        """Make an error of this program: what is wrong, and what to do."""
        return ToolError(Problem(str(self.program), 0, f"{message}; {advice}"))

    def _quote(self) -> str:
        """Give what the program said, as text that any terminal can show."""
        text = self._said.decode("utf-8", "replace")
        words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        # The end: a Rust program says last why it gives up.
        return f"; it said: {words[-_SHOWN:]}" if words else "; it said nothing"


def _start(program: Path, site: Path, bundle: Path) -> subprocess.Popen[bytes]:
    command = [str(program), "--site", str(site), "--output-path", str(bundle), "--silent"]
    try:
        # Popen, for the build goes on beside it: docs/performance.md.
        # Without a buffer: its lock would let nobody close the pipe while a thread reads.
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0
        )
    except OSError as err:
        message = f"cannot run: {err.strerror}; {_REINSTALL}"
        raise ToolError(Problem(str(program), 0, message)) from err


def _finish(
    run: _Run, bundle: Path, fragments: Mapping[str, Fragment | None], *, pack_size: int
) -> dict[str, bytes]:
    run.wait()
    if not bundle.is_dir():
        raise run.fail("indexing failed: it made no files", _REINSTALL)
    files = {
        path.relative_to(bundle).as_posix(): path.read_bytes()
        for path in bundle.rglob("*")
        if path.is_file() and not path.name.startswith(_UNUSED)
    }
    try:
        urls = check_bundle(files, fragments)
        shown = {path_url(path): one for path, one in fragments.items() if one}
        by_name = {name: shown[url] for name, url in urls.items() if url in shown}
        return settle(files, by_name, pack_size=pack_size)
    except BundleError as err:
        raise run.fail(f"made an index that cannot be used: {err}", _REINSTALL) from err
    except (LookupError, TypeError, ValueError, AttributeError) as err:
        message = f"made an index of another form than Pagefind {VERSION} does ({err!r})"
        raise run.fail(message, _REINSTALL) from err
