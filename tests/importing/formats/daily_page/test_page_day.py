from datetime import date

import pytest

from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.page_day import choose_day, find_date
from site_gen.model import Problem

TODAY = date(2026, 3, 1)


def test_a_date_has_a_year() -> None:
    assert find_date("17 September 2025") == find_date("Sep 17, 2025") == date(2025, 9, 17)
    assert find_date("2025-09-17") == date(2025, 9, 17)
    assert find_date("Sep 17") is None
    assert find_date("Smith 17, 2025") is None


@pytest.mark.parametrize(
    ("words", "path", "given", "expected", "reason"),
    [
        ("Sep 17", "x.txt", None, date(2025, 9, 17), "the most recent 'Sep 17' (line 3 has no"),
        ("Feb 29", "x.txt", None, date(2024, 2, 29), "the most recent 'Feb 29'"),
        ("Sep 17, 2024", "2025-01-02.txt", None, date(2024, 9, 17), "as the page says in line 3"),
        ("Sep 17", "2024-09-17.txt", None, date(2024, 9, 17), "from the file's name"),
        ("Sep 17", "2024-09-18.txt", None, date(2024, 9, 18),
         "from the file's name; the page says 'Sep 17'"),
        ("Feb 31", "x.txt", TODAY, TODAY, "as given with --date"),
    ],
)  # fmt: skip
def test_the_day_is_the_one_given_else_the_pages_else_the_files(
    words: str, path: str, given: date | None, expected: date, reason: str
) -> None:
    problems: list[Problem] = []
    chosen = choose_day(path, Line(3, words), TODAY, given, problems)
    assert chosen.day == expected
    assert chosen.reason.startswith(reason)
    assert chosen.is_certain is not reason.startswith("the most recent")
    assert not problems


def test_a_page_without_a_day_is_a_problem() -> None:
    for header, line, expected in (
        (None, 1, "no date; expected one such as 'Sep 17', or --date"),
        (Line(3, "Feb 31"), 3, "no such day: 'Feb 31'; expected a date such as 'Sep 17'"),
    ):
        problems: list[Problem] = []
        choose_day("x.txt", header, TODAY, None, problems)
        assert problems == [Problem("x.txt", line, expected)]
