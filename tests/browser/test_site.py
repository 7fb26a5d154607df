import re

import pytest
from playwright.sync_api import Browser, expect

from site_gen.preview import Preview
from site_gen.text.commands.pieces import Atom
from site_gen.text.commands.reader import read_commands
from site_gen.text.commands.tokens import ATOM
from site_gen.text.tex import find_formulas
from tests.browser.conftest import Watch
from tests.conftest import DATA

pytestmark = pytest.mark.browser

PAPER = "/2025-09-17/hiformer-heterogeneous-feature-interactions-learning-with-transformers-for/"
VIEWS = ["/", "/2025-09-17/", "/2025-09-16/", PAPER, "/archive/", "/search/", "/search/?q=low",
         "/feeds/", "/404.html", "/no/such/page/"]  # fmt: skip


def lines() -> list[str]:
    text = (DATA / "2025-09-17.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line][6:]


@pytest.mark.parametrize("url", VIEWS)
def test_no_page_breaks_the_policy_or_asks_a_stranger(watch: Watch, url: str) -> None:
    page = watch.go(url)
    page.wait_for_timeout(300)

    refused = [e for e in watch.errors if "404 (Not Found)" not in e]
    assert refused == []
    assert watch.strangers == []
    assert page.locator("h1").count() == 1
    assert page.locator('link[rel="alternate"][type="application/rss+xml"]').count() == 1


@pytest.mark.parametrize("url", ["/", "/2025-09-17/"])
def test_a_day_reads_as_its_digest(watch: Watch, url: str) -> None:
    page = watch.go(url)
    page.emulate_media(media="print")  # on a screen, what is far below is not laid out yet
    said = page.evaluate(
        """() => [...document.querySelectorAll('.papers article')].flatMap(article => {
            for (const math of article.querySelectorAll('math'))
                math.replaceWith(math.getAttribute('alttext'))
            article.querySelector('footer')?.remove()
            return article.innerText.split('\\n').filter(Boolean)
        })"""
    )

    assert [" ".join(line.split()) for line in said] == [shown(line) for line in lines()]


def shown(line: str) -> str:
    """Give a line of the digest as it is shown: LaTeX outside of formulas as what it means."""
    sources, words, at = [], [], 0
    for formula in find_formulas(line):
        words += [line[at : formula.start], ATOM]
        sources.append(formula.source)
        at = formula.end
    pieces = read_commands("".join([*words, line[at:]]), sources)
    texts = (sources[x.number] if isinstance(x, Atom) else x for x in pieces)
    return " ".join("".join(x for x in texts if isinstance(x, str)).split())


def test_home_shows_what_the_original_shows(watch: Watch) -> None:
    page = watch.go("/")
    said = page.locator("main").inner_text()

    for words in ("new", "Get trending papers in your email inbox!", "Subscribe", "Daily Papers",
                  "by AK and the research community", "17", "September 2025"):  # fmt: skip
        assert words in said
    page.get_by_role("link", name="Subscribe").click()
    expect(page).to_have_url(re.compile(r"/feeds/$"))
    assert "/feed.xml" in page.locator("main").inner_text()


def test_one_can_walk_from_day_to_paper_and_back(watch: Watch) -> None:
    page = watch.go("/")
    page.locator('a[rel="prev"]').first.click()
    expect(page).to_have_url(re.compile(r"/2025-09-16/$"))
    page.locator('a[rel="next"]').first.click()
    expect(page).to_have_url(re.compile(r"/2025-09-17/$"))
    page.get_by_role("link", name=re.compile("^Hiformer")).click()
    expect(page).to_have_url(re.compile(PAPER))
    page.locator('a[rel="next"]').click()
    expect(page.locator("h1")).to_contain_text("DIFFTACTILE")


def test_literal_titles_are_shown_literally(watch: Watch) -> None:
    page = watch.go("/2025-09-16/")

    assert page.locator(".papers h2").all_inner_texts() == [
        "$1 Million {{ x }} & `q`", "<script>document.title = 1</script>", "<think> about a_b*c"
    ]  # fmt: skip
    assert page.title() == "Papers of 16 September 2025 · Daily Papers"
    assert "<b>bold</b>" in page.locator("article div").first.inner_text()


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
@pytest.mark.parametrize("url", ["/", PAPER, "/archive/", "/search/?q=low-rank", "/feeds/"])
def test_nothing_scrolls_sideways(watch: Watch, url: str, width: int) -> None:
    watch.page.set_viewport_size({"width": width, "height": 800})
    page = watch.go(url)
    page.wait_for_timeout(200)

    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("url", VIEWS)
def test_everything_can_be_read_without_javascript(
    chromium: Browser, real_site: Preview, url: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(real_site.url.rstrip("/") + url)
    said = page.locator("main").text_content() or ""
    context.close()

    if url.startswith("/search/"):
        assert "Search needs JavaScript" in said
        assert "archive" in said
    elif url == "/":
        assert all(" ".join(title.split()) in " ".join(said.split()) for title in lines()[::2])
    else:
        assert len(said) > 20


def test_the_theme_follows_the_system_and_can_be_chosen(
    chromium: Browser, real_site: Preview
) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(real_site.url)
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    followed = page.evaluate(colour)
    button = page.get_by_role("button", name=re.compile("theme"))
    seen = set()
    button.hover()
    page.locator(".theme[title]").wait_for()
    for _ in range(3):
        button.click()
        seen.add(page.evaluate(colour))
    assert len(seen) == 2
    while page.evaluate("document.documentElement.dataset.theme") != "dark":
        button.click()
    dark = page.evaluate(colour)
    page.goto(real_site.url + "archive/")
    assert page.evaluate(colour) == dark
    assert followed == dark
    context.close()


def test_the_address_of_a_feed_is_copied(chromium: Browser, real_site: Preview) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{real_site.url}feeds/")
    button = page.get_by_role("button", name="atom.xml").first
    url = page.locator(".feeds code").nth(1).inner_text()
    button.click()

    expect(button).to_have_text(re.compile("^Copied"))
    expect(page.get_by_role("status")).to_have_text(f"Copied {url}")
    assert page.evaluate("navigator.clipboard.readText()") == url
    expect(button).to_have_text(re.compile("^Copy "), timeout=5000)
    context.close()


def test_nothing_offers_to_copy_where_nothing_can(chromium: Browser, real_site: Preview) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{real_site.url}feeds/")

    assert page.locator(".copy").count() > 2
    assert page.locator(".copy").first.is_hidden()
    context.close()


def test_the_next_page_is_made_ready_where_the_pointer_rests(watch: Watch) -> None:
    session = watch.page.context.new_cdp_session(watch.page)
    rules: list[object] = []
    asked: list[tuple[str, str]] = []
    session.on("Preload.ruleSetUpdated", lambda told: rules.append(told["ruleSet"]))
    session.on(
        "Preload.prefetchStatusUpdated",
        lambda told: asked.append((told["prefetchUrl"], told["status"])),
    )
    session.send("Preload.enable")
    page = watch.go("/archive/")
    for _ in range(20):
        page.wait_for_timeout(100)
        if rules:
            break
    assert [rule for rule in rules if "errorType" in str(rule)] == []
    assert "speculation-rules.json" in str(rules)

    page.locator('main a[href="/2025-09-16/"]').hover()
    for _ in range(30):
        page.wait_for_timeout(100)
        if "Ready" in [status for _, status in asked]:
            break
    assert (watch.base + "/2025-09-16/", "Ready") in asked
    assert watch.errors == []
