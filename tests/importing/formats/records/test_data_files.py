import csv
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.detect import read, recognise
from site_gen.importing.formats.records.data_files import parse_csv, parse_json, parse_jsonl
from site_gen.model.errors import InputError
from site_gen.model.papers import Paper
from tests.conftest import DATA

RECORDS = json.loads((DATA / "records.json").read_text(encoding="utf-8"))
TODAY = date(2026, 10, 4)
RECORD = {
    "title": "A, B and C?", "abstract": "One.\n\nTwo.", "authors": ["D E", "F G"],
    "arxiv_id": "arXiv:2606.01249v2", "doi": "https://doi.org/10.1063/1.4944470",
    "topics": ["AI"], "categories": ["cs.AI"],
    "links": {"Code": "https://x.org/", "Bad": "javascript:1"},
    "upvotes": 3, "date": "2026-06-03", "license": "not ours",
}  # fmt: skip
PAPER = Paper(
    title="A, B and C?", abstract="One.\n\nTwo.", authors=("D E", "F G"), arxiv_id="2606.01249",
    doi="10.1063/1.4944470", topics=("AI",), categories=("cs.AI",), upvotes=3,
    links=(("Code", "https://x.org/"),), version=2,
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
    found = parse_jsonl("x", '{"title": "A"}\n{"title": \n{]\n')
    assert [problem.line for problem in found.bad] == [2, 3]
    assert [paper.title for paper, _ in found.papers] == ["A"]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("A,B\nC,D,E\nF,G\n", "x:3: 3 values for 2 columns; expected"),
        ('A,B\nF,G\n"C,D\n', "x:4: broken CSV: "),
    ],
)
def test_a_row_of_csv_that_is_broken_costs_itself_alone(rows: str, what: str) -> None:
    found = parse_csv("x", f"title,abstract\n{rows}")
    assert [paper.title for paper, _ in found.papers] == ["A", "F"]
    (problem,) = found.bad
    assert str(problem).startswith(what)


def test_a_day_that_does_not_exist_costs_its_record_alone() -> None:
    found = parse_json("x", json.dumps([{"title": "A", "date": "2026-02-30"}, {"title": "B"}]))
    assert [paper.title for paper, _ in found.papers] == ["B"]
    assert [problem.message.split(";")[0] for problem in found.bad] == ["no such day: '2026-02-30'"]


@pytest.mark.parametrize("case", RECORDS, ids=lambda case: case["from"])
def test_a_record_as_programs_write_it(case: Mapping[str, Any]) -> None:
    read_case = parse_csv if case.get("as") == "csv" else parse_json
    text = case["text"] if "text" in case else json.dumps(case["json"])
    found = read_case("x", text)
    expected = [
        {"authors": [], "abstract": "", "arxiv_id": "", "doi": "", "topics": [], "categories": []}
        | {"links": {}, "venue": ""}
        | paper
        for paper in case["papers"]
    ]
    said = [
        {
            "title": paper.title, "authors": list(paper.authors), "abstract": paper.abstract,
            "arxiv_id": paper.arxiv_id, "doi": paper.doi, "topics": list(paper.topics),
            "categories": list(paper.categories), "links": dict(paper.links), "venue": paper.venue,
        }
        for paper, _ in found.papers
    ]  # fmt: skip
    assert said == expected
    assert (found.unread, found.bad) == ((), ())


def test_a_venue_of_our_own_records_is_kept_and_that_of_others_must_be_one() -> None:
    record = {"title": "A", "venue": "GitHub"}
    ((other, _), (own, _)) = parse_json("x", json.dumps([record, record | {"slug": "a"}])).papers
    assert (other.venue, own.venue) == ("", "GitHub")


def test_our_own_record_without_a_venue_has_none_for_its_journal_reference() -> None:
    record = {"title": "A", "journal_ref": "Nature 1", "comment": "ACL 2025"}
    ((other, _), (own, _)) = parse_json("x", json.dumps([record, record | {"slug": "a"}])).papers
    assert (other.venue, own.venue) == ("Nature 1", "")
    assert own.journal_ref == "Nature 1"


