from datetime import date, timedelta
from pathlib import Path

import pytest

from site_gen.content.store import scan
from site_gen.content.unpublished.days_to_come import explain_many, split_days
from site_gen.model import DayScan, MonthScan

TODAY = date(2025, 9, 16)


def months(*days: date) -> tuple[MonthScan, ...]:
    seen = tuple(DayScan(day, ("a",), has_listing=False, stat_signature=f"{day}") for day in days)
    return (MonthScan("2025-09", seen, "all"),)


def test_days_after_today_are_to_come(papers: Path) -> None:
    begun, to_come = split_days(scan(papers).months, TODAY)

    assert [ref for month in begun for ref in month.refs] == ["2025-09-16/a", "2025-09-16/b"]
    assert [day.date for day in to_come] == [date(2025, 9, 17)]
    assert split_days(scan(papers).months, date(2025, 9, 15))[0] == ()


def test_the_signature_of_a_month_changes_when_a_day_comes() -> None:
    all_days = months(TODAY, TODAY + timedelta(1))
    today, tomorrow = (split_days(all_days, TODAY + timedelta(after))[0] for after in (0, 1))

    assert tomorrow == all_days
    assert today[0].stat_signature not in ("", "all")
    assert today == split_days(months(TODAY, TODAY + timedelta(9)), TODAY)[0]


@pytest.mark.parametrize(
    ("begun", "to_come", "expected"),
    [
        (0, 0, ""),
        (3, 0, ""),
        (1, 7, ""),
        (1, 8, "8 of 9 days would stay out, because they are after today, 2025-09-16"),
        (0, 1, "all days would stay out"),
    ],
)
def test_too_many_days_to_come_are_told(begun: int, to_come: int, expected: str) -> None:
    days = months(*(TODAY + timedelta(number) for number in range(1 - begun, to_come + 1)))
    message = explain_many(*split_days(days, TODAY), TODAY)

    assert message.startswith(expected)
    assert ("'publish_future: yes'" in message) is bool(expected)
