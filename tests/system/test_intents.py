import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import InputError
from site_gen.system.intents import Intent, Step, format_intent, hash_bytes, parse_intent

TOKEN = "0123456789abcdef"
names = st.text("abc.-é \n", min_size=1).filter(lambda name: name not in {".", ".."})
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
texts = st.text(st.characters(exclude_categories=["Cs"]))
steps = st.builds(
    Step,
    path=paths,
    old=st.none() | texts.map(lambda text: hash_bytes(text.encode())),
    new=texts.map(str.encode),
)


@given(st.lists(steps).map(tuple))
def test_an_intent_is_read_back_equal(made: tuple[Step, ...]) -> None:
    intent = Intent(TOKEN, made)

    assert parse_intent("x", format_intent(intent)) == intent


@given(st.lists(steps, min_size=1).map(tuple), st.data())
def test_half_an_intent_is_none(made: tuple[Step, ...], data: st.DataObject) -> None:
    text = format_intent(Intent(TOKEN, made))
    half = text[: data.draw(st.integers(0, len(text) - 1))]

    with pytest.raises(InputError, match="^x:1: not what site-gen writes here"):
        parse_intent("x", half)


@pytest.mark.parametrize(
    "row",
    [
        {"path": "../a"},
        {"path": "a/../../b"},
        {"path": "/etc/a"},
        {"path": "a//b"},
        {"path": "./a"},
        {"path": ""},
        {"path": "a\\b"},
        {"path": "C:a"},
        {"path": 1},
        {"old": "0"},
        {"old": 1},
        {"new": None},
    ],
)
def test_an_intent_of_a_stranger_writes_nowhere_else(row: dict[str, object]) -> None:
    lines = format_intent(Intent(TOKEN, (Step("a", None, b"b"),))).splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | row)

    with pytest.raises(InputError, match="^x:2: not what site-gen writes here"):
        parse_intent("x", "\n".join(lines) + "\n")


@pytest.mark.parametrize("head", [{"format": 2}, {"token": "../x"}, {"files": 2}])
def test_an_intent_of_another_version_is_not_read(head: dict[str, object]) -> None:
    lines = format_intent(Intent(TOKEN, (Step("a", None, b"b"),))).splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | head)

    with pytest.raises(InputError, match="^x:1: not what site-gen writes here"):
        parse_intent("x", "\n".join(lines) + "\n")
