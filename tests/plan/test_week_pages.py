import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.pages import DaySummary
from site_gen.model.papers import Entry
from site_gen.plan.month_summary import compute_month_contexts
from site_gen.plan.week_pages import WeekPage, plan_weeks

DAYS = st.dates(date(2024, 11, 20), date(2025, 3, 10))


def entry(slug: str, day: date, upvotes: int | None = None) -> Entry:
    return Entry(slug=slug, first_day=day, title=slug, upvotes=upvotes)


def plan_months(listed: Mapping[date, int], entries: Iterable[Entry]) -> list[tuple[str, WeekPage]]:
    """Plan the weeks of each month apart, with what it may know of others."""
    months: dict[str, list[DaySummary]] = {}
    for day, number in listed.items():
        months.setdefault(f"{day:%Y-%m}", []).append(
            DaySummary(date=day, listed=number, entry_count=number)
        )
    found = []
    for name, around in compute_month_contexts(months).items():
        own = {day: number for day, number in listed.items() if f"{day:%Y-%m}" == name}
        known = {**dict(around.week_overlap), **own}
        seen = [one for one in entries if one.first_day in known]
        pages = plan_weeks(known, seen, around.before, around.next)
        found += [(name, page) for page in pages]
    return found


@given(listed=st.dictionaries(DAYS, st.integers(0, 3), min_size=1), seed=st.integers(0, 9))
def test_each_week_is_made_once_by_the_month_of_its_last_day_and_is_whole(
    listed: dict[date, int], seed: int
) -> None:
    order = random.Random(seed).sample(sorted(listed), len(listed))
    entries = [entry(f"p{n}", day) for day in order for n in range(listed[day])]
    found = plan_months({day: listed[day] for day in order}, entries)
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in sorted(listed):
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    pages = dict(sorted((page.url, page) for _, page in found))

    assert len(pages) == len(found)
    assert list(pages) == [f"/{year}-W{number:02}/" for year, number in sorted(weeks)]
    assert [(name, page.updated) for name, page in sorted(found, key=lambda one: one[1].url)] == [
        (f"{days[-1]:%Y-%m}", days[-1]) for _, days in sorted(weeks.items())
    ]
    for page, (_, days) in zip(pages.values(), sorted(weeks.items()), strict=True):
        shown = page.listed
        assert page.total == sum(listed[day] for day in days)
        assert [one.first for one in shown if one.url] == days[::-1]
        assert [len(one.papers) for one in shown if one.url] == [listed[d] for d in days[::-1]]
        monday = days[0] - timedelta(days[0].weekday())
        until = max(listed) if page is [*pages.values()][-1] else monday + timedelta(6)
        assert [one.date for one in page.days] == [
            monday + timedelta(n) for n in range((until - monday).days + 1)
        ]
    urls = [None, *pages, None]
    for before, page, after in zip(urls, pages.values(), urls[2:], strict=False):
        around = (page.previous, page.next)
        assert [one and one.url for one in around] == [before, after]


def test_a_week_says_when_it_is_and_ranks_its_papers() -> None:
    days = {date(2025, 9, 30): 2, date(2025, 10, 1): 1}
    entries = [entry("a", date(2025, 9, 30), 2), entry("b", date(2025, 9, 30)),
               entry("c", date(2025, 10, 1), 7)]  # fmt: skip
    [page] = plan_weeks(days, entries, date(2025, 9, 26), None)

    assert page.url == "/2025-W40/"
    assert page.title == "Papers of week 40, 29 September – 5 October 2025"
    assert [one.title for one in page.ranked] == ["c", "a"]
    assert page.previous
    assert page.previous.url == "/2025-W39/"
    assert page.next is None


def test_the_last_week_of_the_calendar_ends_with_it() -> None:
    days = [date(9999, 12, 24), date(9999, 12, 31)]
    found = plan_months(dict.fromkeys(days, 1), [entry(f"p{day}", day) for day in days])

    assert [page.url for _, page in found] == ["/9999-W51/", "/9999-W52/"]
    assert found[1][1].span.startswith("27")
    assert "31" in found[1][1].span
