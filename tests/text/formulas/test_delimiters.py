import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.formulas.delimiters import find_span
from site_gen.text.tex import find_formulas
from tests.bounded import run_bounded
from tests.conftest import DATA

NO_FORMULAS = (DATA / "text/no_formulas.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", NO_FORMULAS)
def test_money_variables_and_templates_are_text(text: str) -> None:
    assert list(find_formulas(text)) == []


@pytest.mark.parametrize(
    ("text", "start", "tex"),
    [
        ("of $ x $, so", 3, " x "),
        ("($<$35)", 1, "<"),
        ("styles$-$standard", 6, "-"),
        ("over $100k$ tokens", 5, "100k"),
        ("the $k$NN", 4, "k"),
        ("an $n$th $x$", 3, "n"),
        (r"$\text{if $x$ or $y$}$ z", 0, r"\text{if $x$ or $y$}"),
        (r"$a \% $ b", 0, r"a \% "),
    ],
)
def test_a_formula_is_found(text: str, start: int, tex: str) -> None:
    span = find_span(text, start)

    assert span is not None
    assert span.tex == tex


def test_display_is_told_from_inline() -> None:
    found = [find_span(text, 0) for text in ("$x$", "$$x$$", r"\(x\)", r"\[x\]")]
    assert [span and span.is_display for span in found] == [False, True, False, True]


@given(st.text(r"$\{}()[] ab5^_.,:-", max_size=30), st.integers(0, 30))
def test_a_span_is_a_piece_of_the_text(text: str, start: int) -> None:
    if span := find_span(text, start):
        assert text.startswith(span.source, start)
        assert span.tex in span.source


def test_the_time_grows_with_the_length() -> None:
    units = [
        "$", "$ ", "$a ", "$5 ", "$x_", "$ab cd ", "x_", "A1_", "5.", "5 ",
        "\"'", "\\text{$", "$\\text{$",
        "\\text{$ and $} ", "\\text{$x$}", "\\text{\\(", "\\(", "{\\rm ", "\\textbf{", "{a",
    ]  # fmt: skip
    code = f"""
from site_gen.text.tex import find_formulas
for unit in {units!r}:
    print(ascii(unit), flush=True)
    for end in ("", "$", "$a", "$5"):
        list(find_formulas("$" + unit * (100_000 // len(unit)) + end))
"""
    assert run_bounded(code).count("\n") == len(units)
