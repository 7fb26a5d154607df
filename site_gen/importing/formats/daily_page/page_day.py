"""The day of a Daily Papers page: as its header says it, mostly without a year."""

import re
from dataclasses import dataclass
from datetime import date

from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.reading import MONTHS, day_in_name
from site_gen.model import Problem

_DATE = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:, ?(?P<year>[0-9]{4}))?"
    r"|(?P<day2>[0-9]{1,2}) (?P<month2>[A-Za-z]{3,9})\.?(?:,? (?P<year2>[0-9]{4}))?"
)


@dataclass(frozen=True, slots=True)
class PageDay:
    """The day of a page, and where it is from. Its year is a guess unless it ``is_certain``."""

    day: date
    reason: str
    is_certain: bool = True


def find_date(words: str) -> date | None:
    """Give the day that words name, with its year, as pages write it."""
    year, month, day = find_date_parts(words) or (None, 0, 0)
    return _make_date(year, month, day) if year else None


def find_date_parts(words: str) -> tuple[int | None, int, int] | None:
    """Read a date as it stands: year (None when not said), month, day of the month."""
    match = _DATE.fullmatch(words)
    if not match:
        return None
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return year, month, day
    name = (match["month"] or match["month2"]).lower()
    if name[:3] not in MONTHS:
        return None
    said_year = match["year"] or match["year2"]
    month = MONTHS.index(name[:3]) + 1
    return int(said_year) if said_year else None, month, int(match["day"] or match["day2"])


def choose_day(
    path: str, header: Line | None, today: date, given: date | None, problems: list[Problem]
) -> PageDay:
    """Choose the day of a page; without one, add to ``problems``."""
    if given:
        return PageDay(given, "as given with --date")
    said = _read_header(path, header, today, problems) if header else None
    if said and said.is_certain:
        return said
    if named := day_in_name(path):
        differs = said and (named.month, named.day) != (said.day.month, said.day.day)
        note = f"; the page says {header.words!r}" if header and differs else ""
        return PageDay(named, f"from the file's name{note}")
    if said:
        return said
    problems.append(Problem(path, 1, "no date; expected one such as 'Sep 17', or --date"))
    return PageDay(today, "")


def _read_header(path: str, header: Line, today: date, problems: list[Problem]) -> PageDay | None:
    """Read the day of a header; of one without a year the latest that has begun."""
    parts = find_date_parts(header.words)
    if not parts:
        return None
    year, month, day = parts
    if not _make_date(year or 2000, month, day):  # 2000 has every day there is
        what = f"no such day: {header.words!r}; expected a date such as 'Sep 17'"
        problems.append(Problem(path, header.number, what))
        return PageDay(today, "")
    if year:
        return PageDay(date(year, month, day), f"as the page says in line {header.number}")
    found = (_make_date(year, month, day) for year in range(today.year, 0, -1))
    recent = next((day for day in found if day and day <= today), None)
    if not recent:  # the first year has no year before it
        what = f"no {header.words!r} has been yet; expected a date with its year"
        problems.append(Problem(path, header.number, what))
        return PageDay(today, "")
    reason = f"the most recent {header.words!r} (line {header.number} has no year)"
    return PageDay(recent, reason, is_certain=False)


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
