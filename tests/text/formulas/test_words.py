import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.formulas import words
from site_gen.text.formulas.words import is_word, set_words


def test_the_examples_are_true() -> None:
    assert doctest.testmod(words).failed == 0


WORDS = (
    "Accuracy Loss wind total recon MSE RGB BERT max ref gen kNN mAP IoU link mask mIoU ctrl join "
    "naïve limit minimum object"
)


@pytest.mark.parametrize("letters", WORDS.split())
def test_a_word(letters: str) -> None:
    assert is_word(letters)


PRODUCTS = (
    "x xy ab dx SO GL ijk ijkl klmn iajb abij pqrs xyxy uvwx dxdy dxdydz abc xyz abcd ABCD XYZ "
    "mgh nRT mnpq"
)


@pytest.mark.parametrize("letters", PRODUCTS.split())
def test_a_product(letters: str) -> None:
    assert not is_word(letters)


@pytest.mark.parametrize(
    ("run", "tex"),
    [
        ("F1-Score", r"\text{F1-Score}"),
        ("k-means", r"k\text{-means}"),
        ("top-k", r"\text{top-}k"),
        ("3-layer", r"\text{3-layer}"),
        ("a-b", "a-b"),
        ("x2", "x2"),
        ("Level3", r"\mathrm{Level}3"),
        ("log", r"\log "),
        ("NlogN", r"N\log N"),
        ("blog", r"\mathrm{blog}"),
    ],
)
def test_words_are_set(run: str, tex: str) -> None:
    assert set_words(run) == tex


@given(st.from_regex(r"[0-9a-cA-C]{1,5}(-[0-9a-c]{1,5}){0,3}", fullmatch=True))
def test_no_letter_is_lost(run: str) -> None:
    tex = set_words(run)
    for command in (r"\mathrm", r"\text", "\\", "{", "}", " "):
        tex = tex.replace(command, "")
    assert tex == run
