import doctest
import json

import pytest

from site_gen.importing.formats import json_lines
from site_gen.importing.formats.json_lines import Names, parse_document, parse_line
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
    assert parse_line("x", 1, "[2]\r\n") == [[2]]
    assert parse_line("x", 1, " \n") == []
    with pytest.raises(InputError, match="^x:7: more text after the JSON's end"):
        parse_line("x", 7, "2 3")


def test_keys_that_come_again_get_numbers() -> None:
    assert doctest.testmod(json_lines).failed == 0
    names = Names()
    assert [names.take(key) for key in ("a", "a (2)", "a", "a")] == ["a", "a (2)", "a (3)", "a (4)"]
    text = '{"a": 1, "papers": [], "a": 2, "papers": [3]}'
    assert parse_document("x", text).beside == {"a": 1, "a (2)": 2, "papers (2)": [3]}
