import cProfile
import doctest
import json
import pstats

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.formulas import rewriting
from site_gen.text.formulas.rewriting import rewrite
from tests.conftest import DATA

TEX = json.loads((DATA / "tex.json").read_text(encoding="utf-8"))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(rewriting).failed == 0


@pytest.mark.parametrize(
    "tex",
    ["", "x", r"\alpha+\beta", r"x_{i,j}^2", r"\frac{a}{b}", r"\left(x\right)", r"a\,b", "a - b",
     r"\mathbf{Enc}", r"\text{so}", r"\begin{pmatrix}a & b\end{pmatrix}", r"\unknown{x}", "{", "}",
     "x^10", r"\sum\limits_i", r"n \log n", "2n-1", r"\alpha*b", "\\"],
)  # fmt: skip
def test_what_the_converter_knows_stays(tex: str) -> None:
    assert rewrite(tex) == tex


@pytest.mark.parametrize(
    ("tex", "rewritten"),
    [
        (r"{\em x}", r"{\it  x}"),
        (r"\nicefrac{1}{2}", "{{1}/{2}}"),
        (r"\nicefrac12", "{1/2}"),
        (r"\abs{\norm{x}}", r"{\lvert {{\lVert {x}\rVert }}\rvert }"),
        (r"\abs", r"{\lvert \rvert }"),
        (r"\substack{a\\b}", r"{\begin{subarray}{c}a\\b\end{subarray}}"),
        (r"\textcolor{red}{x}", "{x}"),
        (r"\text{a $b$}", r"{\text{a }b}"),
        (r"\text{a_b}", r"\text{a\_b}"),
        (r"\mathop{\rm argmax}", r"\operatorname*{argmax}"),
        (r"\mathop{x}\limits_a", r"\mathop{x}_a"),
        (r"\operatorname*{a}\limits_b", r"\operatorname*{a}\limits_b"),
        (r"\left<x\right>", r"\left\langle x\right\rangle "),
        ("5% and", r"5\%\ \mathrm{and}"),
        (r"\begin{array}{@{}l@{}}a\end{array}", r"\begin{array}{l}a\end{array}"),
        ("x_max", r"x_{\mathrm{max}}"),
        ("x_1-norm", r"x_1\text{-norm}"),
        ("textbf{a} and textbf{b}", r"\textbf{a}\ \mathrm{and}\ \textbf{b}"),
        (r"{\rm for all}", r"{\rm for\ all}"),
        (r"\mathrm{top-k}", r"\mathrm{top\text{-}k}"),
    ],
)
def test_what_it_does_not_know_is_rewritten(tex: str, rewritten: str) -> None:
    assert rewrite(tex) == rewritten


UNITS = [
    *TEX["opening"], *TEX["nesting"], *TEX["others"], "{\\em ", "\\mbox{", "\\text{$", "\\text{\\(",
    "\\nicefrac", "\\abs{", "\\abs", "\\substack{", "\\begin{split}", "\\unicode{x", "\\href{",
    "\\color[", "\\mathop{ ", "Loss-", "Loss ", "\\text{a}", "\\text{\\emph{", "{\\bf ab ", "  ",
]  # fmt: skip


def count_steps(tex: str) -> int:
    profile = cProfile.Profile()
    profile.runcall(rewrite, tex)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("unit", UNITS)
def test_the_steps_grow_with_the_length(unit: str) -> None:
    few, many = (count_steps(unit * times) for times in (50, 400))
    assert many < 10 * few


@given(st.lists(st.sampled_from([*UNITS, "{", "}", "x", " ", "$", "^", "_", "Loss"]), max_size=12))
def test_any_text_is_rewritten(units: list[str]) -> None:
    rewrite("".join(units))


@given(st.text(r"ab12{}^_+-=()|<>/ ", max_size=30))
def test_signs_are_neither_lost_nor_made(tex: str) -> None:
    assert rewrite(tex).replace(r"\text{-}", "-") == tex
