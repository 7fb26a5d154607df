"""``site-gen check``: what is wrong in ``content/``, all at once."""

from datetime import datetime
from pathlib import Path

import click

from site_gen.cli.console import hold_content
from site_gen.content.check import check, mend
from site_gen.content.removed import count_removed
from site_gen.model import count


@click.command("check")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt.")
@click.pass_obj
def check_(site: Path, fix: bool) -> None:
    """Show what is wrong in content/, with file and line; exit 1 when there are errors.

    Errors are what a build stops at, papers with two entries, and ids that are not valid. All else
    is a warning. --fix writes ids that are addresses as ids, lists papers that are not listed, puts
    quotes around texts that YAML reads as numbers, dates or yes/no, and reads UTF-8 anew that was
    read as Latin-1, such as 'JosÃ©', if that is certain for all of the file. Papers that were taken
    down are counted.
    """
    errors = warnings = mended = 0
    with hold_content(site, is_dry=not fix):
        # All findings come first: mending a file while it is checked would move its lines.
        for finding in list(check(site, datetime.now().astimezone().date())):
            is_mended = fix and mend(finding)
            kind = "mended" if is_mended else "error" if finding.is_error else "warning"
            click.secho(f"{finding.problem} [{kind}]", fg="red" if kind == "error" else None)
            mended += is_mended
            errors += kind == "error"
            warnings += kind == "warning"
    fixed = f", {mended} mended" if fix else ""
    taken = count_removed(site / "content")
    removed = f", {taken:,} removed" if taken else ""
    click.echo(f"{count(errors, 'error')}, {count(warnings, 'warning')}{fixed}{removed}", err=True)
    if errors:
        raise SystemExit(1)
