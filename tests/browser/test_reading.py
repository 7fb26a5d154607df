"""What a reader keeps: stars, what was read and put away, words; and the keys."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rispy
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pybtex.database import parse_string

from site_gen.build.build import build
from site_gen.preview import Preview
from site_gen.system.files import write
from tests.browser.conftest import Watch, serving
from tests.browser.storage import keep, kept, paper

pytestmark = pytest.mark.browser

HOUR = 3_600_000
CROWD = ", ".join(f'"Author {n}"' for n in range(1, 26))
SHIFT = """
window.shift = 0
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value
}).observe({ type: 'layout-shift', buffered: true })
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("reading")
    write(folder / "content/site.yaml", b"base_url: https://papers.example.org/\n")
    for day in ("2025-09-15", "2025-09-16", "2025-09-17"):
        for n in range(1, 7):
            head = f"title: 'Paper {n} [of] {day}'\nauthors: [{CROWD if n == 1 else 'Ann'}]"
            word = ("robotics", "tactile", "vision")[n % 3]
            text = f"---\n{head}\n---\n\n{f'A study of {word} and more. ' * 30}\n"
            write(folder / f"content/{day}/paper-{n}.md", text.encode())
    build(folder, folder / "public")
    with serving(folder / "public") as site:
        yield site


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.add_init_script(SHIFT)
    yield context
    context.close()


@pytest.fixture
def watch(context: BrowserContext, site: Preview) -> Iterator[Watch]:
    watch = Watch(context.new_page(), site.url.rstrip("/"))
    yield watch
    assert watch.errors == []
    assert watch.strangers == []


def titles(page: Page) -> list[str]:
    """Give the titles that are seen."""
    return [x.inner_text() for x in page.locator("main h2 a").all() if x.is_visible()]


def names(watch: Watch) -> list[str]:
    """Give the names of the files that were fetched, without their fingerprints."""
    return sorted(
        re.sub(r"^.*/|\.[0-9a-f]{8}(?=\.)", "", url)
        for url in watch.requests
        if "/.site-gen/" not in url
    )


@pytest.mark.parametrize(("url", "sheet"), [("/", "day.css"), (paper(2), "paper.css")])
def test_little_is_fetched_before_the_reader_does_something(
    watch: Watch, url: str, sheet: str
) -> None:
    watch.page.goto(watch.base + url, wait_until="load")
    watch.page.wait_for_timeout(300)
    assert names(watch) == sorted(["", sheet, "site.js", "speculation-rules.json"])
    assert watch.page.evaluate("localStorage.length") == 0

    watch.go(url)
    assert {"reader.js", "reader.css"} < set(names(watch))
    assert not {"words.js", "help.js"} & set(names(watch))


@pytest.mark.parametrize(
    ("act", "sign"),
    [
        (lambda page: page.locator(".theme").click(), "[data-theme=light]"),
        (lambda page: page.locator(".fold").click(), ".folded"),
        (lambda page: page.keyboard.press("?"), ":has(dialog[open])"),
    ],
    ids=["theme", "fold", "key"],
)
def test_what_a_reader_does_first_counts(
    watch: Watch, act: Callable[[Page], None], sign: str
) -> None:
    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    watch.page.route("**/reader.*.js", late)
    watch.page.goto(watch.base + "/", wait_until="load")
    act(watch.page)
    watch.page.locator(f"html{sign}").wait_for(state="attached")


def test_what_is_put_away_is_seen_where_a_script_is_missing(watch: Watch) -> None:
    page = watch.go("/")
    keep(page, hidden=[paper(2)])
    page.route("**/reader.*.js", lambda route: route.abort())
    page.goto(watch.base + "/", wait_until="load")
    expect(page.locator(".papers")).to_be_visible()
    watch.errors.clear()  # the browser says that a file was not found


