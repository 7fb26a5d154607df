from datetime import date

from site_gen.model.pages import DaySummary
from site_gen.model.papers import Listing
from site_gen.plan.month_summary import compute_month_contexts, summarise_day


def day(text: str, *foreign: str) -> DaySummary:
    return DaySummary(date=date.fromisoformat(text), listed=1, entry_count=1, foreign=foreign)


def test_what_others_may_know_of_a_day() -> None:
    listing = Listing(date=date(2025, 9, 17), papers=("a", "2025-09-16/b", "2025-09-17/c"))

    assert summarise_day(listing, 5) == DaySummary(
        date=date(2025, 9, 17), listed=3, entry_count=5, foreign=("2025-09-16/b",)
    )


def test_months_know_the_days_around_them_and_who_lists_their_papers() -> None:
    around = compute_month_contexts(
        {
            "2025-07": [day("2025-07-02"), day("2025-07-01")],
            "2025-09": [day("2025-09-01", "2025-07-01/a", "2025-09-01/b"), day("2025-09-03")],
            "2025-10": [day("2025-10-05", "2025-07-01/a")],
        }
    )

    july, september, october = (around[name] for name in ("2025-07", "2025-09", "2025-10"))
    assert (july.previous, july.next) == (None, date(2025, 9, 1))
    assert (september.previous, september.next) == (date(2025, 7, 2), date(2025, 10, 5))
    assert (october.previous, october.next) == (date(2025, 9, 3), None)
    assert july.appearances == (
        ("2025-07-01/a", date(2025, 9, 1)), ("2025-07-01/a", date(2025, 10, 5))
    )  # fmt: skip
    assert september.appearances == ()
    assert [one.is_newest for one in (july, september, october)] == [False, False, True]
    assert compute_month_contexts({}) == {}


def test_a_month_knows_the_days_before_it_in_its_first_week() -> None:
    around = compute_month_contexts(
        {
            "2025-07": [day("2025-07-27")],
            "2025-09": [day("2025-09-30"), day("2025-09-29"), day("2025-09-28")],
            "2025-10": [day("2025-10-05"), day("2025-10-02")],
            "2025-12": [day("2025-12-01")],
        }
    )
    week_overlaps = [
        (one.before, [day.day for day, _ in one.week_overlap]) for one in around.values()
    ]

    assert week_overlaps == [
        (None, []), (date(2025, 7, 27), []), (date(2025, 9, 28), [29, 30]),
        (date(2025, 10, 5), []),
    ]  # fmt: skip
