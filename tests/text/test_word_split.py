import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.word_split import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Text-to-Image", ["text", "to", "image"]),
        ("snake_case", ["snake_case"]),
        ("GPT-4o", ["gpt", "4o"]),
        ("naïve 大模型", ["naïve", "大模型"]),
        ("don't", ["don", "t"]),
        ("", []),
    ],
)
def test_letters_digits_and_underscores_make_words(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@given(st.text())
def test_every_word_is_of_such_characters_alone(text: str) -> None:
    for word in split_words(text):
        assert all(mark.isalnum() or mark == "_" for mark in word)
