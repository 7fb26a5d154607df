"""The search page when files of its index cannot be loaded, or the site changes under it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from site_gen.preview import Preview
from tests.browser.archives import (
    ALL,
    DAYS,
    PARTIAL,
    having,
    links,
    open_filters,
    search,
    write_archive,
    write_bundle,
    write_page,
)
from tests.browser.conftest import Watch, serving

pytestmark = pytest.mark.browser

NEEDED = {
    "worker": "**/engine.*.js",
    "program": "**/pagefind.js*",
    "module": "**/wasm.*",
    "entry": "**/pagefind-entry.json*",
    "meta": "**/*.pf_meta",
    "chunk": "**/*.pf_index",
}
HTML = "<!doctype html><title>Another page</title>"
NOT_LOADED = "The search index could not be loaded."


def lose(route: Route) -> None:
    route.abort()


def miss(route: Route) -> None:
    route.fulfill(status=404, content_type="text/html", body=HTML)


def swallow(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body=HTML)


def cut(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[: len(answer.body()) // 2])


FAULTS = (lose, miss, swallow, cut)


def once(fault: Callable[[Route], None]) -> Callable[[Route], None]:
    """Make a fault of the first request of each address."""
    seen: set[str] = set()

    def fail_first(route: Route) -> None:
        url = route.request.url.partition("?")[0]
        if url in seen:
            route.fallback()
        else:
            seen.add(url)
            fault(route)

    return fail_first


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def archive(built: Path) -> Iterator[Preview]:
    with serving(built) as site:
        yield site


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def watch(context: BrowserContext, archive: Preview) -> Watch:
    return Watch(context.new_page(), archive.url.rstrip("/"))


def own_errors(watch: Watch) -> list[str]:
    """Give the errors that are not the browser's, of a file that was not loaded."""
    return [text for text in watch.errors if not text.startswith("Failed to load resource")]


def try_again(page: Page) -> None:
    page.get_by_role("button", name="Try again").click()


