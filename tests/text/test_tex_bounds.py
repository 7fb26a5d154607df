import doctest
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text import tex_bounds
from site_gen.text.tex import find_math, find_refused, to_mathml
from site_gen.text.tex_bounds import find_excess
from tests.bounded import run_bounded
from tests.conftest import DATA

TEX = json.loads((DATA / "tex.json").read_text(encoding="utf-8"))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(tex_bounds).failed == 0


@pytest.mark.parametrize("tex", TEX["ordinary"])
def test_an_ordinary_formula_is_converted_however_long(tex: str) -> None:
    assert find_excess(tex) == ""
    assert tex_bounds._CONVERTER.convert_with_local_state(tex, displaystyle=True)


@pytest.mark.parametrize("unit", [*TEX["opening"], *TEX["nesting"]])
def test_what_doubles_the_time_or_nests_is_refused(unit: str) -> None:
    assert find_excess(unit * 40)


@pytest.mark.parametrize("tex", TEX["disguised"])
def test_a_bracket_that_looks_closed_and_is_not_counts(tex: str) -> None:
    assert "without a partner" in find_excess(tex)


@pytest.mark.parametrize(
    ("tex", "excess"),
    [
        ("(" * 9, "9 brackets without a partner; expected at most 8"),
        ("{" * 33, "33 levels of nesting; expected at most 32"),
        ("x" * 10_001, "10001 characters; expected at most 10000"),
        (r"\newcommand{\a}{(}", r"a definition (\newcommand); expected none"),
    ],
)
def test_what_is_too_much_is_said(tex: str, excess: str) -> None:
    assert find_excess(tex) == excess


def test_a_formula_that_is_too_large_stays_text() -> None:
    text = f"of ${'(' * 40}$, $x$ and \\({'{' * 40}{'}' * 40}\\)"

    assert find_math(text, 3) is None
    assert list(find_refused(text)) == [
        (3, "40 brackets without a partner; expected at most 8"),
        (55, "40 levels of nesting; expected at most 32"),
    ]


UNITS = st.sampled_from(
    [*TEX["opening"], *TEX["nesting"], *TEX["others"], "{", "}", "(", ")", "^", "_", "x", "[3]"]
)


@given(st.lists(UNITS, min_size=1, max_size=5), st.lists(UNITS, max_size=5), st.integers(1, 40))
def test_what_is_not_refused_can_be_converted(
    first: list[str], second: list[str], times: int
) -> None:
    tex = "".join(first) * times + "".join(second) * times
    if not find_excess(tex):
        to_mathml(tex)  # else this would take hours, or end the process


def test_no_repetition_hangs_or_crashes_the_converter() -> None:
    signs = [chr(code) for code in range(33, 0x30000) if unicodedata.category(chr(code))[0] in "PS"]
    long = [*TEX["opening"], *TEX["nesting"], *TEX["others"]]
    code = """
import json, sys
from site_gen.text.tex import to_mathml
signs, long = json.load(sys.stdin)
for unit in signs:
    print(ascii(unit), flush=True)
    to_mathml(unit * 40)
for unit in long:
    print(ascii(unit), flush=True)
    for times in (8, 9, 30, 10_000 // len(unit), 100_000 // len(unit)):
        to_mathml(unit * times)
"""
    assert run_bounded(code, json.dumps([signs, long])).count("\n") == len(signs) + len(long)
