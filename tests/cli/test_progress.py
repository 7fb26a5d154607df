"""How far commands are, on a terminal and elsewhere."""

import contextlib
import doctest
import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from site_gen.cli import cli, console, progress
from site_gen.cli.progress import show_progress
from site_gen.system import foreign_files
from site_gen.system.links import probe
from tests.conftest import DATA, ROOT
from tests.hosts import Host, say

CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]")
COLOR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|9[0-7]|38;[0-9;]*)m")
ERASED = b"\r\x1b[1A\x1b[2K"
"""How rich takes a line away: the start of the line, one line up, erase it."""


class Terminal:
    """A terminal, and all that was written to it."""

    def __init__(self, columns: int) -> None:
        self.data = bytearray()
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        attributes = termios.tcgetattr(theirs)
        attributes[1] &= ~termios.OPOST  # line ends stay as they are written
        termios.tcsetattr(theirs, termios.TCSANOW, attributes)
        self.stream = os.fdopen(theirs, "w", encoding="utf-8")
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):  # the end of a terminal
            while part := os.read(self._ours, 4096):
                self.data.extend(part)

    def read_lines(self) -> list[str]:
        """Close it, and give the texts between control codes."""
        self.close()
        return [part.decode() for part in CONTROL.split(bytes(self.data)) if part.strip()]

    def close(self) -> None:
        """End, when all is read that was written."""
        if not self.stream.closed:
            self.stream.close()
            self._listener.join()
            os.close(self._ours)


Opener = Callable[..., Terminal]


@pytest.fixture
def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    """Give what opens a terminal of some columns, as stderr; every report is drawn at once."""
    monkeypatch.setattr(progress, "_PATIENCE", -1)
    monkeypatch.setattr(progress, "_PAUSE", -1)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    with contextlib.ExitStack() as stack:

        def open_one(columns: int = 80) -> Terminal:
            terminal = Terminal(columns)
            stack.callback(terminal.close)
            monkeypatch.setattr(sys, "stderr", terminal.stream)
            return terminal

        yield open_one


def test_the_examples_in_the_module_are_right() -> None:
    assert doctest.testmod(progress).failed == 0


@pytest.mark.parametrize("columns", [80, 60, 40, 20])
def test_a_line_has_the_phase_and_numbers_and_no_more_columns_than_there_are(
    open_terminal: Opener, columns: int
) -> None:
    seen = open_terminal(columns)
    with show_progress(ticks=False) as report:
        for done in (0, 1_234, 12_345):
            report("Rendering papers", done, 12_345)
    lines = seen.read_lines()
    assert max(map(len, lines)) < columns
    drawn = "\n".join(lines)
    numbers = {80: "1,234 of 12,345", 60: "1,234 of 12,345", 40: "1,234/12,345", 20: "Rendering"}
    assert numbers[columns] in drawn
    assert ("━" in drawn) is (columns >= 60)


def test_a_bar_is_not_full_when_the_last_part_is_done(
    open_terminal: Opener,
) -> None:
    seen = open_terminal()
    with show_progress(ticks=False) as report:
        report("Rendering papers", 12_345, 12_345)
    seen.close()
    assert b"Rendering papers 12,345 of 12,345" in seen.data
    filled = "━" * (progress._BAR - 1)
    assert f"{filled}\n╸\n Rendering papers 12,345 of 12,345" in "\n".join(seen.read_lines())


def end_well() -> None:
    """End as a command that is done."""


def interrupt() -> None:
    raise KeyboardInterrupt


def fail() -> None:
    raise ValueError("a bug")


@pytest.mark.parametrize("end", [end_well, interrupt, fail])
@pytest.mark.parametrize("ticks", [True, False])
def test_nothing_is_left_on_the_terminal_however_a_command_ends(
    open_terminal: Opener, end: Callable[[], None], ticks: bool
) -> None:
    seen = open_terminal()
    with (
        contextlib.suppress(KeyboardInterrupt, ValueError),
        show_progress(ticks=ticks) as report,
    ):
        report("Reading papers", 1, 2)
        end()
    seen.close()
    assert b"Reading papers" in seen.data
    assert seen.data.endswith(ERASED)
    assert b"\x1b[?25l" not in seen.data  # the cursor was never hidden
    assert console.before_printing == []


def test_a_message_stands_above_the_line(open_terminal: Opener) -> None:
    seen = open_terminal()
    with show_progress(ticks=False) as report:
        report("Reading papers", 1, 2)
        console.echo("a message", err=True)
        report("Reading papers", 2, 2)
    seen.close()
    assert ERASED + b"a message\n" in seen.data
    assert seen.data.count(ERASED) == 2


