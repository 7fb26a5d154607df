import doctest
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.index_words import normal_words as module
from site_gen.text.index_words.normal_words import Word, fold, is_cut, normal_words

TABLE = Path(__file__).parents[2] / "data/text/normal_words.tsv"


class Row(NamedTuple):
    """A row of the table that Python and JavaScript share."""

    text: str
    words: list[str]
    extras: list[str]
    shown: list[str]
    american: list[str]


def read_rows() -> list[Row]:
    lines = TABLE.read_text(encoding="utf-8").removesuffix("\n").split("\n")[1:]
    return [_read_row(line) for line in lines]


def _read_row(line: str) -> Row:
    # What an editor would change or hide is written as its number.
    cells = [re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), cell)
             for cell in line.split("\t")]  # fmt: skip
    text, words, extras, shown, american = cells + [""] * (5 - len(cells))
    return Row(
        text, words.split(), extras.split(), shown.split("|") if shown else [],
        (american or words).split(),
    )  # fmt: skip


ROWS = read_rows()


def test_the_examples_are_true() -> None:
    assert doctest.testmod(module).failed == 0


def test_the_table_is_large_and_has_no_row_twice() -> None:
    assert len(ROWS) >= 150
    assert len({row.text for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row.text))
def test_words_and_their_places_are_those_of_the_table(row: Row) -> None:
    words = normal_words(row.text)

    assert [word.text for word in words] == row.words
    assert [row.text[word.start : word.end] for word in words] == row.shown


def test_pieces_are_told_from_words() -> None:
    assert [is_cut(word) for word in normal_words("GPT 模型 3")] == [False, True, False]


TEXTS = st.text() | st.text("aZé3.,'’ -_/C+#.NETnet新幹線カー한국ัภ²½ßςβ\u0301\u00ad")


@given(TEXTS)
def test_words_are_letters_and_digits_in_order_of_the_text(text: str) -> None:
    words = normal_words(text)

    for word in words:
        assert word.text
        assert word.text.isalnum()
        assert word.text == word.text.lower()
        assert 0 <= word.start < word.end <= len(text)
    assert words == sorted(words, key=lambda word: word.start)


@given(TEXTS)
def test_normal_words_stay_as_they_are(text: str) -> None:
    for word in normal_words(text):
        once = normal_words(word.text)
        assert [again.text for again in once] == [word.text] or is_cut(word) or _mixes(word)


def _mixes(word: Word) -> bool:
    # Compatibility forms may decompose into characters of several scripts, as '㎏' does.
    return not word.text.isascii()


@given(TEXTS, TEXTS)
def test_a_space_parts_texts(one: str, other: str) -> None:
    words = [word.text for word in normal_words(f"{one} {other}")]

    assert words == [word.text for text in (one, other) for word in normal_words(text)]


@given(st.text())
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    # But for those beside an apostrophe, which are left out on purpose.
    text = re.sub("['’ʼ＇]", " ", text)
    found = {char for word in normal_words(text) for char in word.text}

    for char in text:
        if char.isalnum() and not set("+#.") & set(text):
            assert set(fold(char)) <= found
