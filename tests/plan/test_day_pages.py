import doctest
from datetime import date

import pytest

from site_gen.model.records import (
    DayFacts,
    DigestView,
    Entry,
    Listing,
    MonthContent,
    Page,
    Settings,
)
from site_gen.plan import day_pages
from site_gen.plan.feed_table import FeedLists
from site_gen.plan.month_summary import find_facts
from site_gen.render.views import view_page

DAYS = (date(2025, 8, 30), date(2025, 9, 16), date(2025, 9, 17))


def make_entries() -> dict[str, Entry]:
    return {
        f"{day}/{slug}": Entry(slug=slug, first_day=day, title=f"{slug} of {day}", body="Text.")
        for day in DAYS
        for slug in ("a", "b")
    }


def make_listing(day: date) -> Listing:
    return Listing(date=day, papers=("b", "a", *(["2025-08-30/a"] if day == DAYS[2] else [])))


@pytest.fixture
def plan() -> dict[str, Page]:
    """Two months and what spans them, planned as a build does."""
    settings, entries = Settings(byline="byAK and all"), make_entries()
    august = MonthContent(
        listings=(make_listing(DAYS[0]),),
        entries=entries,
        next=DAYS[1],
        appearances={"2025-08-30/a": (DAYS[2],)},
        is_newest=False,
    )
    september = MonthContent(
        listings=(make_listing(DAYS[1]), make_listing(DAYS[2])), entries=entries, previous=DAYS[0]
    )
    facts = [find_facts(make_listing(day), 2) for day in DAYS]
    made = [
        *day_pages.plan_month(settings, august),
        *day_pages.plan_month(settings, september),
        *day_pages.plan_rest(settings, facts, ["/pagefind/all/"]),
        day_pages.plan_feeds(FeedLists((), ()), has_authors=False),
    ]
    assert len({page.url for page in made}) == len(made), "two pages share a URL"
    return {page.url: page for page in made}


def digest(page: Page) -> DigestView:
    view = page.context["digest"]
    assert isinstance(view, DigestView)
    return view


def entries(page: Page) -> list[Entry]:
    return [paper for paper in digest(page).papers if isinstance(paper, Entry)]


def test_the_examples_are_true() -> None:
    assert doctest.testmod(day_pages).failed == 0


def test_the_plan_is_the_site_map(plan: dict[str, Page]) -> None:
    papers = [f"/{day}/{slug}/" for day in DAYS for slug in ("b", "a")]
    days = [f"/{day}/" for day in DAYS]

    rest = [
        "/archive/",
        "/2025/",
        "/search/",
        "/feeds/",
        "/reading-list/",
        "/about/",
        "/404.html",
    ]
    assert sorted(plan) == sorted(["/", *days, *papers, *rest])
    assert [url for url, page in plan.items() if not page.is_listed] == ["/404.html"]


def test_home_is_the_newest_day(plan: dict[str, Page]) -> None:
    assert digest(plan["/"]) == digest(plan["/2025-09-17/"])
    assert [(paper.first_day.day, paper.slug) for paper in entries(plan["/"])] == [
        (17, "b"), (17, "a"), (30, "a")
    ]  # fmt: skip


def test_days_lead_to_their_neighbours(plan: dict[str, Page]) -> None:
    first, middle, last = (digest(plan[f"/{day}/"]) for day in DAYS)

    assert first.previous is None
    assert last.next is None
    assert middle.previous is not None
    assert middle.previous.url == "/2025-08-30/"
    assert middle.next is not None
    assert middle.next.url == "/2025-09-17/"


def test_a_paper_knows_all_its_days_and_its_neighbours(plan: dict[str, Page]) -> None:
    context = plan["/2025-08-30/a/"].context

    assert [day.url for day in context["days"]] == ["/2025-08-30/", "/2025-09-17/"]  # type: ignore[attr-defined]
    assert context["previous"].url == "/2025-08-30/b/"  # type: ignore[attr-defined]
    assert context["next"] is None


def test_the_archive_is_by_month_newest_first(plan: dict[str, Page]) -> None:
    months = plan["/archive/"].context["months"]

    days = [[d.date.day for week in m.weeks for d in week.days if d.url] for m in months]  # type: ignore[attr-defined]
    assert [(m.first.month, m.url) for m in months] == [(9, "/2025-09/"), (8, "/2025-08/")]  # type: ignore[attr-defined]
    assert days == [[16, 17], [30]]
    assert [sum(len(week.days) for week in m.weeks) for m in months] == [17, 31]  # type: ignore[attr-defined]


def test_a_year_shows_every_month_from_its_first_to_its_last() -> None:
    facts = [DayFacts(date=date(*day), listed=1, own=1) for day in
             ((2023, 5, 9), (2023, 8, 10), (2024, 1, 3))]  # fmt: skip
    made = {page.url: page for page in day_pages.plan_rest(Settings(), facts, [])}
    months = made["/2023/"].context["months"]
    shape = [(m.first.month, m.url, sum(len(w.days) for w in m.weeks)) for m in months]  # type: ignore[attr-defined]

    assert shape == [(8, "/2023-08/", 31), (7, "", 31), (6, "", 30), (5, "/2023-05/", 31)]
    assert made["/2024/"].context["months"] == made["/archive/"].context["months"]
    assert made["/2023/"].updated == date(2023, 8, 10)


def test_titles_and_descriptions_tell_pages_apart(plan: dict[str, Page]) -> None:
    assert plan["/2025-09-17/"].title == "Papers of 17 September 2025"
    assert len({page.title for page in plan.values()}) == len(plan)
    assert all(view_page(page)[0].description for page in plan.values())


@pytest.mark.parametrize(
    ("banner", "shown"),
    [
        ((), ("", "", "")),
        (("Go",), ("", "", "Go")),
        (("Get mail", "Go"), ("", "Get mail", "Go")),
        (("new", "Get mail", "Go"), ("new", "Get mail", "Go")),
    ],
)
def test_the_banner(banner: tuple[str, ...], shown: tuple[str, str, str]) -> None:
    month = MonthContent(listings=(Listing(date=DAYS[0], banner=banner),), entries={})
    view = digest(day_pages.plan_month(Settings(), month)[0])

    assert (view.badge, view.pitch, view.action) == shown


def test_the_byline_has_its_space(plan: dict[str, Page]) -> None:
    assert digest(plan["/"]).byline == "by AK and all"
    assert day_pages.by_words("by AK") == "by AK"
    assert day_pages.by_words("bystanders") == "bystanders"


def test_the_archive_has_a_page_a_year() -> None:
    facts = [DayFacts(date=day, listed=3, own=2) for day in (date(2023, 5, 1), *DAYS)]
    made = {page.url: page for page in day_pages.plan_rest(Settings(), facts, [])}
    years = made["/archive/"].context["years"]

    assert [(year.number, year.url, year.count) for year in years] == [  # type: ignore[attr-defined]
        (2025, "/2025/", 6), (2023, "/2023/", 2)
    ]  # fmt: skip
    assert made["/2025/"].context["total"] == 6
    assert len(made["/2023/"].context["months"]) == 1  # type: ignore[arg-type]
    assert made["/archive/"].context["months"] == made["/2025/"].context["months"]


def test_an_empty_site_has_its_pages() -> None:
    made = day_pages.plan_rest(Settings(), [], [])

    assert [page.url for page in made] == [
        "/",
        "/archive/",
        "/search/",
        "/reading-list/",
        "/about/",
        "/404.html",
    ]
