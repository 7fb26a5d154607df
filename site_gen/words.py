"""Dates and numbers in words, as pages, feeds and messages say them."""

from datetime import date
from functools import cache


@cache
def long_date(day: date) -> str:
    """Write a date out.

    >>> long_date(date(2025, 9, 7))
    '7 September 2025'
    """
    return f"{day.day} {day:%B %Y}"


def count(number: int, noun: str) -> str:
    """Count things in words.

    >>> count(1, "paper"), count(1150, "paper")
    ('1 paper', '1,150 papers')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
