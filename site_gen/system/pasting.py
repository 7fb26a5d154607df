"""Text that a person pastes into a terminal, or has in the clipboard.

A terminal in its line mode keeps 4,095 bytes of a line, and shows all that is pasted. So it is
switched out of that mode while it is read.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from site_gen.model import InputError, Problem, ToolError
from site_gen.system.foreign_files import LARGEST, describe_large

if sys.platform != "win32":
    import termios

_END = b"\x04"  # Ctrl-D
_CHUNK = 65_536

# The first that is installed, and whose variable is set where it has one.
_PROGRAMS: Sequence[tuple[str, Sequence[str]]] = (
    ("", ("pbpaste",)),
    ("WAYLAND_DISPLAY", ("wl-paste", "--no-newline")),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-out")),
    ("DISPLAY", ("xsel", "--clipboard", "--output")),
    ("", ("termux-clipboard-get",)),
    ("", ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw")),
)
_TIMEOUT = 20  # seconds: a program may wait for another one that owns the clipboard


def can_read_paste() -> bool:
    """Whether a terminal can be read outside of its line mode."""
    return sys.platform != "win32"


def read_paste(terminal: int, ready: Callable[[], None] = lambda: None) -> bytes:
    """Read what is pasted into a terminal, by its file descriptor, until Ctrl-D.

    ``ready`` is called when it may begin. Nothing is shown meanwhile. Ctrl-C raises
    KeyboardInterrupt. Raises InputError for a text that is too large.
    """
    parts: list[bytes] = []
    size = 0
    with _without_lines(terminal):
        ready()
        while data := os.read(terminal, _CHUNK):
            part, end, _ = data.partition(_END)
            size += len(part)
            # Of a text that is too large the rest is read too: else a shell would get it.
            if size <= LARGEST:
                parts.append(part)
            if end:
                break
    if size > LARGEST:
        raise InputError(Problem("-", 0, describe_large()))
    return b"".join(parts)


@contextmanager
def _without_lines(terminal: int) -> Iterator[None]:
    """Switch the line mode and the echo of a terminal off, and on again at the end."""
    before = termios.tcgetattr(terminal)
    during = termios.tcgetattr(terminal)
    during[3] &= ~(termios.ICANON | termios.ECHO)
    during[6][termios.VMIN], during[6][termios.VTIME] = 1, 0
    termios.tcsetattr(terminal, termios.TCSADRAIN, during)
    try:
        yield
    finally:
        # With what was not read: no part of a paste may go on to a shell.
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)


def read_clipboard(
    find: Callable[[str], str | None] = shutil.which,
) -> bytes:
    """Read the text in the clipboard of this machine, by the program for it. Raises ToolError."""
    for variable, words in _PROGRAMS:
        program = find(words[0])
        if program and (not variable or os.environ.get(variable)):
            return _run([program, *words[1:]], words[0])
    expected = "expected pbpaste, wl-paste, xclip or xsel: install one, or pipe the text"
    raise ToolError(Problem("--clipboard", 0, f"no program that reads it; {expected}"))


def _run(command: Sequence[str], name: str) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT)
    except (OSError, subprocess.TimeoutExpired) as err:
        raise ToolError(Problem("--clipboard", 0, f"{name} cannot be run: {err}")) from err
    if done.returncode or not done.stdout.strip():
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        reason = said or "the clipboard has no text"
        message = f"{name}: {reason}; expected a page that was copied"
        raise ToolError(Problem("--clipboard", 0, message))
    return done.stdout
