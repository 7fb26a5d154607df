import doctest
import json
import sys
import unicodedata
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import characters
from site_gen.model.characters import _ILLEGAL, field_line, find_illegal, json_line, visible


@pytest.mark.parametrize(
    ("text", "found"),
    [("a\x00", (1, "U+0000")), ("\x1b[0m", (0, "U+001B")), ("ab\ufffe", (2, "U+FFFE")),
     ("\x85", (0, "U+0085")), ("\ud800", (0, "U+D800")), ("\U0010ffff", (0, "U+10FFFF")),
     ("plain\ttext\r\n\xa0\u2028😀", None), ("", None)],
)  # fmt: skip
def test_what_cannot_be_published(text: str, found: tuple[int, str] | None) -> None:
    assert find_illegal(text) == found


def test_the_quick_look_misses_no_character() -> None:
    illegal = [c for c in map(chr, range(sys.maxunicode + 1)) if _ILLEGAL.match(c)]

    assert all(find_illegal(c) == (0, f"U+{ord(c):04X}") for c in illegal)


@given(st.text())
def test_what_can_be_published_is_well_formed_xml(text: str) -> None:
    if find_illegal(text) is None:
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")

        assert (ET.fromstring(f"<a>{escaped}</a>").text or "") == text


ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_a_field_is_one_line_that_can_be_published(text: str) -> None:
    line = field_line(text)

    assert len(line.splitlines()) <= 1
    assert find_illegal(line) is None
    assert field_line(line) == line
    if find_illegal(text) is None:
        assert line.split() == text.split()


@given(ANY_TEXT)
def test_json_is_one_line_and_read_back(text: str) -> None:
    line = json_line({"a": [text]})

    assert len(line.splitlines()) == 1
    assert line.encode()
    assert json.loads(line) == {"a": [text]}


def test_the_examples_are_true() -> None:
    assert doctest.testmod(characters).failed == 0


@given(st.text(st.characters()))
def test_what_a_terminal_shows_obeys_nothing(text: str) -> None:
    shown = visible(text)

    assert all(one.isprintable() or one in "\n\t" or unicodedata.category(one) != "Cc"
               for one in shown)  # fmt: skip
    assert not {unicodedata.bidirectional(one) for one in shown} & {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B"
    } - ({"B"} if "\n" in shown else set())  # fmt: skip
    shown.encode()  # no half of a pair is left
