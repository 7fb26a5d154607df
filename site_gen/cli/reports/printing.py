"""The one place that prints reports."""

from collections.abc import Iterable
from pathlib import Path

import click

from site_gen.cli.console import echo, is_json, is_quiet
from site_gen.cli.reports.report import Line, Report


def announce(lines: Iterable[Line]) -> None:
    """Print lines of a report that is not finished yet.

    With ``--json`` stdout has the finished report alone, so only lines for stderr are printed.
    """
    for line in lines:
        is_error = line.kind in {"complaint", "notice"}
        is_left_out = is_quiet() and line.kind in {"report", "notice"}
        if not is_left_out and (is_error or not is_json()):
            echo(line.text, err=is_error, fg=line.color)


def print_report(command: str, report: Report, site: Path) -> None:
    """Print a report: as text, or with ``--json`` as a document."""
    announce(report.describe())
    announce(_describe_next(report.next_steps))
    print_document(command, report.exit_code, site, report=report)


def print_document(command: str, exit_code: int, site: Path, **content: object) -> None:
    """Print a document with a report or with errors, if ``--json`` asks for it."""
    if not is_json():
        return
    # Here, and not above: few commands are asked for it.
    from site_gen.cli.reports.json_document import Document, format_document  # noqa: PLC0415

    document = Document(command=command, exit_code=exit_code, **content)  # type: ignore[arg-type]
    click.echo(format_document(document, site))


def _describe_next(steps: tuple[str, ...]) -> Iterable[Line]:
    if len(steps) == 1:
        yield Line(f"next: {steps[0]}")
    elif steps:
        yield Line("next:")
        yield from (Line(f"  {step}") for step in steps)
