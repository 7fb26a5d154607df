from hypothesis import example, given, settings

from site_gen.text import markdown
from site_gen.text.paragraph import render_prose
from tests.text.test_markdown import TEXTS


def test_prose_is_a_paragraph_with_its_addresses_as_links() -> None:
    assert render_prose("See https://a.b/c, it's < 5.") == ""
    assert render_prose("See https://a.b/c, it's 5.") == (
        '<p>See <a href="https://a.b/c">https://a.b/c</a>, it\'s 5.</p>\n'
    )


@given(TEXTS)
@settings(max_examples=1000)
@example("word")
@example("see https://a.b/c_d, (https://e.f/g).")
@example('A "b" (c): it\'s 3 - 4 = 5; #1 + 2.')
def test_prose_needs_no_parser(text: str) -> None:
    if html := render_prose(text):
        assert html == markdown._PARSER.render(text)
        assert "\n\n".join(markdown._blocks(markdown._PARSER.parse(text))) == text
