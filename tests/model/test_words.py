import doctest

from site_gen.model import words


def test_the_examples_are_true() -> None:
    assert doctest.testmod(words).failed == 0
