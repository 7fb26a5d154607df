"""How far a command is: one line on a terminal, below all messages, drawn by rich.

Nothing is drawn where nobody looks, for what is done at once, and with ``--quiet``. The line goes
away before a message is printed, and at the end, however the command ends.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ, get_terminal_size
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from site_gen.cli.console import before_printing, is_quiet
from site_gen.model import visible
from site_gen.system.progress import Progress, no_progress

if TYPE_CHECKING:
    from rich.live import Live

_PATIENCE = 0.5  # seconds: what takes no longer shows nothing, and does not load rich
_PAUSE = 0.1  # seconds between two drawings
_TICK = 0.5  # seconds between two drawings while nothing is reported
_COLUMNS = 80  # of a terminal that does not say how many it has
_BAR = 20  # columns of the bar
_NARROW = 60  # columns: a terminal with fewer has no bar
_MOST = 0.99  # of a bar: it is not full before the end
_SOON = 1.0  # seconds of a phase: before, nobody knows how long it takes


class _State(NamedTuple):
    """How far a phase is, and when it began."""

    phase: str = ""
    done: int = 0
    total: int = 0
    start: float = 0.0


class _Display:
    """Takes how far a command is, and draws it now and then."""

    def __init__(self) -> None:
        self._next = monotonic() + _PATIENCE
        self._state = _State()
        self._starts: dict[str, float] = {}
        self._live: Live | None = None
        self._lock = Lock()  # rich is used by the thread that ticks too

    def __call__(self, phase: str, done: int = 0, total: int = 0, /) -> None:
        """Take how far a phase is."""
        now = monotonic()
        if phase != self._state.phase:
            # A phase may go on after another one: what was done before says how long it takes.
            start = self._starts.setdefault(phase, now) if done else now
            self._starts[phase] = start
        self._state = _State(phase, done, total, self._starts[phase])
        if now >= self._next:
            self.draw()

    def draw(self) -> None:
        """Draw the line, unless nothing was reported or it is too early."""
        with self._lock:
            now = monotonic()
            if not self._state.phase or now < self._next:
                return
            self._next = now + _PAUSE
            if self._live is None:
                self._live = _open_live()
                self._live.start()
            # Each time: it may be made narrower. rich would ask stdin first.
            columns = get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
            self._live.console.width = columns
            self._live.update(_compose(self._state, now, columns), refresh=True)

    def hide(self) -> None:
        """Take the line away until more is reported."""
        with self._lock:
            # Not at once: the thread would draw before the message is printed.
            self._next = max(self._next, monotonic() + _PAUSE)
            if self._live is not None:
                self._live.stop()
                self._live = None


@contextmanager
def show_progress(*, ticks: bool = True, is_shown: bool = True) -> Iterator[Progress]:
    """Give what takes how far a command is, and show it on a terminal, if it ``is_shown`` at all.

    ``ticks``: a thread draws the line while nothing is reported.
    """
    if is_quiet() or not is_shown or not _can_draw():
        yield no_progress
        return
    display, ended = _Display(), Event()

    def tick() -> None:
        while not ended.wait(_TICK):
            display.draw()

    ticker = Thread(target=tick, daemon=True)
    if ticks:
        ticker.start()
    before_printing.append(display.hide)
    try:
        yield display
    finally:
        before_printing.remove(display.hide)
        ended.set()
        if ticks:
            ticker.join()
        display.hide()


def _can_draw() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and environ.get("TERM") != "dumb"


def _open_live() -> "Live":
    # Loaded only here: most commands are done before.
    from rich.console import Console  # noqa: PLC0415
    from rich.live import Live  # noqa: PLC0415

    class _Terminal(Console):
        def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002 # as rich calls it
            """Leave the cursor as it is: it would stay hidden if the command is killed."""
            return False

    # Nothing is redirected: messages are printed by ``console``, and stdout may be a file.
    return Live(
        console=_Terminal(stderr=True, highlight=False),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _compose(state: _State, now: float, width: int) -> Any:
    """Compose the line: a bar if there is space, the phase, how far it is, and the time left."""
    from rich.progress_bar import ProgressBar  # noqa: PLC0415 # as above
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    is_narrow = width < _NARROW
    # One column less than there are: some terminals begin a new line after the last one.
    most = width - 1 if is_narrow or not state.total else width - _BAR - 2
    line = visible(format_line(state, now, is_narrow=is_narrow))
    text = Text(line, no_wrap=True, overflow="crop", end="")
    text.truncate(most, overflow="crop")
    if is_narrow or not state.total:
        return text
    row = Table.grid(padding=(0, 1))
    row.add_row(ProgressBar(state.total, min(state.done, _MOST * state.total), width=_BAR), text)
    return row


def format_line(state: _State, now: float, *, is_narrow: bool = False) -> str:
    """Say how far a phase is, in few words where a terminal ``is_narrow``.

    >>> format_line(_State("Reading papers", 250, 1_000, 20.0), 30.0)
    'Reading papers 250 of 1,000, 30 s left'
    >>> format_line(_State("Reading papers", 250, 1_000, 20.0), 30.0, is_narrow=True)
    'Reading papers 250/1,000 30 s left'
    >>> format_line(_State("Reading p.json", 0, 0, 20.0), 30.0)
    'Reading p.json 10 s'
    """
    spent = now - state.start
    if not state.total:
        return f"{state.phase} {_format_time(spent)}"
    of, comma = ("/", "") if is_narrow else (" of ", ",")
    line = f"{state.phase} {state.done:,}{of}{state.total:,}"
    if not 0 < state.done < state.total or spent < _SOON:
        return line
    left = max(1.0, spent / state.done * (state.total - state.done))
    return f"{line}{comma} {_format_time(left)} left"


def _format_time(seconds: float) -> str:
    """Say how long something takes, roughly.

    >>> [_format_time(seconds) for seconds in (0.2, 89, 91, 7_200)]
    ['0 s', '89 s', '2 min', '2 h']
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.0f} h"
