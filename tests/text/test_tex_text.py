"""LaTeX text as Unicode: the forms that programs write, and any text at all."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.tex_text import to_text
from tests.bounded import run_bounded
from tests.conftest import DATA

FORMS = json.loads((DATA / "tex_text.json").read_text(encoding="utf-8"))
LETTERS = "aeiouyAEIOUYcnszgCNSZG"
ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
           ".": "\u0307", "v": "\u030c", "u": "\u0306", "H": "\u030b", "c": "\u0327", "k": "\u0328",
           "r": "\u030a", "d": "\u0323", "b": "\u0331"}  # fmt: skip


@pytest.mark.parametrize(("source", "text"), FORMS)
def test_a_form_becomes_its_text(source: str, text: str) -> None:
    assert to_text(source) == text


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_accent_in_every_form_of_braces(accent: str, letter: str) -> None:
    expected = unicodedata.normalize("NFC", letter + ACCENTS[accent])
    dotless = [f"\\{letter}"] if letter in "ij" else []
    for base in (letter, *dotless):
        forms = [f"\\{accent}{{{base}}}", f"{{\\{accent} {base}}}", f"{{\\{accent}{{{base}}}}}"]
        assert [to_text(f"A{form}z") for form in forms] == [f"A{expected}z"] * 3


@given(st.text(alphabet="ab \\{}$~-`'?!^\"().,uvcemph"))
def test_any_text_is_converted_to_normal_form(source: str) -> None:
    assert unicodedata.is_normalized("NFC", to_text(source))


def test_a_long_text_of_anything_takes_time_in_proportion_to_its_length() -> None:
    units = (DATA / "repetitions.json").read_text(encoding="utf-8")
    nested = json.dumps(["\\'{", "\\a{", "\\ensuremath{", "\\href{", "\\d{\\'{", "\\emph{", "\\'"])
    run_bounded(
        "import json, sys\n"
        "from site_gen.text.tex_text import to_text\n"
        "for unit in json.loads(sys.stdin.read()):\n"
        "    print(repr(unit), flush=True)\n"
        "    to_text(unit * (30_000 // len(unit)))\n"
        "    to_text(unit * (15_000 // len(unit)) + '}' * 15_000)\n",
        json.dumps([*json.loads(units), *json.loads(nested)]),
        seconds=30,
    )