def test_a_row_of_csv_can_say_that_authors_are_missing() -> None:
    ((paper, _),) = parse_csv("x", "title,authors,more_authors\nA,Ann One,true\n").papers
    assert (paper.authors, paper.more_authors) == (("Ann One",), True)


def test_the_doi_of_a_link_to_data_is_not_that_of_the_paper() -> None:
    record = {"title": "A", "links": {"Data": "https://doi.org/10.5281/zenodo.1"}}
    ((paper, _),) = parse_json("x", json.dumps([record])).papers
    assert (paper.doi, paper.links) == ("", (("Data", "https://doi.org/10.5281/zenodo.1"),))


def test_a_key_that_nobody_knows_is_told_once_with_its_count() -> None:
    rows = [{"title": "A", "Mystery": 1}, {"title": "B", "mystery": 2, "volume": "3"}]
    assert [str(problem) for problem in parse_json("x", json.dumps(rows)).unread] == [
        "x:1: key 'Mystery' (2 values) is not used"
    ]
    table = "title,Mystery\nA,1\nB,\nC,2\n"
    assert [str(problem) for problem in parse_csv("x", table).unread] == [
        "x:2: column 'Mystery' (2 values) is not used"
    ]


@given(
    st.recursive(
        st.text(max_size=3) | st.none() | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["title", "authors", "id", "links", "ids", "abstract_inverted_index", "x"]
                ),
                inner,
            )
        ),
    )
)
def test_any_json_gives_papers_or_reports(value: Any) -> None:
    with suppress(InputError):
        found = parse_json("x", json.dumps([value]))
        assert found.papers or found.unread or found.bad or value in ([], {})


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


def read_one(**more: object) -> Paper:
    ((paper, _),) = parse_json("x", json.dumps([{"title": "A", **more}])).papers
    return paper


@pytest.mark.parametrize(
    ("more", "name", "expected"),
    [
        ({"ai_keywords": ["a", "b", "a"], "keywords": ["T"]}, "keywords", ("a", "b")),
        ({"ai_keywords": "a; b"}, "keywords", ("a", "b")),
        ({"keywords": ["T"]}, "keywords", ()),
        (
            {"organization": {"name": "eth", "fullname": "ETH\n Zurich"}},
            "organization",
            "ETH Zurich",
        ),
        ({"organization": {"name": "eth", "fullname": None}}, "organization", "eth"),
        ({"submittedBy": {"name": "ak", "fullname": "AK"}}, "submitter", "AK"),
        ({"githubStars": 0}, "github_stars", 0),
        ({"githubStars": True}, "github_stars", None),
        ({"githubStars": "many"}, "github_stars", None),
        ({"comments": 12}, "comment", ""),
        ({"comments": "12"}, "comment", ""),
        ({"comments": "12 pages"}, "comment", "12 pages"),
        ({"comments": "Erd\\H{o}s, 2~pages", "authors_parsed": []}, "comment", "Erdős, 2 pages"),
        ({"comments": "https://x.y/~a", "authors_parsed": []}, "comment", "https://x.y/~a"),
        ({"version": "v3"}, "version", 3),
        ({"version": "1.0-beta"}, "version", None),
        ({"versions": [{"version": "v1"}, {"version": "v2"}]}, "version", 2),
        ({"versions": []}, "version", None),
        ({"entry_id": "http://arxiv.org/abs/2509.00306v4"}, "version", 4),
        ({"id": "2509.00306", "note": "arXiv:2509.00307v4"}, "version", None),
        ({"links": {"PDF": "https://arxiv.org/pdf/2509.00306v4"}}, "version", 4),
        ({"links": {"PDF": "https://arxiv.org/pdf/2509.00306v4"}, "slug": "a"}, "version", None),
        ({"withdrawn": "true"}, "withdrawn", True),
        ({"withdrawn": "no"}, "withdrawn", False),
    ],
)
def test_facts_that_some_records_tell(
    more: Mapping[str, object], name: str, expected: object
) -> None:
    assert getattr(read_one(**more), name) == expected


def test_an_organization_of_another_shape_is_reported() -> None:
    found = parse_json("x", json.dumps([{"title": "A", "organization": ["ETH", "EPFL"]}]))
    assert [problem.message for problem in found.unread] == [
        "key 'organization' (1 value) is not used"
    ]
    assert not found.papers[0][0].organization
