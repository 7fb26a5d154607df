"""``site-gen undo``: the last import is taken back."""

from pathlib import Path

import click

from site_gen.cli.console import echo, hold_content, name_files, report
from site_gen.importing.history.undo import Undo, name_days, propose_undo, write_undo
from site_gen.model import count
from site_gen.system.files import shown


@click.command("undo")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def undo(site: Path, dry_run: bool) -> None:
    """Take back the last import, or fetch: its papers go, what it changed is as before.

    Files that were edited since stay, and are named. An import that changed nothing does not count.
    """
    content = site / "content"
    with hold_content(site, is_dry=dry_run):
        proposed = propose_undo(content)
        if not dry_run:
            write_undo(content, proposed)
    if dry_run:
        for path, (_, text) in sorted(proposed.texts.items()):
            echo(f"{'remove' if text is None else 'update'} {shown(content / path)}")
    _report_kept(content, proposed)
    would = "would be" if dry_run else "is"
    papers, days = count(len(proposed.removed), "paper"), count(proposed.days_gone, "day")
    restored = count(len(proposed.restored), "file")
    report(
        f"{shown(content)}: the import of {name_days(proposed.days)} {would} taken back: "
        f"{papers} and {days} removed, {restored} as before"
    )


def _report_kept(content: Path, proposed: Undo) -> None:
    if proposed.edited:
        named = name_files([content / path for path in proposed.edited])
        report(f"edited since, and left: {named}")
    if proposed.shortened:
        named = name_files([content / path for path in proposed.shortened])
        report(f"edited since, and without the papers that are gone: {named}")
    for ref, path in proposed.listed.items():
        report(f"{shown(content / ref)}.md: left, because {shown(content / path)} lists it")
