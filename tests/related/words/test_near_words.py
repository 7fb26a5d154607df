import doctest
import random

import pytest

from site_gen.related.words import near_words
from site_gen.related.words.near_words import learn_near_words

OPTICS = ["lens", "mirror", "prism", "laser", "photon", "telescope"]
MUSIC = ["violin", "cello", "piano", "flute", "melody", "rhythm"]
OTHERS = [f"{first}{last}" for first in ("bo", "ka", "mi", "tu") for last in ("nder", "lop", "sag")]


def make_texts(count: int = 400) -> list[str]:
    """Give texts about one of two things, with words that say nothing of it."""
    chance = random.Random(7)
    texts = []
    for number in range(count):
        words = chance.sample(OPTICS if number % 2 else MUSIC, 4) + chance.sample(OTHERS, 4)
        chance.shuffle(words)
        texts.append(" ".join(words))
    return texts


def test_the_examples_are_true() -> None:
    assert doctest.testmod(near_words).failed == 0


def test_words_of_the_same_thing_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_words, "_COMMON", 1)
    monkeypatch.setattr(near_words, "_DIMENSIONS", 4)
    monkeypatch.setattr(near_words, "_MORE", 4)
    near = learn_near_words(make_texts())

    for group, others in ((OPTICS, MUSIC), (MUSIC, OPTICS)):
        for word in group:
            assert set(near[word]) & set(group)
            assert not set(near[word]) & set(others)
            assert word not in near[word]


def test_the_same_texts_give_the_same_words() -> None:
    assert learn_near_words(make_texts()) == learn_near_words(make_texts())


def test_words_of_many_papers_and_forms_of_a_word_are_left_out() -> None:
    texts = make_texts()
    near = learn_near_words([f"{text} lens lenses" for text in texts])

    assert not [word for word, found in near.items() if {"lens", "lenses"} & set(found)]


def test_no_texts_have_no_words() -> None:
    assert learn_near_words([]) == {}
