"""Files of the reading list: what is taken from one, and what is handed over."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import rispy
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, BrowserContext, Route, expect

from site_gen.build.build import Options, build
from site_gen.content.entry_file import format_entry
from site_gen.importing.formats.bibliography.bibtex import parse_bibtex
from site_gen.model import Entry
from site_gen.preview import Preview
from site_gen.system.files import write
from tests.browser.conftest import Watch, serving
from tests.browser.storage import keep, kept, paper, stored

pytestmark = pytest.mark.browser

DAY = date(2025, 9, 17)
TITLES = (
    r"<think> *a* _b_ `c` [d](https://evil.example) ![e](x) [f \ g",
    "&copy; &amp; ~~h~~ A & B | C $5 and $6 <img src=x onerror=alert(1)>",
    "Of {braces} and } one, 100% @misc{a, b} #1 ~ ^ _",
    "TY - JOUR, ER - and @",
)
EARLIER = date(2025, 8, 1)
LONG_SLUGS = ("word-" * 12 + "one", "word-" * 12 + "two", "a.b_c", "a" * 49)
"""Names of papers: the keys of all but the last are cut."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("list")
    write(folder / "content/site.yaml", b"base_url: https://papers.example.org/\n")
    for n, title in enumerate(TITLES, 1):
        one = Entry(slug=f"paper-{n}", first_day=DAY, title=title, body="About it.")
        write(folder / f"content/{DAY}/paper-{n}.md", format_entry(one).encode())
    for slug in LONG_SLUGS:
        one = Entry(slug=slug, first_day=EARLIER, title=slug)
        write(folder / f"content/{EARLIER}/{slug}.md", format_entry(one).encode())
    build(folder, folder / "public", Options(has_search=False))
    with serving(folder / "public") as site:
        yield site


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def watch(context: BrowserContext, site: Preview) -> Iterator[Watch]:
    watch = Watch(context.new_page(), site.url.rstrip("/"))
    yield watch
    assert (watch.errors, watch.strangers) == ([], [])


def load(watch: Watch, path: Path, values: object) -> str:
    """Load a file into the list, and give what is said."""
    path.write_text(values if isinstance(values, str) else json.dumps(values))
    page = watch.page
    page.evaluate("document.querySelector('#told').textContent = ''")
    page.locator("#file").set_input_files(path)
    expect(page.locator("#told")).not_to_be_empty()
    return page.locator("#told").inner_text()