def test_a_line_has_no_colors_where_somebody_wants_none(
    open_terminal: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in ("", "1"):
        monkeypatch.setenv("NO_COLOR", value)
        seen = open_terminal()
        with show_progress(ticks=False) as report:
            report("Reading papers", 1, 2)
        seen.close()
        assert bool(COLOR.search(seen.data)) is not bool(value)


def test_a_name_cannot_write_control_codes(open_terminal: Opener) -> None:
    seen = open_terminal()
    with show_progress(ticks=False) as report:
        report("Reading a\x1b]0;b.json")
    seen.close()
    assert b"\x1b]0" not in seen.data


def test_what_reports_nothing_is_drawn_by_a_thread(
    open_terminal: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_TICK", 0.01)
    seen = open_terminal()
    with show_progress() as report:
        report("Learning words")
        drawn = seen.data.count(b"Learning words")
        while seen.data.count(b"Learning words") < drawn + 3:
            pass


@pytest.mark.parametrize("how", ["dumb", "quiet", "pipe"])
def test_nothing_is_drawn_where_nobody_looks(
    open_terminal: Opener,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: str,
) -> None:
    seen = open_terminal() if how != "pipe" else None
    if how == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if how == "quiet":
        console.set_modes("quiet")
    with show_progress() as report:
        report("Reading papers", 1, 2)
    console.set_modes()
    drawn = seen.read_lines() if seen else []
    assert (drawn, capsys.readouterr().err) == ([], "")


def test_a_command_that_is_piped_does_not_load_rich(papers: Path) -> None:
    program = (
        "import sys, atexit; from site_gen.cli import main;"
        "atexit.register(lambda: sys.stderr.write(str('rich' in sys.modules)));"
        "sys.argv = ['site-gen', 'build', '--no-search']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=papers.parent,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stderr, "3 papers" in done.stdout) == ("False", True)


def put_rows(site: Path) -> None:
    row = {"title": "New", "abstract": "Of new things.", "date": "2025-09-18"}
    (site / "p.jsonl").write_text(json.dumps(row) + "\n")


def run(*words: str) -> None:
    with contextlib.suppress(SystemExit):
        cli.main(list(words), prog_name="site-gen")


def see_phases(seen: Terminal) -> str:
    return "\n".join(seen.read_lines())


def test_a_build_reports_each_phase(papers: Path, open_terminal: Opener) -> None:
    for day in ("2025-08-16", "2025-07-16"):
        shutil.copytree(papers / "2025-09-16", papers / day)
    with (papers / "site.yaml").open("a") as file:
        file.write("author_pages: 1\n")
    for path in papers.glob("*/a.md"):
        path.write_text("---\ntitle: Of papers\nauthors: [Ada Bo]\n---\n\nText.\n")
    seen = open_terminal()
    run("build")
    phases = see_phases(seen)
    for phase in (
        "Reading papers 7 of 7",
        "Comparing papers 7 of 7",
        "Rendering papers 7 of 7",
        "Rendering authors 1 of 1",
        "Making lists and feeds",
        "Indexing papers 0 of 7",
    ):
        assert phase in phases
    for path in papers.glob("2025-09-16/a.md"):
        path.write_text(path.read_text() + "\nMore.\n")
    seen = open_terminal()
    run("build", "--no-search")
    assert re.search(r"Publishing files \d+ of \d+", see_phases(seen))


def test_an_import_reports_papers_and_files(site: Path, open_terminal: Opener) -> None:
    put_rows(site)
    seen = open_terminal()
    run("import", "p.jsonl")
    phases = see_phases(seen)
    for phase in ("Reading p.jsonl", "Importing papers 0 of 1", "Writing files", "Putting files"):
        assert phase in phases
    assert (site / "content/2025-09-18/new.md").is_file()


def test_a_large_file_reports_megabytes(
    site: Path, open_terminal: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_gen.importing.formats.records.row_files._MEGABYTE", 10)
    monkeypatch.setattr(foreign_files, "LARGEST", 200)
    rows = ({"title": f"New {n}", "abstract": "Words.", "date": "2025-09-18"} for n in range(9))
    (site / "p.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    seen = open_terminal()
    run("import", "p.jsonl")
    assert re.search(r"Reading p\.jsonl, MB \d+ of \d+", see_phases(seen))


def test_a_check_reports_papers_and_links(
    papers: Path,
    open_terminal: Opener,
    monkeypatch: pytest.MonkeyPatch,
    host: Host,
) -> None:
    monkeypatch.setattr(probe, "_PAUSE", 0)
    host.answers.append(say(200))
    with (papers / "2025-09-17/a.md").open("a") as file:
        file.write(f"\n[x]({host.url}/a) [y]({host.url}/b)\n")
    seen = open_terminal()
    run("check", "--links")
    phases = see_phases(seen)
    assert "Checking papers 3 of 3" in phases
    assert "Asking for links 1 of 2" in phases


def test_a_fetch_reports_days(
    site: Path, open_terminal: Opener, monkeypatch: pytest.MonkeyPatch, host: Host
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780531200")  # 2026-06-04
    host.answers += [say(200, b"[]"), say(200, (DATA / "formats/hf-2026-06-03.json").read_bytes())]
    seen = open_terminal()
    run("fetch", "hf", "--since", "2026-06-03", "--host", host.url)
    phases = see_phases(seen)
    assert "Fetching days 0 of 2" in phases
    assert "Fetching days 1 of 2" in phases
    assert site.is_dir()


def test_enrich_export_and_words_report_what_they_read(
    papers: Path,
    open_terminal: Opener,
    monkeypatch: pytest.MonkeyPatch,
    host: Host,
) -> None:
    host.answers.append(say(200, b'<feed xmlns="http://www.w3.org/2005/Atom"/>'))
    monkeypatch.setattr("site_gen.cli.words.LEAST_PAPERS", 1)
    for words, phase in (
        (["enrich", "--wait", "0", "--host", host.url], "Asking arXiv for papers 1 of 3"),
        (["export", "all", "-o", "all.txt"], "Reading days 1 of 2"),
        (["words", "--dry-run"], "Reading papers 3 of 3"),
    ):
        seen = open_terminal()
        run(*words)
        assert phase in see_phases(seen)
    assert (papers.parent / "all.txt").is_file()


@pytest.mark.parametrize("words", [["build", "--no-search"], ["check"], ["doctor"]])
def test_results_are_on_stdout_alone(
    papers: Path,
    open_terminal: Opener,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    seen = open_terminal()
    run(*words, "--json")
    seen.close()
    assert json.loads(capsys.readouterr().out)["command"] == words[0]
    assert b"{" not in seen.data
    assert papers.is_dir()
