from typing import Any

import pytest

from site_gen.importing.formats.key_paths import is_said, list_unknown

KNOWN = {"": ["title", "people", "more"], "people[]": ["name", "user"], "people[].user": ["id"]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"title": "A", "x": 1, "y": None, "z": []}, ["x"]),
        ({"people": [{"name": "A", "age": 0}, 3, {"user": {"id": 1, "x": False}}]},
         ["people[].age", "people[].user.x"]),
        ({"more": {"x": 1}, "people": {"x": 1}, "title": [{"x": 1}]}, []),
        ([{"x": 1}], []),
        ("x", []),
    ],
)  # fmt: skip
def test_keys_that_are_not_known_of_their_place_have_their_path(
    value: Any, expected: list[str]
) -> None:
    assert list(list_unknown(value, KNOWN)) == expected


def test_keys_are_compared_as_a_format_names_them() -> None:
    value = {"Title": 1, "People": [{"Name": 2, "Age": 3}]}
    assert list(list_unknown(value, KNOWN, name=str.lower)) == ["people[].Age"]


def test_lists_in_lists_take_no_time() -> None:
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    assert list(list_unknown({"title": value, "x": value}, KNOWN)) == ["x"]
    assert is_said(value)
