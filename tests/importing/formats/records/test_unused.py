import json
from typing import Any

import pytest

from site_gen.importing.formats.records.data_files import parse_csv, parse_json


def _told(record: dict[str, Any]) -> list[str]:
    found = parse_json("x", json.dumps([{"title": "A", **record}]))
    return [problem.message for problem in found.unread]


@pytest.mark.parametrize(
    ("record", "names"),
    [
        ({"mystery": False, "volume": "3", "empty": ""}, ["mystery"]),
        ({"authors": [{"name": "A B", "orcid": "1", "mood": "x"}]}, ["authors[].mood"]),
        ({"authorships": [{"author": {"display_name": "A B", "mood": "x"}}]},
         ["authorships[].author.mood"]),
        ({"author": {"name": "A B", "mood": "x"}}, ["author.mood"]),
        ({"topics": [{"name": "T", "mood": "x"}]}, ["topics[].mood"]),
        ({"links": [{"text": "Code", "url": "https://x.org", "mood": "x"}]}, ["links[].mood"]),
        ({"links": {"Code": "https://x.org", "Data": "soon"}}, ["links.Data"]),
        ({"topics": ["T", 3]}, ["topics"]),
        ({"categories": ["cs.CL", ["x"]]}, ["categories"]),
        ({"tags": ["T", None, {"name": "U"}]}, []),
        ({"announced": "soon"}, ["announced"]),
        ({"announce_type": 3}, ["announce_type"]),
        ({"announced": "New"}, []),
        ({"more_authors": "maybe"}, ["more_authors"]),
        ({"more_authors": "False"}, []),
        ({"upvotes": "many"}, ["upvotes"]),
        ({"DOI": "n/a"}, ["DOI"]),
        ({"date": "yesterday"}, ["date"]),
        ({"date": "May 2025"}, []),
        ({"code": "on request"}, ["code"]),
        ({"abstract": "One.", "summary": "Two."}, ["summary"]),
        ({"abstract": "One.", "summary": "one. "}, []),
        ({"abstract": {"text": "One."}}, ["abstract"]),
        ({"paper_title": "B"}, ["paper_title"]),
        ({"Title": "B"}, ["title"]),
        ({"externalIds": {"mood": "x"}}, []),
    ],
)  # fmt: skip
def test_what_no_paper_holds_is_reported(record: dict[str, Any], names: list[str]) -> None:
    assert _told(record) == [f"key {name!r} (1 value) is not used" for name in names]


def test_a_key_that_is_there_twice_is_reported() -> None:
    (told,) = parse_json("x", '[{"title": "A", "abstract": "B", "abstract": "C"}]').unread
    assert told.message == "key 'abstract (2)' (1 value) is not used"
    (told,) = parse_csv("x", "title,abstract,abstract\nA,B,C\n").unread
    assert told.message == "column 'abstract (2)' (1 value) is not used"


def test_each_of_many_columns_of_one_name_is_reported() -> None:
    found = parse_csv("x", "title,mood,mood,mood,mood\nA,B,C,,D\n")
    assert [one.message for one in found.unread] == [
        "column 'mood' (1 value) is not used",
        "column 'mood (2)' (1 value) is not used",
        "column 'mood (3)' (1 value) is not used",
    ]


def test_what_stands_beside_the_list_is_reported_and_its_day_is_that_of_the_papers() -> None:
    beside = {"date": "2025-09-17", "total": 1, "mystery": 2, "rows": [3]}
    text = json.dumps({**beside, "papers": [{"title": "A"}]})
    found = parse_json("x", text)
    assert [str(day) for _, day in found.papers] == ["2025-09-17"]
    assert [problem.message for problem in found.unread] == [
        "key 'mystery' (1 value) is not used", "key 'rows' (1 value) is not used"
    ]  # fmt: skip


def test_an_abstract_in_a_list_has_all_its_paragraphs() -> None:
    ((paper, _),) = parse_json("x", '[{"title": "A", "abstract": ["B", "C"]}]').papers
    assert paper.abstract == "B\n\nC"


@pytest.mark.parametrize("row", ["title,abstract", "Title,Summary", "Paper Title,url"])
def test_a_second_line_of_names_is_no_paper(row: str) -> None:
    found = parse_csv("x", f"title,abstract\n{row}\nA,B\nTitle,a text\n")
    assert [paper.title for paper, _ in found.papers] == ["A", "Title"]
    assert [str(problem) for problem in found.unread] == [
        f"x:2: not understood: {row!r}; a second line with names of columns"
    ]
