import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.ledger import Ledger, format_ledger, parse_ledger


def test_what_is_written_is_read_back() -> None:
    ledger = Ledger(paths=frozenset({"a/index.html", "feed.xml"}), search="abc")

    assert parse_ledger(format_ledger(ledger)) == ledger


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"format": 0, "paths": [], "search": ""}',
     '{"format": 1, "paths": ["../x"], "search": ""}',
     '{"format": 1, "paths": ["/etc/passwd"], "search": ""}',
     '{"format": 1, "paths": [1], "search": ""}', '{"format": 1, "paths": "x", "search": ""}'],
)  # fmt: skip
def test_what_is_not_ours_is_not_trusted(text: str) -> None:
    assert parse_ledger(text) is None


@given(st.text())
def test_any_text_is_a_ledger_or_none(text: str) -> None:
    assert parse_ledger(text) is None