def test_a_star_stands_on_every_page_and_in_the_list(watch: Watch) -> None:
    page = watch.go("/")
    page.get_by_role("button", name="Star: Paper 2").click()
    star = page.get_by_role("button", name="Star: Paper 2")
    expect(star).to_have_attribute("aria-pressed", "true")
    page = watch.go(paper(2))
    expect(page.get_by_role("button", name="Star")).to_have_attribute("aria-pressed", "true")
    page = watch.go(paper(3, "2025-09-15"))
    page.get_by_role("button", name="Star").click()
    page = watch.go("/reading-list/")
    assert titles(page) == ["Paper 3 [of] 2025-09-15", "Paper 2 [of] 2025-09-17"]
    expect(page.locator("#status")).to_have_text("2 papers, 0 unread")
    expect(page.locator("#starred .day").first).to_contain_text("15 September 2025")

    page.get_by_role("button", name="Remove: Paper 3").click()
    assert titles(page) == ["Paper 2 [of] 2025-09-17"]
    assert kept(page, "starred") == {paper(2): "Paper 2 [of] 2025-09-17"}


def test_a_paper_that_was_opened_is_read(watch: Watch) -> None:
    page = watch.go(paper(1))
    page = watch.go("/")
    expect(page.locator("article.read h2")).to_have_text(["Paper 1 [of] 2025-09-17"])
    page.get_by_role("button", name="Read: Paper 1").click()
    expect(page.locator("article.read")).to_have_count(0)
    assert kept(page, "read") == []


def test_what_is_put_away_is_gone_and_comes_back(watch: Watch) -> None:
    page = watch.go("/")
    page.get_by_role("button", name="Put away: Paper 2").click()
    assert "Paper 2 [of] 2025-09-17" not in titles(page)
    page = watch.go("/")
    assert len(titles(page)) == 5
    assert page.evaluate("shift") == 0
    expect(page.locator(".rest")).to_have_text("1 paper put away. Show")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Put away: Paper 2").click()
    assert len(titles(page)) == 6
    expect(page.locator(".rest")).to_be_hidden()


def test_words_are_muted_and_marked(watch: Watch) -> None:
    page = watch.go("/reading-list/")
    page.get_by_label("Highlight").fill("Vis, study of")
    page.get_by_label("Mute").fill("ROBOT , ")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#told")).to_have_text("The words are kept.")
    page = watch.go("/")
    assert titles(page) == [f"Paper {n} [of] 2025-09-17" for n in (1, 2, 4, 5)]
    expect(page.locator(".rest")).to_have_text("2 papers put away. Show")
    assert page.evaluate("CSS.highlights.get('wanted').size") == 6 * 30 + 2 * 30
    assert page.evaluate("shift") == 0


def test_words_of_a_search_are_marked_on_the_page(watch: Watch) -> None:
    page = watch.go("/search/?q=tactile")
    page.locator("#results h2 a").first.click()
    expect(page.locator("main.paper")).to_be_visible()
    page.locator(".theme[title]").wait_for()
    words = page.evaluate(
        """[...CSS.highlights.get('sought')].map(range =>
            range.startContainer.data.slice(range.startOffset, range.endOffset).toLowerCase())"""
    )
    assert words == ["tactile"] * 30


def test_new_is_what_came_after_the_last_visit(watch: Watch) -> None:
    page = watch.go("/2025-09-16/")
    expect(page.locator(".new")).to_have_count(0)
    visit = kept(page, "visit")
    assert isinstance(visit, dict)
    keep(page, visit={**visit, "at": visit["at"] - 2 * HOUR})
    page = watch.go("/")
    expect(page.locator("article.new")).to_have_count(6)
    expect(page.locator(".leaf time + .count")).to_have_text("6 papers · 6 new")
    assert page.evaluate("shift") == 0
    page = watch.go("/archive/")
    expect(page.locator("a.new")).to_have_count(1)
    page = watch.go("/2025-09-16/")
    expect(page.locator("article.new")).to_have_count(0)
    expect(page.locator("a.new")).to_have_text(re.compile("17 September"))

    visit = kept(page, "visit")
    assert isinstance(visit, dict)
    visit["seen"]["paths"].remove(paper(4))
    keep(page, visit={**visit, "at": visit["at"] - 2 * HOUR})
    page = watch.go("/")
    expect(page.locator("article.new h2")).to_have_text(["Paper 4 [of] 2025-09-17"])


