"""``site-gen move``: a day gets another date."""

from datetime import date
from pathlib import Path

import click

from site_gen.cli.console import Day, find_today, hold_content
from site_gen.cli.reports.days import MoveReport, report_move
from site_gen.importing.history.move_day import propose_move, write_move


@click.command("move")
@click.argument("old", type=Day(), metavar="DAY")
@click.argument("new", type=Day(), metavar="NEW-DAY")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def move(site: Path, old: date, new: date, dry_run: bool) -> MoveReport:
    """Give a day another date: its papers, all that refers to them, and the records of imports.

    NEW-DAY must not be there yet, and not be in the future. The pages of the day get other
    addresses: 'redirects' in site.yaml can lead from the old ones.
    """
    if new > find_today():
        raise click.BadParameter(f"{new} is yet to come; expected a day that has begun")
    content = site / "content"
    with hold_content(site, is_dry=dry_run):
        proposed = propose_move(content, old, new)
        if not dry_run:
            write_move(content, proposed)
    return report_move(site, old, new, proposed, is_dry=dry_run)
