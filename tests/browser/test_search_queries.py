"""What people type, over the sample of 300 papers: is the paper that they mean among the first?"""

import json
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from playwright.sync_api import Browser

from benchmarks.quality.search_page import Answer, ask_all
from scripts.sample_corpus import SAMPLE, read_rows
from site_gen.build.build import build
from site_gen.cli import cli
from site_gen.content.store import read_entries
from site_gen.model import paper_url
from tests.browser.conftest import serving
from tests.conftest import DATA

pytestmark = pytest.mark.browser

FIELDS = ("title", "abstract", "authors", "arxiv_id", "date")
QUERIES: list[dict[str, Any]] = yaml.safe_load((DATA / "search_queries.yaml").read_text())


def mark(row: dict[str, Any]) -> Any:
    """Give a query as a parameter; one that fails today is expected to."""
    reason = "the search page does not answer it yet; remove 'fails' when it does"
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if row.get("fails") else []
    return pytest.param(row, id=f"{row['kind']}: {row['query']}", marks=marks)


@pytest.fixture(scope="module")
def found(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The ids of the first ten papers for each query, all asked on one page."""
    folder = tmp_path_factory.mktemp("sample")
    rows = [{field: row[field] for field in FIELDS} for row in read_rows(SAMPLE)]
    papers = folder / "papers.jsonl"
    papers.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    done = CliRunner().invoke(cli, ["-C", str(folder), "import", str(papers)])
    assert done.exit_code in (0, 75), done.output
    content = folder / "content"
    refs = sorted(f"{path.parent.name}/{path.stem}" for path in content.glob("*/*.md"))
    entries, _ = read_entries(content, refs)
    assert len(entries) == len(rows)
    ids = {paper_url(entry.first_day, entry.slug): entry.arxiv_id for entry in entries.values()}
    build(folder, folder / "public")
    texts = [row["query"] for row in QUERIES]
    with serving(folder / "public") as site:
        page = chromium.new_page()
        answers: list[Answer] = list(ask_all([page], f"{site.url}search/", texts))
        page.close()
    assert all(answer.status for answer in answers)
    return {
        text: [ids.get(path, path) for path in answer.paths]
        for text, answer in zip(texts, answers, strict=True)
    }


@pytest.mark.parametrize("row", [mark(row) for row in QUERIES])
def test_the_paper_that_is_meant_is_among_the_first(
    found: dict[str, list[str]], row: dict[str, Any]
) -> None:
    first = found[row["query"]][: row.get("first", 1)]
    have = all if row.get("all") else any

    assert have(paper in first for paper in row["papers"]), found[row["query"]]
