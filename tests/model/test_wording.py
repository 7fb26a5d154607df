import doctest

from site_gen.model import wording


def test_the_examples_are_true() -> None:
    assert doctest.testmod(wording).failed == 0
