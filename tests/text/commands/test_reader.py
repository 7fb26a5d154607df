import doctest
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.commands import reader, table
from site_gen.text.commands.pieces import Atom, Mark, Piece
from site_gen.text.commands.reader import has_commands, read_commands
from site_gen.text.commands.tokens import ATOM
from tests.conftest import DATA

CASES = [
    line.split("\t")
    for line in (DATA / "shown_commands.tsv").read_text(encoding="utf-8").splitlines()
]
BITS = [
    "\\emph{", "\\textbf", "{", "}", "{\\em ", "\\href{https://x.org}", "``", "''", '"', "~", "\\'",
    "e", "\\c ", "\\%", " ", "word", ATOM, "\\foo", "\\url{", "\\deg", "\\S", "3", "\\\\", "\\,",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(BITS)).map("".join)


def words_of(pieces: list[Piece]) -> str:
    return "".join(piece for piece in pieces if isinstance(piece, str))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(reader).failed == 0


@pytest.mark.parametrize(("source", "shown"), CASES, ids=[source for source, _ in CASES])
def test_a_command_is_shown_as_its_meaning_and_other_text_as_it_is(source: str, shown: str) -> None:
    assert words_of(read_commands(source)) == shown
    assert has_commands(source) == (read_commands(source) != [source])


@pytest.mark.parametrize(
    "name", ["SYMBOLS", "LETTERS", "BRACED_SYMBOLS", "STYLED", "DECLARED", "WRAPPED"]
)
def test_each_command_has_a_case(name: str) -> None:
    sources = " ".join(source for source, _ in CASES)
    commands: dict[str, Any] = getattr(table, name)

    assert [command for command in commands if f"\\{command}" not in sources] == []


def test_styles_are_marked() -> None:
    assert read_commands(r"\emph{a {\bf b}} \href{https://x.org/a\_b}{c}") == [
        Mark("em", is_open=True),
        "a ",
        Mark("strong", is_open=True),
        "b",
        Mark("strong", is_open=False),
        Mark("em", is_open=False),
        " ",
        Mark("a", is_open=True, url="https://x.org/a_b"),
        "c",
        Mark("a", is_open=False),
    ]


def test_an_address_may_be_made_of_atoms() -> None:
    pieces = read_commands(rf"\url{{{ATOM}}} and {ATOM}", ["https://x.org/", "$x$"])

    assert pieces[0] == Mark("a", is_open=True, url="https://x.org/")
    assert pieces[-1] == Atom(1)


def test_styles_in_each_other_are_bounded() -> None:
    pieces = read_commands(r"\emph{" * 1_000 + "a" + "}" * 1_000)

    assert sum(isinstance(piece, Mark) for piece in pieces) == 40
    assert words_of(pieces) == "a"


@given(TEXTS)
def test_marks_nest_and_atoms_keep_their_order(text: str) -> None:
    opened, numbers = [], []
    for piece in read_commands(text):
        if isinstance(piece, Atom):
            numbers.append(piece.number)
        elif isinstance(piece, Mark) and piece.is_open:
            opened.append(piece.style)
        elif isinstance(piece, Mark):
            assert opened.pop() == piece.style
    assert opened == []
    assert numbers == sorted(set(numbers))
    assert all(number < text.count(ATOM) for number in numbers)


@given(st.text("abc XYZ.,:;()0189-_*$<>&[]/'\n"))
def test_text_without_commands_is_shown_as_it_is(text: str) -> None:
    assert words_of(read_commands(text)) == text
