"""The search page over an index in several bundles: one archive to the reader."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from site_gen.preview import Preview
from tests.browser.archives import (
    ALL,
    DAYS,
    PARTIAL,
    days_of,
    having,
    links,
    open_filters,
    paths,
    search,
    write_archive,
)
from tests.browser.conftest import Watch, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(write_archive(tmp_path_factory.mktemp("bundles"))) as site:
        yield site


@pytest.fixture
def watch(chromium: Browser, archive: Preview) -> Iterator[Watch]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Watch(context.new_page(), archive.url.rstrip("/"))
    context.close()


class Gate:
    """Keeps back what is asked of a bundle, until it opens."""

    def __init__(self, page: Page, name: str) -> None:
        self.held: list[Route] = []
        self.is_open = False
        page.route(f"**/pagefind/{name}/**", self._pass)

    def _pass(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


@pytest.mark.parametrize(
    "query", ["common", "attention", "model", "about retrieval", "words model"]
)
def test_bundles_find_what_one_finds(watch: Watch, query: str) -> None:
    wanted = set.intersection(*(having(word) | having(f"{word}.") for word in query.split()))
    one = links(search(watch, f"/whole/?q={query}"))
    page = search(watch, f"/search/?q={query}")
    found = links(page)

    assert len(wanted) > 10
    assert set(found) == set(one) == wanted
    assert len(found) == len(one) == len(wanted)
    expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} papers for “{query}”")
    assert watch.errors == []
    assert watch.strangers == []


@pytest.mark.parametrize("sort", ["", "&sort=newest"])
@pytest.mark.parametrize("query", ["walrus", "hyperbolic", "“walrus”"])
def test_what_only_the_oldest_bundle_knows_is_the_only_hit(
    watch: Watch, query: str, sort: str
) -> None:
    page = search(watch, f"/search/?q={query}{sort}")

    slug = "gamma" if query == "hyperbolic" else "walrus"
    assert links(page) == [f"/2024-02-29/{slug}/"]
    expect(page.get_by_role("status")).to_have_text(f"1 paper for “{query}”")


def test_a_half_typed_word_is_found_where_it_is(watch: Watch) -> None:
    page = search(watch, "/search/?q=walru")

    assert links(page) == ["/2024-02-29/walrus/"]


def test_an_unknown_word_is_shortened_as_in_one_index(watch: Watch) -> None:
    one = links(search(watch, "/whole/?q=walrusqz"))

    assert links(search(watch, "/search/?q=walrusqz")) == one == ["/2024-02-29/walrus/"]


def test_the_newest_come_first_over_all_bundles(watch: Watch) -> None:
    days = days_of(links(search(watch, "/search/?q=attention&sort=newest")))

    assert days == sorted(days, reverse=True)
    assert set(days) == set(ALL)


def test_months_are_of_all_bundles_and_narrow_to_their_papers(watch: Watch) -> None:
    page = search(watch, "/search/?q=diffusion")
    open_filters(page)
    choice = page.get_by_label("Month")
    months = {day[:7] for day in ALL}
    offered = sorted({*months, "2025", "2024"}, key=lambda name: f"{name}~", reverse=True)
    expect(choice.locator("option")).to_have_count(len(offered) + 1)
    assert [x.get_attribute("value") for x in choice.locator("option").all()] == ["", *offered]

    for name in offered:
        wanted = having("diffusion", tuple(day for day in ALL if day.startswith(name)))
        expect(choice.locator(f"option[value='{name}']")).to_contain_text(f"({len(wanted)})")
        choice.select_option(name)
        expect(page).to_have_url(re.compile(f"month={name}$"))
        expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} papers for “diffusion”")
        assert set(links(page)) == wanted
    assert watch.errors == []


def test_filters_are_loaded_where_they_are_seen(watch: Watch) -> None:
    watch.page.set_viewport_size({"width": 390, "height": 800})
    page = search(watch, "/search/?q=common")
    page.wait_for_timeout(200)
    expect(page.locator("#filters")).to_be_hidden()
    assert not [url for url in watch.requests if "/filter/" in url]

    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator("#filters")).to_be_visible()
    expect(page.locator("#topic-values button").first).to_have_text(f"attention {3 * len(ALL)}")
    expect(page.get_by_role("button", name="Filter")).to_be_hidden()


def test_filters_count_what_the_others_leave(watch: Watch) -> None:
    page = search(watch, "/search/?q=common")
    open_filters(page)
    topic, code = page.get_by_label("Topic"), page.get_by_label(re.compile("Has code"))
    topic.select_option("attention")
    expect(page.get_by_role("status")).to_have_text(f"{3 * len(ALL)} papers for “common”")
    expect(page.locator("#filters")).to_contain_text(f"Has code ({2 * len(ALL)})")
    code.check()
    expect(page.get_by_role("status")).to_have_text(f"{2 * len(ALL)} papers for “common”")
    expect(topic.locator("option[value=retrieval]")).to_have_text(f"retrieval ({len(ALL)})")
    expect(page).to_have_url(re.compile(r"\?q=common&topic=attention&code=yes$"))

    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status")).to_have_text(f"{len(having('common'))} papers for “common”")
    expect(page).to_have_url(re.compile(r"\?q=common$"))


def test_a_swapped_letter_finds_what_was_meant_in_any_bundle(watch: Watch) -> None:
    page = search(watch, "/search/?q=retreival")
    expect(page.get_by_role("status")).to_contain_text(
        "for “retrieval”, as no paper has “retreival”"
    )

    assert set(links(page)) == having("retrieval") | having("retrieval.")


def test_an_address_keeps_a_month_of_an_old_bundle(watch: Watch) -> None:
    page = search(watch, "/search/?q=diffusion&month=2024-02")

    expect(page.get_by_label("Month")).to_have_value("2024-02")
    expect(page.get_by_label("Month")).to_contain_text("February 2024 (")
    assert set(links(page)) == having("diffusion", ("2024-02-29",))
    expect(page).to_have_url(re.compile(r"\?q=diffusion&month=2024-02$"))


def test_relevance_is_that_of_one_index(watch: Watch) -> None:
    one = links(search(watch, "/whole/?q=model"))
    found = links(search(watch, "/search/?q=model"))

    # The slug's number says how often the word is there, and so how relevant the paper is.
    assert [path[-2] for path in found] == [path[-2] for path in one]


def test_nothing_is_fetched_before_search_is_used(watch: Watch) -> None:
    page = watch.go("/search/")
    page.wait_for_timeout(300)
    assert not [url for url in watch.requests if "/pagefind/" in url]

    page.get_by_role("searchbox").fill("common")
    expect(page.get_by_role("status")).to_contain_text("for “common”")
    assert not [url for url in watch.requests if re.search(r"/pagefind/(2025|2024)/.*\.js$", url)]


def test_the_newest_are_shown_while_older_bundles_load(watch: Watch) -> None:
    gate = Gate(watch.page, "2024")
    page = watch.go("/search/?q=common")
    status = page.get_by_role("status")
    expect(status).to_have_text(f"{len(having('common', DAYS['2025-09']))} papers so far…")
    results = page.locator("#results h2 a")
    expect(results).to_have_count(10)
    first = paths(results)
    assert set(days_of(first)) <= set(DAYS["2025-09"])

    gate.open()
    expect(status).to_have_text(f"{len(having('common'))} papers for “common”")


def test_where_the_newest_has_few_the_next_is_shown_before_the_rest(watch: Watch) -> None:
    gate = Gate(watch.page, "2024")
    page = watch.go("/search/?q=common&month=2025-03")
    status = page.get_by_role("status")
    expect(status).to_have_text("8 papers so far…")
    assert set(links(page)) == having("common", ("2025-03-03",))

    gate.open()
    expect(status).to_have_text("8 papers for “common”")


def test_what_is_being_read_stays_when_older_bundles_come(watch: Watch) -> None:
    gate = Gate(watch.page, "2024")
    page = watch.go("/search/?q=common")
    expect(page.get_by_role("status")).to_contain_text("so far")
    results = page.locator("#results h2 a")
    before = paths(results)
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(results.nth(2)).to_be_focused()

    gate.open()
    expect(page.get_by_role("status")).to_contain_text("for “common”")
    expect(results.nth(2)).to_be_focused()
    found = links(page)
    assert found[:10] == before
    assert len(found) == len(set(found))
    assert set(found) == having("common")


def test_a_lost_bundle_is_told_and_survived(watch: Watch) -> None:
    page = search(watch, "/broken/?q=walrus")
    expect(page.get_by_role("status")).to_have_text(f"1 paper for “walrus”. {PARTIAL}")
    assert links(page) == ["/2024-02-29/walrus/"]

    page.get_by_role("searchbox").fill("attention")
    expect(page.get_by_role("status")).to_contain_text("for “attention”")
    expect(page.get_by_role("status")).to_contain_text(PARTIAL)
    assert set(links(page)) == having("attention")


def test_a_bundle_that_comes_back_is_searched(watch: Watch) -> None:
    watch.page.route("**/pagefind/2024/**", lambda route: route.abort())
    page = search(watch, "/search/?q=common")
    newer = having("common", DAYS["2025-09"] + DAYS["2025"])
    expect(page.get_by_role("status")).to_have_text(f"{len(newer)} papers for “common”. {PARTIAL}")
    page.unroute("**/pagefind/2024/**")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text(f"{len(having('common'))} papers for “common”")


@pytest.mark.parametrize("bundle", ["all", "2025-09"])
def test_pagefind_alone_finds_papers_and_loads_their_texts(watch: Watch, bundle: str) -> None:
    page = watch.go("/archive/")
    found = page.evaluate(
        """async (bundle) => {
            const pagefind = await import(`/pagefind/${bundle}/pagefind.js`);
            const { results } = await pagefind.search('attention', { sort: { date: 'desc' } });
            return Promise.all(results.map((result) => result.data()));
        }""",
        bundle,
    )
    urls = [data["url"] for data in found]

    assert set(urls) == having("attention", DAYS.get(bundle, ALL))
    assert days_of(urls) == sorted(days_of(urls), reverse=True)
    assert all(data["meta"]["title"].endswith("about attention") for data in found)
    assert all(data["content"].startswith("We study attention") for data in found)


def test_a_pack_of_texts_is_loaded_once(watch: Watch) -> None:
    loaded: list[str] = []
    watch.page.on("request", lambda request: loaded.append(request.url))
    found = links(search(watch, "/search/?q=attention"))
    packs = [url for url in loaded if "/2025/fragment/" in url or "/2024/fragment/" in url]

    assert set(found) == having("attention")
    assert len(set(packs)) < len(having("attention", DAYS["2025"] + DAYS["2024"]))
    assert len(packs) == len(set(packs))
