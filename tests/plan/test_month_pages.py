from dataclasses import replace
from datetime import date

from site_gen.model.pages import DayCount, Week
from site_gen.model.papers import Entry, Listing
from site_gen.plan.month_pages import (
    RANKED,
    DayPapers,
    MonthPage,
    count_days,
    list_days,
    list_papers,
    make_line,
    make_weeks,
    plan_month_page,
)

FIRST = date(2025, 9, 1)


def entry(slug: str, day: int, upvotes: int | None = None) -> Entry:
    return Entry(slug=slug, first_day=date(2025, 9, day), title=slug, upvotes=upvotes)


LISTINGS = [Listing(date=date(2025, 9, day), papers=("a",)) for day in (2, 4)]


def days_of(page: MonthPage) -> list[DayCount]:
    return [day for week in page.weeks for day in week.days]


def test_a_month_shows_days_without_papers_until_its_last() -> None:
    page = plan_month_page(FIRST, LISTINGS, [entry("a", 2)], None, None)
    days = days_of(page)
    assert [day.url for day in days] == ["", "/2025-09-02/", "", "/2025-09-04/"]
    assert days[1] == DayCount(date=date(2025, 9, 2), url="/2025-09-02/", count=1)
    assert page.url == "/2025-09/"


def test_a_month_that_is_over_is_shown_whole_and_leads_on() -> None:
    page = plan_month_page(FIRST, LISTINGS, [], date(2025, 7, 31), date(2025, 10, 2))
    assert len(days_of(page)) == 30
    assert page.previous
    assert page.previous.url == "/2025-07/"
    assert page.next
    assert page.next.url == "/2025-10/"


def test_papers_are_ranked_by_upvotes_where_they_have_any() -> None:
    entries = [entry("a", 2, 3), entry("b", 2), entry("c", 4, 9), entry("d", 4, 0)]
    page = plan_month_page(FIRST, LISTINGS, entries, None, None)
    assert [paper.title for paper in page.ranked] == ["c", "a"]
    assert [paper.title for paper in list_papers(entries)] == ["c", "d", "a", "b"]


def test_the_rows_of_a_calendar_are_weeks_and_lead_to_those_with_papers() -> None:
    weeks = make_weeks(count_days(date(2024, 12, 27), date(2025, 1, 6), {date(2025, 1, 2): 3}))
    assert [(week.number, week.url, len(week.days)) for week in weeks] == [
        (52, "", 3), (1, "/2025-W01/", 7), (2, "", 1)
    ]  # fmt: skip
    assert isinstance(weeks[0], Week)


def test_days_without_papers_that_follow_each_other_are_one() -> None:
    listed = {date(2025, 9, 2): 1, date(2025, 9, 5): 2}
    line = make_line(entry("a", 2))
    found = list(list_days(count_days(date(2025, 9, 1), date(2025, 9, 5), listed), [line]))
    assert found == [
        DayPapers(
            first=date(2025, 9, 5), last=date(2025, 9, 5), url="/2025-09-05/", count=2, papers=()
        ),
        DayPapers(first=date(2025, 9, 3), last=date(2025, 9, 4), url="", count=0, papers=()),
        DayPapers(
            first=date(2025, 9, 2), last=date(2025, 9, 2), url="/2025-09-02/", count=1,
            papers=(line,),
        ),
        DayPapers(first=date(2025, 9, 1), last=date(2025, 9, 1), url="", count=0, papers=()),
    ]  # fmt: skip


def test_the_ranking_is_bounded() -> None:
    entries = [entry(f"p{number}", 2, number + 1) for number in range(RANKED + 5)]
    page = plan_month_page(FIRST, LISTINGS, entries, None, None)
    assert len(page.ranked) == RANKED
    assert page.total == RANKED + 5


def test_lists_mark_a_paper_that_was_withdrawn() -> None:
    assert make_line(replace(entry("a", 2), withdrawn=True)).title == "Withdrawn: a"
