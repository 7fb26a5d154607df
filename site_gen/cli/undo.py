"""``site-gen undo``: the last import is taken back."""

from pathlib import Path

import click

from site_gen.cli.console import hold_content
from site_gen.cli.reports.days import UndoReport, report_undo
from site_gen.importing.history.undo import propose_undo, write_undo


@click.command("undo")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def undo(site: Path, dry_run: bool) -> UndoReport:
    """Take back the last import, or fetch: its papers go, what it changed is as before.

    Files that were edited since stay, and are named. An import that changed nothing does not count.
    """
    content = site / "content"
    with hold_content(site, is_dry=dry_run):
        proposed = propose_undo(content)
        if not dry_run:
            write_undo(content, proposed)
    return report_undo(site, proposed, is_dry=dry_run)
