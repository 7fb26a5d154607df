import doctest

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import Paper
from site_gen.model.fields import withdrawals
from site_gen.model.fields.withdrawals import is_withdrawn, mark_withdrawn
from tests.conftest import DATA

CASES = yaml.safe_load((DATA / "withdrawals.yaml").read_text(encoding="utf-8"))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(withdrawals).failed == 0


@pytest.mark.parametrize("comment", CASES["comments"])
def test_a_comment_that_says_it(comment: str) -> None:
    assert is_withdrawn(comment, "We prove it.")


@pytest.mark.parametrize("comment", CASES["no_comments"])
def test_a_comment_that_does_not_say_it_for_certain(comment: str) -> None:
    assert not is_withdrawn(comment, "We prove it.")


@pytest.mark.parametrize("abstract", CASES["abstracts"])
def test_an_abstract_that_says_it(abstract: str) -> None:
    assert is_withdrawn("", abstract)
    assert mark_withdrawn(Paper(title="A", abstract=abstract)).withdrawn


@pytest.mark.parametrize("abstract", CASES["no_abstracts"])
def test_an_abstract_that_does_not_say_it_for_certain(abstract: str) -> None:
    assert not is_withdrawn("", abstract)
    assert not mark_withdrawn(Paper(title="A", abstract=abstract)).withdrawn


def test_the_flag_of_a_source_stays() -> None:
    assert mark_withdrawn(Paper(title="A", abstract="", withdrawn=True)).withdrawn


@given(st.text())
def test_a_text_without_the_word_says_nothing(text: str) -> None:
    if "withdr" not in text.lower():
        assert not is_withdrawn("", text)
