import doctest
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.text import tex_escaping
from site_gen.text.tex_escaping import escape_latex, format_source, parse_source
from site_gen.text.tex_text import to_text

BITS = [
    "\\emph{",
    "}",
    "{",
    "\\%",
    "%",
    "a",
    " ",
    "``",
    "''",
    "{a}",
    "\\foo",
    "~",
    "$x$",
    "\\'e",
    "&",
]


def test_the_examples_are_true() -> None:
    assert doctest.testmod(tex_escaping).failed == 0


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\\$")))
@example("a -- b --- ''c'' ``d`` ?`e !`f ~5 {x} <y> 5%")
def test_what_the_bibliography_escapes_is_read_back(text: str) -> None:
    assert to_text(escape_latex(text)) == unicodedata.normalize("NFC", text)


@given(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\\$")),
        st.lists(st.sampled_from(BITS)).map("".join),
    )
)
def test_a_text_that_may_be_latex_is_read_back(text: str) -> None:
    line = unicodedata.normalize("NFC", " ".join(text.split()))

    assert parse_source(format_source(line)) == line


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("97% of all", r"{97\% of all}"),
        (r"97\% of \emph{all}", r"97\% of \emph{all}"),
        (r"{\em all}", r"{\textbraceleft{}\textbackslash{}em all\textbraceright{}}"),
        (r"97\% of {all", r"{97\textbackslash{}\% of \textbraceleft{}all}"),
        ("all of it", "all of it"),
    ],
)
def test_latex_is_written_as_it_is_and_other_text_is_escaped(text: str, latex: str) -> None:
    assert format_source(text) == latex
