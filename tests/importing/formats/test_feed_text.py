import doctest
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats import feed_text
from site_gen.importing.formats.feed_text import split_either, split_html, split_text
from site_gen.model.characters import find_illegal

SIGNS = st.lists(
    st.sampled_from(["<", ">", "</", "a", "think", "m", "$", " ", "&", "=", '"', "1", "ab", "!--"])
).map("".join)
TEXT = st.text().filter(lambda text: not find_illegal(text) and "\u2029" not in text)


def test_the_examples_hold() -> None:
    assert doctest.testmod(feed_text).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "when k<j and j>3",
        "$x<y$ and $z>w$; u<v.",
        "it writes <plan> first, then </plan>",
        "between <s> and </s>, or <a> and <img>",
        "an <b> that nobody closes",
        "</span> alone, and <b><i></b",
        "a <p that> has no value, <p",
        "AT&T, ?a=1&copy=2, Q&A; and R&D",
        "&nosuchname; &lt; <unknown>",
        "<!-- a sign of comments --> in text",
    ],
)
def test_text_that_looks_like_tags_is_kept(text: str) -> None:
    assert split_either(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("One<br>Two<br/>Three<BR />", ["One", "Two", "Three"]),
        ("A <em>new</em> <a href='/x?a>b'>link</a><img alt=x src=y>", ["A new link"]),
        ('x<sub>2</sub>, <span class="m">k<j</span> and j>3', ["x2, k<j and j>3"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<div>First.<p>Second &lt;plan&gt; <plan></div>", ["First.", "Second <plan> <plan>"]),
        ("<table><tr><td>A</td><td>B</td></tr></table>", ["A", "B"]),
        ("<!-- hidden --><p>Seen</p><script>if (a<b) {}</script>", ["Seen"]),
        ("a &lt; b &amp;&#32;&#x26; c", ["a < b & & c"]),
        ("&amp;lt;", ["&lt;"]),
        ("<p>a&#1;b</p>", ["a\x01b"]),  # the importer reports it
        ("", []),
        ("<p> </p>", []),
    ],
)  # fmt: skip
def test_what_feeds_write_as_html_is_html(text: str, expected: list[str]) -> None:
    assert split_either(text) == expected


def test_html_that_is_declared_loses_every_tag() -> None:
    text = "a<think>b</think> &lt;c&gt; 1 < 2<style>p{}</style><svg/> <math><mi>x</mi></math>"
    assert split_html(text) == ["ab <c> 1 < 2 x"]


def test_html_with_a_control_character_is_left_to_the_importer() -> None:
    assert split_html("<b>\x01") == ["<b>\x01"]


def test_empty_lines_part_plain_text() -> None:
    assert split_text("One\nline\n \r\nTwo\n\n\n") == ["One line", "Two"]


@given(SIGNS)
def test_unknown_tags_and_signs_are_never_lost(text: str) -> None:
    kept = [] if not text.split() else [" ".join(text.split())]
    is_plain = not any(tag in text for tag in ("<a ", "</a", "&"))
    assert not is_plain or split_either(text) == kept


@given(TEXT)
def test_escaped_text_is_that_text(text: str) -> None:
    said = " ".join(text.split()).split()
    assert " ".join(split_html(escape(text))).split() == said
    assert " ".join(split_either(f"<p>{escape(text)}</p>")).split() == said
    assert " ".join(split_text(text)).split() == said
