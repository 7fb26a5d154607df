"""``site-gen serve`` as a process: it lives through mistakes and bugs."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from site_gen.cli.serve import attempt
from site_gen.model.errors import Problem, TemplateError

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
    command = [sys.executable, "-m", "site_gen", "serve", "--port", "0"]
    running = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert running.stdout is not None
    found = None
    while not found:
        found = re.search(r"Serving (\S+) ", running.stdout.readline())
    yield found[1], running
    running.kill()
    running.wait()
    running.stdout.close()


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
