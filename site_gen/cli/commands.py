"""How commands are listed, found and helped with: examples, suggestions, whole sentences."""

import errno
from collections.abc import Mapping, Sequence
from importlib import import_module
from os import fsdecode
from pathlib import Path
from typing import Any

import click

from site_gen.cli.console import Failure, set_quiet
from site_gen.cli.examples import EXAMPLES
from site_gen.model import Problem, SiteError, guess
from site_gen.system.files import shown

_CANNOT = "cannot be read or written"
_OF_MACHINE = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE,
    errno.ENFILE, errno.ESTALE,
}  # fmt: skip
_INTERRUPTED = 130  # as shells say it: 128 + SIGINT
_WHOLE = 1_000  # characters of a sentence in the list of commands: none is cut


class Commands(click.Group):
    """A group whose list of commands has whole sentences, and whose errors have suggestions."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        rows = [
            (name, command.get_short_help_str(_WHOLE))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command. Raises UsageError with a suggestion where there is none."""
        name = click.utils.make_str(args[0]) if args else ""
        if args and not name.startswith("-") and self.get_command(ctx, name) is None:
            hint = guess(name, self.list_commands(ctx))
            raise click.UsageError(f"No such command {name!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


class Cli(Commands):
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
        _complete(command, cmd_name)
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


def quiet_option() -> click.Option:
    """Make the option that leaves out reports."""

    def note(_ctx: click.Context, _option: click.Parameter, value: bool) -> None:
        if value:
            set_quiet(is_quiet=True)

    return click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        expose_value=False,
        callback=note,
        help="Say only what is wrong, and what was asked for.",
    )


def format_examples(lines: Sequence[str]) -> str:
    """Write examples as the end of a help text, which click is not to wrap."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _complete(command: click.Command, name: str) -> None:
    """Give a command, and those below it, their examples and the option ``--quiet``."""
    command.epilog = format_examples(EXAMPLES.get(name, ()))
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _complete(below, f"{name} {below.name}")
    elif not any(option.name == "quiet" for option in command.params):
        command.params.append(quiet_option())
