"""``site-gen import``: lists of papers -> entries in ``content/``."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from heapq import merge
from io import BytesIO
from pathlib import Path

import click

from site_gen.cli.console import (
    Day,
    echo,
    find_today,
    hold_content,
    is_terminal,
    notify,
)
from site_gen.cli.import_dates import ask_moves, ask_years, report_doubts
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.import_tally import ImportTally
from site_gen.cli.reports.imports import ImportReport
from site_gen.importing.formats import detect
from site_gen.importing.formats.days import ReadingList, list_readings
from site_gen.importing.formats.reading import Reading
from site_gen.importing.formats.records import row_files
from site_gen.importing.importer import Archive
from site_gen.importing.mail_files import is_mail, read_mail
from site_gen.model import InputError, Problem, SiteError, count
from site_gen.system.foreign_files import Handed, decode_foreign, open_foreign
from site_gen.system.pasting import can_read_paste, read_clipboard, read_paste
from site_gen.system.progress import Progress, no_progress

_PART = 5_000  # files of a transaction where a list is large: some 50 MB of memory
_KINDS = ("bad", "unread")
_PIPE = Path("-")


@dataclass(frozen=True, slots=True)
class _How:
    """How files are read: what the options say, and which day it is."""

    today: date
    day: date | None
    form: str | None
    may_be_empty: bool
    progress: Progress = no_progress


@click.command("import")
@click.argument(
    "files", nargs=-1, metavar="[FILE|-]...", type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--clipboard", is_flag=True, help="Read what was copied, and no FILE.")
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
    clipboard: bool,
    day: date | None,
    form: str | None,
    new_only: bool,
    quiet_day: bool,
    dry_run: bool,
    strict: bool,
) -> ImportReport:
    """Turn lists of papers into entries in content/.

    FILE is the text of a Daily Papers page, or of another format ('site-gen help formats'); '-', or
    nothing, reads what is piped or pasted. A paper that is there already, by arXiv id, DOI or
    title and abstract, follows its source where nobody edited it; what was edited is kept.
    """
    if clipboard and files:
        raise click.UsageError("either FILE or --clipboard, not both")
    # The year of a header such as 'Sep 17' is the latest that is not to come, where the person is.
    how = _How(find_today(), day, form, may_be_empty=quiet_day)
    inputs = (
        [_open_clipboard] if clipboard else [partial(_open, path) for path in files or (_PIPE,)]
    )
    with ExitStack() as opened:
        lists = _settle_days(site, _read_lists(inputs, how, opened), is_dry=dry_run)
        return import_lists(site, lists, dry_run=dry_run, strict=strict, new_only=new_only)


def _settle_days(site: Path, lists: Iterable[ReadingList], *, is_dry: bool) -> list[ReadingList]:
    """Ask of which day lists are, or report that it is in doubt.

    Rows of a large file name their days.
    """
    settled: list[ReadingList] = []
    for one in lists:
        readings = [] if one.is_large else list(one.readings)
        if is_terminal() and not is_dry:
            readings = sorted(ask_years(readings), key=lambda reading: reading.digest.date)
            with hold_content(site):
                pass  # what was broken off is finished: its papers are there
            ask_moves(site, readings)
        else:
            report_doubts(readings, is_dry=is_dry)
        settled.append(one if one.is_large else replace(one, readings=readings))
    return settled


def import_lists(
    site: Path,
    lists: Sequence[ReadingList],
    *,
    dry_run: bool = False,
    strict: bool = False,
    new_only: bool = False,
) -> ImportReport:
    """Bring digests into a site's ``content/``, and report what became of every paper and line.

    A record that cannot be read is reported, and the others are imported. With ``new_only``, papers
    that arXiv announced as cross-listed or replaced are left out. Raises InputError for content
    that cannot be read, and with ``strict`` for a line or a record that was not understood; then
    nothing is written.

    All is written in one transaction; where a list is large, in several, each of whole days.
    """
    bad, unread = ([one for each in lists for one in getattr(each, kind)] for kind in _KINDS)
    if strict and (problems := [*bad, *unread]):
        raise InputError(*problems)
    tally = ImportTally(site, is_dry=dry_run)
    # The oldest day first, so that the order of files does not decide which day has a paper's page.
    readings: Iterable[Reading] = merge(
        *(each.readings for each in lists), key=lambda one: one.digest.date
    )
    is_large = any(each.is_large for each in lists)
    with hold_content(site, is_dry=dry_run), show_progress() as progress:
        readings = _track(readings, sum(each.paper_count for each in lists), progress)
        if new_only:
            readings = tally.choose_new(readings)
        most = _PART if is_large else sys.maxsize
        _import_all(Archive(site), readings, tally, most, progress)
    bad_count, unread_count = (
        sum(getattr(each, f"{kind}_count") for each in lists) for kind in _KINDS
    )
    return tally.report([*bad, *unread], bad_count, unread_count)


def _track(readings: Iterable[Reading], total: int, progress: Progress) -> Iterator[Reading]:
    """Give readings, and report how many of their papers are done."""
    done = 0
    for reading in readings:
        progress("Importing papers", done, total)
        yield reading
        done += len(reading.digest.papers)


def _import_all(
    archive: Archive,
    readings: Iterable[Reading],
    tally: ImportTally,
    most: int,
    progress: Progress,
) -> None:
    """Import days one after the other, and write them where ``most`` files are due, and at the end.

    Of a dry run nothing is written.
    """
    today = find_today()
    for reading in readings:
        proposal = archive.propose(reading.digest, reading.format)
        # No day moves to one that is yet to come.
        may_move = reading.digest.date <= today
        same_day = archive.find_same_day(reading.digest, proposal) if may_move else None
        tally.add(reading, proposal, same_day)
        if archive.size >= most and not tally.is_dry:
            _write(archive, tally, progress)
    if not tally.is_dry:
        _write(archive, tally, progress)


def _write(archive: Archive, tally: ImportTally, progress: Progress) -> None:
    """Write a part of an import. Where it fails after others, it says what is imported."""
    written = tally.written
    try:
        archive.apply(progress)
    except SiteError:
        if written:
            notify(f"{count(written, 'paper')} of earlier days are imported")
        raise
    tally.written = tally.papers


def _read_lists(
    inputs: Iterable[Callable[[], Handed]], how: _How, opened: ExitStack
) -> list[ReadingList]:
    """Read every input. Raises InputError with all that is wrong in any of them."""
    problems: list[Problem] = []
    lists: list[ReadingList] = []
    for load in inputs:
        try:
            # Not within the progress: a person may paste for long.
            handed = load()
            with show_progress() as progress:
                progress(f"Reading {handed.path}")
                lists.append(_read_list(handed, replace(how, progress=progress), opened))
        except InputError as err:
            problems += err.problems
    if problems:
        raise InputError(*problems)
    return lists


def _read_list(handed: Handed, how: _How, opened: ExitStack) -> ReadingList:
    """Read a file; one that is too large as a whole row by row, where it has rows."""
    if handed.is_large:
        opened.callback(handed.close)
        form = how.form or detect.recognise(handed.head)
        if form in row_files.FORMATS:
            wanted = row_files.Wanted(how.today, how.day, how.progress)
            return row_files.read_row_file(handed.path, handed.reopen(), form, wanted)
    if is_mail(handed.data):
        return list_readings(read_mail(handed.path, handed.data, how.today, how.day, how.form))
    text = decode_foreign(handed.path, handed.data)
    read = detect.read(
        handed.path, text, how.today, how.day, how.form, may_be_empty=how.may_be_empty
    )
    return list_readings(read)


def _open_clipboard() -> Handed:
    return Handed("clipboard", BytesIO(read_clipboard()))


def _open(path: Path) -> Handed:
    if path != _PIPE:
        return open_foreign(path)
    if not is_terminal():
        return Handed("-", sys.stdin.buffer, is_ours=False)
    if not can_read_paste():
        echo("Paste the text of the page, then press Enter and Ctrl-D:", err=True)
        return Handed("-", sys.stdin.buffer, is_ours=False)
    ask = "Paste the text of the page, which is not shown, then press Ctrl-D:"
    data = read_paste(sys.stdin.fileno(), partial(echo, ask, err=True))
    lines = data.count(b"\n") + 1
    notify(f"{count(lines, 'line')} read")
    return Handed("-", BytesIO(data))
