import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.index_words import names
from site_gen.text.index_words.names import NAME_MARK, name_words
from site_gen.text.index_words.normal_words import normal_words


def test_the_examples_are_true() -> None:
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hao Wang", "wanghao wangh"),
        ("Jean-Luc Godard-Smith", "godardsmithjeanluc godardsmithj"),
        ("Ludwig van Beethoven", "beethovenludwigvan beethovenludwig beethovenl "
                                 "vanbeethovenludwig vanbeethovenl"),
        ("Robert Downey Jr.", "downeyrobert downeyr"),
        ("José  García", "garciajose garciaj"),
        ("Conan O'Brien", "brienconan brienc"),
        ("Plato", ""),
        ("王小明", ""),
        ("...", ""),
    ],
)  # fmt: skip
def test_a_name_is_one_word_for_each_way_to_write_it(name: str, expected: str) -> None:
    assert [word.strip(NAME_MARK) for word in name_words(name)] == expected.split()


@given(st.text("Aé王.-' 3"))
def test_a_name_in_one_word_is_a_normal_word(name: str) -> None:
    for word in name_words(name):
        assert [one.text for one in normal_words(word)] == [word] or "王" in name
