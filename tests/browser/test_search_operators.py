"""Names, ids, operators and what a result shows, over a few papers that have all of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from site_gen.build.build import build
from site_gen.preview import Preview
from site_gen.system.files import write
from tests.browser.archives import search
from tests.browser.conftest import Watch, serving

pytestmark = pytest.mark.browser

CODE = {"Code": "https://example.org/code"}
PAPERS: dict[str, dict[str, Any]] = {
    "2025-09-17/sparse": {
        "title": "Sparse attention for long documents",
        "authors": ["Hao Wang", "Ada Lovelace", "Émile Noël", "Grace Hopper", "Alan Turing"],
        "arxiv_id": "2509.12345", "upvotes": 57, "topics": ["Alpha"], "links": CODE,
        "organization": "ETH Zurich",
    },
    "2025-09-17/kernels": {
        "title": "Kernels for sparse matrices", "authors": ["Hao B. Wang"],
        "arxiv_id": "2509.12399", "upvotes": 12, "topics": ["Beta"],
    },
    "2025-09-16/video": {
        "title": "Video diffusion, made sparse", "authors": ["Hao Wang", "Wei Li"],
        "doi": "10.1145/3292500.33", "topics": ["Gamma"], "links": CODE,
    },
    "2025-08-01/walrus": {
        "title": "A walrus that counts", "authors": ["Wang Wei"], "upvotes": 20,
        "topics": ["Alpha"],
    },
    "2025-08-01/tiny": {
        "title": "Fine-tuning GPT-4o in the 7B range", "authors": ["Hao Wang"],
        "arxiv_id": "2508.00001",
    },
}  # fmt: skip
BODY = "We test chain of thought, with colour and 300,000 tokens. The Cas12a model is used."


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("papers")
    for name, facts in PAPERS.items():
        front = yaml.safe_dump(facts, allow_unicode=True)
        body = f"{facts['title']}: {BODY}" if name.endswith("sparse") else facts["title"]
        write(folder / f"content/{name}.md", f"---\n{front}---\n\n{body}.\n".encode())
    write(folder / "content/site.yaml", b"author_pages: 3\n")
    build(folder, folder / "public")
    with serving(folder / "public") as site:
        yield site


@pytest.fixture
def watch(chromium: Browser, papers: Preview) -> Iterator[Watch]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Watch(context.new_page(), papers.url.rstrip("/"))
    context.close()


def slugs(page: Page) -> list[str]:
    addresses = [link.get_attribute("href") or "" for link in page.locator("#results h2 a").all()]
    return [address.split("/")[2] for address in addresses]


def ask(watch: Watch, query: str) -> list[str]:
    """Type a query; give the slugs of its papers, in order."""
    page = watch.go("/search/")
    page.get_by_role("searchbox").fill(query)
    expect(page.get_by_role("status")).to_contain_text("for “")
    return slugs(page)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("2509.12345", ["sparse"]),
        ("arXiv:2509.12345v3", ["sparse"]),
        ("https://arxiv.org/pdf/2509.12345v1", ["sparse"]),
        ("https://huggingface.co/papers/2509.12345", ["sparse"]),
        ("2509.123", ["kernels", "sparse"]),
        ("doi:10.1145/3292500.33", ["video"]),
        ("https://doi.org/10.1145/3292500.33", ["video"]),
        ("https://papers.example.org/2025-08-01/walrus/", ["walrus"]),
        ('"chain of thought"', ["sparse"]),
        ('"long documents"', ["sparse"]),
        ("sparse -video -kernels", ["sparse"]),
        ('sparse -"sparse matrices" -video', ["sparse"]),
        ('sparse author:"Ada Lovelace"', ["sparse"]),
        ("author:lovelace", ["sparse"]),
        ("author:noel", ["sparse"]),
        ("author:wei-li", ["video"]),
        ('author:"Wei Wang"', ["walrus"]),
        ("topic:alpha", ["sparse", "walrus"]),
        ('org:"eth zurich"', ["sparse"]),
        ("in:2025-08", ["tiny", "walrus"]),
        ("in:2025 walrus", ["walrus"]),
        ("has:code", ["sparse", "video"]),
        ("votes:20", ["sparse", "walrus"]),
        ("votes:49", ["sparse", "walrus"]),
        ("votes:50", ["sparse"]),
        ("gpt 4o", ["tiny"]),
        ("gpt4o", ["tiny"]),
        ("finetuning", ["tiny"]),
        ("tuning 7 B", ["tiny"]),
        ("color", ["sparse"]),
        ("colours", ["sparse"]),
        ("walrus OR kernels", ["kernels", "walrus"]),
        ("300000", ["sparse"]),
        ("Cas12", ["sparse"]),
        ("Usi", ["sparse"]),
    ],
)
def test_a_query_finds_its_papers(watch: Watch, query: str, wanted: list[str]) -> None:
    assert sorted(ask(watch, query)) == wanted
    assert watch.errors == []
    assert watch.strangers == []


@pytest.mark.parametrize("query", ["30000", "3", "2509.99999", "topic:none", "zzz", "-", "!?", '"'])
def test_nothing_is_pretended(watch: Watch, query: str) -> None:
    assert ask(watch, query) == []
    expect(watch.page.get_by_role("status")).to_have_text(f"No papers for “{query}”")


@pytest.mark.parametrize(
    "query", ["author:", '"sparse', "sparse -", "(sparse|x).*", "sparse \\d+(", "x" * 10_000]
)
def test_what_is_no_operator_breaks_nothing(watch: Watch, query: str) -> None:
    assert ("sparse" in ask(watch, query)) == ("sparse" in query)
    assert watch.errors == []


@pytest.mark.parametrize("query", ["Hao Wang", "Wang, Hao", "wang hao", "H. Wang"])
def test_a_name_leads_to_the_papers_of_the_author_first(watch: Watch, query: str) -> None:
    found = ask(watch, query)

    assert set(found[:4]) == {"sparse", "kernels", "video", "tiny"}
    expect(watch.page.locator("#author a")).to_have_attribute("href", "/authors/hao-wang/")


def test_a_name_without_a_page_has_no_link(watch: Watch) -> None:
    assert ask(watch, "Ada Lovelace") == ["sparse"]
    expect(watch.page.locator("#author")).to_be_hidden()
    assert watch.errors == []


def test_enter_opens_the_paper_of_an_id(watch: Watch) -> None:
    ask(watch, "2509.12345")
    expect(watch.page.locator("#results a.selected")).to_have_count(1)
    watch.page.keyboard.press("Enter")

    expect(watch.page).to_have_url(re.compile("/2025-09-17/sparse/$"))


def test_a_result_shows_who_when_and_where(watch: Watch) -> None:
    ask(watch, "documents author:hopper")
    item = watch.page.locator("#results li")

    expect(item.locator(".by")).to_have_text("Hao Wang, Ada Lovelace, Émile Noël et al.")
    expect(item.locator(".facts")).to_contain_text("17 September 2025")
    expect(item.locator(".facts")).to_contain_text("57 votes")
    expect(item.locator(".facts")).to_contain_text("Alpha")
    expect(item.get_by_role("link", name="PDF")).to_have_attribute(
        "href", "https://arxiv.org/pdf/2509.12345"
    )
    expect(item.get_by_role("link", name="Code")).to_have_attribute(
        "href", "https://example.org/code"
    )
    expect(item.locator("h2 mark")).to_have_text("documents")
    expect(item.locator(".excerpt mark").first).to_have_text("documents")


def test_papers_that_lack_a_word_say_so(watch: Watch) -> None:
    ask(watch, "sparse attention walrus")

    expect(watch.page.get_by_role("status")).to_contain_text("none has all")
    without = watch.page.locator("#results .without")
    expect(without.first).to_have_text("without walrus")


def test_votes_that_are_no_step_are_told(watch: Watch) -> None:
    ask(watch, "votes:49")

    expect(watch.page.get_by_role("status")).to_contain_text("shown are papers with 20 and more")


def test_results_are_sorted_by_votes(watch: Watch) -> None:
    page = search(watch, "/search/?q=in:2025&sort=votes")

    expect(page.get_by_label("Sort by")).to_have_value("votes")
    assert slugs(page)[:3] == ["sparse", "walrus", "kernels"]


def test_a_topic_beside_the_results_narrows_them(watch: Watch) -> None:
    page = search(watch, "/search/?q=sparse")
    page.locator("#topic-values button", has_text="Beta").click()

    expect(page).to_have_url(re.compile(r"q=sparse&topic=Beta$"))
    expect(page.get_by_role("status")).to_have_text("1 paper for “sparse”")
    page.locator("#topic-values button", has_text="Beta").click()
    expect(page.get_by_role("status")).to_have_text("3 papers for “sparse”")


def test_a_related_word_is_added_by_or(watch: Watch) -> None:
    page = search(watch, "/search/?q=sparse")
    near = page.locator("#near button").first
    word = near.inner_text()
    near.click()

    expect(page.get_by_role("searchbox")).to_have_value(f"sparse OR {word}")
    expect(page.get_by_role("status")).to_contain_text(f"for “sparse OR {word}”")
    assert "sparse" in slugs(page)
