import doctest

import pytest

from site_gen.text.formulas import text_parts
from site_gen.text.formulas.text_parts import cut_text


def test_the_examples_are_true() -> None:
    assert doctest.testmod(text_parts).failed == 0


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("", [("text", "")]),
        (r"caf\'e -- \&", [("text", "café – &")]),
        ("a {b} c", [("text", "a b c")]),
        (r"\textbf{a \emph{b} c} d",
         [("textbf", "a "), ("emph", "b"), ("textbf", " c"), ("text", " d")]),
        (r"if $x$", [("text", "if "), ("math", "x")]),
        (r"\mathbf{x} y", [("math", r"\mathbf{x}"), ("text", " y")]),
        (r"$$", [("text", "$$")]),
        (r"\textbf", [("text", "")]),
        (r"caf\'{e} \'{\i} {a \emph{b}} c",
         [("text", "café í a "), ("emph", "b"), ("text", " c")]),
    ],
)  # fmt: skip
def test_text_is_cut(source: str, parts: list[tuple[str, str]]) -> None:
    assert cut_text(source, "text") == parts
