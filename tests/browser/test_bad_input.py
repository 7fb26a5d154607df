"""What people and sources may write: right, safe, and no page that breaks."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from site_gen.build.build import Options, build
from site_gen.content.digest_file import format_listing
from site_gen.content.entry_file import format_entry
from site_gen.model.papers import Entry, Listing
from site_gen.preview import Preview
from tests.browser.conftest import Watch, serving

HTML = "<img src=x onerror=\"document.title = 'bad'\"><script>document.title = 'bad'</script></div>"
DAY = date(2025, 3, 4)
TOPICS = ("Vision/Language", "C++", "🔥🎉", "视频生成", "علم الحاسوب", HTML, "x" * 120)


def entry(slug: str, title: str, body: str = "", **more: tuple[str, ...]) -> Entry:
    return Entry(slug=slug, first_day=DAY, title=title, body=body, **more)  # type: ignore[arg-type]


BAD = {
    one.slug: one
    for one in (
        entry("long", "Of " + "words and more words " * 9 + "and more words", "One."),
        entry("unbroken", "Pneumono" * 25 + "ultras", "ab" * 400),
        entry("none", "A paper without an abstract"),
        entry("word", "A paper that says little", "Withdrawn"),
        entry("emoji", "🤖🧠 Emoji 👩🏽‍🔬 of a family 👨‍👩‍👧‍👦", "🔥" * 80, topics=TOPICS),
        entry("chinese", "大型语言模型的思维链推理：关于规模与涌现能力的研究" * 3, "大模型" * 99),
        entry("arabic", "التعلم العميق لمعالجة اللغة العربية (ALP-2)", "ملخص البحث: ALP."),
        entry("many", "By many", "All.", authors=tuple(f"A. Author-{n}" for n in range(3303))),
        Entry(
            slug="html", first_day=DAY, title=HTML, body=HTML, authors=(HTML, "B"), topics=(HTML,),
            links=((HTML, "https://a.example/'><script>document.title='bad'</script>"),),
            notes=HTML,
        ),
        entry("script", "A link that runs", "[run](javascript:document.title='bad') <b onclick=x>"),
        entry("table", "Wide things", "| " + " | ".join(f"column{n}" for n in range(30)) + " |\n"
              + "|---" * 30 + "|\n\n    " + "code " * 60 + "\n\n$$" + "x+" * 80 + "y$$"),
    )
}  # fmt: skip
PAGES = [
    "/", "/2025-03-04/", "/2025-03/", "/2025-W10/", "/archive/", "/topics/", "/search/",
    *(f"/2025-03-04/{slug}/" for slug in BAD),
]  # fmt: skip


@pytest.fixture(scope="module")
def bad_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A site with a day of 300 papers, all that is bad among them."""
    folder = tmp_path_factory.mktemp("bad")
    day = folder / "content" / str(DAY)
    day.mkdir(parents=True)
    plain = [entry(f"p{n}", f"Paper {n}", f"Text of {n}.") for n in range(300 - len(BAD))]
    papers = [*BAD.values(), *plain]
    for paper in papers:
        (day / f"{paper.slug}.md").write_text(format_entry(paper), encoding="utf-8")
    listing = Listing(
        date=DAY, heading=HTML, byline=HTML, banner=(HTML, HTML, HTML),
        papers=tuple(paper.slug for paper in papers),
    )  # fmt: skip
    (day / "digest.yaml").write_text(format_listing(listing), encoding="utf-8")
    settings = f"title: '{HTML.replace(chr(39), chr(39) * 2)}'\ndescription: '{'long' * 60}'\n"
    (folder / "content/site.yaml").write_text(settings)
    build(folder, folder / "public", Options(has_search=False))
    with serving(folder / "public") as site:
        yield site


@pytest.fixture
def bad(chromium: Browser, bad_site: Preview) -> Iterator[Watch]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Watch(context.new_page(), bad_site.url.rstrip("/"))
    context.close()


def is_harmless(page: Page) -> bool:
    strange = "img, main script:not([type]), [onerror], [onclick], [href^=javascript]"
    return page.title() != "bad" and page.locator(strange).count() == 0


@pytest.mark.parametrize("url", PAGES)
def test_no_page_breaks(bad: Watch, url: str) -> None:
    page = bad.go(url)

    assert is_harmless(page)
    for width in (320, 360, 1280):
        bad.page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(
            "[...document.querySelectorAll('h1, h2, .authors, .topics a, .links a, .related a')]"
            ".filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length"
        ) == 0  # fmt: skip
    assert bad.errors == []
    assert bad.strangers == []


@pytest.mark.parametrize("slug", BAD)
def test_all_reads_as_it_was_written(bad: Watch, slug: str) -> None:
    paper = BAD[slug]
    page = bad.go(f"/2025-03-04/{slug}/")

    assert page.locator("h1").inner_text() == paper.title
    shown = page.locator("p.authors, details.authors p").all_text_contents()
    assert ", ".join(shown) == ", ".join(paper.authors)
    assert page.locator(".topics a").all_text_contents() == list(paper.topics)
    if slug not in ("table", "script"):
        assert page.locator(".abstract").inner_text().strip() == paper.body
    assert is_harmless(page)


def test_a_right_to_left_title_runs_so(bad: Watch) -> None:
    page = bad.go("/2025-03-04/arabic/")

    assert page.locator("h1").evaluate("(one) => getComputedStyle(one).direction") == "rtl"


def test_a_day_of_300_papers_has_them_all(bad: Watch) -> None:
    page = bad.go("/2025-03-04/")

    assert page.locator("article").count() == 300
    titles = page.locator("article h2").all_text_contents()
    assert titles[: len(BAD)] == [paper.title for paper in BAD.values()]
    tops = page.locator("article").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().top)"
    )
    assert all(upper < lower for upper, lower in pairwise(tops))


def test_every_topic_has_a_page_of_its_own(bad: Watch) -> None:
    page = bad.go("/2025-03-04/emoji/")
    links = page.locator(".topics a").evaluate_all("(all) => all.map((one) => one.pathname)")

    assert len(set(links)) == len(TOPICS)
    for name, url in zip(TOPICS, links, strict=True):
        assert bad.go(url).locator("h1").inner_text().startswith(name)
        assert is_harmless(page)
        bad.page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
