"""``site-gen import``: lists of papers -> entries in ``content/``."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from site_gen import store
from site_gen.cli.console import Day
from site_gen.errors import InputError, Problem
from site_gen.files import decode, read_text, shown
from site_gen.formats import recognition
from site_gen.formats.reading import Reading
from site_gen.merge import propose
from site_gen.model import Change
from site_gen.words import count


@click.command("import")
@click.argument(
    "files", nargs=-1, metavar="[FILE|-]...", type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--date", "day", type=Day(), help="The digest's day; else it is found in the text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(recognition.NAMES),
    help="What FILE is; else it is recognised.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def import_(
    site: Path, files: tuple[Path, ...], day: date | None, form: str | None, dry_run: bool
) -> None:
    """Turn lists of papers into entries in content/.

    FILE is the text of a Daily Papers page, or one of the formats in docs/formats.md; '-', or
    nothing, reads what is piped or pasted. A paper that is there already is kept as it is, with
    all that was edited.
    """
    readings = _read_digests(files or (Path("-"),), day, form)
    content = site / "content"
    for reading in readings:  # all content is checked before anything is written
        store.find_present(content, reading.digest)
    for reading in readings:
        digest = reading.digest
        present = store.find_present(content, digest)
        changes = propose(digest, present, digest.date.isoformat())
        if not dry_run:
            store.apply(content, changes)
        _tell_import(content, reading, changes, dry_run=dry_run)


def _read_digests(files: Sequence[Path], day: date | None, form: str | None) -> list[Reading]:
    """Read every file; tell all that is wrong in any of them."""
    today = datetime.now().astimezone().date()
    problems: list[Problem] = []
    readings: list[Reading] = []
    for path in files:
        try:
            name, text = _read_input(path)
            readings += recognition.read(name, text, today, day, form)
        except InputError as err:
            problems += err.problems
    if problems:
        raise InputError(*problems)
    return readings


def _read_input(path: Path) -> tuple[str, str]:
    if path != Path("-"):
        return shown(path), read_text(path)
    if sys.stdin.isatty():
        click.echo("Paste the text of the page, then press Enter and Ctrl-D:", err=True)
    return "-", decode("-", sys.stdin.buffer.read())


def _tell_import(
    content: Path, reading: Reading, changes: Sequence[Change], *, dry_run: bool
) -> None:
    digest = reading.digest
    for problem in reading.unread:
        click.echo(problem, err=True)
    if dry_run:
        for change in changes:
            click.echo(f"{change.kind:6} {shown(content / change.path)}")
    new = sum(change.kind == "create" and change.path.endswith(".md") for change in changes)
    there = len(digest.papers) - new
    would = "would be imported" if dry_run else "imported"
    click.echo(
        f"{digest.date}, {reading.reason} (read as {reading.format}): "
        f"{count(len(digest.papers), 'paper')} {would} into "
        f"{shown(content / digest.date.isoformat())}: {new} new, {there} there already and kept"
    )
