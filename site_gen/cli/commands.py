"""How commands are listed, found and helped with: examples, suggestions, whole sentences."""

import errno
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from os import fsdecode
from pathlib import Path
from typing import Any

import click

from site_gen.cli.console import Failure, OutputMode, add_mode, is_json, set_modes
from site_gen.cli.examples import EXAMPLES
from site_gen.cli.reports.table import REPORTS
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
    """Commands whose reports are printed, and whose SiteErrors become lines.

    Every other exception is a bug and shows itself. ``modules`` says where commands are:
    ``module:name`` by the word that is typed. A module is loaded when its command is run, so that a
    build does not wait for what only others need.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:
        """Make the group."""
        super().__init__(*args, **options)
        self._modules = modules
        self._names_json = False

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run; in a process that runs several commands, as tests do, each has its own options."""
        set_modes()
        self._names_json = "--json" in (sys.argv[1:] if args is None else args)
        return super().main(args, *more, **extra)

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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command. Raises UsageError also for ``--json`` where there is no report."""
        found = super().resolve_command(ctx, args)
        if is_json() and found[0] not in REPORTS:
            raise click.UsageError(f"{found[0]!r} has no report; expected it without --json", ctx)
        return found

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the options before the command."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as err:
            self._print_usage_error(err, "", Path())
            raise

    def invoke(self, ctx: click.Context) -> None:
        """Run a command, and print its report."""
        try:
            report = super().invoke(ctx)
        except click.UsageError as err:
            # Of a command that does not exist, no option is read.
            self._print_usage_error(err, ctx.invoked_subcommand or "", ctx.obj or Path())
            raise
        except SiteError as err:
            raise _fail(ctx, 1, err.problems) from err
        except OSError as err:
            # Rights, a full disk and the like are no bugs, wherever they are met first.
            if err.errno not in _OF_MACHINE or not isinstance(err.filename, str | bytes):
                raise
            path = shown(Path(fsdecode(err.filename)))
            problem = Problem(path, 0, f"{_CANNOT}: {err.strerror}")
            raise _fail(ctx, 1, [problem]) from err
        # click would print 'Aborted!' and exit with 1, which means a mistake in the content.
        except (KeyboardInterrupt, click.Abort):  # the second is of a question
            _fail(ctx, _INTERRUPTED, [Problem("", 0, "interrupted by Ctrl-C")])
            raise SystemExit(_INTERRUPTED) from None
        if report is not None:
            # Here, and not above: --version and completion report nothing.
            from site_gen.cli.reports.printing import print_report  # noqa: PLC0415

            print_report(ctx.invoked_subcommand or "", report, ctx.obj)
            if report.exit_code:
                raise click.exceptions.Exit(report.exit_code)

    def _print_usage_error(self, err: click.UsageError, command: str, site: Path) -> None:
        """Print the document of wrong usage; options after it were not read."""
        if self._names_json:
            add_mode("json")
        _print_errors(command, err.exit_code, site, [Problem("", 0, err.format_message())])


def _fail(ctx: click.Context, exit_code: int, problems: Sequence[Problem]) -> Failure:
    """Print the document of what stopped a command; give the error that prints the text."""
    _print_errors(ctx.invoked_subcommand or "", exit_code, ctx.obj or Path(), problems)
    return Failure(*problems)


def _print_errors(command: str, exit_code: int, site: Path, problems: Sequence[Problem]) -> None:
    from site_gen.cli.reports.printing import print_document  # noqa: PLC0415 # as above

    print_document(command, exit_code, site, errors=problems)


def quiet_option() -> click.Option:
    """Make the option that leaves out reports."""
    return _mode_option(
        ("-q", "--quiet"), "quiet", "Say only what is wrong, and what was asked for."
    )


def json_option() -> click.Option:
    """Make the option that prints the report as JSON."""
    return _mode_option(("--json",), "json", "Print one JSON document: docs/schemas/ describes it.")


def _mode_option(names: Sequence[str], mode: OutputMode, text: str) -> click.Option:
    def note(_ctx: click.Context, _option: click.Parameter, value: bool) -> None:
        if value:
            add_mode(mode)

    return click.Option(names, is_flag=True, expose_value=False, callback=note, help=text)


def format_examples(lines: Sequence[str]) -> str:
    """Write examples as the end of a help text, which click is not to wrap."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _complete(command: click.Command, name: str) -> None:
    """Give a command, and those below it, their examples and the options of all commands."""
    command.epilog = format_examples(EXAMPLES.get(name, ()))
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _complete(below, f"{name} {below.name}")
    elif not any(option.name == "quiet" for option in command.params):
        command.params.append(quiet_option())
        if name.split(maxsplit=1)[0] in REPORTS:
            command.params.append(json_option())
