"""The search page over an index in several bundles: one archive to the reader."""

import re
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from site_gen.build import build
from site_gen.bundles import WORDS, is_sealed, make_documents, make_words
from site_gen.files import write
from site_gen.model import Entry
from site_gen.pagefind import find_pagefind
from site_gen.search import make_bundle
from site_gen.serve import Preview
from tests.browser.conftest import Watch, serving

pytestmark = pytest.mark.browser

DAYS = {
    "2025-09": ("2025-09-17", "2025-09-16"),
    "2025": ("2025-08-29", "2025-03-03"),
    "2024": ("2024-12-31", "2024-02-29"),
}
TOPICS = ("attention", "diffusion", "retrieval")
ALL = tuple(day for days in DAYS.values() for day in days)
PARTIAL = "Part of the archive could not be searched."


def document(day: str, slug: str, title: str, abstract: str) -> bytes:
    """Give what Pagefind reads of a paper; those with an even number have code."""
    has_code = slug[-1] in "02468"
    entry = Entry(
        slug=slug,
        first_day=date.fromisoformat(day),
        title=title,
        body=abstract,
        links=(("Code", "https://example.org/"),) if has_code else (),
        topics=(slug.partition("-")[0],),
    )
    ((_, data),) = make_documents("en", [entry])
    return data


def papers(day: str) -> Iterator[tuple[str, str, str]]:
    """Give path, title and abstract of a day's papers: eight, and some with words of their own."""
    for n in range(8):
        topic = TOPICS[n % 3]
        models = "model " * (n + 1) if n % 2 else ""
        abstract = f"We study {topic} and common {models}words."
        yield f"{topic}-{n}", f"Paper {n} about {topic}", abstract
    if day == "2024-02-29":
        yield "walrus", "Tusks", "Only the oldest bundle knows a walrus."
        yield "gamma", "The rare one", "Hyperbolic gamma is told here."
    if day == "2025-09-17":
        # Where Pagefind does not know a word, it takes the longest word that begins it.
        yield "wal", "Logs", "A wal is written ahead, and a hyper one too."


def words(day: str) -> dict[str, str]:
    """Give each path of a day with all its words."""
    return {f"/{day}/{slug}/": f"{title} {text}".lower() for slug, title, text in papers(day)}


def having(word: str, days: tuple[str, ...] = ALL) -> set[str]:
    return {path for day in days for path, text in words(day).items() if word in text.split()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Three bundles, and beside them one of all; a search page for either, and one of a loss."""
    folder = tmp_path_factory.mktemp("bundles")
    write(folder / "content/2025-09-17/one.md", b"---\ntitle: One\n---\n\nText.\n")
    public = folder / "public"
    build(folder, public)
    shutil.rmtree(public / "pagefind")
    for name, days in {**DAYS, "all": ALL}.items():
        documents = [
            (f"{day}/{slug}/index.html", document(day, slug, title, abstract))
            for day in days
            for slug, title, abstract in papers(day)
        ]
        files = make_bundle(find_pagefind(), documents, folder, is_sealed=is_sealed(name))
        for path, data in files.items():
            write((public / "pagefind" / name / path).resolve(), data)
        entries = [
            Entry(slug=slug, first_day=date.fromisoformat(day), title=title)
            for day in days
            for slug, title, _ in papers(day)
        ]
        write(public / "pagefind" / name / WORDS, make_words(entries))
    html = (public / "search/index.html").read_text()
    for name, bundles in {"search": [*DAYS], "whole": ["all"], "broken": [*DAYS, "lost"]}.items():
        urls = " ".join(f"/pagefind/{bundle}/" for bundle in bundles)
        page, count = re.subn(r'data-bundles="[^"]*"', f'data-bundles="{urls}"', html)
        assert count == 1
        write(public / name / "index.html", page.encode())
    with serving(public) as site:
        yield site


@pytest.fixture
def watch(chromium: Browser, archive: Preview) -> Iterator[Watch]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Watch(context.new_page(), archive.url.rstrip("/"))
    context.close()


def search(watch: Watch, address: str) -> Page:
    """Go there, and wait until the whole archive was searched."""
    page = watch.go(address)
    expect(page.get_by_role("status")).to_contain_text("for “")
    return page


def links(page: Page) -> list[str]:
    """Give the paths of all results, in order."""
    more = page.get_by_role("button", name="Show more")
    results = page.locator("#results h2 a")
    while more.is_visible():
        shown = results.count()
        more.click()
        expect(results).not_to_have_count(shown)
    return paths(results)


def paths(results: Locator) -> list[str]:
    return [(link.get_attribute("href") or "").partition("#")[0] for link in results.all()]


def days_of(paths: list[str]) -> list[str]:
    return [path.split("/")[1] for path in paths]


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
    page.get_by_role("button", name="Filter").click()
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


def test_filters_count_what_the_others_leave(watch: Watch) -> None:
    page = search(watch, "/search/?q=common")
    assert not [url for url in watch.requests if "/filter/" in url]
    page.get_by_role("button", name="Filter").click()
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
