import doctest
from datetime import date

import pytest

from site_gen import pages
from site_gen.model import Archive, DigestView, Entry, Listing, Page, Settings

DAYS = (date(2025, 8, 30), date(2025, 9, 16), date(2025, 9, 17))


def make_archive() -> Archive:
    entries = {
        f"{day}/{slug}": Entry(slug=slug, first_day=day, title=f"{slug} of {day}", body="Text.")
        for day in DAYS
        for slug in ("a", "b")
    }
    listings = tuple(
        Listing(date=day, papers=("b", "a", *(["2025-08-30/a"] if day == DAYS[2] else [])))
        for day in DAYS
    )
    return Archive(listings=listings, entries=entries)


@pytest.fixture
def plan() -> dict[str, Page]:
    made = pages.plan(Settings(byline="byAK and all"), make_archive(), has_search=True)
    assert len({page.url for page in made}) == len(made), "two pages share a URL"
    return {page.url: page for page in made}


def digest(page: Page) -> DigestView:
    view = page.context["digest"]
    assert isinstance(view, DigestView)
    return view


def test_the_examples_are_true() -> None:
    assert doctest.testmod(pages).failed == 0


def test_the_plan_is_the_site_map(plan: dict[str, Page]) -> None:
    papers = [f"/{day}/{slug}/" for day in DAYS for slug in ("b", "a")]
    days = [f"/{day}/" for day in DAYS]

    assert list(plan) == ["/", *days, *papers, "/archive/", "/search/", "/feeds/", "/404.html"]
    assert [url for url, page in plan.items() if not page.is_listed] == ["/404.html"]


def test_home_is_the_newest_day(plan: dict[str, Page]) -> None:
    assert digest(plan["/"]) == digest(plan["/2025-09-17/"])
    assert [paper.url for paper in digest(plan["/"]).papers] == [
        "/2025-09-17/b/", "/2025-09-17/a/", "/2025-08-30/a/"
    ]  # fmt: skip


def test_days_lead_to_their_neighbours(plan: dict[str, Page]) -> None:
    first, middle, last = (digest(plan[f"/{day}/"]) for day in DAYS)

    assert first.previous is None
    assert last.next is None
    assert middle.previous is not None
    assert middle.previous.url == "/2025-08-30/"
    assert middle.next is not None
    assert (middle.next.url, middle.next.count) == ("/2025-09-17/", 3)


def test_a_paper_knows_all_its_days_and_its_neighbours(plan: dict[str, Page]) -> None:
    context = plan["/2025-08-30/a/"].context

    assert [day.url for day in context["days"]] == ["/2025-08-30/", "/2025-09-17/"]  # type: ignore[attr-defined]
    assert context["previous"].url == "/2025-08-30/b/"  # type: ignore[attr-defined]
    assert context["next"] is None


def test_the_archive_is_by_month_newest_first(plan: dict[str, Page]) -> None:
    months = plan["/archive/"].context["months"]

    assert [(m.first.month, [d.date.day for d in m.days]) for m in months] == [  # type: ignore[attr-defined]
        (9, [17, 16]), (8, [30])
    ]  # fmt: skip


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
    archive = Archive(listings=(Listing(date=DAYS[0], banner=banner),))
    view = digest(pages.plan(Settings(), archive, has_search=False)[0])

    assert (view.badge, view.pitch, view.action) == shown


def test_the_byline_has_its_space(plan: dict[str, Page]) -> None:
    assert digest(plan["/"]).byline == "by AK and all"
    assert pages.by_words("by AK") == "by AK"
    assert pages.by_words("bystanders") == "bystanders"


def test_links_follow_from_ids() -> None:
    entry = Entry(
        slug="a", first_day=DAYS[0], title="A", arxiv_id="2509.01234", doi="10.1/x",
        links=(("code", "https://x.y/z"),),
    )  # fmt: skip

    assert [(link.text, link.url) for link in pages.view_paper(entry).links] == [
        ("arXiv", "https://arxiv.org/abs/2509.01234"),
        ("PDF", "https://arxiv.org/pdf/2509.01234"),
        ("DOI", "https://doi.org/10.1/x"),
        ("code", "https://x.y/z"),
    ]


def test_an_empty_archive_has_its_pages() -> None:
    made = pages.plan(Settings(), Archive(), has_search=True)

    assert [page.url for page in made] == ["/", "/archive/", "/search/", "/feeds/", "/404.html"]
