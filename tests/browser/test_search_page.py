import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from site_gen.build.build import build
from site_gen.preview import Preview
from site_gen.system.files import write
from tests.browser.conftest import Watch, serving

pytestmark = pytest.mark.browser

HIFORMER = "/2025-09-17/hiformer-heterogeneous-feature-interactions-learning-with-transformers-for/"


def first(page: Page) -> str:
    link = page.locator("#results h2 a").first.get_attribute("href") or ""
    return link.partition("#")[0]


@pytest.mark.parametrize(
    ("query", "title"),
    [("Hiformer", "Hiformer:"), ("low-rank attention", "Attention"), ("hifor", "Hiformer:")],
)
def test_a_query_finds_its_paper(watch: Watch, query: str, title: str) -> None:
    page = watch.go("/search/")
    page.get_by_role("searchbox").fill(query)

    expect(page.get_by_role("status")).to_contain_text(re.compile(r"papers? for"))
    assert any(title in text for text in page.locator("#results h2").all_inner_texts())
    expect(page.locator("#results mark").first).to_be_visible()
    expect(page.locator("#results").get_by_text("17 September 2025").first).to_be_visible()
    assert watch.errors == []
    assert watch.strangers == []


def test_nothing_is_fetched_before_search_is_used(watch: Watch) -> None:
    watch.go("/")
    watch.page.wait_for_timeout(300)

    assert not [url for url in watch.requests if "/pagefind/" in url]


def test_an_address_keeps_the_search(watch: Watch) -> None:
    page = watch.go("/search/?q=hiformer&sort=newest")
    expect(page.get_by_role("status")).to_contain_text("for “hiformer”")
    assert first(page).endswith(HIFORMER)
    expect(page.get_by_label("Sort by")).to_have_value("newest")

    page.get_by_role("searchbox").fill("tactile")
    expect(page).to_have_url(re.compile(r"/search/\?q=tactile&sort=newest$"))


