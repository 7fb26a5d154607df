from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.build.ledger import (
    Ledger,
    MonthRow,
    format_ledger,
    format_paths,
    format_recent,
    parse_ledger,
    parse_paths,
    parse_recent,
)
from site_gen.model.records import DayFacts
from site_gen.plan.recent_papers import RecentPaper

DAY = DayFacts(date=date(2025, 9, 17), listed=2, own=1, foreign=("2025-08-30/a",))
LEDGER = Ledger(
    months={"2025-09": MonthRow(signature="s", key="k", indexed="i", days=(DAY,))},
    bundles={"all": "b"},
    rest={"feed.xml": "f"},
    salt="salt",
    search="Pagefind 1.5.2",
)


def test_what_is_written_is_read_back() -> None:
    assert parse_ledger(format_ledger(LEDGER)) == LEDGER
    assert parse_ledger(format_ledger(Ledger())) == Ledger()
    recent = {"/topics/a/": (RecentPaper(name="2025-09-17/a", place=3, stamp="s"),)}
    assert parse_recent(format_recent(recent)) == recent
    assert parse_paths(format_paths({"b/c": "1", "a": "2"})) == {"a": "2", "b/c": "1"}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"format": 1}', '{"format": 2}', '{"format": 2, "months": {"x": {}}}',
     format_ledger(LEDGER).replace("feed.xml", "../x"),
     format_ledger(LEDGER).replace("feed.xml", "/etc/passwd"),
     format_ledger(LEDGER).replace("2025-09-17", "2025-09-31"),
     format_ledger(LEDGER).replace('"salt"', '"pepper"'),
     format_ledger(LEDGER).replace('"pages": 0', '"pages": "many"'),
     format_ledger(LEDGER)[:-20]],
)  # fmt: skip
def test_what_is_not_ours_is_not_trusted(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        parse_ledger(text)


@given(st.text())
def test_any_text_is_a_record_or_a_value_error(text: str) -> None:
    for parse in (parse_ledger, parse_paths, parse_recent):
        with pytest.raises(ValueError, match="."):
            parse(text)
