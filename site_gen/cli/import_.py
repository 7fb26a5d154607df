"""``site-gen import``: lists of papers -> entries in ``content/``."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from site_gen.cli.console import (
    PARTLY_DONE,
    Day,
    echo,
    find_today,
    hold_content,
    is_terminal,
    name_files,
)
from site_gen.cli.import_dates import ask_moves, ask_years, report_doubts, report_same_days
from site_gen.importing.formats import detect
from site_gen.importing.formats.reading import Reading, keep_new
from site_gen.importing.importer import Archive
from site_gen.importing.mail_files import is_mail, read_mail
from site_gen.importing.proposal import Proposal
from site_gen.model import InputError, Problem, count
from site_gen.system.files import decode_foreign, load_foreign, load_open, shown

_DAYS = 7  # so many days have a line each; an archive has one for all


@click.command("import")
@click.argument(
    "files", nargs=-1, metavar="[FILE|-]...", type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--date", "day", type=Day(), help="The digest's day; else it is found in the text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(detect.NAMES),
    help="What FILE is; else it is recognised.",
)
@click.option(
    "--new-only", is_flag=True, help="Leave out what arXiv announced as cross-listed or replaced."
)
@click.option("--quiet-day", is_flag=True, help="Record the day of a page that lists no paper.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--strict", is_flag=True, help="Import nothing when a line or a record is not understood."
)
@click.pass_obj
def import_(  # noqa: PLR0913, PLR0917 # one for each option
    site: Path,
    files: tuple[Path, ...],
    day: date | None,
    form: str | None,
    new_only: bool,
    quiet_day: bool,
    dry_run: bool,
    strict: bool,
) -> None:
    """Turn lists of papers into entries in content/.

    FILE is the text of a Daily Papers page, or one of the formats in docs/formats.md; '-', or
    nothing, reads what is piped or pasted. A paper that is there already, by arXiv id, DOI or
    title and abstract, follows its source where nobody edited it; what was edited is kept.
    """
    readings = _read_digests(files or (Path("-"),), day, form, may_be_empty=quiet_day)
    if is_terminal() and not dry_run:
        readings = ask_years(readings)
        with hold_content(site):
            pass  # what was broken off is finished: its papers are there
        ask_moves(site, readings)
    else:
        report_doubts(readings, is_dry=dry_run)
    import_readings(site, readings, dry_run=dry_run, strict=strict, new_only=new_only)


def import_readings(
    site: Path,
    readings: Sequence[Reading],
    *,
    dry_run: bool = False,
    strict: bool = False,
    new_only: bool = False,
) -> None:
    """Bring digests into a site's ``content/``, and report what became of every paper and line.

    A record that cannot be read is reported, the others are imported, and the program ends with
    ``PARTLY_DONE``. With ``new_only``, papers that arXiv announced as cross-listed or replaced are
    left out. Raises InputError for content that cannot be read, and with ``strict`` for a line or a
    record that was not understood; then nothing is written.
    """
    bad, unread, notes = (
        [problem for reading in readings for problem in getattr(reading, kind)]
        for kind in ("bad", "unread", "notes")
    )
    if strict and (problems := [*bad, *unread]):
        raise InputError(*problems)
    readings, old = _choose(readings, new_only=new_only)
    with hold_content(site, is_dry=dry_run):
        archive = Archive(site)
        proposals = [archive.propose(reading.digest, reading.format) for reading in readings]
        same_days = _find_same_days(archive, readings, proposals)
        if not dry_run:
            archive.apply()
    # Reported after the lock is given back: a pager may hold the output for long.
    for problem in (*bad, *unread, *notes):
        echo(problem, err=True)
    _report_imports(archive.content, readings, proposals, dry_run=dry_run)
    _report_removed(archive.content, proposals)
    report_same_days(same_days, is_dry=dry_run)
    _report_sum(proposals, len(unread), len(bad), old)
    if bad:
        raise click.exceptions.Exit(PARTLY_DONE)


def _find_same_days(
    archive: Archive, readings: Sequence[Reading], proposals: Sequence[Proposal]
) -> list[tuple[date, date]]:
    """Give the days of lists that have the papers of another day, each with that day."""
    found = (
        (reading.digest.date, archive.find_same_day(reading.digest, proposal))
        for reading, proposal in zip(readings, proposals, strict=True)
    )
    return [(new, old) for new, old in found if old]


def _choose(readings: Sequence[Reading], *, new_only: bool) -> tuple[Sequence[Reading], int]:
    """Give what is imported, and how many papers are left out because they are not new."""
    return keep_new(readings) if new_only else (readings, 0)


def _report_imports(
    content: Path, readings: Sequence[Reading], proposals: Sequence[Proposal], *, dry_run: bool
) -> None:
    """Report what became of papers, with a line for each day, or for all where they are many."""
    if not readings:
        echo("no paper was announced as new: nothing is imported")
    are_few = len(readings) <= _DAYS
    for reading, proposal in zip(readings, proposals, strict=True):
        _report_papers(content, proposal, dry_run=dry_run)
        if are_few:
            _report_days(content, [reading], [proposal], dry_run=dry_run)
    if not are_few:
        _report_days(content, readings, proposals, dry_run=dry_run)


def _read_digests(
    files: Sequence[Path], day: date | None, form: str | None, *, may_be_empty: bool
) -> list[Reading]:
    """Read every file. Raises InputError with all that is wrong in any of them."""
    # The year of a header such as 'Sep 17' is the latest that is not to come, where the person is.
    today = find_today()
    problems: list[Problem] = []
    readings: list[Reading] = []
    for path in files:
        try:
            name, data = _load_input(path)
            if is_mail(data):
                readings += read_mail(name, data, today, day, form)
                continue
            text = decode_foreign(name, data)
            readings += detect.read(name, text, today, day, form, may_be_empty=may_be_empty)
        except InputError as err:
            problems += err.problems
    if problems:
        raise InputError(*problems)
    # The oldest day first, so that the order of files does not decide which day has a paper's page.
    return sorted(readings, key=lambda reading: reading.digest.date)


def _load_input(path: Path) -> tuple[str, bytes]:
    if path != Path("-"):
        return shown(path), load_foreign(path)
    if sys.stdin.isatty():
        echo("Paste the text of the page, then press Enter and Ctrl-D:", err=True)
    return "-", load_open("-", sys.stdin.buffer)


def _report_papers(content: Path, proposal: Proposal, *, dry_run: bool) -> None:
    """Report the files of a dry run, conflicts, and what was kept as somebody edited it."""
    for change in proposal.changes if dry_run else ():
        if change.kind != "keep":
            echo(f"{change.kind:6} {shown(content / change.path)}")
    for outcome in proposal.outcomes:
        for problem in outcome.conflicts:
            echo(problem, err=True)
        if outcome.kept and not outcome.conflicts:
            kept = ", ".join(outcome.kept)
            echo(f"{shown(content / outcome.ref)}.md: your {kept} kept")


def _report_days(
    content: Path, readings: Sequence[Reading], proposals: Sequence[Proposal], *, dry_run: bool
) -> None:
    """Report where the papers of one day, or of many, went: in one line."""
    first, last = readings[0], readings[-1]
    outcomes = [outcome for proposal in proposals for outcome in proposal.outcomes]
    papers = count(sum(outcome.kind != "removed" for outcome in outcomes), "paper")
    would = "would be imported" if dry_run else "imported"
    if first is last:
        day, place = str(first.digest.date), shown(content / first.digest.date.isoformat())
    else:
        day = f"{first.digest.date} to {last.digest.date}"
        papers, place = f"{papers} of {count(len(readings), 'day')}", shown(content)
    echo(f"{day}, {first.reason} (read as {first.format}): {papers} {would} into {place}")


def _report_removed(content: Path, proposals: Sequence[Proposal]) -> None:
    """Name the papers that were left out, because they were taken down."""
    outcomes = (outcome for proposal in proposals for outcome in proposal.outcomes)
    refs = dict.fromkeys(outcome.ref for outcome in outcomes if outcome.kind == "removed")
    if refs:
        named = name_files([content / f"{ref}.md" for ref in refs])
        echo(f"{count(len(refs), 'removed paper')} left out: {named}")


def _report_sum(proposals: Sequence[Proposal], unread: int, bad: int, old: int) -> None:
    """Account for every paper and line, in a table.

    ``old`` papers were left out, because arXiv did not announce them as new.
    """
    outcomes = [outcome for proposal in proposals for outcome in proposal.outcomes]
    kinds = Counter(outcome.kind for outcome in outcomes)
    rows = {
        "papers found": len(outcomes) + old,
        "new": kinds["new"],
        "updated": kinds["updated"],
        "unchanged": kinds["unchanged"],
        **({"not new, left out": old} if old else {}),
        **({"removed, left out": kinds["removed"]} if kinds["removed"] else {}),
        "with edits kept": sum(bool(outcome.kept) for outcome in outcomes),
        "with conflicts": sum(bool(outcome.conflicts) for outcome in outcomes),
        "lines not understood": unread,
        **({"records not readable": bad} if bad else {}),
    }
    for name, number in rows.items():
        echo(f"{name:<20} {number:>7,}")
