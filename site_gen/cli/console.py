"""How a command fails, and the kinds of values that commands take."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from os import environ
from pathlib import Path
from typing import Any, Literal

import click

from site_gen import __version__
from site_gen.content.settings.time_zone import find_zone
from site_gen.content.store import load_settings
from site_gen.model import (
    InputError,
    OutputError,
    Problem,
    Settings,
    count,
    parse_day,
    visible,
)
from site_gen.system.files import shown
from site_gen.system.locks import lock
from site_gen.system.transactions import is_pending, recover

PARTLY_DONE = 75  # EX_TEMPFAIL of sysexits.h: the rest can be done later
_MOST_NAMED = 7  # files of a message
_PENDING = "a command was broken off here; the next one that may write finishes it"

OutputMode = Literal["quiet", "json"]
_modes: set[OutputMode] = set()


def set_modes(*modes: OutputMode) -> None:
    """Say how commands print from now on."""
    _modes.clear()
    _modes.update(modes)


def add_mode(mode: OutputMode) -> None:
    """Say how commands print from now on, beside what was said before."""
    _modes.add(mode)


def is_quiet() -> bool:
    """Whether only complaints and results are printed."""
    return "quiet" in _modes


def is_json() -> bool:
    """Whether stdout has a report as JSON, and nothing else."""
    return "json" in _modes


before_printing: list[Callable[[], None]] = []
"""What is called before a message is printed: a line of progress below it goes away."""


def echo(
    message: object, *, err: bool = False, nl: bool = True, file: Any = None, fg: str | None = None
) -> None:
    """Print a message; characters that a terminal would obey or hide are shown as escapes.

    ``fg`` is its color, where a terminal shows it and the variable NO_COLOR is not set.
    """
    for hide in before_printing:
        hide()
    text = visible(str(message))
    if fg and not environ.get("NO_COLOR"):  # no-color.org: whatever it is, but empty
        text = click.style(text, fg=fg)
    click.echo(text, err=err, nl=nl, file=file)


def notify(message: object) -> None:
    """Print what a command is doing, to stderr: ``--quiet`` leaves it out."""
    if not is_quiet():
        echo(message, err=True)


def is_terminal() -> bool:
    """Whether a person can answer questions: input comes from a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def name_files(paths: Sequence[Path]) -> str:
    """Name files in a message: the first of them, and how many more there are."""
    named = ", ".join(map(shown, paths[:_MOST_NAMED]))
    more = len(paths) - _MOST_NAMED
    return f"{named} and {more:,} more" if more > 0 else named


def find_today(zone: tzinfo | None = None) -> date:
    """Give the day it is: in a time zone, else where the computer is.

    The variable SOURCE_DATE_EPOCH, seconds since 1970, says another day, in UTC
    (reproducible-builds.org/specs/source-date-epoch). Raises InputError where it is no number.
    """
    seconds = environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return datetime.now(zone).astimezone(zone).date()
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        what = f"found {seconds!r}; expected seconds since 1970, as a whole number"
        raise InputError(Problem("SOURCE_DATE_EPOCH", 0, what)) from None


def find_day_of_site(site: Path) -> date:
    """Give the day it is in the time zone of a site. Raises InputError as ``find_today`` does."""
    return find_today(find_zone(read_settings(site).timezone))


def read_settings(site: Path) -> Settings:
    """Read the settings of a site; those of a site without any, if they cannot be read.

    Who needs them next reports that.
    """
    try:
        return load_settings(site / "content")
    except InputError:
        return Settings()


def name_agent(settings: Settings) -> str:
    """Say to other hosts who asks: one that has a complaint can find out whom to tell."""
    url = settings.base_url
    return f"site-gen/{__version__}{f' (+{url})' if url else ''}"


class Failure(click.ClickException):
    """What a person can fix: shown as plain lines, exit 1."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))

    def show(self, file: Any = None) -> None:
        """Print the problems, one a line, so that editors can follow them."""
        echo(self.message, err=True, file=file)


class Day(click.ParamType[date]):
    """A day, as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day."""
        day = value if isinstance(value, date) else parse_day(str(value))
        if day is None:
            self.fail(f"{value!r} is not a day; expected YYYY-MM-DD, as 2025-09-17", param, ctx)
        return day


def report_wait(folder: Path) -> None:
    """Say that this command waits for another one."""
    notify(f"{shown(folder)}: waiting for another import or build that uses it ...")


@contextmanager
def hold_content(site: Path, *, is_dry: bool = False) -> Iterator[None]:
    """Hold a site's ``content/`` while a command changes it; one that is dry changes nothing.

    What a command that was broken off left half done is finished first. Raises OutputError.
    """
    content = site / "content"
    if is_dry:  # it must work where it may not write
        if is_pending(content):
            echo(f"{shown(content)}: {_PENDING}", err=True)
        yield
        return
    with lock(content, report_wait):
        if is_pending(content):
            _recover(content)
        yield


def finish_broken_off(site: Path) -> None:
    """Finish what a command that was broken off left half done in ``content/``, and say so.

    This is for commands that only read: where they may not write, they say so and go on.
    """
    if is_pending(site / "content"):
        try:
            with hold_content(site):
                pass
        except OutputError as err:
            echo(f"{err}\n{shown(site / 'content')}: {_PENDING}", err=True)


def _recover(content: Path) -> None:
    # Here, and not above: a build has no need of what imports.
    from site_gen.importing.provenance import leave_out  # noqa: PLC0415

    recovery = recover(content, leave_out)
    if not recovery:  # another command finished it while this one waited for the lock
        return
    outcome = "was taken back: it had changed nothing"
    if recovery.is_finished:
        outcome = f"was finished: {count(recovery.written, 'file')} written"
    if recovery.left:
        outcome += f"; left as you changed them: {name_files(recovery.left)}"
    echo(f"{shown(content)}: a command that was broken off {outcome}", err=True)
