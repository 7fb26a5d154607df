import pytest

from site_gen.model.errors import InputError
from site_gen.model.hosts.rules import HeaderRule
from site_gen.system.header_file import format_headers, parse_headers

RULES = (
    HeaderRule("/*", (("X-A", "1"), ("X-B", "b: c"))),
    HeaderRule("/a/*", (("x-a", "2"), ("X-C", "3"))),
    HeaderRule("/b", (("X-B", ""),)),
)
TEXT = "/*\n  X-A: 1\n  X-B: b: c\n/a/*\n  ! x-a\n  x-a: 2\n  X-C: 3\n/b\n  ! X-B\n"


def test_what_an_earlier_rule_sets_is_taken_out_first() -> None:
    assert format_headers(RULES).decode() == TEXT


def test_what_is_written_is_read_back() -> None:
    rules = parse_headers("_headers", f"# By hand\n\n{TEXT}")

    assert rules.headers_for("/") == {"x-a": "1", "x-b": "b: c"}
    assert rules.headers_for("/a/x") == {"x-a": "2", "x-b": "b: c", "x-c": "3"}
    assert rules.headers_for("/b") == {"x-a": "1"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X-A: 1\n", "_headers:1: found 'X-A: 1' before the first path; expected '/path' lines"),
        ("/*\nX A: 1\n", "_headers:2: no header can be 'X A: 1'; expected '/path' lines"),
        ("/*\n\n  words\n", "_headers:3: no header can be 'words'"),
        ("/*\n  ! X A\n", "_headers:2: no header can be '! X A'"),
        ("/:x/:x\n  A: b\n", "_headers:1: the path '/:x/:x' cannot be used"),
    ],
)
def test_lines_that_are_none(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_headers("_headers", text)
    assert str(caught.value).startswith(expected)
