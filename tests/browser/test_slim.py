"""A slim site in a browser: references come from the files of months."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_gen.build.build import Options, build
from site_gen.preview import Preview
from tests.browser.conftest import serving

DAYS = ("2025-08-30", "2025-09-01", "2025-09-02")


@pytest.fixture
def slim(tmp_path: Path) -> Iterator[Preview]:
    for day in DAYS:
        path = tmp_path / f"content/{day}/p.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"---\ntitle: Of {day}\ntopics: [Seals]\n---\n\nText.\n")
    (tmp_path / "content/site.yaml").write_text("profile: slim\nbase_url: https://a.example\n")
    build(tmp_path, tmp_path / "public", Options(has_search=False))
    with serving(tmp_path / "public") as site:
        yield site


def test_the_papers_of_a_topic_are_cited(chromium: Browser, slim: Preview, tmp_path: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{slim.url}topics/seals/2025/")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSL-JSON", exact=True).click()
    download.value.save_as(tmp_path / "list.json")

    ids = [item["id"] for item in json.loads((tmp_path / "list.json").read_text())]
    assert ids == ["p-2025-09-02", "p-2025-09-01", "p-2025-08-30"]
    assert sorted(url for url in asked if url.endswith(".csl.json")) == [
        f"{slim.url}2025-08.csl.json", f"{slim.url}2025-09.csl.json"
    ]  # fmt: skip
    assert download.value.suggested_filename == "seals-2025.csl.json"
    context.close()


def test_a_day_leads_to_the_files_of_its_month(chromium: Browser, slim: Preview) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{slim.url}2025-09-01/")
    urls = page.locator(".files a").evaluate_all("links => links.map((link) => link.href)")

    assert "This month as BibTeX" in page.locator(".files").inner_text()
    assert len(urls) == 5
    for url in urls:
        assert context.request.get(url).ok, url
    context.close()
