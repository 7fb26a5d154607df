"""How a command fails, and the kinds of values that commands take."""

from datetime import date
from typing import Any

import click

from site_gen.errors import SiteError
from site_gen.urls import parse_day

_INTERRUPTED = 130  # as shells say it: 128 + SIGINT


class Failure(click.ClickException):
    """What a person can fix: told in plain lines, exit 1."""

    def show(self, file: Any = None) -> None:
        """Print the problems, one a line, so that editors can follow them."""
        click.echo(self.message, err=True, file=file)


class Cli(click.Group):
    """Commands whose SiteErrors become lines; every other exception is a bug and shows itself."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except SiteError as err:
            raise Failure(str(err)) from err
        except KeyboardInterrupt:
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
