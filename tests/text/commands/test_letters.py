import pytest

from site_gen.text.commands.letters import find_accent, is_letter
from site_gen.text.commands.tokens import Tokens


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        (r"\'e", "é"), (r"\'{e}", "é"), (r"\'{\i}", "í"), (r"\'\i", "í"), (r"\c c", "ç"),
        (r"\c{c}", "ç"), (r"\'{\^e}", "ế"), (r"\~{}", "~"), (r"\'b", ""), (r"\d a", ""),
        (r"\u2026", ""), (r"\'", ""), (r"\foo{e}", ""), (r"\'{" + "e" * 99 + "}", ""),
    ],
)  # fmt: skip
def test_an_accent_makes_a_letter_that_exists(text: str, letter: str) -> None:
    accent = find_accent(Tokens(text), 0)

    assert (accent.letter if accent else "") == letter


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (r"S\o ren", True), (r"{\o}", True), (r" \o{}", True), (r" \L ukasz", True),
        (r" \ss", True), (r" \o", False), (r" -\o x", False), (r" \l ist", False),
    ],
)  # fmt: skip
def test_a_letter_by_name_stands_at_a_word_or_in_braces(text: str, is_one: bool) -> None:
    assert is_letter(Tokens(text), 1) is is_one
