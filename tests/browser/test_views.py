"""The views of time, in a browser: week, month, year, archive."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from site_gen.build.build import Options, build
from site_gen.preview import Preview
from tests.browser.conftest import Watch, serving

pytestmark = pytest.mark.browser

LAST = date(2025, 10, 2)  # a Thursday: its week begins in September


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A site of weekdays in two months, with upvotes."""
    folder = tmp_path_factory.mktemp("months")
    for back in range(40):
        day = LAST - timedelta(back)
        if day.weekday() > 4 or day == date(2025, 9, 17):
            continue
        (folder / "content" / f"{day}").mkdir(parents=True)
        for number in range(2):
            facts = f"title: Paper {number} of {day:%A}\nupvotes: {back}\nnotes: Ours."
            text = f"---\n{facts}\n---\n\nText.\n"
            (folder / "content" / f"{day}" / f"p{number}.md").write_text(text)
    build(folder, folder / "public", Options(has_search=False))
    with serving(folder / "public") as site:
        yield site
    shutil.rmtree(folder)


@pytest.fixture
def walk(chromium: Browser, months: Preview) -> Iterator[Watch]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    watch = Watch(context.new_page(), months.url.rstrip("/"))
    yield watch
    assert watch.errors == []
    assert watch.strangers == []
    context.close()


def test_tabs_lead_to_week_and_month_and_say_where_one_is(walk: Watch) -> None:
    page = walk.go("/2025-09-18/")
    tabs = page.get_by_role("navigation", name="View")
    expect(tabs.locator("[aria-current]")).to_have_text("Daily")
    tabs.get_by_role("link", name="Weekly").click()
    expect(page).to_have_url(re.compile("/2025-W38/$"))
    expect(tabs.locator("[aria-current]")).to_have_text("Weekly")
    tabs.get_by_role("link", name="Monthly").click()
    expect(page).to_have_url(re.compile("/2025-09/$"))
    expect(tabs.locator("[aria-current]")).to_have_text("Monthly")
    tabs.get_by_role("link", name="Daily").click()
    expect(page).to_have_url(re.compile("/2025-09-30/$"))


def test_a_week_that_spans_two_months_is_whole(walk: Watch) -> None:
    page = walk.go("/2025-W40/")
    expect(page.locator("h1")).to_contain_text("29 September – 5 October 2025")
    assert page.locator(".listed h2").all_inner_texts() == [
        "Thursday 2 October 2025", "Wednesday 1 October 2025", "Tuesday 30 September 2025",
        "Monday 29 September 2025",
    ]  # fmt: skip
    assert page.locator(".listed li").count() == 8
    page.get_by_role("link", name="Previous week").click()
    expect(page).to_have_url(re.compile("/2025-W39/$"))
    page.get_by_role("link", name="Next week").click()
    expect(page).to_have_url(re.compile("/2025-W40/$"))


def test_days_without_papers_are_told(walk: Watch) -> None:
    page = walk.go("/2025-W38/")
    assert page.locator(".listed, p.none").evaluate_all(
        "all => all.map(one => one.className + ': ' + one.innerText.split('\\n')[0])"
    ) == [
        "none: No papers on Sat 20 and Sun 21 Sep", "listed: Friday 19 September 2025",
        "listed: Thursday 18 September 2025", "none: No papers on Wed 17 Sep",
        "listed: Tuesday 16 September 2025", "listed: Monday 15 September 2025",
    ]  # fmt: skip
    page = walk.go("/2025-09-18/")
    expect(page.locator(".leaf .none")).to_have_text("No papers on Wed 17 Sep")
    page = walk.go("/")
    expect(page.locator(".leaf")).to_contain_text("Last update Thursday 2 October 2025")


@pytest.mark.parametrize("url", ["/2025-W38/", "/2025-09/"])
def test_upvotes_rank_papers_without_a_script(chromium: Browser, months: Preview, url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(months.url.rstrip("/") + url)
    votes = [int(text.split()[0]) for text in page.locator(".ranked .count").all_text_contents()]
    context.close()

    assert len(votes) > 5
    assert votes == sorted(votes, reverse=True)


def test_a_card_shows_its_upvotes(walk: Watch) -> None:
    page = walk.go("/2025-10-01/")
    expect(page.locator(".papers article").first).to_contain_text("1 upvote")


@pytest.mark.parametrize("url", ["/archive/", "/2025/", "/2025-09/"])
def test_a_calendar_is_an_even_grid_of_links(walk: Watch, url: str) -> None:
    page = walk.go(url)
    heights = page.locator(".calendar > li").evaluate_all(
        "rows => rows.map(row => Math.round(row.getBoundingClientRect().height))"
    )
    assert len(set(heights)) == 1
    assert len(heights) >= 5
    september = page.locator(".calendar", has=page.locator('a[href="/2025-09-16/"]'))
    assert september.locator('a[href^="/2025-09-"]').count() == 21
    assert september.locator("a.week").count() == 5
    cell = september.get_by_role("link", name="16 September 2025: 2 papers")
    place = cell.bounding_box()
    below = september.get_by_role("link", name="23 September 2025: 2 papers").bounding_box()
    assert place is not None
    assert below is not None
    assert place["x"] == below["x"]
    cell.click()
    expect(page).to_have_url(re.compile("/2025-09-16/$"))


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("url", ["/", "/2025-W38/", "/2025-09/", "/2025/", "/archive/"])
def test_no_view_scrolls_sideways(walk: Watch, url: str, width: int) -> None:
    walk.page.set_viewport_size({"width": width, "height": 800})
    page = walk.go(url)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_notes_stand_apart_from_the_links_below(walk: Watch) -> None:
    page = walk.go(f"/{LAST}/p1/")
    notes, links = (page.locator(one).bounding_box() for one in (".notes", ".links"))
    assert notes
    assert links
    assert links["y"] - notes["y"] - notes["height"] >= 16
