from datetime import date

import pytest

from site_gen.errors import InputError
from site_gen.formats.reading import (
    day_in_name,
    find_arxiv_id,
    find_doi,
    join,
    number_lines,
    read_day,
    web_links,
)
from site_gen.model import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2602.08025", "2602.08025"), ("2602.08025v3", "2602.08025"),
     ("arXiv:2602.08025", "2602.08025"), ("https://arxiv.org/pdf/2602.08025v1.pdf", "2602.08025"),
     ("http://export.arxiv.org/abs/cond-mat/9909265", "cond-mat/9909265"),
     ("https://huggingface.co/papers/2602.08025.md", "2602.08025"),
     ("oai:arXiv.org:2609.13151v1", "2609.13151"), ("2602", ""), ("10.1/x", "")],
)  # fmt: skip
def test_an_arxiv_id_as_people_write_it(text: str, expected: str) -> None:
    assert find_arxiv_id(text) == expected


def test_small_readings() -> None:
    assert find_doi("https://dx.doi.org/10.1063/1.4944470") == "10.1063/1.4944470"
    assert find_doi("none") == ""
    assert read_day(Source(), "2026-06-03T00:00:00.000Z") == date(2026, 6, 3)
    assert read_day(Source(), "June") is None
    with pytest.raises(InputError, match="x:3: no such day: '2026-02-30'; expected one of"):
        read_day(Source("x", 3), "2026-02-30")
    assert day_in_name("a/hf-2026-06-03.json") == date(2026, 6, 3)
    assert day_in_name("20261399.json") is None
    assert join(" a\n  b ") == "a b"
    assert number_lines("a\nb\n\nc", [0, 1, 2, 2, 5]) == [1, 1, 2, 2, 4]
    assert web_links({"A": "javascript:x", "B": None, "C": " https://x "}) == (("C", "https://x"),)
