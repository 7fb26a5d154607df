"""What ``import`` asks of the day of a list, where there is a person; else what it says of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from site_gen.cli.console import echo, find_today, hold_content
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.days import report_move
from site_gen.cli.reports.printing import announce
from site_gen.importing.doubts import Doubt, choose_year, find_doubt
from site_gen.importing.formats.reading import Reading
from site_gen.importing.history.move_day import propose_move, write_move
from site_gen.importing.importer import Archive
from site_gen.model import count
from site_gen.system.progress import track


class _Year(click.ParamType[date]):
    """A year, in which words such as 'Sep 17' name a day."""

    name = "year"

    def __init__(self, words: str, today: date) -> None:
        self.words, self.today = words, today

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the year, and give the day."""
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            self.fail(f"{text!r} is not a year; expected four digits", param, ctx)
        try:
            return choose_year(self.words, int(text), self.today)
        except ValueError as err:
            self.fail(str(err), param, ctx)


def ask_years(readings: Sequence[Reading]) -> list[Reading]:
    """Ask for the year of each day that may have another one than the latest."""
    today = find_today()
    return [_ask_year(reading, find_doubt(reading, today), today) for reading in readings]


def _ask_year(reading: Reading, doubt: Doubt | None, today: date) -> Reading:
    if not doubt:
        return reading
    day = reading.digest.date
    echo(f"{doubt.words!r} has no year. It may be {day}, but {doubt.why}.", err=True)
    chosen: date = click.prompt(
        "Of which year is it",
        default=str((doubt.likely or day).year),
        type=_Year(doubt.words, today),
        err=True,
    )
    return replace(reading, digest=replace(reading.digest, date=chosen), reason="as you answered")


def report_doubts(readings: Sequence[Reading], *, is_dry: bool) -> None:
    """Say which days may have another year, and how an import of one is taken back."""
    today = find_today()
    for reading in readings:
        if doubt := find_doubt(reading, today):
            example = doubt.likely or _year_before(doubt.words, reading.digest.date)
            again = f"import with --date YYYY-MM-DD{f', as --date {example}' if example else ''}"
            way_out = again if is_dry else f"run 'site-gen undo', and {again}"
            why = f"{doubt.words!r} has no year, and {doubt.why}"
            echo(f"{reading.digest.date} may be wrong: {why}. If it is: {way_out}", err=True)


def _year_before(words: str, day: date) -> date | None:
    try:
        return choose_year(words, day.year - 1, day)
    except ValueError:
        return None


def ask_moves(site: Path, readings: Sequence[Reading]) -> None:
    """Ask whether a day with the same papers is to move to the date of a list, and move it."""
    archive = Archive(site)  # once: it looks at all of content/
    today = find_today()  # no day moves to a later one
    days = [one for one in readings if one.digest.date <= today]
    new_days = [one for one in days if not (archive.content / str(one.digest.date)).exists()]
    with show_progress() as progress:
        weights = [len(reading.digest.papers) for reading in new_days]
        tracked = track(new_days, progress, "Comparing papers", weights)
        same = [reading for reading in tracked if _find_same_day(archive, reading)]
    for reading in same:
        new = reading.digest.date
        old = _find_same_day(archive, reading)  # again: it may have moved meanwhile
        if old is None:
            continue
        papers = count(len(reading.digest.papers), "paper")
        question = f"The {papers} of {new} are those of {old}. Move {old} to {new}"
        if click.confirm(question, default=False, err=True):
            with hold_content(site):
                proposed = propose_move(archive.content, old, new)
                write_move(archive.content, proposed)
            announce(report_move(site, old, new, proposed, is_dry=False).describe())
            archive = Archive(site)


def _find_same_day(archive: Archive, reading: Reading) -> date | None:
    return archive.find_same_day(reading.digest, archive.propose(reading.digest, reading.format))
