"""``site-gen export``: papers of ``content/`` -> any format."""

from pathlib import Path

import click

from site_gen.export import FORMATS, export_papers
from site_gen.files import write


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="DAY|WEEK|MONTH|SLUG...")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
)
@click.pass_obj
def export(site: Path, targets: tuple[str, ...], form: str, output: Path | None) -> None:
    """Write papers: a day (2025-09-17), week (2025-W38), month (2025-09) or one by its slug.

    As text, a day is what was imported.
    """
    data = export_papers(site / "content", targets, form)
    if output:
        write(output, data)
    else:
        click.echo(data, nl=False)