BAD_FILES = [
    "", "{", "null", "[]", "5", '"text"', '{"version": 2, "starred": {}}', '{"starred": {}}',
    '{"version": 1, "starred": "a"}', '{"version": 1, "starred": ["a"]}', "[" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", BAD_FILES, ids=range(len(BAD_FILES)))
def test_another_file_is_refused(watch: Watch, tmp_path: Path, text: str) -> None:
    watch.go("/reading-list/")
    said = load(watch, tmp_path / "other.json", text)

    assert said == "other.json is no reading list; expected a file exported here."


def test_a_file_that_is_too_large_is_not_read(watch: Watch, tmp_path: Path) -> None:
    watch.go("/reading-list/")
    text = json.dumps({"version": 1, "starred": {paper(1): "One"}})
    said = load(watch, tmp_path / "large.json", text + " " * 20_000_000)

    assert said == "large.json is too large; expected at most 20 MB."
    expect(watch.page.locator("#status")).to_have_text("No paper is starred yet.")


ELSEWHERE = [
    "/\t/b.example/2025-09-17/a/", "//b.example/2025-09-17/a/", "/\\b.example/2025-09-17/a/",
    "/\\/b.example/2025-09-17/a/", "\\\\b.example\\2025-09-17\\a\\", "/\n/b.example/2025-09-17/a/",
    "javascript:alert(1)//2025-09-17/a/", "java\tscript:alert(1)//2025-09-17/a/",
    "data:,/2025-09-17/a/", "https://b.example/2025-09-17/a/", "HTTPS:b.example/2025-09-17/a/",
    "https://[/2025-09-17/a/", "/../2025-09-17/a/", "/x/../2025-09-17/a/", "/2025-09-17/../a/",
    "/2025-09-17/%2e%2e/", "/2025-09-17/a/../", "/2025-09-17/a/?q#x", "/2025-09-17/a",
    "/2025-09-17/", "/archive/", "/b/2025-09-17/a/", "", " /2025-09-17/a/", "2025-09-17/a/",
    "__proto__",
]  # fmt: skip


def test_a_file_brings_papers_of_this_site_only(watch: Watch, tmp_path: Path) -> None:
    page = watch.go("/reading-list/")
    full = watch.base + paper(4)
    text = json.dumps({
        "version": 1,
        "starred": dict.fromkeys(ELSEWHERE, "x") | {paper(1): "One", full: "Four", paper(2): 5},
        "hidden": [*ELSEWHERE, paper(3), None, 7, [paper(1)], {"length": 1}],
    })  # fmt: skip
    said = load(watch, tmp_path / "list.json", text)
    ignored = 2 * len(ELSEWHERE) + 1 + 4

    assert said == (
        f"2 papers taken from list.json. "
        f"{ignored} lines were ignored: not of this site, or not valid."
    )
    assert kept(page, "starred") == {paper(1): "One", paper(4): "Four"}
    assert kept(page, "hidden") == [paper(3)]
    page.locator("#away summary").click()
    links = page.locator("#lists h2 a").evaluate_all("links => links.map(link => link.href)")
    assert links == [watch.base + paper(n) for n in (4, 1, 3)]


def test_a_file_brings_words_as_the_form_takes_them(watch: Watch, tmp_path: Path) -> None:
    page = watch.go("/reading-list/")
    keep(page, mute=["here"])
    words = [" there ", "one, two", "", "x" * 20_001, 5, "y" * 19_970, "z" * 20]
    values = {"version": 1, "starred": {}, "mute": words, "theme": "dark", "highlight": "one"}
    said = load(watch, tmp_path / "list.json", values)

    assert said == (
        # Two that are no words, two that there is no room for, and a key that a list does not have.
        "0 papers taken from list.json. 5 lines were ignored: not of this site, or not valid."
    )
    assert kept(page, "mute") == ["here", "there", "one", "two", "y" * 19_970]
    assert kept(page, "highlight") == ["one"]
    assert kept(page, "theme") is None


def test_words_that_a_browser_could_not_search_for_are_refused(watch: Watch) -> None:
    page = watch.go("/reading-list/")
    before = stored(page)
    for words in ("x" * 20_001, ",".join(f"word{n}" for n in range(3000))):
        page.get_by_label("Mute").fill(words)
        page.get_by_role("button", name="Keep").click()
        expect(page.locator("#told")).to_have_text(
            "No words were kept: expected at most 20000 letters."
        )
        expect(page.get_by_label("Mute")).to_have_value(words)
    assert stored(page) == before
    page.get_by_label("Mute").fill("x(vision" * 2500)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#told")).to_have_text("The words are kept.")
    page = watch.go("/")
    expect(page.locator(".papers article:visible")).to_have_count(len(TITLES))


@pytest.mark.parametrize("n", range(1, len(TITLES) + 1))
def test_copied_markdown_reads_as_the_title(watch: Watch, n: int) -> None:
    page = watch.go(paper(n))
    page.get_by_role("button", name="Markdown").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    tokens = MarkdownIt("gfm-like").parse(text)[1].children or []

    assert [token.type for token in (tokens[0], tokens[-1])] == ["link_open", "link_close"]
    assert {token.type for token in tokens[1:-1]} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens) == page.locator("h1").inner_text()
    assert tokens[0].attrs["href"] == f"https://papers.example.org{paper(n)}"


def cited_titles(path: Path) -> list[str]:
    """Read the titles of a file of references, as programs read them."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return [item["title"] for item in json.loads(text)]
    if path.suffix == ".ris":
        return [str(entry.get("title", entry.get("primary_title"))) for entry in rispy.loads(text)]
    return [one.title for one, _ in parse_bibtex("list.bib", text).papers]


@pytest.mark.parametrize(
    ("form", "name"), [("BibTeX", "list.bib"), ("RIS", "list.ris"), ("CSL-JSON", "list.json")]
)
def test_references_hold_any_title(watch: Watch, tmp_path: Path, form: str, name: str) -> None:
    page = watch.go("/reading-list/")
    keep(page, starred={paper(n): title for n, title in enumerate(TITLES, 1)})
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    download.value.save_as(tmp_path / name)

    assert cited_titles(tmp_path / name) == list(TITLES)


@pytest.mark.parametrize(
    ("form", "name"), [("BibTeX", "list.bib"), ("RIS", "list.ris"), ("CSL-JSON", "list.json")]
)
def test_references_with_cut_keys_are_found(
    watch: Watch, tmp_path: Path, form: str, name: str
) -> None:
    page = watch.go("/reading-list/")
    keep(page, starred={f"/{EARLIER}/{slug}/": slug for slug in LONG_SLUGS})
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    download.value.save_as(tmp_path / name)

    assert cited_titles(tmp_path / name) == list(LONG_SLUGS)
    expect(page.locator("#told")).to_have_text("")


@pytest.mark.parametrize("form", ["BibTeX", "RIS", "CSL-JSON"])
@pytest.mark.parametrize("body", ["<!doctype html>", "null", "[null]", "{}"])
def test_an_answer_that_is_no_reference_is_told(watch: Watch, form: str, body: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html")

    watch.page.route("**/2025-09-17.*", answer)
    page = watch.go("/reading-list/")
    keep(page, starred={paper(1): "One"})
    page.get_by_role("button", name=form, exact=True).click()
    expect(page.locator("#told")).to_have_text("1 paper could not be found.")
