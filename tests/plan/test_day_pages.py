import doctest
from dataclasses import replace
from datetime import date

import pytest

from site_gen.model.pages import MonthContent, Page
from site_gen.model.papers import Entry, Listing, Settings
from site_gen.plan import day_pages
from site_gen.plan.day_pages import DayPage, HomePage, PaperPage
from site_gen.plan.feeds.feed_table import FeedLists
from site_gen.plan.fixed_pages import plan_feeds, plan_fixed_pages
from site_gen.plan.month_summary import summarise_day
from site_gen.plan.paper_view import DigestView, view_paper

DAYS = (date(2025, 8, 30), date(2025, 9, 16), date(2025, 9, 17))


def make_entry(day: date = DAYS[0], slug: str = "a", body: str = "Text.") -> Entry:
    return Entry(slug=slug, first_day=day, title=f"{slug} of {day}", body=body)


def make_entries() -> dict[str, Entry]:
    return {f"{day}/{slug}": make_entry(day, slug) for day in DAYS for slug in ("a", "b")}


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
    facts = [summarise_day(make_listing(day), 2) for day in DAYS]
    made = [
        *day_pages.plan_month(settings, august),
        *day_pages.plan_month(settings, september),
        *plan_fixed_pages(settings, facts, ["/pagefind/all/"]),
        plan_feeds(FeedLists((), ()), has_authors=False),
    ]
    assert len({page.url for page in made}) == len(made), "two pages share a URL"
    return {page.url: page for page in made}


def digest(page: Page) -> DigestView:
    assert isinstance(page, HomePage | DayPage)
    assert page.digest
    return page.digest


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
    assert [(paper.day.day, paper.slug) for paper in digest(plan["/"]).papers] == [
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
    page = plan["/2025-08-30/a/"]

    assert isinstance(page, PaperPage)
    assert [day.url for day in page.days] == ["/2025-08-30/", "/2025-09-17/"]
    assert page.previous
    assert page.previous.url == "/2025-08-30/b/"
    assert page.next is None


def test_pages_of_a_month_share_what_is_made_of_a_paper(plan: dict[str, Page]) -> None:
    page, view = plan["/2025-09-17/b/"], digest(plan["/2025-09-17/"])

    assert isinstance(page, PaperPage)
    assert page.paper is view.papers[0]


def test_planning_makes_no_html(plan: dict[str, Page]) -> None:
    papers = [paper for page in plan.values() if isinstance(page, DayPage)
              for paper in page.digest.papers]  # fmt: skip

    assert papers
    assert not any("title_html" in vars(paper) for paper in papers)
    assert papers[0].title_html
    assert "title_html" in vars(papers[0])


def test_a_papers_page_is_described_by_its_abstract_and_cites_it(plan: dict[str, Page]) -> None:
    page = plan["/2025-08-30/a/"]

    assert isinstance(page, PaperPage)
    assert page.description == "Text."
    assert page.slug == "a"
    assert page.bibtex.startswith("@misc{a-2025-08-30,")
    assert page.linked["datePublished"] == "2025-08-30"
    assert (
        replace(page, paper=view_paper(Settings(), make_entry(body=""))).description == page.title
    )


def test_titles_and_descriptions_tell_pages_apart(plan: dict[str, Page]) -> None:
    assert plan["/2025-09-17/"].title == "Papers of 17 September 2025"
    assert len({page.title for page in plan.values()}) == len(plan)
    assert all(page.description for page in plan.values())


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


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (None, ("Theirs", "by them", "Buy")),
        ((), ("Ours", "by us", "Go")),
        (("byline",), ("Ours", "by them", "Go")),
        (("banner", "heading"), ("Theirs", "by us", "Buy")),
    ],
)
def test_a_day_shows_the_words_that_it_says(
    show: tuple[str, ...] | None, expected: tuple[str, str, str]
) -> None:
    settings = Settings(title="Ours", byline="by us", banner=("Go",))
    listing = Listing(date=DAYS[0], heading="Theirs", byline="by them", banner=("Buy",), show=show)
    view = digest(day_pages.plan_month(settings, MonthContent(listings=(listing,), entries={}))[0])

    assert (view.heading, view.byline, view.action) == expected
