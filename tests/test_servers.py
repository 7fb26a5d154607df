"""``site-gen serve`` as a process: it lives through mistakes and bugs."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from site_gen.cli.serve import attempt
from site_gen.model.errors import Problem, TemplateError

LATE = "Building what changed last, with its search; press Ctrl-C again to leave that out\n"
MISTAKES = {
    "TypeError": "{{ page.title + 1 }}",
    "undefined": "{{ papr }}",
    "syntax": "{% if %}",
    "missing": "{% include 'gone.html' %}",
    "recursion": "{% include 'home.html' %}",
    "filter": "{{ 5|long_date }}",
}


@pytest.fixture
def preview(site: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A site with a home page of its own, and its preview."""
    entry = site / "content" / "2025-09-17" / "a.md"
    entry.parent.mkdir(parents=True)
    entry.write_text("---\ntitle: A\n---\n\nText.\n")
    (site / "templates").mkdir()
    (site / "templates" / "home.html").write_text("good")
    with serving() as found:
        yield found


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Give the URL and the process of a preview. What it complains of goes into a file."""
    with (
        Path("errors.txt").open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "site_gen", "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as running,
    ):
        assert running.stdout is not None
        found = None
        while not found:
            found = re.search(r"Serving (\S+) ", running.stdout.readline())
        yield found[1], running
        running.kill()


def ask(url: str) -> str:
    with urlopen(url, timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def test_a_preview_lives_through_mistakes_and_bugs_and_shows_the_mended_page(
    site: Path, preview: tuple[str, "subprocess.Popen[str]"]
) -> None:
    url, running = preview
    state = json.loads(ask(f"{url}.site-gen/state?-1"))

    def edit(text: str, is_next: Callable[[str], bool]) -> str:
        nonlocal state
        (site / "templates" / "home.html").write_text(text)
        while True:
            state = json.loads(ask(f"{url}.site-gen/state?{state['number']}"))
            if is_next(state["error"]):
                return str(state["error"])

    for name, text in MISTAKES.items():
        error = edit(f"\n{text}", bool)
        assert error.startswith("templates/home.html:2: "), name
        assert ask(url).startswith("good"), name  # the last good site stays
        edit(f"good: {name}", lambda error: not error)
        assert ask(url).startswith(f"good: {name}")
    bug = "{{ digest.date.max|gap(digest.date) }}"  # it gets dates, and fails all the same
    assert edit(bug, bool).startswith("a bug of site-gen: OverflowError: ")
    edit("good again", lambda error: not error)
    assert ask(url).startswith("good again")
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=60) == 0


def test_an_interrupt_ends_all_connections(preview: tuple[str, "subprocess.Popen[str]"]) -> None:
    url, running = preview
    port = int(url.rstrip("/").rpartition(":")[2])
    number = json.loads(ask(f"{url}.site-gen/state?-1"))["number"]
    with ExitStack() as stack:
        open_ones = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), 60)) for _ in range(3)
        ]
        waiting, slow, _idle = open_ones
        waiting.sendall(
            f"GET /.site-gen/state?{number} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        slow.sendall(b"GET / HTTP/1.1\r\n")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 0
        for one in open_ones:
            with suppress(ConnectionError):  # the process may end first
                while one.recv(1_000):
                    pass
    # The index may not have been made yet: then it is made at the end.
    assert Path("errors.txt").read_text().removeprefix(LATE) == ""


@pytest.mark.parametrize(
    ("host", "url", "is_open"),
    [("localhost", "http://localhost:", False), ("0.0.0.0", "http://localhost:", True)],
)
def test_who_can_read_a_preview_is_told(site: Path, host: str, url: str, is_open: bool) -> None:
    (site / "content").mkdir()
    with serving("--host", host) as (shown, running):
        assert shown.startswith(url)
        assert json.loads(ask(f"{shown}.site-gen/state?-1"))["number"] == 1
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 0
    warning = f"Other machines that reach {host} can read this site"
    assert (warning in Path("errors.txt").read_text()) == is_open


def test_a_host_of_another_machine_is_an_error(site: Path) -> None:
    command = [sys.executable, "-m", "site_gen", "serve", "--host", "192.0.2.1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("192.0.2.1:8000: cannot be used: ")
    assert done.stderr.endswith("expected a free port of this machine: --port, --host\n")
    assert list(site.iterdir()) == []


def test_a_bug_is_told_in_a_line_and_its_traceback_goes_to_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        message = "two\nlines"
        raise ZeroDivisionError(message)

    assert attempt(fail) == (
        "a bug of site-gen: ZeroDivisionError: two lines; its traceback is in the terminal"
    )
    error = capsys.readouterr().err
    assert error.startswith("Traceback (most recent call last):")
    assert "in fail" in error


def test_a_mistake_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise TemplateError(Problem("templates/home.html", 2, "wrong"))

    assert attempt(fail) == "templates/home.html:2: wrong"
    assert capsys.readouterr().err == "templates/home.html:2: wrong\n"
    assert attempt(lambda: None) == ""


def test_an_interrupt_ends_it() -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempt(fail)
