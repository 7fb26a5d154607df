"""How a command fails, and the kinds of values that commands take."""

import errno
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from importlib import import_module
from os import environ, fsdecode
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import click

from site_gen.content.settings.time_zone import find_zone
from site_gen.content.store import load_settings
from site_gen.model import (
    InputError,
    OutputError,
    Problem,
    Settings,
    SiteError,
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
# Seconds between two lines that say what takes so long: where somebody looks, and in a log.
_SHOWN, _LOGGED = 2, 10
_CANNOT = "cannot be read or written"
_OF_MACHINE = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE,
    errno.ENFILE, errno.ESTALE,
}  # fmt: skip
_INTERRUPTED = 130  # as shells say it: 128 + SIGINT


def echo(message: object, *, err: bool = False, nl: bool = True, file: Any = None) -> None:
    """Print a message; characters that a terminal would obey or hide are shown as escapes."""
    click.echo(visible(str(message)), err=err, nl=nl, file=file)


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
    """Give the day it is in the time zone of a site. Raises InputError as ``find_today`` does.

    Settings that cannot be read are those of a site without any: who reads them next reports it.
    """
    try:
        settings = load_settings(site / "content")
    except InputError:
        settings = Settings()
    return find_today(find_zone(settings.timezone))


class Failure(click.ClickException):
    """What a person can fix: shown as plain lines, exit 1."""

    def show(self, file: Any = None) -> None:
        """Print the problems, one a line, so that editors can follow them."""
        echo(self.message, err=True, file=file)


class Cli(click.Group):
    """Commands whose SiteErrors become lines; every other exception is a bug and shows itself.

    ``modules`` says where commands are: ``module:name`` by the word that is typed. A module is
    loaded when its command is run, so that a build does not wait for what only others need.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:
        """Make the group."""
        super().__init__(*args, **options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name not in self._modules:
            return super().get_command(ctx, cmd_name)
        module, name = self._modules[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except SiteError as err:
            raise Failure(str(err)) from err
        except OSError as err:
            # Rights, a full disk and the like are no bugs, wherever they are met first.
            if err.errno not in _OF_MACHINE or not isinstance(err.filename, str | bytes):
                raise
            path = shown(Path(fsdecode(err.filename)))
            raise Failure(str(Problem(path, 0, f"{_CANNOT}: {err.strerror}"))) from err
        # click would print 'Aborted!' and exit with 1, which means a mistake in the content.
        except (KeyboardInterrupt, click.Abort):  # the second is of a question
            raise SystemExit(_INTERRUPTED) from None


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
    echo(f"{shown(folder)}: waiting for another import or build that uses it ...", err=True)


@contextmanager
def show_progress() -> Iterator[Callable[[str], None]]:
    """Say every few seconds what a command is doing; it gives the function that takes that.

    Nothing is said of what takes no longer.
    """
    doing, ended, start = [""], Event(), monotonic()
    pause = _SHOWN if sys.stderr.isatty() else _LOGGED

    def say() -> None:
        while not ended.wait(pause):
            echo(f"{doing[0]}: {monotonic() - start:.0f} s so far", err=True)

    # A thread: no parser stops by itself to say how far it is.
    teller = Thread(target=say, daemon=True)
    teller.start()
    try:
        yield lambda text: doing.__setitem__(0, text)
    finally:
        ended.set()
        teller.join()


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
