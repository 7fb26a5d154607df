from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.cards import deal
from site_gen.importing.formats.daily_page.text import parse_digest
from site_gen.importing.formats.daily_page.writer import format_digest
from site_gen.model.errors import InputError
from tests.conftest import DATA

TODAY = date(2026, 11, 23)
HEAD = "new\n\nDaily Papers\n\nbyAK and the research community\n\nDaily\n\nWeekly\n\nOct 2\n\n"


@pytest.mark.parametrize(
    ("line", "title", "text", "expected"), read_fixture_file(DATA / "cards.md")
)
def test_cards(line: int, title: str, text: str, expected: str) -> None:
    reading = parse_digest("d.txt", HEAD + text, TODAY)
    told = "".join(
        f"{p.title} | {p.abstract} | {p.upvotes} | {p.arxiv_id}\n" for p in reading.digest.papers
    )

    assert told == expected, f"{title}, line {line}"
    assert reading.unread == ()
    assert reading.digest.date == date(2026, 10, 2)
    assert format_digest(reading.digest) == HEAD + text


def test_a_page_of_a_week_or_trending_asks_for_its_day() -> None:
    for header in ("Week 38, 2026", "2026-W38", "September 2026", "Sep 14 - Sep 20, 2026", ""):
        text = f"Trending Papers\nDaily\n{header}\nSubmitted by\nx\nOne title\n·\nMay 29\n"
        with pytest.raises(InputError, match="no date; expected one"):
            parse_digest("d.txt", text, TODAY)
        reading = parse_digest("d.txt", text, TODAY, TODAY)
        assert [paper.title for paper in reading.digest.papers] == ["One title"]
        assert reading.unread == ()


def test_what_cannot_be_told_apart_is_an_error_with_its_line() -> None:
    with pytest.raises(InputError, match="d.txt:16: 3 lines together"):
        parse_digest(
            "d.txt",
            f"{HEAD}5\nA title\nAn abstract.\nWhat is this?\n·\n".replace(
                "this?\n", "this? " + "It is long. " * 9 + "\n"
            ),
            TODAY,
        )


@given(st.lists(st.sampled_from(
    ["5", "-", "·", "Submitted by", "3 authors", "May 29", "A", "B", "C d.", "https://x.org/",
     "https://huggingface.co/papers/2402.15391", "Upvote", "GitHub 3k", "Submitted by me", "["]
)))  # fmt: skip
def test_every_text_is_a_papers_or_told(words: list[str]) -> None:
    lines = [Line(number, text, text) for number, text in enumerate(words, start=1)]
    dealt = deal("x", lines)
    texts = {text for card in dealt.cards for text in (card.paper.title, card.paper.abstract)}
    for at, line in enumerate(lines):
        behind = [text for text in words[at + 1 :] if not text.startswith("https://")]
        is_name = words[at - 1 : at] == ["Submitted by"] or behind[:1] == ["·"]
        if line.words in {"A", "B", "C d."} and not dealt.problems and not is_name:
            assert line.words in texts or line in dealt.unread
