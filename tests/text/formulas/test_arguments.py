import pytest

from site_gen.text.formulas.arguments import Source, escape, known_sign
from site_gen.text.tex import to_mathml


@pytest.mark.parametrize(
    ("source", "argument", "rest"),
    [("{a}b", "a", "b"), (" {a{b}}c", "a{b}", "c"),
     ("ab", "a", "b"), (r"\alpha b", r"\alpha", " b"),
     ("[x]{a}b", "a", "b"), ("{a", "{", "a"), ("", "", "")],
)  # fmt: skip
def test_an_argument_is_a_group_or_a_token(source: str, argument: str, rest: str) -> None:
    reader = Source(source)

    assert reader.take() == argument
    assert reader.text[reader.at :] == rest


CODES = ["{xD800}", "{x110000}", "{9999999}", "{x20}", "{x0}", "{}", "x", ""]


@pytest.mark.parametrize("code", CODES)
def test_a_code_without_a_character_stays_a_command(code: str) -> None:
    assert Source(code).read_code("unicode") == r"\unicode"


def test_every_character_with_a_meaning_can_be_printed() -> None:
    mathml = to_mathml(rf"\text{{{escape('{}$&#%_')}}}")
    assert "{}$&amp;#%_" in mathml


def test_a_sign_that_the_converter_does_not_know_is_text() -> None:
    assert [known_sign(sign) for sign in "x≤√"] == ["x", "≤", r"\text{√}"]


def test_an_environment_ends_as_it_began() -> None:
    reader = Source("{split}{equation}")

    assert reader.read_environment("begin") == r"\begin{aligned}"
    assert reader.read_environment("end") == r"\end{equation}"
