"""A paste into a real terminal, and programs that stand in for those of a clipboard."""

import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from site_gen.model.errors import InputError, ToolError
from site_gen.system.pasting import read_clipboard, read_paste

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")


def paste(data: bytes) -> tuple[bytes, bytes]:
    """Paste into a terminal; give what was read of it, and what it showed."""
    import termios

    outer, inner = pty.openpty()
    before = termios.tcgetattr(inner)
    shown: list[bytes] = []
    ready = threading.Event()
    reading = threading.Thread(target=lambda: shown.append(read_paste(inner, ready.set)))
    reading.start()
    assert ready.wait(20)
    for at in range(0, len(data), 1000):  # a terminal holds some 4 kB
        os.write(outer, data[at : at + 1000])
    os.write(outer, b"\x04")
    reading.join(20)
    assert not reading.is_alive()
    assert termios.tcgetattr(inner) == before
    os.set_blocking(outer, False)
    try:
        echoed = os.read(outer, 9999)
    except BlockingIOError:
        echoed = b""
    os.close(inner)
    os.close(outer)
    return shown[0], echoed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a\nb",
        b"x" * 20_000 + b"\nshort\n",
        "\u00e9\u4e2d\n".encode() * 5_000,
        b"a\n" * 50_000,
    ],
)
def test_a_paste_is_read_whole_and_not_shown(data: bytes) -> None:
    assert paste(data) == (data, b"")


def test_what_follows_the_end_goes_to_no_shell() -> None:
    assert paste(b"page\n\x04rm -rf x\n") == (b"page\n", b"")


@pytest.mark.parametrize(
    ("names", "variable", "name"),
    [
        (["pbpaste"], "", "pbpaste"),
        (["wl-paste", "xclip"], "WAYLAND_DISPLAY", "wl-paste"),
        (["wl-paste", "xclip", "xsel"], "DISPLAY", "xclip"),
        (["xsel"], "DISPLAY", "xsel"),
    ],
)
def test_the_clipboard_is_read_by_the_program_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], variable: str, name: str
) -> None:
    for one in ("WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(one, raising=False)
    if variable:
        monkeypatch.setenv(variable, "x")
    for one in names:
        (tmp_path / one).write_text(f"#!/bin/sh\necho by {one}\n")
        (tmp_path / one).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    found = {one: str(tmp_path / one) for one in names}

    assert read_clipboard(found.get) == f"by {name}\n".encode()


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (None, "no program that reads it; expected pbpaste, wl-paste, xclip or xsel: install one"),
        ("echo Error: no display >&2; exit 1", "pbpaste: Error: no display; expected a page that"),
        ("true", "pbpaste: the clipboard has no text; expected a page that was copied"),
    ],
)
def test_a_clipboard_that_cannot_be_read(tmp_path: Path, script: str | None, expected: str) -> None:
    program = tmp_path / "pbpaste"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    found = {"pbpaste": str(program)} if script else {}
    with pytest.raises(ToolError) as caught:
        read_clipboard(found.get)

    assert str(caught.value).startswith(f"--clipboard: {expected}")


def test_a_page_is_pasted_into_the_command(site: Path) -> None:
    page = (
        "Daily Papers\n\nbyAK and the research community\n\nSep 17\n\nA title of a paper\n\n"
        + "Its abstract. " * 500
        + "\n"
    )
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "site_gen", "import", "--date", "2025-09-17"],
        stdin=inner, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=site, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert process.stderr
    first = process.stderr.readline()
    assert first == "Paste the text of the page, which is not shown, then press Ctrl-D:\n"
    for at in range(0, len(page), 1000):
        os.write(outer, page[at : at + 1000].encode())
    os.write(outer, b"\x04")
    stdout, stderr = process.communicate(timeout=60)
    os.close(inner)
    os.close(outer)

    assert (process.returncode, stderr) == (0, f"{page.count(chr(10)) + 1} lines read\n")
    assert "1 paper imported into content/2025-09-17" in stdout
    text = (site / "content/2025-09-17/a-title-of-a-paper.md").read_text()
    assert text.count("Its abstract.") == 500


def test_a_paste_that_is_too_large_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.system.pasting.LARGEST", 5_000)
    outer, inner = pty.openpty()
    ready, told = threading.Event(), []

    def read() -> None:
        with pytest.raises(InputError, match="expected at most that") as caught:
            read_paste(inner, ready.set)
        told.append(str(caught.value))

    reading = threading.Thread(target=read)
    reading.start()
    assert ready.wait(20)
    for _ in range(20):
        os.write(outer, b"x" * 1000)
    os.write(outer, b"\x04")
    reading.join(20)
    os.close(inner)
    os.close(outer)
    assert told
