"""``site-gen move``: a day gets another date."""

from datetime import date
from pathlib import Path

import click

from site_gen.cli.console import Day, echo, find_today, hold_content, report
from site_gen.importing.history.move_day import Move, propose_move, write_move
from site_gen.model import count, day_url
from site_gen.system.files import shown


@click.command("move")
@click.argument("old", type=Day(), metavar="DAY")
@click.argument("new", type=Day(), metavar="NEW-DAY")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def move(site: Path, old: date, new: date, dry_run: bool) -> None:
    """Give a day another date: its papers, all that refers to them, and the records of imports.

    NEW-DAY must not be there yet, and not be in the future. The pages of the day get other
    addresses: 'redirects' in site.yaml can lead from the old ones.
    """
    refuse_future(new)
    content = site / "content"
    with hold_content(site, is_dry=dry_run):
        proposed = propose_move(content, old, new)
        if not dry_run:
            write_move(content, proposed)
    report_move(content, old, new, proposed, is_dry=dry_run)


def refuse_future(day: date) -> None:
    """Raise UsageError for a day that has not begun, where the person is."""
    if day > find_today():
        raise click.BadParameter(f"{day} is yet to come; expected a day that has begun")


def report_move(content: Path, old: date, new: date, proposed: Move, *, is_dry: bool) -> None:
    """Say what a move did, or would do, and how old addresses are kept."""
    if is_dry:
        for path, (_, text) in sorted(proposed.texts.items()):
            echo(f"{'remove' if text is None else 'write '} {shown(content / path)}")
    others = f", {count(len(proposed.listings), 'other day')} follow" if proposed.listings else ""
    would = "would be moved" if is_dry else "moved"
    papers = count(proposed.papers, "paper")
    report(f"{shown(content / str(new))}: {papers} {would} from {old}{others}")
    report(
        "to lead from the old addresses to the new ones, in site.yaml:  "
        f"redirects: {{{day_url(old)}*: '{day_url(new)}:splat'}}"
    )
