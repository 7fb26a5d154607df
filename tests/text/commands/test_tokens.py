from site_gen.text.commands.tokens import ATOM, Tokens


def test_braces_have_partners_and_escaped_ones_are_text() -> None:
    tokens = Tokens(r"}{a{b}\{{")

    assert [tokens[at].text for at in range(len(tokens))] == [
        "}",
        "{",
        "a",
        "{",
        "b",
        "}",
        r"\{",
        "{",
    ]
    assert [tokens.find_end(at) for at in range(len(tokens))] == [0, 0, 0, 5, 0, 0, 0, 0]
    assert tokens[-1].kind == tokens[99].kind == ""


def test_an_argument_may_stand_behind_a_space() -> None:
    assert Tokens(r"\a {b}").find_argument(1) == 2
    assert Tokens(r"\a c{b}").find_argument(1) == 0


def test_atoms_have_numbers_and_words() -> None:
    tokens = Tokens(f"a{ATOM}{{{ATOM}}}", ["$x$", "y"])

    assert [tokens[at].number for at in (1, 3)] == [0, 1]
    assert tokens.write(0, len(tokens)) == "a$x${y}"


def test_a_quotation_has_a_begin_and_an_end() -> None:
    assert Tokens("``a'' b'' ``c").quotes == {0: "“", 2: "”"}


def test_text_from_json_is_recognised() -> None:
    assert Tokens(r"\"so\" it").escaped_quotes == {'"'}
    assert Tokens(r"\'so\' it").escaped_quotes == {"'"}
    assert Tokens(r"G\"odel, \'{E}, \'\i").escaped_quotes == frozenset()
