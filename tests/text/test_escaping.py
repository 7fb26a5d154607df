import pytest

from site_gen.text.escaping import escape_all, escape_lightly


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (r"\alpha", r"\alpha"),
        (r"\.", r"\\."),
        ("ends in \\", r"ends in \\"),
        ("two\\\nlines", "two\\\\\nlines"),
        ("snake_case", "snake_case"),
        ("_word_", r"\_word\_"),
        ("a < b", "a < b"),
        ("<think>", r"\<think>"),
        ("</think>", r"\</think>"),
        ("R&D", "R&D"),
        ("&lt;", r"\&lt;"),
        ("&#60;", r"\&#60;"),
        ("2*3", r"2\*3"),
        ("`code`", r"\`code\`"),
        ("costs $5", "costs $5"),
        ("$5 and $6", r"\$5 and \$6"),
        ("[1]", "[1]"),
        ("[a](b)", "&#91;a](b)"),
        ("see [1] and [a](b) and [2]", "see &#91;1] and &#91;a](b) and [2]"),
        ("old\rline", "old&#13;line"),
    ],
)
def test_a_mark_is_escaped_only_where_it_means_something(text: str, markdown: str) -> None:
    assert escape_lightly(text, lambda _: []) == markdown


@pytest.mark.parametrize(
    ("line", "markdown"),
    [
        ("# heading", r"\# heading"),
        ("> quote", r"\> quote"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("12) item", r"12\) item"),
        ("12.5 points", "12.5 points"),
        ("1234567890. is no list", "1234567890. is no list"),
        ("| cell |", r"\| cell |"),
        ("words - and # more", "words - and # more"),
    ],
)
def test_what_begins_a_block_is_escaped_at_the_start_of_a_line(line: str, markdown: str) -> None:
    assert escape_lightly(line, lambda _: []) == markdown
    assert escape_lightly(f"word\n{line}", lambda _: []) == f"word\n{markdown}"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\n\n\ntwo", "one&#10;&#10;&#10;two"),
        ("end ", "end&#32;"),
        ("\tstart", "&#9;start"),
        ("", ""),
    ],
)
def test_white_space_that_markdown_drops_becomes_numbers(text: str, markdown: str) -> None:
    assert escape_lightly(text, lambda _: []) == markdown


def test_what_is_found_to_be_math_or_an_address_stays() -> None:
    assert escape_lightly("_a_ $x_1$ _b_", lambda _: [(4, 9)]) == r"\_a\_ $x_1$ \_b\_"


def test_all_marks_are_escaped_and_brackets_become_numbers() -> None:
    assert escape_all("a-b (c) [d]") == r"a\-b &#40;c&#41; &#91;d&#93;"
