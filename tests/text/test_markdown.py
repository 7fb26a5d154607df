import doctest
import json
import re
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_gen.model.characters import find_illegal
from site_gen.text import markdown, titles
from site_gen.text.paragraph import MOST_CHARACTERS, render_prose
from tests.bounded import run_bounded
from tests.conftest import DATA

# As texts are written, without a meaning of LaTeX: tests/text/commands/ has that.
to_html, to_plain_html, to_plain_text, title_html, plain_title = (
    partial(form, latex=False)
    for form in (
        markdown.to_html, markdown.to_plain_html, markdown.to_plain_text, titles.title_html,
        titles.plain_title,
    )
)  # fmt: skip

BITS = [
    "http://a.b/c", "https://x.y/z_w", "](", "[a]", "[b](https://c.d)", "$x^2$", "\\(", "\\)", "$",
    "\\[x\\]", "**", "&amp;", "&#13;", "<a>", "<b onclick=x>", "<script>", "<http://q>", "\n\n",
    "\n", "  ", "- ", "1. ", "# ", "word", "_", "`", "```\n", "{{ x }}", "|", "---", "\\", "!",
    ":", ".", "*", "[a]: b", "javascript:x", "![i](//e.f/g)", "\xa0", "\u2028", "\r",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(BITS)).map("".join)).filter(
    lambda text: not find_illegal(text)
)


class Reader(HTMLParser):
    """What a page says, and which tags and attributes it has; a formula says its TeX."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.in_math = "", set[str](), False
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag == "math":
            self.in_math = True
            self.text += dict(attrs)["alttext"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "math":
            self.in_math = False

    def handle_data(self, data: str) -> None:
        if not self.in_math:
            self.text += data


def words_of(html: str) -> str:
    return Reader(html).text


def test_the_examples_are_true() -> None:
    assert doctest.testmod(markdown).failed == 0


@given(TEXTS)
@settings(max_examples=500)
@example("see [https://a.b/c](https://a.b/c).")
@example("costs $5 and $x^2$")
def test_literal_text_reads_as_it_is(text: str) -> None:
    assert markdown.to_text(markdown.from_text(text)) == text


@given(TEXTS.filter(lambda text: "\r" not in text))
@settings(max_examples=300)
def test_the_html_of_literal_text_says_that_text(text: str) -> None:
    said = words_of(to_html(markdown.from_text(text)))

    assert re.sub(r"\n+", "\n", said).strip("\n") == re.sub(r"\n+", "\n", text).strip("\n")


def test_every_paper_of_the_corpus_reads_as_it_is(corpus: list[dict[str, Any]]) -> None:
    for paper in corpus:
        for text in (paper["abstract"], paper["title"]):
            assert markdown.to_text(markdown.from_text(text)) == text
        body = markdown.from_text(paper["abstract"])
        assert render_prose(body) in ("", markdown._PARSER.render(body))
        said = words_of(to_html(body))
        assert said.split() == paper["abstract"].split()
        assert words_of(title_html(paper["title"])) == paper["title"]


@given(TEXTS)
@settings(max_examples=300)
def test_no_input_yields_a_script_a_handler_or_a_style(text: str) -> None:
    for html in (to_html(text), title_html(text), to_plain_html(text)):
        page = Reader(html)
        assert not page.tags & {"script", "style", "iframe", "object", "img"} or "/" in text
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
        for name, value in page.attributes:
            if name in ("href", "src"):
                assert not re.match(r"\s*(javascript|vbscript|data):", value or "", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        ("see https://github.com/a_b/c_d.", "https://github.com/a_b/c_d", "."),
        ("(https://x.org/a).", "https://x.org/a", ")."),
        (r"\url{https://github.com/x/y}{here}", "https://github.com/x/y", "}{here}"),
        ("https://x.org/A_(b).", "https://x.org/A_(b)", "."),
        ("[https://x.org/a]", "https://x.org/a", "]"),
        ("https://x.org/a, and", "https://x.org/a", ", and"),
        ("https://x.org/%20a", "https://x.org/%20a", ""),
    ],
)
def test_addresses_become_links(text: str, address: str, after: str) -> None:
    html = to_html(markdown.from_text(text))

    assert f'<a href="{address}">{address}</a>{after}' in html


def test_only_web_addresses_become_links() -> None:
    assert "<a" not in to_html("www.foo.com foo.py a@b.cd ftp://x.y mailto:a@b.cd")


def test_any_text_of_100_kb_reads_as_it_is_in_time_that_grows_with_its_length() -> None:
    code = """
