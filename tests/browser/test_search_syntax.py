"""What the search page understands of a query: words, phrases, operators and ids."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from site_gen.preview import Preview
from tests.browser.conftest import Watch
from tests.browser.modules import call

pytestmark = pytest.mark.browser

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "data/search_syntax.yaml").read_text(encoding="utf-8")
)
LISTS = ("words", "either", "phrases", "without", "authors", "notes")


def fill(case: dict[str, Any]) -> dict[str, Any]:
    """Give a case with the keys that it does not name."""
    filters: dict[str, list[str]] = {
        name: [] for name in ("topic", "org", "month", "code", "votes")
    }
    return {
        "id": "", "isOpen": False, **{name: [] for name in LISTS}, **case,
        "filters": filters | case.get("filters", {}),
    }  # fmt: skip


def test_queries_are_understood(watch: Watch, real_site: Preview) -> None:
    page = watch.go("/search/")
    found = call(page, real_site.output, "query", "parse", [[case["query"]] for case in CASES])

    for case, parsed in zip(CASES, found, strict=True):
        del parsed["text"]
        assert {"query": case["query"], **parsed} == fill(case)


def test_ten_thousand_letters_are_a_query(watch: Watch, real_site: Preview) -> None:
    texts = ["x" * 10_000, "word " * 2_000, '"' * 9_999, "-" * 10_000, "a:" * 5_000, "author:" * 99]
    found = call(
        watch.go("/search/"), real_site.output, "query", "parse", [[text] for text in texts]
    )

    assert all(len(parsed["words"]) <= 32 for parsed in found)
    assert all(len(word) <= 64 for parsed in found for word in parsed["words"])