def expect_complete(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_have_text(text)
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("pattern", NEEDED.values(), ids=NEEDED)
def test_a_file_that_fails_is_an_error_and_tried_again(
    watch: Watch, pattern: str, fault: Callable[[Route], None]
) -> None:
    watch.page.route(pattern, fault)
    page = watch.go("/whole/?q=walrus")
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(NOT_LOADED)
    expect(page.locator("#nothing")).to_be_hidden()

    page.unroute(pattern)
    again.focus()
    page.keyboard.press("Enter")
    expect_complete(page, "1 paper for “walrus”")
    expect(page.locator("#results a")).to_be_focused()
    assert links(page) == ["/2024-02-29/walrus/"]
    assert own_errors(watch) == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("address", ["/whole/?q=attention&code=yes", "/search/?q=attention"])
def test_each_file_fails_once_and_nothing_is_noticed(
    watch: Watch, address: str, fault: Callable[[Route], None]
) -> None:
    watch.page.route("**/pagefind/**", once(fault))
    page = search(watch, address)

    wanted = having("attention")
    if "code" in address:
        wanted = {path for path in wanted if path[-2] in "02468"}
    expect_complete(page, f"{len(wanted)} papers for “attention”")
    assert set(links(page)) == wanted
    assert own_errors(watch) == []


def test_the_next_query_after_a_failure_is_answered(watch: Watch) -> None:
    watch.page.route("**/*.pf_index", miss)
    page = watch.go("/whole/?q=common")
    expect(page.get_by_role("status")).to_have_text(NOT_LOADED)
    expect(page.locator("#results li")).to_have_count(0)
    page.unroute("**/*.pf_index")
    page.get_by_role("searchbox").fill("walrus")

    expect_complete(page, "1 paper for “walrus”")


@pytest.mark.parametrize("bundle", DAYS)
@pytest.mark.parametrize("pattern", ["*.pf_meta", "index/*", "pagefind-entry.json*"])
def test_one_of_several_bundles_is_told_and_tried_again(
    watch: Watch, bundle: str, pattern: str
) -> None:
    watch.page.route(f"**/pagefind/{bundle}/{pattern}", miss)
    page = watch.go("/search/?q=common")
    others = having("common", tuple(day for name in DAYS if name != bundle for day in DAYS[name]))
    expect(page.get_by_role("status")).to_have_text(f"{len(others)} papers for “common”. {PARTIAL}")
    assert set(links(page)) == others

    page.unroute(f"**/pagefind/{bundle}/{pattern}")
    try_again(page)
    expect_complete(page, f"{len(having('common'))} papers for “common”")
    assert set(links(page)) == having("common")
    assert own_errors(watch) == []


def test_a_word_of_a_lost_bundle_only_is_not_said_to_be_nowhere(watch: Watch) -> None:
    watch.page.route("**/pagefind/2024/index/*", miss)
    page = watch.go("/search/?q=walrus")
    expect(page.get_by_role("status")).to_contain_text(PARTIAL)
    expect(page.get_by_role("status")).not_to_contain_text("No papers")

    page.unroute("**/pagefind/2024/index/*")
    try_again(page)
    expect_complete(page, "1 paper for “walrus”")


def test_results_without_their_texts_are_counted_and_the_others_shown(watch: Watch) -> None:
    page = search(watch, "/whole/?q=attention")
    total = len(having("attention"))
    shown = page.locator("#results h2 a")
    expect(shown).to_have_count(10)
    page.route("**/*.pf_fragment", miss)
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_role("status")).to_have_text(
        f"{total} papers for “attention”. {total - 10} papers could not be shown."
    )

    page.unroute("**/*.pf_fragment")
    try_again(page)
    expect_complete(page, f"{total} papers for “attention”")
    assert set(links(page)) == having("attention")
    assert own_errors(watch) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_one_text_that_fails_leaves_the_others(
    watch: Watch, fault: Callable[[Route], None]
) -> None:
    failing: list[str] = []

    def fail_one(route: Route) -> None:
        failing.append(route.request.url)
        if route.request.url == failing[0]:
            fault(route)
        else:
            route.fallback()

    watch.page.route("**/*.pf_fragment", fail_one)
    page = watch.go("/whole/?q=common")
    total = len(having("common"))
    expect(page.get_by_role("status")).to_have_text(
        f"{total} papers for “common”. 1 paper could not be shown."
    )
    expect(page.locator("#results h2 a")).to_have_count(9)

    page.unroute("**/*.pf_fragment")
    try_again(page)
    expect_complete(page, f"{total} papers for “common”")
    expect(page.locator("#results h2 a")).to_have_count(10)


def test_filters_that_fail_are_told_and_the_results_stay(watch: Watch) -> None:
    watch.page.set_viewport_size({"width": 390, "height": 800})
    page = search(watch, "/search/?q=diffusion")
    page.route("**/*.pf_filter", swallow)
    open_filters(page)
    total = len(having("diffusion"))
    expect(page.get_by_role("status")).to_have_text(
        f"{total} papers for “diffusion”. The filters could not be loaded."
    )
    page.unroute("**/*.pf_filter")
    try_again(page)

    expect_complete(page, f"{total} papers for “diffusion”")
    expect(page.get_by_label("Topic").locator("option[value=diffusion]")).to_contain_text("(")
    assert set(links(page)) == having("diffusion")


def test_a_chosen_filter_that_fails_is_an_error(watch: Watch) -> None:
    watch.page.route("**/*.pf_filter", miss)
    page = watch.go("/search/?q=diffusion&topic=attention")
    expect(page.get_by_role("status")).to_have_text(NOT_LOADED)
    page.unroute("**/*.pf_filter")
    try_again(page)

    expect_complete(page, "No papers for “diffusion”")


