import doctest

from site_gen.model import wording


def test_the_examples_are_true() -> None:
    assert doctest.testmod(wording).failed == 0


def test_only_a_name_that_is_glued_to_by_is_set_apart() -> None:
    assert wording.by_words("by AK") == "by AK"
    assert wording.by_words("bystanders") == "bystanders"
