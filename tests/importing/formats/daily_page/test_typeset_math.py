"""Formulas that browsers have typeset, in saved pages."""

import pytest
from lxml import html

from site_gen.importing.formats.daily_page.typeset_math import restore_tex

TEX = '<annotation encoding="application/x-tex">\\alpha</annotation>'


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<span class='katex'><span class='katex-mathml'><math><semantics>"
         f"<mi>α</mi>{TEX}</semantics></math></span>"
         "<span class='katex-html'>α</span></span>", r"$\alpha$"),
        ("<span class='MathJax_Preview'></span><span class='MathJax'><nobr>α</nobr></span>"
         "<script type='math/tex'>\\alpha</script>", r"$\alpha$"),
        ("<mjx-container><mjx-math>α</mjx-math><mjx-assistive-mml><math><mi>α</mi></math>"
         "</mjx-assistive-mml></mjx-container>", "α"),
        ("<math alttext='\\alpha'><mi>α</mi></math>", r"$\alpha$"),
        ("<math><mi>x</mi><mo>=</mo><mn>1</mn></math>", "x=1"),
        ("<span class='other'>α</span>", "α"),
    ],
)  # fmt: skip
def test_a_formula_is_there_once(markup: str, text: str) -> None:
    root = html.document_fromstring(f"<p>Of {markup} and <b>more</b> {markup}.</p>")
    restore_tex(root)
    assert root.text_content() == f"Of {text} and more {text}."
