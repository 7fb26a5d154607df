import json

import pytest

from site_gen.importing.formats.json_lines import parse_document, parse_lines
from site_gen.model.errors import InputError


def test_items_have_their_lines() -> None:
    text = json.dumps([{"a": 1}, 2, []], indent=1)
    assert parse_document("x", text).items == [(2, {"a": 1}), (5, 2), (6, [])]
    wrapped = json.dumps({"n": 0, "items": [], "papers": [1, {"data": [2]}], "z": {}}, indent=1)
    assert parse_document("x", wrapped).items == [(5, 1), (6, {"data": [2]})]
    assert parse_document("x", " {} ").items == [(1, {})]
    assert parse_document("x", '{"a": 1}').items == [(1, {"a": 1})]


@pytest.mark.parametrize(
    ("text", "what"),
    [('[{"a": 1},\n{"a"', "x:2: the JSON ends too early"), ("[1, 2\n", "x:2: the JSON ends"),
     ("[1 2]", "x:1: broken JSON"), ("[1]\nmore", "x:2: more text after"),
     ('{"papers": [1],\n"a" 2}', "x:2: broken JSON; expected ':'"),
     ('{"papers": [1]\n', "x:2: the JSON ends"), ("{1: 2}", "expected a name in quotes"),
     ("{} {}", "x:1: more text after"), ("3", "x:1: JSON without papers"),
     ("[" * 99999, "nested too deep"), ("[" + "1" * 9999 + "]", "number too long")],
)  # fmt: skip
def test_what_is_not_json_is_one_error(text: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_document("x", text)
    assert what in str(caught.value)
    assert len(caught.value.problems) == 1


def test_lines_are_values() -> None:
    assert parse_lines("x", "1\r\n\n[2]\n") == ([(1, 1), (3, [2])], [])
    values, problems = parse_lines("x", "1\n2 3\n4\n")
    assert values == [(1, 1), (3, 4)]
    assert [str(problem).split(";")[0] for problem in problems] == [
        "x:2: more text after the JSON's end"
    ]
