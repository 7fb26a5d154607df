from datetime import date

import pytest

from site_gen.importing.formats.reading import day_in_name, number_lines, read_day, web_links
from site_gen.model.errors import InputError
from site_gen.model.papers import Source


def test_small_readings() -> None:
    assert read_day(Source(), "2026-06-03T00:00:00.000Z") == date(2026, 6, 3)
    assert read_day(Source(), "June") is None
    with pytest.raises(InputError, match="x:3: no such day: '2026-02-30'; expected one of"):
        read_day(Source("x", 3), "2026-02-30")
    assert day_in_name("a/hf-2026-06-03.json") == date(2026, 6, 3)
    assert day_in_name("20261399.json") is None
    assert number_lines("a\nb\n\nc", [0, 1, 2, 2, 5]) == [1, 1, 2, 2, 4]
    assert web_links({"A": "javascript:x", "B": None, "C": " https://x "}) == (("C", "https://x"),)
