import csv
import io
import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.detect import read, recognise
from site_gen.importing.formats.site_gen_data import parse_csv, parse_json, parse_jsonl
from site_gen.model.errors import InputError
from site_gen.model.papers import Paper

TODAY = date(2026, 10, 4)
RECORD = {
    "title": "A, B and C?", "abstract": "One.\n\nTwo.", "authors": ["D E", "F G"],
    "arxiv_id": "arXiv:2606.01249v2", "doi": "https://doi.org/10.1063/1.4944470",
    "topics": ["AI"], "categories": ["cs.AI"],
    "links": {"Code": "https://x.org/", "Bad": "javascript:1"},
    "upvotes": 3, "date": "2026-06-03", "comment": "not ours",
}  # fmt: skip
PAPER = Paper(
    title="A, B and C?", abstract="One.\n\nTwo.", authors=("D E", "F G"), arxiv_id="2606.01249",
    doi="10.1063/1.4944470", topics=("AI",), categories=("cs.AI",), upvotes=3,
    links=(("Code", "https://x.org/"),),
)  # fmt: skip


def test_a_record_is_the_same_in_each_form() -> None:
    table = io.StringIO()
    row = {**RECORD, "authors": "D E; F G", "topics": "AI", "categories": "cs.AI"}
    writer = csv.DictWriter(table, list(row))
    writer.writeheader()
    writer.writerow(row)
    expected = ((PAPER, date(2026, 6, 3)),)
    assert parse_json("x", json.dumps([RECORD])).papers == expected
    assert parse_json("x", json.dumps({"papers": [RECORD]}, indent=1)).papers == expected
    assert parse_jsonl("x", json.dumps(RECORD) + "\n\n").papers == expected
    ((paper, day),) = parse_csv("x", table.getvalue()).papers
    assert day == date(2026, 6, 3)
    assert (paper.title, paper.abstract, paper.authors) == (
        PAPER.title, PAPER.abstract, PAPER.authors
    )  # fmt: skip


def test_each_form_is_recognised() -> None:
    line = json.dumps(RECORD)
    assert recognise(f"\ufeff[\n{line}]") == "json"
    assert recognise(json.dumps(RECORD, indent=1)) == "json"
    assert recognise(f"{line}\n{line}\n") == "jsonl"
    assert recognise("Title,abstract\nA,B\n") == "csv"
    assert recognise("[1] A title in a page\nand more") == "page"


def test_what_is_no_record_is_reported_with_its_line() -> None:
    found = parse_jsonl("x", '{"title": "A"}\n3\n{"abstract": "B"}\n')
    assert [problem.line for problem in found.unread] == [2, 3]
    with pytest.raises(InputError) as caught:
        parse_jsonl("x", '{"title": "A"}\n{"title": \n{]\n')
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_csv_that_is_broken_is_one_error() -> None:
    with pytest.raises(InputError, match="3 values for 2 columns"):
        parse_csv("x", "title,abstract\nA,B\nC,D,E\n")
    with pytest.raises(InputError, match="broken CSV"):
        parse_csv("x", 'title,abstract\n"A,B\n')


def test_real_papers_come_back(sample: list[dict[str, Any]]) -> None:
    text = "\n".join(json.dumps({**paper, "date": "2026-01-02"}) for paper in sample)
    (reading,) = read("x", text, TODAY)
    assert [(p.title, p.abstract) for p in reading.digest.papers] == [
        (" ".join(p["title"].split()), p["abstract"].strip()) for p in sample
    ]


@given(st.text(max_size=80))
def test_nothing_but_an_input_error_is_raised(text: str) -> None:
    for parse in (parse_json, parse_jsonl, parse_csv):
        with suppress(InputError):
            parse("x", text)
