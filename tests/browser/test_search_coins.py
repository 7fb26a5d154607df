"""What Zotero and other reference managers read of search results: COinS."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

from site_gen.preview import Preview
from tests.browser.conftest import Watch
from tests.browser.modules import call

pytestmark = pytest.mark.browser

PAPER = {
    "title": "A & B = 100% of C", "authors": ["Ada Lovelace", "José García"], "topics": ["Agents"],
    "abstract": "So <b> it is.", "url": "https://papers.example/2025-09-17/a/",
}  # fmt: skip
URL, DOI = "https://arxiv.org/abs/{}", "info:doi/10.48550/arXiv.{}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2509.12345", ("preprint", "2025-09", URL, DOI)),
        ("hep-th/9901001", ("preprint", "1999-01", URL, DOI)),
        ("math.AG/0309136", ("preprint", "2003-09", URL, DOI)),
        (
            "2509.12345v2",
            ("preprint", "2025-09", URL, "info:doi/10.48550/arXiv.2509.12345"),
        ),
        ("2513.12345", ("document", None, PAPER["url"])),
        ("odd", ("document", None, PAPER["url"])),
        ("10.1145/3.4", ("journalArticle", None, "info:doi/{}")),
        (None, ("document", None, PAPER["url"])),
    ],
)
def test_a_result_says_its_type_its_month_and_its_addresses(
    watch: Watch, real_site: Preview, given: str | None, expected: tuple[Any, ...]
) -> None:
    page = watch.go("/search/")
    [text] = call(page, real_site.output, "coins", "contextObject", [[{**PAPER, "id": given}]])
    values = parse_qsl(text, strict_parsing=True)
    said = dict(values)

    assert (said["rft.type"], said.get("rft.date")) == expected[:2]
    assert [value for name, value in values if name == "rft_id"] == [
        address.format(given) for address in expected[2:]
    ]
    assert said["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:dc"
    assert said["rft.title"] == PAPER["title"]
    assert [value for name, value in values if name == "rft.creator"] == PAPER["authors"]
    assert (said["rft.subject"], said["rft.description"]) == ("Agents", PAPER["abstract"])


def test_each_result_has_a_span_that_nobody_sees(watch: Watch) -> None:
    page = watch.go("/search/?q=hiformer")
    expect(page.get_by_role("status")).to_contain_text("for “hiformer”", timeout=30_000)
    spans = page.locator("#results > li > span.Z3988")

    expect(spans).to_have_count(page.locator("#results h2").count())
    expect(spans.first).to_be_hidden()
    assert "rft.title=Hiformer" in (spans.first.get_attribute("title") or "")
    assert watch.errors == []
