"""The frozen test of search quality: its data never changes, and its figures mean what they say."""

import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.quality.kinds.table import KINDS, make_queries
from benchmarks.quality.papers import FrozenError, FrozenPaper, list_records, read_papers
from benchmarks.quality.queries import Query, Texts
from benchmarks.quality.questions import count_relevant, read_questions
from benchmarks.quality.rivals import Bm25

QUERIES_HASH = "1cb953129a8c2382ea1262fae4422d11fc9a763d09e673c7f8544ae1adc8563c"


@pytest.fixture(scope="module")
def papers() -> tuple[FrozenPaper, ...]:
    return read_papers()


@pytest.fixture(scope="module")
def queries(papers: tuple[FrozenPaper, ...]) -> dict[str, Sequence[Query]]:
    texts = Texts(papers)
    return {kind.name: make_queries(texts, kind, 100) for kind in KINDS}


def test_there_are_6500_papers(papers: tuple[FrozenPaper, ...]) -> None:
    assert Counter(paper.kind for paper in papers) == {"corpus": 6300, "tex": 100, "zh": 100}
    assert len({paper.id for paper in papers}) == 6500
    assert all(paper.typed for paper in papers if paper.kind == "tex")


def test_a_paper_that_was_made_up_has_no_arxiv_id(papers: tuple[FrozenPaper, ...]) -> None:
    records = list(list_records(papers))
    without = [record for record in records if "arxiv_id" not in record]
    assert len(without) == 120
    assert all("https://example.org/papers/" in url for r in without for url in r["links"].values())


@pytest.mark.parametrize("data", [b"", gzip.compress(b"{}\n")])
def test_a_file_that_was_changed_is_an_error(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(FrozenError, match=f"{re.escape(str(path))}: changed; expected the SHA-256"):
        read_papers(path)


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FrozenError, match="gone.yaml: No such file"):
        read_questions(tmp_path / "gone.yaml")


def test_each_kind_has_100_queries_that_never_change(
    queries: dict[str, Sequence[Query]],
) -> None:
    lines = [
        f"{query.kind}\t{query.text}\t{' '.join(sorted(query.papers))}\n"
        for some in queries.values()
        for query in some
    ]
    assert {name: len(some) for name, some in queries.items()} == {k.name: 100 for k in KINDS}
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == QUERIES_HASH


def test_each_query_asks_for_papers_that_exist(
    papers: tuple[FrozenPaper, ...], queries: dict[str, Sequence[Query]]
) -> None:
    ids = {paper.id for paper in papers}
    for name, some in queries.items():
        assert all(query.papers and query.papers <= ids for query in some), name
        assert all(query.kind == name for query in some)


def test_a_query_is_scored_by_the_first_results() -> None:
    one = Query("title", "a", frozenset({"x"}))
    assert [one.score(found) for found in (["x"], ["y", "x"], [])] == [1, 0, 0]
    share = Query("author", "b", frozenset({"x", "y"}), 2, is_share=True)
    assert [share.score(found) for found in (["y", "x"], ["z", "x", "y"], [])] == [1, 0.5, 0]


def test_half_of_the_questions_are_held_out(papers: tuple[FrozenPaper, ...]) -> None:
    questions = read_questions()
    assert Counter(question.is_for_tuning for question in questions) == {True: 60, False: 60}
    ids = {paper.id for paper in papers}
    assert all(len(question.papers) > 3 for question in questions)
    assert all(question.papers <= ids for question in questions)


def test_relevant_papers_are_counted_among_the_first_five() -> None:
    question = next(q for q in read_questions() if len(q.papers) > 5)
    relevant = sorted(question.papers)
    assert count_relevant(question, relevant[:6]) == 5
    assert count_relevant(question, ["no", *relevant[:3]]) == 3
    assert count_relevant(question, ["no"] * 5 + relevant) == 0


def test_bm25_needs_one_of_the_terms_and_knows_stems_and_chinese() -> None:
    texts = [
        ("Pruning networks", "We prune."),
        ("A network", "Of roads."),
        ("知识图谱补全", "负样本"),
    ]
    index = Bm25(
        [FrozenPaper(f"{n}", "", title, abstract, "") for n, (title, abstract) in enumerate(texts)]
    )
    assert index.rank("pruned network unheard") == ["0", "1"]
    assert index.rank("识图谱") == ["2"]
    assert index.rank("unheard") == []