@pytest.mark.parametrize("pattern", ["**/words.txt", "**/spelling.*.js"])
@pytest.mark.parametrize("fault", [lose, miss, swallow])
def test_a_spelling_that_cannot_be_checked_is_told(
    watch: Watch, pattern: str, fault: Callable[[Route], None]
) -> None:
    watch.page.route(pattern, fault)
    page = watch.go("/search/?q=xetrieval")
    expect(page.get_by_role("status")).to_have_text(
        "“xetrieval” was not found. The spelling could not be checked."
    )
    page.unroute(pattern)
    try_again(page)

    expect(page.get_by_role("status")).to_contain_text("for “retrieval”, as no paper has")
    assert own_errors(watch) == []


def test_offline_is_an_error_and_online_again_searches(
    watch: Watch, context: BrowserContext
) -> None:
    page = search(watch, "/search/?q=common")
    context.set_offline(offline=True)
    page.get_by_role("searchbox").fill("walrus")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_role("status")).not_to_contain_text("No papers")
    context.set_offline(offline=False)

    expect_complete(page, "1 paper for “walrus”")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_search_without_an_answer_can_be_begun_anew(watch: Watch) -> None:
    watch.page.clock.install()
    watch.page.route("**/*.pf_index", lambda _route: None)
    page = watch.go("/whole/?q=walrus")
    page.clock.fast_forward(9_000)
    expect(page.get_by_role("status")).to_have_text("Still searching for “walrus”…")
    page.unroute("**/*.pf_index")
    try_again(page)

    expect_complete(page, "1 paper for “walrus”")


@pytest.mark.parametrize("start", ["/whole/?q=common", "/whole/"])
def test_a_site_exchanged_under_the_page_is_searched_without_a_reload(
    watch: Watch, archive: Preview, built: Path, tmp_path: Path, start: str
) -> None:
    """The new site has other days, and its index in other bundles, with other names."""
    days = ("2025-10-01", *DAYS["2025-09"])
    public = tmp_path / "public"
    shutil.copytree(built, public, ignore=shutil.ignore_patterns("pagefind"))
    write_bundle(public, "2025-10", days[:1])
    write_bundle(public, "2025", days[1:])
    html = (built / "whole/index.html").read_text()
    write_page(public, "whole", html, ["2025-10", "2025"])
    page = search(watch, start) if "q=" in start else watch.go(start)
    page.evaluate("window.isSame = true")
    archive.output = public
    try:
        for word in ("attention", "retrieval", "model"):
            wanted = having(word, days) | having(f"{word}.", days)
            page.get_by_role("searchbox").fill(word)
            expect_complete(page, f"{len(wanted)} papers for “{word}”")
            assert set(links(page)) == wanted
        assert page.evaluate("window.isSame")
        assert own_errors(watch) == []
    finally:
        archive.output = built


def test_more_results_of_a_site_that_was_exchanged_are_those_of_the_new(
    watch: Watch, archive: Preview, built: Path, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    shutil.copytree(built, public, ignore=shutil.ignore_patterns("pagefind"))
    write_bundle(public, "all", DAYS["2024"])
    page = search(watch, "/whole/?q=common")
    archive.output = public
    try:
        page.get_by_role("button", name="Show more").click()
        wanted = having("common", DAYS["2024"])
        expect_complete(page, f"{len(wanted)} papers for “common”")
        assert set(links(page)) == wanted
    finally:
        archive.output = built


def test_a_search_asks_for_nothing_twice(watch: Watch) -> None:
    page = search(watch, "/search/?q=common&topic=attention")
    page.get_by_role("searchbox").fill("attention")
    expect(page.get_by_role("status")).to_contain_text("for “attention”")
    asked = [
        url.partition("?")[0]
        for url in watch.requests
        if re.search(r"/pagefind/|/search/|engine", url) and "/shared/" not in url
    ]

    assert sorted(asked) == sorted(set(asked))
    assert not [url for url in asked if url.endswith("pagefind-worker.js")]
    assert len(having("attention", ALL)) > 0
