from html import unescape
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.tex import find_math, to_mathml


@pytest.mark.parametrize(
    "text",
    ["$x^2$", "$N$", "$10$", "$2.4$", "$100,000$", "$<$",
     "$\\mathcal{O}(n \\log n)$", r"\( O(n^3) \)", "$$a=b$$",
     r"\[\sum_i x_i\]", "$12.3\\%$", "$\\text{two words}+1$", "$^{2}$", "$k$"],
)  # fmt: skip
def test_what_is_math(text: str) -> None:
    found = find_math(text, 0)

    assert found is not None
    assert (found.source, found.end) == (text, len(text))
    assert fromstring(found.mathml).get("alttext") == text


@pytest.mark.parametrize(
    "text",
    ["$1 Million", "$1,000 and $2,000", "$5-$10", "$5 and R$", "$0.05/image (from $1)", "$ x $",
     "$20B to $30B$", "$", "$$", "$$$", "$million dollars$", r"$\hiformer$", r"$\frac{a$",
     r"\( \unknown \)", "$5%6$", r"$\color{red}x$", r"$\href{javascript:alert(1)}{x}$", "$a$1",
     "$10 per$", "$100k$",
     "$3 billion$", r"\(", r"\[x"],
)  # fmt: skip
def test_what_is_not_math(text: str) -> None:
    assert find_math(text, 0) is None


def test_a_command_tells_math_from_money_before_a_digit() -> None:
    assert find_math(r"$\sim$45", 0) is not None
    assert find_math("$5$45", 0) is None


def test_display_math_is_a_block() -> None:
    assert 'display="block"' in to_mathml("x", display=True)
    assert 'display="block"' not in to_mathml("x")


@pytest.mark.parametrize(
    ("tex", "text"),
    [(r"L_{1,2}-norm ", "-norm"), ("k-means", "-means"), (r"\text{a-norm}", "a-norm")],
)
def test_a_word_behind_a_hyphen_is_a_word(tex: str, text: str) -> None:
    assert [found.text for found in fromstring(to_mathml(tex)).iter("mtext")] == [text]


@pytest.mark.parametrize("tex", ["a-b", "x-abc", "-norm", "a - norm", r"10^{-norm}", "n-norm m"])
def test_a_difference_is_a_difference(tex: str) -> None:
    assert "<mtext>" not in to_mathml(tex)


@given(st.text(alphabet="ab12{}^_\\<>&\"'= $%", max_size=20))
def test_mathml_is_well_formed_and_inert(tex: str) -> None:
    mathml = to_mathml(tex)

    if mathml:
        fromstring(mathml)
        assert "<script" not in unescape(mathml.replace("&lt;", ""))
        assert " style=" not in mathml
