"""One paper with thousands of topics, authors, keywords and links: checked, built and searched."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.content import store
from site_gen.model import MOST_TOPICS, Settings
from site_gen.model.papers import Entry
from site_gen.plan.paper_view import view_paper
from site_gen.search.documents import make_documents

TOPICS = [f"Topic {number}" for number in range(2_000)]
PAPER = {
    "title": "word " * 120,
    "abstract": "Of much.",
    "date": "2025-09-17",
    "topics": TOPICS,
    "ai_keywords": [f"key{number}" for number in range(200)],
    "authors": [f"Ann Bee{'x' * number}" for number in range(40)],
    "links": {f"L{number}": f"https://a.example/{number}" for number in range(60)},
}


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


@pytest.fixture
def full(site: Path) -> Path:
    """A site with that paper, and one beside it."""
    rows = (PAPER, {**PAPER, "title": "Other", "topics": ["Topic 1"], "ai_keywords": []})
    (site / "p.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert run("import", "p.jsonl").exit_code == 0
    return site


def test_check_warns_of_what_is_more_with_file_and_line(full: Path) -> None:
    (name,) = (path.name for path in (full / "content/2025-09-17").glob("word*.md"))
    lines = (full / f"content/2025-09-17/{name}").read_text().split("\n")
    done = run("check")

    assert done.exit_code == 0
    for key, message in (
        ("title", "a title of 599 characters; expected at most 500"),
        ("topics", "2,000 topics; expected at most 20"),
        ("keywords", "200 keywords; expected at most 100"),
        ("links", "60 links; expected at most 50"),
    ):
        line = next(number for number, text in enumerate(lines, 1) if text.startswith(f"{key}:"))
        assert f"{name}:{line}: {message}" in done.stdout


def test_a_build_makes_no_page_beyond_a_limit_and_the_page_of_the_paper_has_all(
    full: Path,
) -> None:
    done = run("build", "--no-search", "--base-url", "https://e.example")
    (page,) = (full / "public/2025-09-17").glob("word*/index.html")
    text = page.read_text("utf-8")
    topics = [path for path in (full / "public/topics").iterdir() if path.is_dir()]

    assert done.exit_code == 0
    assert "topics: 2,000 topics; expected at most 20" in done.stderr
    assert len(topics) == MOST_TOPICS
    assert all(topic in text for topic in TOPICS)
    assert text.count('href="/topics/topic-') == MOST_TOPICS
    assert all(f"key{number}" in text for number in range(200))
    assert all(f'"https://a.example/{number}"' in text for number in range(60))
    assert "word " * 119 in text
    assert "word " * 110 not in (full / "public/2025-09/index.html").read_text("utf-8")


def test_the_search_has_the_first_topics_and_keywords() -> None:
    entry = Entry(
        slug="a",
        first_day=date(2025, 9, 17),
        title="A",
        topics=tuple(TOPICS),
        keywords=tuple(PAPER["ai_keywords"]),
    )
    ((_, document, _),) = make_documents(Settings(), [entry])

    assert document.count(b'"topic[data-value]"') == MOST_TOPICS
    assert (b"key99" in document, b"key100" in document) == (True, False)
    view = view_paper(Settings(), entry)
    assert (view.topics, view.more_topics) == (tuple(TOPICS[:20]), tuple(TOPICS[20:]))


def test_a_day_with_too_many_papers_is_an_error_and_no_build_shows_it(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_OF_DAY", 1)
    message = "more than 10,000 papers of 2025-09-17; expected at most that"

    assert message in run("check").stdout
    assert run("check").exit_code == 1
    done = run("build", "--no-search", "--base-url", "https://e.example")
    assert (done.exit_code, message in done.stderr) == (1, True)
    assert not (full / "public").exists()
