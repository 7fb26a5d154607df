"""Pagefind: HTML files -> a search bundle."""

import subprocess
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from site_gen.bundle import settle
from site_gen.errors import Problem, ToolError
from site_gen.files import write_new

# Pagefind's own user interfaces, which our search page does not use.
_UNUSED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
_TIMEOUT = 3600  # seconds: no archive takes that long


def find_pagefind() -> Path:
    """Give the path of the Pagefind program. Raises ToolError when it is not installed."""
    try:
        return Path(import_module("pagefind_bin").get_executable())
    except (ImportError, FileNotFoundError):
        what = "the Pagefind program is missing; expected it from 'pip install \"pagefind[bin]\"'"
        raise ToolError(Problem("", 0, f"{what}; --no-search builds without it")) from None


def find_version() -> str:
    """Give the version of Pagefind; empty when it is not known."""
    try:
        return version("pagefind_bin")
    except PackageNotFoundError:
        return ""


def make_bundle(
    program: Path, documents: Iterable[tuple[str, bytes]], scratch: Path
) -> dict[str, bytes]:
    """Index HTML documents, by output path; give the files of the bundle by name.

    What Pagefind reads and writes is in ``scratch``, for a while. Raises ToolError with what
    Pagefind said.
    """
    with TemporaryDirectory(prefix=".search-", dir=scratch) as folder:
        site, bundle = Path(folder, "site"), Path(folder, "bundle")
        site.mkdir()
        for path, data in documents:
            write_new(site / path, data)
        _run(program, site, bundle)
        files = {
            path.relative_to(bundle).as_posix(): path.read_bytes()
            for path in bundle.rglob("*")
            if path.is_file() and not path.name.startswith(_UNUSED)
        }
    try:
        return settle(files)
    except (KeyError, ValueError, OSError) as err:
        what = f"made an index we cannot read ({err!r}); expected Pagefind 1.5"
        raise ToolError(Problem(str(program), 0, what)) from err


def _run(program: Path, site: Path, bundle: Path) -> None:
    command = [str(program), "--site", str(site), "--output-path", str(bundle), "--silent"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as err:
        raise ToolError(Problem(str(program), 0, f"cannot run: {err}")) from err
    if done.returncode or not bundle.is_dir():
        said = " ".join((done.stderr or done.stdout).split())[-500:] or "it said nothing"
        raise ToolError(Problem(str(program), 0, f"indexing failed: {said}"))
