from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.reading import (
    day_in_name,
    find_texts,
    number_lines,
    read_day,
    web_links,
)
from site_gen.model.errors import InputError
from site_gen.model.papers import Paper, Source


def test_small_readings() -> None:
    assert read_day(Source(), "2026-06-03T00:00:00.000Z") == date(2026, 6, 3)
    assert read_day(Source(), "June") is None
    with pytest.raises(InputError, match="x:3: no such day: '2026-02-30'; expected one of"):
        read_day(Source("x", 3), "2026-02-30")
    assert day_in_name("a/hf-2026-06-03.json") == date(2026, 6, 3)
    assert day_in_name("20261399.json") is None
    assert number_lines("a\nb\n\nc", [0, 1, 2, 2, 5]) == [1, 1, 2, 2, 4]
    assert web_links({"A": "javascript:x", "B": None, "C": " https://x "}) == (("C", "https://x"),)


@given(st.lists(st.text(min_size=1), min_size=3, max_size=3, unique=True))
def test_each_text_of_a_paper_is_found(texts: list[str]) -> None:
    title, topic, link = texts
    paper = Paper(title=title, abstract="", topics=(topic,), links=((link, "https://x.example"),))
    assert {*texts, "https://x.example"} <= set(find_texts(paper))
