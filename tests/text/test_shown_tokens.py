import re
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text import markdown

BITS = [
    "\\emph{", "}", "*", "**", "[", "](/x)", "\\href{https://x.org}{", "`", "$x$", "a", " ", "\n",
    "https://y.org/a", "``", "''", "{\\bf ", "\\%", "![i](/p)",
]  # fmt: skip


def show(body: str) -> str:
    html = markdown.to_html(body, latex=True)
    return re.sub(r"<math.*?</math>", "MATH", html).removeprefix("<p>").removesuffix("</p>\n")


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (r"it saves 97\\% of \emph{all}", "it saves 97% of <em>all</em>"),
        (r"it saves 97\% of all", "it saves 97% of all"),
        (r"\textbf{a *b* c}", "<strong>a <em>b</em> c</strong>"),
        (r"\textbf{a *b} c*", "a <em>b c</em>"),
        (r"*a \textbf{b* c}", "<em>a b</em> c"),
        (r"\emph{$k$-means}", "<em>MATH-means</em>"),
        (r"`\emph{a} 5\%` and \emph{b}", r"<code>\emph{a} 5\%</code> and <em>b</em>"),
        ("\\emph{a\nb}", "<em>a\nb</em>"),
        (
            r"at \url{https://x.org/a}, and",
            'at <a href="https://x.org/a">https://x.org/a</a>, and',
        ),
        (r"\href{https://x.org}{a} b", '<a href="https://x.org">a</a> b'),
        (r"[a \href{https://x.org}{b} c](/d)", '<a href="/d">a b c</a>'),
        (r"\href{https://x.org}{[a](/b) c}", '<a href="/b">a</a> c'),
        (
            r"https://x.org/a\_b c",
            '<a href="https://x.org/a_b">https://x.org/a_b</a> c',
        ),
        (
            r"https://x.org/\~{}u/{c} d",
            '<a href="https://x.org/~u/%7Bc%7D">https://x.org/~u/{c}</a> d',
        ),
        (r"x\textsuperscript{$y$}", "xMATH"),
        (r"\`\`so'' and \emph{a", "“so” and \\emph{a"),
    ],
)
def test_commands_are_read_in_the_text_of_markdown(body: str, html: str) -> None:
    assert show(body) == html


def test_the_source_is_kept_beside_what_is_shown() -> None:
    rendered = markdown.render(r"\emph{97\\%} of $\alpha$", latex=True)

    assert rendered.text == r"\emph{97\%} of $\alpha$"
    assert rendered.plain_text == "97% of α"
    assert rendered.plain_html == "<p><em>97%</em> of α</p>\n"
    assert markdown.render(r"\emph{97\\%}", latex=False).html == "<p>\\emph{97\\%}</p>\n"


@given(st.lists(st.sampled_from(BITS)).map("".join))
def test_elements_always_nest(body: str) -> None:
    root = fromstring(f"<x>{markdown.to_html(body, latex=True)}</x>")

    assert not root.findall(".//a//a")
