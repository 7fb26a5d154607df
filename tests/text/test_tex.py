import doctest
import gzip
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from unicodedata import category
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text import tex
from site_gen.text.tex import Math, cut_formulas, find_formulas, find_math, to_mathml
from tests.conftest import DATA

SAMPLE = DATA / "sample.jsonl.gz"
CORPUS = Path(__file__).parents[3] / "shared/corpus/hf-daily-papers.jsonl.gz"
LINES = (DATA / "text/formulas.tsv").read_text(encoding="utf-8").splitlines()
FORMULAS = [line.split("\t")[0] for line in LINES if not line.startswith("# ")]


@pytest.mark.parametrize(
    "text",
    ["$x^2$", "$N$", "$10$", "$2.4$", "$100,000$", "$<$",
     "$\\mathcal{O}(n \\log n)$", r"\( O(n^3) \)", "$$a=b$$",
     r"\[\sum_i x_i\]", "$12.3\\%$", "$\\text{two words}+1$", "$^{2}$", "$k$", *FORMULAS],
)  # fmt: skip
def test_what_is_math(text: str) -> None:
    found = find_math(text, 0)

    assert found is not None
    assert (found.source, found.end) == (text, len(text))
    assert fromstring(found.mathml).get("alttext") == text


@pytest.mark.parametrize(
    "text",
    ["$1 Million", "$1,000 and $2,000", "$5-$10", "$5 and R$", "$0.05/image (from $1)",
     "$20B to $30B$", "$", "$$", "$$$", "$million dollars$", r"$\hiformer$", r"$\frac{a$",
     r"\( \unknown \)", "$a$1", "$10 per$",
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


@pytest.mark.parametrize("tex", ["a-b", "x-abc", "-norm", "a - norm", r"10^{-norm}", "2n-1"])
def test_a_difference_is_a_difference(tex: str) -> None:
    assert "<mtext>" not in to_mathml(tex)


@pytest.mark.parametrize(("tex", "words"), [
    ("Accuracy", ["Accuracy"]), ("U_{wind}", ["U", "wind"]), ("SO(3)", ["S", "O"]),
    (r"\mathcal{L}_{total}", ["ℒ", "total"]), ("xy", ["x", "y"]), ("kNN", ["kNN"]),
])  # fmt: skip
def test_a_word_is_one_identifier(tex: str, words: list[str]) -> None:
    assert [found.text for found in fromstring(to_mathml(tex)).iter("mi")] == words


def test_a_percent_sign_hides_nothing() -> None:
    assert "".join(fromstring(to_mathml("5% of\\ x")).itertext()) == "5%of\xa0x"
    assert "".join(fromstring(to_mathml("a % b\n + c")).itertext()) == "a%b+c"


@pytest.mark.parametrize("tex", [r"\href{javascript:alert(1)}{x}", r"\color{red}x", r"\eqref{a}"])
def test_there_is_no_link_and_no_colour(tex: str) -> None:
    tree = fromstring(to_mathml(tex))
    assert not [
        found for found in tree.iter() if {"href", "style", "mathcolor"} & set(found.keys())
    ]
    assert "javascript" not in to_mathml(tex)


@pytest.mark.parametrize("text", FORMULAS)
def test_common_fonts_have_every_sign(text: str) -> None:
    found = find_math(text, 0)

    assert found
    signs = "".join(fromstring(found.mathml).itertext())
    assert not [
        sign for sign in signs if category(sign) in ("Co", "Cn", "Cs") or sign in "\ufe00\ufe01"
    ]
    assert not re.search(r">[\u0300-\u036f\u20d0-\u20ff]", found.mathml)


@pytest.mark.parametrize("tex", [r"\label{a}", r"\xspace", "{}"])
def test_what_shows_nothing_is_a_formula_without_signs(tex: str) -> None:
    assert "".join(fromstring(to_mathml(tex)).itertext()) == ""


def test_a_blank_is_no_formula() -> None:
    assert to_mathml(" ") == ""


@pytest.mark.parametrize("path", [SAMPLE, CORPUS], ids=lambda path: path.name)
def test_formulas_of_papers_are_typeset(path: Path) -> None:
    if not path.exists():
        pytest.skip("the corpus is not here")
    left = [span for text in read_texts(path) for span in list_left(text)]
    # One source has lost its backslashes, and has prose between its dollars.
    assert [span for span in left if len(span) < 200] == left[: len(left) and 1]


def read_texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            yield from filter(None, (paper.get("title"), paper.get("abstract")))


def list_left(text: str) -> list[str]:
    """Give what is between two dollars, or brackets, without a formula that begins there."""
    rest = "".join(f"{part}\n\n" for part in cut_formulas(text) if isinstance(part, str))
    return re.findall(r"\$(?!\d)[^$]+\$|\\\(.*?\\\)|\\\[.*?\\\]", rest, re.DOTALL)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(tex).failed == 0


@given(st.text(alphabet="ab1$\\()[] ", max_size=20))
def test_words_and_formulas_are_the_whole_text(text: str) -> None:
    parts = list(cut_formulas(text))

    assert "".join(part if isinstance(part, str) else part.source for part in parts) == text
    assert [part for part in parts if isinstance(part, Math)] == list(find_formulas(text))


@given(st.text(alphabet="ab12{}^_\\<>&\"'= $%", max_size=20))
def test_mathml_is_well_formed_and_inert(tex: str) -> None:
    mathml = to_mathml(tex)

    if mathml:
        fromstring(mathml)
        assert "<script" not in unescape(mathml.replace("&lt;", ""))
        assert " style=" not in mathml