def test_by_keyboard_from_any_page(watch: Watch) -> None:
    page = watch.go("/archive/")
    page.keyboard.press("/")
    page.keyboard.type("hiformer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("for “hiformer”")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(HIFORMER))


def test_enter_again_opens_the_first_paper(watch: Watch) -> None:
    page = watch.go("/")
    page.keyboard.press("/")
    page.keyboard.type("hiformer")
    page.keyboard.press("Enter")
    expect(page.locator("#results a.selected")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(HIFORMER))


def test_a_first_enter_opens_nothing(watch: Watch) -> None:
    page = watch.go("/search/")
    page.get_by_role("searchbox").press_sequentially("hiformer")
    expect(page.get_by_role("status")).to_contain_text("for “hiformer”")
    expect(page.locator("#results a.selected")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#results a.selected")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/search/\?q=hiformer$"))
    page.keyboard.type("x")
    expect(page.locator("#results a.selected")).to_have_count(0)


def test_arrows_walk_and_escape_returns_and_clears(watch: Watch) -> None:
    page = watch.go("/search/?q=model")
    box = page.get_by_role("searchbox")
    links = page.locator("#results h2 a")
    expect(links).to_have_count(10)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(links).to_have_count(0)


def test_more_results_are_shown_on_request(watch: Watch) -> None:
    page = watch.go("/search/?q=model")
    links = page.locator("#results h2 a")
    expect(links).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(links).to_have_count(20)
    expect(links.nth(10)).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hifromer", "hiformer"),
        ("langauge modle", "language model"),
        ("transfromer", "transformer"),
        ("superivsion-free", "supervision-free"),
    ],
)
def test_a_wrong_letter_still_finds_the_paper(watch: Watch, typed: str, meant: str) -> None:
    page = watch.go(f"/search/?q={typed}")
    expect(page.get_by_role("status")).to_contain_text(f"for “{meant}”, as no paper has “{typed}”")
    expect(page.locator("#results mark").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value(typed)
    assert watch.errors == []


def test_the_words_of_titles_are_fetched_only_when_needed(watch: Watch) -> None:
    page = watch.go("/search/?q=language")
    expect(page.get_by_role("status")).to_contain_text("for “language”")
    page.get_by_role("searchbox").fill("efficient infere")
    expect(page.get_by_role("status")).to_contain_text("for “efficient infere”")
    assert not [url for url in watch.requests if "words.txt" in url or "spelling" in url]


def test_filters_are_kept_in_the_address(watch: Watch) -> None:
    page = watch.go("/search/?q=model&topic=Robotics&month=2025&code=no")
    expect(page.get_by_role("status")).to_contain_text("for “model”")
    expect(page.get_by_label("Topic")).to_have_value("Robotics")
    expect(page.get_by_label("Month")).to_have_value("2025")
    page.get_by_label(re.compile("Has code")).uncheck()
    expect(page).to_have_url(re.compile(r"q=model&topic=Robotics&month=2025$"))
    expect(page.get_by_label("Topic").locator("option:checked")).to_contain_text("Robotics (")


def test_a_wrong_filter_in_an_address_finds_nothing_and_can_be_cleared(watch: Watch) -> None:
    page = watch.go("/search/?q=model&topic=%3Cb%3E&month=2025-99")
    expect(page.get_by_role("status")).to_have_text("No papers for “model”")
    expect(page.get_by_label("Month")).to_have_value("")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#results h2 a").first).to_be_visible()


def test_no_result_offers_the_archive_and_a_feed(watch: Watch) -> None:
    page = watch.go("/search/?q=walrus")
    expect(page.get_by_role("status")).to_have_text("No papers for “walrus”")
    expect(page.locator("#nothing").get_by_role("link", name="the archive")).to_be_visible()
    expect(page.locator("#nothing").get_by_role("link", name="a feed")).to_be_visible()


def test_titles_and_excerpts_are_text(watch: Watch) -> None:
    page = watch.go("/search/?q=zyzzyva")
    expect(page.locator("#results li")).to_have_count(3)
    titles = sorted(page.locator("#results h2").all_inner_texts())

    assert titles == [
        "$1 Million {{ x }} & `q`", "<script>document.title = 1</script>", "<think> about a_b*c"
    ]  # fmt: skip
    assert "<b>bold</b>" in page.locator("#results li").first.inner_text()
    assert page.title() == "Search · Daily Papers"


def test_results_can_be_narrowed_and_sorted(watch: Watch) -> None:
    page = watch.go("/search/?q=about")
    expect(page.get_by_role("status")).to_contain_text("for “about”")
    page.get_by_label("Sort by").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    days = page.locator("#results .day").all_inner_texts()

    assert days == sorted(days, reverse=True)


def test_a_title_finds_its_paper_first_with_pagefind_alone(
    watch: Watch, real_site: Preview
) -> None:
    (script,) = (real_site.output / "assets").glob("normal.*.js")
    page = watch.go("/archive/")
    titles = page.evaluate(
        """async () => {
            const text = await (await fetch('/2025-09-17/')).text()
            return [...text.matchAll(/<h2><a href="([^"]*)">([^<&]*)<\\/a>/g)]
                .map(match => [match[1], match[2]])
        }"""
    )
    assert len(titles) > 100
    page = watch.go("/search/")
    wrong = page.evaluate(
        """async ([titles, normal]) => {
            const pagefind = await import('/pagefind/all/pagefind.js'), wrong = []
            const { normalWords } = await import(normal)
            for (const [url, title] of titles) {
                const words = normalWords(title).map(({ word }) => word).join(' ')
                const found = await pagefind.search(words)
                const first = await found.results[0]?.data()
                if (first?.url !== url) wrong.push(title)
            }
            return wrong
        }""",
        [titles, f"/assets/{script.name}"],
    )

    assert wrong == []


def test_words_of_a_script_without_spaces_are_found(chromium: Browser, tmp_path: Path) -> None:
    write(tmp_path / "content/site.yaml", b"language: ja\n")
    for slug, text in {"one": "新しい画像生成の方法", "two": "犬の生成"}.items():
        paper = f"---\ntitle: {slug}\n---\n\n{text}\n"
        write(tmp_path / f"content/2025-09-17/{slug}.md", paper.encode())
    build(tmp_path, tmp_path / "public")
    with serving(tmp_path / "public") as site:
        page = chromium.new_page()
        page.goto(f"{site.url}search/?q=画像生成")
        expect(page.get_by_role("status")).to_have_text("1 paper for “画像生成”")
        expect(page.locator("#results mark")).to_have_text("画像生成")
        page.close()
