import doctest
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.text import tex_escaping
from site_gen.text.tex_escaping import escape_latex
from site_gen.text.tex_text import to_text


def test_the_examples_are_true() -> None:
    assert doctest.testmod(tex_escaping).failed == 0


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\\$")))
@example("a -- b --- ''c'' ``d`` ?`e !`f ~5 {x} <y> 5%")
def test_what_the_bibliography_escapes_is_read_back(text: str) -> None:
    assert to_text(escape_latex(text)) == unicodedata.normalize("NFC", text)
