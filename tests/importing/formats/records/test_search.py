from typing import Any

import pytest

from site_gen.importing.formats.records.search import Search


def _search(value: Any) -> tuple[list[tuple[str, str]], list[str]]:
    search = Search()
    search.read(value)
    return [(record.facts["title"], record.day) for record in search.records], search.unused


@pytest.mark.parametrize(
    ("value", "records", "unused"),
    [
        ({"Title": "A"}, [("A", "")], []),
        ({"2025-09-17": [{"title": "A"}], "note": "x"}, [("A", "2025-09-17")], ["note"]),
        ({"a": {"b": {"c": {"d": [{"title": "A"}, 3, {"x": 1}]}}}}, [("A", "")],
         ["a.b.c.d[]", "a.b.c.d[]"]),
        ({"meta": {"count": 1}, "total": 2, "results": [{"title": "A"}], "empty": []},
         [("A", "")], []),
        ({"a": 1, "b": [{"c": 2}]}, [], []),
    ],
)  # fmt: skip
def test_records_are_found_wherever_they_stand(
    value: Any, records: list[tuple[str, str]], unused: list[str]
) -> None:
    assert _search(value) == (records, unused)


def test_of_two_keys_with_one_name_no_value_is_lost() -> None:
    search = Search()
    search.read({"Title": "A", "title": "B", "content": {"title": "C", "abstract": "D"}})
    (record,) = search.records
    assert record.facts["title"] == "C"
    assert {"A", "B", "C", "D"} == set(record.facts.values())
    assert sorted(record.names.values()) == ["Title", "content.abstract", "content.title", "title"]
