"""Dates and numbers in words, as pages, feeds and messages say them."""

import re
from datetime import date, timedelta
from functools import lru_cache

from site_gen.model.fields.limits import LONGEST_TITLE
from site_gen.model.fields.row import one_line
from site_gen.model.paper_fields import PaperFacts


@lru_cache(maxsize=1024)  # the pages and feeds of a month write the same dates
def long_date(day: date) -> str:
    """Write a date out.

    >>> long_date(date(2025, 9, 7))
    '7 September 2025'
    """
    return f"{day.day} {day:%B %Y}"


def month_name(day: date) -> str:
    """Name the month of a day.

    >>> month_name(date(2025, 9, 7))
    'September 2025'
    """
    return f"{day:%B %Y}"


def weekday(day: date) -> str:
    """Name the day of the week.

    >>> weekday(date(2025, 9, 7))
    'Sunday'
    """
    return f"{day:%A}"


def short_day(day: date) -> str:
    """Write the number of a day in its month.

    >>> short_day(date(2025, 9, 7))
    '7'
    """
    return str(day.day)


def count(number: int, noun: str) -> str:
    """Count things in words.

    >>> count(1, "paper"), count(1150, "paper")
    ('1 paper', '1,150 papers')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def span(first: date, last: date) -> str:
    """Name the days from the first to the last.

    >>> span(date(2025, 9, 15), date(2025, 9, 21)), span(date(2025, 9, 29), date(2025, 10, 5))
    ('15–21 September 2025', '29 September – 5 October 2025')
    >>> span(date(2024, 12, 30), date(2025, 1, 5))
    '30 December 2024 – 5 January 2025'
    """
    if first.year != last.year:
        return f"{long_date(first)} – {long_date(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%B} – {long_date(last)}"
    return f"{first.day}–{long_date(last)}"


def no_papers(first: date, last: date) -> str:
    """Say that these days, from the first to the last, have no papers.

    >>> no_papers(date(2025, 9, 20), date(2025, 9, 20))
    'No papers on Sat 20 Sep'
    >>> no_papers(date(2025, 9, 20), date(2025, 9, 21))
    'No papers on Sat 20 and Sun 21 Sep'
    >>> no_papers(date(2025, 9, 27), date(2025, 10, 1))
    'No papers from Sat 27 Sep to Wed 1 Oct'
    >>> no_papers(date(2025, 12, 30), date(2026, 1, 1))
    'No papers from Tue 30 Dec 2025 to Thu 1 Jan 2026'
    """
    if first == last:
        return f"No papers on {_short(first)} {first:%b}"
    year = "" if first.year == last.year else f" {first:%Y}"
    month = f" {first:%b}{year}" if year or first.month != last.month else ""
    end = f"{_short(last)} {last:%b}{f' {last:%Y}' if year else ''}"
    if last - first == timedelta(1):
        return f"No papers on {_short(first)}{month} and {end}"
    return f"No papers from {_short(first)}{month} to {end}"


def megabytes(size: int) -> str:
    """Say how many bytes, in units of 1,000,000.

    >>> megabytes(1_478_700_000), megabytes(0)
    ('1,478.7 MB', '0.0 MB')
    """
    return f"{size / 1_000_000:,.1f} MB"


def gap(earlier: date, later: date) -> str:
    """Say that the days between two days with papers have none; nothing where there are none.

    >>> gap(date(2025, 9, 19), date(2025, 9, 22)), gap(date(2025, 9, 18), date(2025, 9, 19))
    ('No papers on Sat 20 and Sun 21 Sep', '')
    """
    first, last = earlier + timedelta(1), later - timedelta(1)
    return no_papers(first, last) if first <= last else ""


def _short(day: date) -> str:
    return f"{day:%a} {day.day}"


def listed_title(paper: PaperFacts) -> str:
    """Give the title of a paper as lists have it: on one line, marked where it was withdrawn.

    Of one that is too long it is the beginning.

    >>> listed_title(PaperFacts(title="A  title", withdrawn=True))
    'Withdrawn: A title'
    """
    title = one_line(paper.title)
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rpartition(' ')[0] or title[: LONGEST_TITLE - 1]}…"
    return f"Withdrawn: {title}" if paper.withdrawn else title


def by_words(byline: str) -> str:
    """Set the byline's first word apart, which a copied page glues to the name.

    >>> by_words("byAK and the research community")
    'by AK and the research community'
    """
    return re.sub(r"^by(?=[A-Z])", "by ", byline)
