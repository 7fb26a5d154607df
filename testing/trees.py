"""Build a site by the program, and compare what stands in output folders."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from site_gen import GENERATOR
from site_gen.build.inputs import site_inputs
from site_gen.cli import cli
from site_gen.plan.feeds import feed_formats
from site_gen.render import templates

ROOT = Path(__file__).parents[1]
RECORD = ".site-gen"  # how a build's own record is named; it is no part of the site


def command(site: Path, output: Path, options: Sequence[str] = ()) -> list[str]:
    """Give the command that builds a site."""
    program = [sys.executable, "-m", "site_gen", "-C", str(site), "build"]
    return [*program, "--output", str(output), *options]


def build(site: Path, output: Path, options: Sequence[str] = ()) -> tuple[int, str]:
    """Build a site; give the exit code and what was said on standard error."""
    line = command(site, output, options)
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def build_here(site: Path, output: Path, options: Sequence[str] = ()) -> tuple[int, str]:
    """Do as ``build`` does in this process, which need not start, import and compile anew."""
    done = CliRunner().invoke(cli, command(site, output, options)[3:], prog_name="site-gen")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stderr


@contextmanager
def running_version(number: int) -> Iterator[None]:
    """Be another version of site-gen in this process: of other code, with another name on pages."""
    with ExitStack() as patches:
        if number:
            told = f"{GENERATOR}.{number}"
            patches.enter_context(
                patch.object(site_inputs, "compute_code_hash", lambda: f"code {number}")
            )
            for module in (feed_formats, templates):
                patches.enter_context(patch.object(module, "GENERATOR", told))
        yield


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let it be this day for builds, also in new processes."""
    noon = datetime.combine(day, time(12), UTC)
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"}):
        yield


def read_tree(output: Path) -> dict[str, str]:
    """Give the hash of every file in a folder, by its path, but of the build's own record."""
    found = {}
    for path in output.rglob("*"):
        name = path.relative_to(output).as_posix()
        if path.is_file() and not any(part.startswith(RECORD) for part in name.split("/")):
            found[name] = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    return found


def compare(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Say where two trees differ, a line a file; the other is the one that is right."""
    lines = [f"too much: {name}" for name in sorted(one.keys() - other.keys())]
    lines += [f"missing:  {name}" for name in sorted(other.keys() - one.keys())]
    return lines + [
        f"differs:  {n}" for n in sorted(one.keys() & other.keys()) if one[n] != other[n]
    ]