import json, sys
from site_gen.model import find_illegal
from site_gen.text import markdown, titles
for unit in json.load(sys.stdin):
    print(ascii(unit), flush=True)
    text = unit * (100_000 // len(unit))
    body = markdown.from_text(text)
    assert find_illegal(unit) or markdown.to_text(body) == text
    for written in (body, text):
        markdown.render(written, latex=True)
    titles.title_html(text, latex=True), titles.plain_title(text, latex=True)
    markdown.excerpt(text)
"""
    # Each twelfth: `python -m testing repetitions` has all of them, for every reader.
    units = json.loads((DATA / "repetitions.json").read_text(encoding="utf-8"))[::12]
    assert run_bounded(code, json.dumps(units)).count("\n") == len(units)


def test_of_a_paragraph_that_is_too_long_only_the_text_is_read() -> None:
    long = f"a \\*b* &amp; [c](/d)\ne {'x' * MOST_CHARACTERS}"

    assert to_html(f"*a*\n\n{long}\n").startswith(
        "<p><em>a</em></p>\n<p>a *b* &amp; [c](/d)\ne xxx"
    )
    assert markdown.find_long_blocks(f"*a*\n\n{long}\n") == [(2, len(long))]
    assert markdown.find_long_blocks("a" * MOST_CHARACTERS) == []


def test_an_address_that_is_too_long_is_text() -> None:
    address = f"https://a.b/{'c' * 2_000}"

    assert to_html(markdown.from_text(f"see {address}")) == f"<p>see {address}</p>\n"
    assert to_html(markdown.from_text(f"*see {address}")) == f"<p>*see {address}</p>\n"


def test_very_many_formulas_stay_tex_where_mathml_is_dropped() -> None:
    few, many = "$a_1$ " * 200, "$a_1$ " * 201

    assert plain_title(few) == to_plain_text(few) == " ".join(["a₁"] * 200)
    assert plain_title(many) == to_plain_text(many) == many.strip()
    assert to_html(many).count("<math ") == 201


def test_people_may_use_all_of_markdown() -> None:
    html = to_html("# Top\n\n*em* [l](/x) `c`\n\n- one\n\n|a|b|\n|-|-|\n|1|2|\n")

    for tag in ("<h3>Top</h3>", "<em>", '<a href="/x">', "<code>", "<li>", "<table>"):
        assert tag in html


def test_a_remote_picture_is_a_link_and_an_own_one_is_shown() -> None:
    assert to_html("![a *b*](https://e.f/g.png)") == (
        '<p><a href="https://e.f/g.png">a b</a></p>\n'
    )
    assert '<img src="/p.png" alt="x" loading="lazy" />' in to_html("![x](/p.png)")
    assert "<img" not in to_html("![x](//e.f/g.png)")


def test_math_is_typeset_on_pages_and_plain_in_feeds() -> None:
    body = r"of $x<y$ and \( O(n^3) \), for $1,000 and $2,000"

    assert to_html(body).count("<math ") == 2
    assert to_plain_html(body) == ("<p>of x&lt;y and O(n³), for $1,000 and $2,000</p>\n")


def test_a_title_is_text_but_for_math() -> None:
    title = "<think> a_b*c $1 Million {{ x }} & `q'"

    assert words_of(title_html(title)) == title
    assert "<math" in title_html("M$^{2}$UGen")


@given(st.text(), st.integers(10, 300))
def test_an_excerpt_is_one_short_line(text: str, limit: int) -> None:
    line = markdown.excerpt(text, limit)

    assert len(line) <= limit
    assert " ".join(line.split()) == line


def test_titles_and_abstracts_are_plain_in_feeds() -> None:
    assert plain_title("A $\\beta$-VAE\n of $\\sqrt{2}$") == "A β-VAE of √2"
    assert to_plain_text("**A** $\\beta$") == "A β"
