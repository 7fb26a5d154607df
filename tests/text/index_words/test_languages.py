import doctest

import pytest

from site_gen.text.index_words import languages
from site_gen.text.index_words.languages import index_language


def test_the_examples_are_true() -> None:
    assert doctest.testmod(languages).failed == 0


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "en"), ("de_AT", "de"), ("ZH-Hans", "en"), ("ja", "en"), ("nb", "nb"), ("", "en")],
)
def test_a_language_without_stemmer_is_indexed_as_english(language: str, expected: str) -> None:
    assert index_language(language) == expected
