import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.index_words import extra_words as module
from site_gen.text.index_words.extra_words import extra_words, source_words
from site_gen.text.index_words.normal_words import normal_words
from tests.text.index_words.test_normal_words import ROWS, Row


def test_the_examples_are_true() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row.text))
def test_extras_are_those_of_the_table(row: Row) -> None:
    assert extra_words(row.text) == row.extras


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"The $\ell_1$-norm", ["ell", "1", "ell1"]),
        (r"An \(\ell_2\) bound", ["ell", "2", "ell2"]),
        (r"$\mathcal{L}_2$ and $\pi_0$", ["l", "2", "l2", "pi", "0", "pi0"]),
        (r"$\frac{a}{b} + \sqrt{c + d + e}$", ["a", "b", "sqrt", "c", "d", "e"]),
        ("Costs $5", []),
    ],
)
def test_formulas_of_titles_are_found_by_their_source(title: str, expected: list[str]) -> None:
    assert source_words(title) == expected


@given(st.text("aBcD3.'’ -_/&新幹βλ"))
def test_extras_are_no_normal_words_and_each_is_there_once(text: str) -> None:
    extras = extra_words(text)

    assert len(set(extras)) == len(extras)
    assert not {word.text for word in normal_words(text)} & set(extras)
    assert all(word.isalnum() and word == word.lower() for word in extras)


@pytest.mark.parametrize("query", ["GPT4o", "GPT 4o", "GPT-4o"])
@pytest.mark.parametrize("text", ["GPT4o", "GPT 4o", "GPT-4o"])
def test_a_name_is_found_however_it_is_joined(text: str, query: str) -> None:
    words = normal_words(text)
    known = {word.text for word in words} | set(extra_words(text, words))

    assert {word.text for word in normal_words(query)} <= known
