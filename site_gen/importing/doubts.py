"""Whether the year of a day may be wrong, where a page says none. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from site_gen.importing.formats.daily_page.page_day import find_date_parts
from site_gen.importing.formats.reading import Reading
from site_gen.model import Digest, parse_arxiv_month, search_arxiv_id

_FAR = 60  # days back: who pastes a page mostly does so on its day
_AFTER_ID = 62  # days: a paper is listed in the month of its id, or in the two months after it


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the year of a day may be wrong, and the day that it may be instead, if one is likely."""

    words: str
    why: str
    likely: date | None = None


def find_doubt(reading: Reading, today: date) -> Doubt | None:
    """Say why the day of a reading may be wrong; None where it says its year, or all fits."""
    if not reading.yearless:
        return None
    day = reading.digest.date
    newest = max(_list_id_months(reading.digest), default=None)
    if newest and newest.year != day.year and not 0 <= (day - newest).days <= _AFTER_ID:
        why = f"the newest arXiv id in it is of {newest:%Y-%m}"
        likely = next(_list_days(reading.yearless, newest), None)
        return Doubt(reading.yearless, why, likely if likely and likely <= today else None)
    if today - day > timedelta(_FAR):
        return Doubt(reading.yearless, f"that day is {(today - day).days} days back")
    return None


def choose_year(words: str, year: int, today: date) -> date:
    """Give the day of a year that words without one name. Raises ValueError with what is wrong."""
    _, month, day = find_date_parts(words) or (None, 0, 0)
    try:
        chosen = date(year, month, day)
    except ValueError:
        raise ValueError(f"{year} has no {words!r}; expected another year") from None
    if chosen > today:
        raise ValueError(f"{chosen} is yet to come; expected a day that has begun")
    return chosen


def _list_id_months(digest: Digest) -> Iterator[date]:
    """Give the months of the arXiv ids of a digest, each as its first day."""
    for paper in digest.papers:
        texts = (paper.abstract, *(url for _, url in paper.links))
        for found in (paper.arxiv_id, *map(search_arxiv_id, texts)):
            # Ids before April 2007 have another form, such as math/0309136, and do not count.
            if "/" not in found and (month := parse_arxiv_month(found)):
                yield date(*month, 1)


def _list_days(words: str, since: date) -> Iterator[date]:
    """Give the days that words name, from a day on, the earliest first."""
    for year in range(since.year, since.year + 9):  # 29 February is there within eight years
        try:
            day = choose_year(words, year, date.max)
        except ValueError:
            continue
        if day >= since:
            yield day
