"""Build and serve a new site with Netlify's own program, and compare that with what we expect.

``netlify build`` runs the command in the ``netlify.toml`` that ``site-gen init`` writes: the site
must be the one that we build. ``netlify dev`` serves it: files, headers, redirects and the page for
a missing address must be those that ``_headers`` and ``_redirects`` say, as our preview reads them.

Both run with ``--offline``, so no account is needed. Edge functions are switched off, because
``netlify dev`` fetches a program for them. pip installs site-gen from a wheel of this checkout, and
asks its registry for what site-gen needs.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory

from site_gen.model import count
from site_gen.preview.site_files import load_rules
from site_gen.system.hosts.netlify_rules import Rules

MISSING = "netlify is left out: npm install --global netlify-cli"
_ROOT = Path(__file__).parents[1]
_URL = "https://papers.example.com"
_START = 180  # seconds that 'netlify dev' may take to begin
_HOST_FILES = ("_headers", "_redirects")  # which the host obeys, and serves to nobody
# The server of 'netlify dev' gives these to each file, whatever the rules say.
_OF_SERVER = ("cache-control", "content-type")


def find_netlify() -> str | None:
    """Find Netlify's program; None where it is not installed."""
    return shutil.which("netlify")


def main(arguments: Sequence[str]) -> int:
    """Build and serve a site by Netlify's program; 1 when something differs, or it is missing."""
    argparse.ArgumentParser(prog="python -m testing netlify", description=__doc__).parse_args(
        arguments
    )
    program = find_netlify()
    if not program:
        print(MISSING, file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder:
        site = _make_site(Path(folder))
        _run([program, "build", "--offline", "--context", "production"], site)
        faults = [*_compare_builds(site, Path(folder) / "ours")]
        with _serving(program, site) as port:
            faults += _compare_answers(site, port)
    for fault in faults:
        print(fault)
    print(f"netlify: {count(len(faults), 'fault')}")
    return int(bool(faults))


def _make_site(folder: Path) -> Path:
    """Make a new site with a paper that was taken down: its address has a status of its own."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    _run([*pip, "--wheel-dir", str(folder), str(_ROOT)], folder)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    start = [
        "--host",
        "netlify",
        "--base-url",
        _URL,
        "--install-from",
        f"site-gen @ {wheel.as_uri()}",
    ]
    _site_gen(folder, "init", str(site), *start, "--yes")
    _site_gen(site, "remove", "2025-01-01/formulas-and-code", "--reason", "A sample")
    return site


def _site_gen(folder: Path, *words: str) -> None:
    _run([sys.executable, "-m", "site_gen", *words], folder)


def _run(command: Sequence[str], folder: Path) -> None:
    """Run a command; what it prints goes to stderr. Raises CalledProcessError where it fails."""
    subprocess.run(command, cwd=folder, env=_environ(), stdout=sys.stderr, check=True)


def _environ() -> dict[str, str]:
    # URL is what Netlify sets when it builds. CI: no question is asked.
    return {**os.environ, "CI": "1", "URL": _URL, "DO_NOT_TRACK": "1"}


def _compare_builds(site: Path, ours: Path) -> Iterator[str]:
    """Name the files that differ between Netlify's build and ours."""
    shutil.copytree(site / "content", ours / "content")
    _site_gen(ours, "build", "--base-url", _URL)
    one, other = (_read(folder / "public") for folder in (site, ours))
    for path in sorted({*one, *other}):
        if one.get(path) != other.get(path):
            yield f"{path}: built otherwise by Netlify's program"


def _read(public: Path) -> Mapping[str, bytes]:
    paths = (path for path in public.rglob("*") if path.is_file() and path.name != ".site-gen")
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in paths}


@contextmanager
def _serving(program: str, site: Path) -> Iterator[int]:
    """Serve the site; give the port. All processes of the program end with this."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    how = ["--offline", "--internal-disable-edge-functions", "--no-open", "--dir", "public"]
    command = [program, "dev", *how, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=site, env=_environ(), stdout=sys.stderr, start_new_session=True
    ) as running:
        try:
            _wait(running, port)
            yield port
        finally:
            os.killpg(running.pid, signal.SIGTERM)


def _wait(running: "subprocess.Popen[bytes]", port: int) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and running.poll() is None:
        try:
            _ask(port, "/")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"netlify dev does not answer within {_START} s")


def _ask(port: int, url: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", url)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def _compare_answers(site: Path, port: int) -> Iterator[str]:
    """Name the addresses that Netlify's program serves in another way than the rules say."""
    public = site / "public"
    rules = load_rules(site, public)
    for path, data in _read(public).items():
        url = f"/{path.removesuffix('index.html')}"
        if path not in _HOST_FILES and rules.redirect_for(url) is None:
            yield from _compare_answer(port, url, 200, rules, data)
    yield from _compare_answer(
        port, "/no-such-page", 404, Rules(), (public / "404.html").read_bytes()
    )
    for line in (public / "_redirects").read_text().splitlines():
        url = line.partition(" ")[0]
        redirect = rules.redirect_for(url)
        if redirect and not {*url} & {"*", ":"}:
            answer, _ = _ask(port, url)
            place = "" if redirect.is_answer else redirect.to
            found = (answer.status, answer.headers.get("Location", ""))
            if found != (redirect.status, place):
                yield f"{url}: {found}; expected {(redirect.status, place)}"


def _compare_answer(port: int, url: str, status: int, rules: Rules, data: bytes) -> Iterator[str]:
    answer, body = _ask(port, url)
    if (answer.status, body) != (status, data):
        yield f"{url}: status {answer.status}, {len(body)} bytes; expected {status}, {len(data)}"
    for name, value in rules.headers_for(url).items():
        if name.lower() not in _OF_SERVER and answer.headers.get(name) != value:
            yield f"{url}: {name}: {answer.headers.get(name)!r}; expected {value!r}"
