import doctest
import re

import pytest

from site_gen.text.index_words import american as module
from site_gen.text.index_words.american import FORMS, KEPT, RULES, american
from site_gen.text.index_words.normal_words import normal_words
from tests.text.index_words.test_normal_words import ROWS, Row


def test_the_examples_are_true() -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("row", [row for row in ROWS if row.words], ids=lambda row: ascii(row.text))
def test_forms_are_those_of_the_table(row: Row) -> None:
    assert [american(word) for word in row.words] == row.american


def test_forms_stay_as_they_are() -> None:
    words = {word for row in ROWS for word in row.words} | FORMS.keys() | set(FORMS.values())
    assert [word for word in words if american(american(word)) != american(word)] == []


def test_what_is_looked_for_first_hides_no_rule(sample: list[dict[str, str]]) -> None:
    words = {
        word.text for row in sample for word in normal_words(f"{row['title']} {row['abstract']}")
    }
    words |= {word for row in ROWS for word in row.words}
    hidden = [word for word in words if not re.search(KEPT, word) and not module._RULED.search(word)
              and any(re.search(pattern, word) for pattern, _ in RULES)]  # fmt: skip
    assert hidden == []
