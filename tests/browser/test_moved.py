"""Addresses of authors that went away, on a host that obeys no rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_gen.build.build import Options, build
from site_gen.preview import Preview
from site_gen.system.hosts.netlify_rules import Rules
from tests.browser.conftest import serving


@pytest.fixture(scope="module", params=["", "/below/a"])
def plain_host(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Preview]:
    """A site where Ada has a page, and Bo has none."""
    folder = tmp_path_factory.mktemp("site")
    for number in range(1, 7):
        path = folder / f"content/2025-0{number}-01/p.md"
        path.parent.mkdir(parents=True)
        authors = "[Ada B, Bo]" if number < 5 else "[Ada B]"
        path.write_text(f"---\ntitle: T{number}\nauthors: {authors}\n---\n\nText.\n")
    base_url = f"http://127.0.0.1:8000{request.param}"
    build(folder, folder / "public", Options(has_search=False, base_url=base_url))
    with serving(folder / "public") as site:
        site.rules, site.below = Rules(), request.param
        yield site


@pytest.mark.parametrize(
    ("url", "to"),
    [
        ("/authors/ada-b/feed.xml", "/authors/ada-b/"),
        ("/authors/ada-b/feed.json?x=1#y", "/authors/ada-b/"),
        ("/authors/ada-b/atom.xml", "/authors/ada-b/"),
        ("/authors/ada-b/2025/", "/authors/ada-b/"),
        ("/authors/ada-b", "/authors/ada-b/"),
        ("/authors/bo/feed.xml", "/search/?q=author:bo"),
        ("/authors/bo/", "/search/?q=author:bo"),
        ("/authors/bo", "/search/?q=author:bo"),
        ("/authors/names/zz/", "/authors/"),
        ("/authors/%22bo%22/", "/authors/%22bo%22/"),
        ("/author/bo/", "/author/bo/"),
        ("/2025-01-01/authors/bo/", "/2025-01-01/authors/bo/"),
    ],
)
def test_what_went_away_of_an_author_leads_on(
    chromium: Browser, plain_host: Preview, url: str, to: str
) -> None:
    page = chromium.new_page()
    base = plain_host.url.rstrip("/")
    page.goto(base + url, wait_until="load")
    page.wait_for_timeout(500)
    if to != url:
        page.wait_for_url(base + to)

    assert page.url == base + to
    is_found = page.locator("h1").inner_text() != "Page not found"
    assert is_found == (to != url)
    page.close()


def test_a_feed_that_is_there_is_what_rss_leads_to(tmp_path: Path, chromium: Browser) -> None:
    path = tmp_path / "content/2025-01-01/p.md"
    path.parent.mkdir(parents=True)
    path.write_text("---\ntitle: T\nauthors: [Ada B]\n---\n\nText.\n")
    (tmp_path / "content/site.yaml").write_text("author_pages: 1\nauthor_feeds: 1\n")
    build(tmp_path, tmp_path / "public", Options(has_search=False, base_url="https://a.example"))
    with serving(tmp_path / "public") as site:
        site.rules = Rules()
        page = chromium.new_page()
        page.goto(f"{site.url}authors/ada-b/feed.xml")
        page.wait_for_url(f"{site.url}authors/ada-b/atom.xml")
        page.close()
