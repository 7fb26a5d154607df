from datetime import date

from site_gen.model import DayCount, Entry, Listing
from site_gen.month_pages import list_papers, plan_month_page

FIRST = date(2025, 9, 1)


def entry(slug: str, day: int, upvotes: int | None = None) -> Entry:
    return Entry(slug=slug, first_day=date(2025, 9, day), title=slug, upvotes=upvotes)


LISTINGS = [Listing(date=date(2025, 9, day), papers=("a",)) for day in (2, 4)]


def test_a_month_shows_days_without_papers_until_its_last() -> None:
    page = plan_month_page(FIRST, LISTINGS, [entry("a", 2)], None, None)
    days = page.context["days"]
    assert isinstance(days, tuple)
    assert [day.url for day in days] == ["", "/2025-09-02/", "", "/2025-09-04/"]
    assert days[1] == DayCount(date=date(2025, 9, 2), url="/2025-09-02/", count=1)
    assert page.url == "/2025-09/"


def test_a_month_that_is_over_is_shown_whole_and_leads_on() -> None:
    page = plan_month_page(FIRST, LISTINGS, [], date(2025, 7, 31), date(2025, 10, 2))
    assert len(page.context["days"]) == 30  # type: ignore[arg-type]
    assert page.context["previous"].url == "/2025-07/"  # type: ignore[attr-defined]
    assert page.context["next"].url == "/2025-10/"  # type: ignore[attr-defined]


def test_papers_are_ranked_by_upvotes_where_they_have_any() -> None:
    entries = [entry("a", 2, 3), entry("b", 2), entry("c", 4, 9), entry("d", 4, 0)]
    page = plan_month_page(FIRST, LISTINGS, entries, None, None)
    assert [paper.title for paper in page.context["ranked"]] == ["c", "a"]  # type: ignore[attr-defined]
    assert [paper.title for paper in list_papers(entries)] == ["c", "d", "a", "b"]
