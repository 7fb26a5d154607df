import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text import unicode_math
from site_gen.text.unicode_math import to_unicode
from tests.conftest import DATA

LINES = (DATA / "text/formulas.tsv").read_text(encoding="utf-8").splitlines()
READINGS = [tuple(line.split("\t")) for line in LINES if "\t" in line]


def test_the_examples_are_true() -> None:
    assert doctest.testmod(unicode_math).failed == 0


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"$x$", "x"),
        (r"$10^{-3}$", "10⁻³"),
        (r"$\mathbb{R}^n$", "ℝⁿ"),
        (r"$90^{\circ}$", "90°"),
        (r"$(\log n)$", "(log n)"),
        (r"$\text{SE}(3)$", "SE(3)"),
        (r"\[a^{b+c}\]", "aᵇ⁺ᶜ"),
        (r"$\lfoo$", r"$\lfoo$"),
        (r"$(x, y)$", "(x, y)"),
        (r"${a+b}^2$", "(a+b)²"),
        (r"$\frac{1}{2}x$", "(1/2)x"),
        (r"$x_{\rm wind}$", r"$x_{\rm wind}$"),
        (r"$\widehat{AB}$", r"$\widehat{AB}$"),
        (r"$x^{Q}$", r"$x^{Q}$"),
        ("no formula", "no formula"),
    ],
)
def test_all_of_a_formula_or_nothing(tex: str, text: str) -> None:
    assert to_unicode(tex) == text


@pytest.mark.parametrize(("tex", "text"), READINGS)
def test_a_formula_reads_as_the_list_says(tex: str, text: str) -> None:
    assert to_unicode(tex) == text


@given(st.text(r"\{}^_abc12 $", max_size=20))
def test_what_is_changed_holds_no_tex(inside: str) -> None:
    source = f"${inside}$"
    text = to_unicode(source)

    # A sign that TeX escapes may be in the text: then it is in the source as \\{ or \\_.
    escaped = {sign for sign in "^_{}$" if f"\\{sign}" in source}
    assert text == source or not set(text) & (set("\\^_{}$") - escaped)
