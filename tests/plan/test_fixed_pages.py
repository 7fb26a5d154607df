from datetime import date

from site_gen.model.pages import DaySummary
from site_gen.model.papers import Settings
from site_gen.plan.fixed_pages import ArchivePage, plan_fixed_pages

DAYS = (date(2025, 8, 30), date(2025, 9, 16), date(2025, 9, 17))


def plan_archive(facts: list[DaySummary]) -> dict[str, ArchivePage]:
    pages = plan_fixed_pages(Settings(), facts, [])
    return {page.url: page for page in pages if isinstance(page, ArchivePage)}


def test_the_archive_is_by_month_newest_first() -> None:
    months = plan_archive([DaySummary(date=day, listed=2, entry_count=2) for day in DAYS])[
        "/archive/"
    ].months

    days = [[d.date.day for week in m.weeks for d in week.days if d.url] for m in months]
    assert [(m.first.month, m.url) for m in months] == [(9, "/2025-09/"), (8, "/2025-08/")]
    assert days == [[16, 17], [30]]
    assert [sum(len(week.days) for week in m.weeks) for m in months] == [17, 31]


def test_a_year_shows_every_month_from_its_first_to_its_last() -> None:
    facts = [DaySummary(date=date(*day), listed=1, entry_count=1) for day in
             ((2023, 5, 9), (2023, 8, 10), (2024, 1, 3))]  # fmt: skip
    made = plan_archive(facts)
    months = made["/2023/"].months
    shape = [(m.first.month, m.url, sum(len(w.days) for w in m.weeks)) for m in months]

    assert shape == [(8, "/2023-08/", 31), (7, "", 31), (6, "", 30), (5, "/2023-05/", 31)]
    assert made["/2024/"].months == made["/archive/"].months
    assert made["/2023/"].updated == date(2023, 8, 10)


def test_the_archive_has_a_page_a_year() -> None:
    facts = [DaySummary(date=day, listed=3, entry_count=2) for day in (date(2023, 5, 1), *DAYS)]
    made = plan_archive(facts)
    years = made["/archive/"].years

    assert [(year.number, year.url, year.count) for year in years] == [
        (2025, "/2025/", 6), (2023, "/2023/", 2)
    ]  # fmt: skip
    assert made["/2025/"].total == 6
    assert len(made["/2023/"].months) == 1
    assert made["/archive/"].months == made["/2025/"].months


def test_an_empty_site_has_its_pages() -> None:
    made = plan_fixed_pages(Settings(), [], [])

    assert [page.url for page in made] == [
        "/",
        "/archive/",
        "/search/",
        "/reading-list/",
        "/about/",
        "/404.html",
    ]