def test_abstracts_are_folded_by_choice(watch: Watch) -> None:
    page = watch.go("/")
    fold = page.get_by_role("button", name="Fold abstracts")
    height = "document.querySelector('article div').offsetHeight"
    tall = page.evaluate(height)
    fold.click()
    expect(fold).to_have_attribute("aria-pressed", "true")
    folded = page.evaluate(height)
    assert folded < tall / 2
    page = watch.go("/2025-09-16/")
    assert page.evaluate(height) == folded
    assert page.evaluate("shift") == 0


def test_keys_walk_the_papers(watch: Watch) -> None:
    page = watch.go("/")
    focused = page.locator("h2 a:focus")
    page.keyboard.press("j")
    expect(focused).to_have_text("Paper 1 [of] 2025-09-17")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(focused).to_have_text("Paper 4 [of] 2025-09-17")
    page.keyboard.press("k")
    expect(focused).to_have_text("Paper 2 [of] 2025-09-17")
    assert kept(page, "starred") == {paper(2): "Paper 2 [of] 2025-09-17"}
    assert kept(page, "hidden") == [paper(3)]
    for key, n in (("o", 2), ("j", 3), ("k", 2)):
        page.keyboard.press(key)
        page.wait_for_url(f"**{paper(n)}", wait_until="load")
    page.keyboard.press("s")
    page.locator(".theme[title]").wait_for(state="attached")
    assert kept(page, "starred") == {}


def test_keys_are_letters_in_a_text_field_and_with_control(watch: Watch) -> None:
    page = watch.go("/")
    page.keyboard.press("/")
    page.keyboard.type("jks?/")
    expect(page.get_by_role("searchbox")).to_have_value("jks?/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("searchbox").blur()
    page.keyboard.press("Control+j")
    expect(page.locator("h2 a:focus")).to_have_count(0)


def test_help_shows_the_keys_and_turns_them_off(watch: Watch) -> None:
    page = watch.go("/archive/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("next paper")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.wait_for_function("document.activeElement === document.body")  # a frame later
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page = watch.go("/")
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement === document.body")
    expect(dialog).to_have_count(0)

    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("h2 a:focus")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Link", "https://papers.example.org/2025-09-17/paper-4/"),
        (
            "Markdown",
            r"[Paper 4 \[of\] 2025-09-17](https://papers.example.org/2025-09-17/paper-4/)",
        ),
        ("BibTeX", "@misc{paper-4-2025-09-17,"),
    ],
)
def test_a_paper_is_copied(watch: Watch, name: str, text: str) -> None:
    page = watch.go(paper(4))
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(text)
    expect(page.get_by_role("button", name=name)).to_be_visible()


def test_twenty_authors_are_shown_and_the_rest_unfolds(watch: Watch) -> None:
    page = watch.go(paper(1))
    expect(page.locator("p.authors")).to_have_text(re.compile("^Author 1, .*Author 20$"))
    rest = page.locator("details.authors p")
    expect(rest).to_be_hidden()
    page.get_by_text("and 5 more").click()
    expect(rest).to_have_text(re.compile("^Author 21, .*Author 25$"))
    expect(rest).to_be_visible()


