"""``site-gen export``: papers of ``content/`` -> any format."""

import sys
from pathlib import Path

import click

from site_gen.cli.console import finish_broken_off, is_json
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.files import ExportReport
from site_gen.export import FORMATS, REFERENCES, export_papers
from site_gen.model import parse_day, week_url
from site_gen.system.files import write_parts


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="DAY|WEEK|MONTH|YEAR|SLUG...")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option("--week", is_flag=True, help="Of each day, take the whole week.")
@click.option(
    "--abstracts/--no-abstracts",
    default=None,
    help=f"References ({', '.join(REFERENCES)}) with abstracts, or without.  [default: with]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
)
@click.pass_obj
def export(  # noqa: PLR0913, PLR0917 # one for each option
    site: Path,
    targets: tuple[str, ...],
    form: str,
    week: bool,
    abstracts: bool | None,
    output: Path | None,
) -> ExportReport | None:
    """Write papers: a day (2025-09-17), week (2025-W38), month (2025-09) or year (2025).

    Also 'all' there are, those of a topic (topics/agents), or one by its slug. As text, a day is
    what was imported. Of a large archive only a day at a time is in memory.
    """
    if abstracts is not None and form not in REFERENCES:
        option = "--abstracts" if abstracts else "--no-abstracts"
        expected = ", ".join(REFERENCES)
        raise click.UsageError(f"{option}: not for --format {form}; expected one of {expected}")
    is_file = output is not None and output != Path("-")
    if is_json() and not is_file:
        instead = "write to a file with -o FILE, or print papers with --format json"
        raise click.UsageError(f"--json reports on a file; expected one: {instead}")
    if week:
        targets = tuple(
            week_url(day).strip("/") if (day := parse_day(target)) else target for target in targets
        )
    finish_broken_off(site)
    # Papers on a terminal would be mixed with the progress.
    with show_progress(is_shown=is_file or not sys.stdout.isatty()) as progress:
        parts = export_papers(
            site / "content",
            targets,
            form,
            abstracts=abstracts is not False,
            progress=progress,
        )
        # A file is written whole or not at all; a pipe gets each day as it is read.
        if output and is_file:
            write_parts(output, parts)
            return ExportReport(output=output, format=form, bytes=output.stat().st_size)
        # Bytes: Windows would change the line ends of text.
        out = sys.stdout.buffer
        out.writelines(parts)
        out.flush()
    return None
