import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text import unicode_math
from site_gen.text.unicode_math import to_unicode


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
        (r"$\sqrt{T}$", r"$\sqrt{T}$"),
        (r"$x^{Q}$", r"$x^{Q}$"),
        ("no formula", "no formula"),
    ],
)
def test_all_of_a_formula_or_nothing(tex: str, text: str) -> None:
    assert to_unicode(tex) == text


@given(st.text(r"\{}^_abc12 $", max_size=20))
def test_what_is_changed_holds_no_tex(inside: str) -> None:
    source = f"${inside}$"
    text = to_unicode(source)

    assert text == source or not set(text) & set("\\^_{}$")