def test_the_list_goes_into_a_file_and_comes_back(watch: Watch, tmp_path: Path) -> None:
    page = watch.go("/reading-list/")
    starred = {paper(2): "Two", paper(5, "2025-09-15"): "<b>Five</b>"}
    keep(page, starred=starred, read=[paper(2)], hidden=[paper(6)], mute=["x"], highlight=["y"])
    page = watch.go("/reading-list/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    path = tmp_path / "list.json"
    download.value.save_as(path)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget all").click()
    expect(page.locator("#status")).to_have_text("No paper is starred yet.")

    page.locator("#file").set_input_files(path)
    expect(page.locator("#told")).to_have_text("2 papers taken from list.json.")
    assert titles(page) == ["<b>Five</b>", "Two"]
    expect(page.get_by_text("Put away: 1 paper")).to_be_visible()
    assert kept(page, "read") == [paper(2)]
    assert kept(page, "mute") == ["x"]
    assert kept(page, "highlight") == ["y"]


def read_ids(path: Path) -> list[str]:
    """Give the names of papers in a file of references, and see that it is one."""
    text = path.read_text()
    if path.suffix == ".json":
        return [item["id"] for item in json.loads(text)]
    if path.suffix == ".ris":
        return [str(entry["id"]) for entry in rispy.loads(text)]
    return list(parse_string(text, "bibtex").entries)


CITED = [("BibTeX", "list.bib"), ("RIS", "list.ris"), ("CSL-JSON", "list.json")]


@pytest.mark.parametrize(("form", "name"), CITED)
def test_the_list_is_cited(watch: Watch, tmp_path: Path, form: str, name: str) -> None:
    page = watch.go("/reading-list/")
    keep(page, starred={paper(2): "Two", paper(5, "2025-09-15"): "Five", "/2025-09-01/no/": "No"})
    page = watch.go("/reading-list/")
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    download.value.save_as(tmp_path / name)
    expect(page.locator("#told")).to_have_text("1 paper could not be found.")
    assert read_ids(tmp_path / name) == ["paper-2-2025-09-17", "paper-5-2025-09-15"]
    watch.errors.clear()  # the browser says that a file was not found


@pytest.mark.parametrize(("form", "name"), CITED)
def test_a_topic_is_cited(watch: Watch, tmp_path: Path, form: str, name: str) -> None:
    page = watch.go("/topics/robotics/2025-09/")
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    download.value.save_as(tmp_path / name)
    listed = page.locator(".listed li > a").evaluate_all("links => links.map(a => a.pathname)")
    cited = ["-".join(path.strip("/").split("/")[::-1]) for path in listed]

    assert download.value.suggested_filename.startswith("robotics-2025-09.")
    assert len(cited) > 5
    assert read_ids(tmp_path / name) == cited


@pytest.mark.parametrize(("form", "name"), CITED[1:])
def test_a_paper_is_cited_from_its_page(watch: Watch, tmp_path: Path, form: str, name: str) -> None:
    page = watch.go(paper(4))
    page.get_by_text("Cite", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=form, exact=True).click()
    download.value.save_as(tmp_path / name)

    assert download.value.suggested_filename.startswith("paper-4.")
    assert read_ids(tmp_path / name) == ["paper-4-2025-09-17"]


def test_all_is_read_where_nothing_can_be_kept(watch: Watch) -> None:
    watch.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })"
    )
    page = watch.go("/")
    page.get_by_role("button", name="Star: Paper 2").click()
    expect(page.get_by_role("button", name="Star: Paper 2")).to_have_attribute(
        "aria-pressed", "true"
    )
    page = watch.go("/reading-list/")
    expect(page.locator("#status")).to_have_text("No paper is starred yet.")


@pytest.mark.parametrize("url", ["/", "/2025-09-17/paper-1/", "/reading-list/"])
def test_without_javascript_there_is_no_dead_button(
    chromium: Browser, site: Preview, url: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url.rstrip("/") + url)
    buttons = [x.inner_text() for x in page.get_by_role("button").all() if x.is_visible()]
    said = page.locator("main").inner_text()
    context.close()

    assert buttons == [""]  # that of the search
    assert "JavaScript" in said if url == "/reading-list/" else "study of" in said
