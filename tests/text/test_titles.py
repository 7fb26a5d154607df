import doctest
from typing import Any

import pytest

from site_gen.text import titles
from site_gen.text.titles import plain_title, title_html


def test_the_examples_are_true() -> None:
    assert doctest.testmod(titles).failed == 0


@pytest.mark.parametrize(
    ("title", "html", "plain"),
    [
        (r"Speed \& <Cost>", "Speed &amp; &lt;Cost&gt;", "Speed & <Cost>"),
        (
            r"\emph{A} \textbf{B} \texttt{C}",
            "<em>A</em> <strong>B</strong> <code>C</code>",
            "A B C",
        ),
        (r"\href{https://x.org}{A} B", "A B", "A B"),  # a title is in a link
        ("{{ x }} <think> a_b*c", "{{ x }} &lt;think&gt; a_b*c", "{{ x }} <think> a_b*c"),
        ("\\% of \x01", "\\% of \x01", "\\% of \x01"),
    ],
)
def test_commands_are_shown_as_their_meaning(title: str, html: str, plain: str) -> None:
    assert title_html(title, latex=True) == html
    assert plain_title(title, latex=True) == plain


def test_a_command_goes_around_a_formula() -> None:
    html = title_html(r"\emph{$k$-means} of \$5", latex=True)

    assert html.startswith('<em><math alttext="$k$"')
    assert html.endswith("-means</em> of $5")
    assert plain_title(r"\emph{$k$-means} of \$5", latex=True) == "k-means of $5"


def test_without_latex_only_formulas_are_read() -> None:
    assert plain_title(r"Speed \& $\alpha$", latex=False) == r"Speed \& α"
    assert title_html(r"\emph{a}", latex=False) == r"\emph{a}"


@pytest.mark.parametrize("show", [title_html, plain_title])
def test_each_title_of_a_month_is_read_once(show: Any) -> None:
    many = [f"Paper {number}" for number in range(2_000)]
    show.cache_clear()
    for _ in range(3):
        for title in many:
            show(title, latex=True)

    assert show.cache_info().misses == len(many)
