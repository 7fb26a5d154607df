from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from site_gen.importing.formats.daily_page.card_marks import Line, is_date, is_mark
from site_gen.importing.formats.daily_page.text import parse_digest
from site_gen.importing.formats.daily_page.writer import format_digest, make_digest
from site_gen.model.errors import InputError
from site_gen.model.papers import Digest, Entry, Listing
from tests.conftest import DATA

TODAY = date(2026, 11, 23)
BITS = [
    "\n", "\n\n", " ", "\r\n", "Daily Papers", "Sep 17", "new", "Subscribe", "A title",
    "An abstract.", "{title}", "{", "}", "{{papers}}", "byAK and the research community",
    "Previous", "\u2028", "Feb 29", "Sep 31", "2025-02-03", "\ufeff", "\x1b", "Company",
    "3 May 2024",
]  # fmt: skip
PAGES = st.lists(st.one_of(st.text(max_size=4), st.sampled_from(BITS))).map("".join)


def read(text: str, path: str = "d.txt", day: date | None = None) -> Digest:
    return parse_digest(path, text, TODAY, day).digest


def test_the_real_page(digest_text: str) -> None:
    reading = parse_digest("2025-09-17.txt", digest_text, TODAY)
    digest = reading.digest

    assert digest.date == date(2025, 9, 17)
    assert digest.header == "Sep 17"
    assert digest.heading == "Daily Papers"
    assert digest.byline == "byAK and the research community"
    assert digest.banner == ("new", "Get trending papers in your email inbox!", "Subscribe")
    assert digest.layout == ""
    assert reading.unread == ()
    assert len(digest.papers) == 115
    lines = [line for line in digest_text.split("\n") if line]
    assert [text for p in digest.papers for text in (p.title, p.abstract)] == lines[6:]
    assert digest.papers[0].source.line == 13


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text + "\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("Sep 17", "Sep 17, 2025"),
        lambda text: text + "\n\nPrevious\n\nNext\n\nCompany\n\nTOS\n",
        lambda text: text.replace("Daily Papers", "Models\n\nDaily Papers\n\nDaily\n\nWeekly"),
        lambda text: text.replace("\n\n", "  \n\n\n "),
    ],
)
def test_variants_are_read_alike_and_written_back(change: object, digest_text: str) -> None:
    text = change(digest_text)  # type: ignore[operator]
    digest = read(text)

    assert format_digest(digest) == text
    assert digest.papers == read(digest_text).papers


@given(PAGES)
@settings(max_examples=1000)
def test_any_text_gives_a_digest_or_an_error_with_a_place(text: str) -> None:
    try:
        digest = read(text)
    except InputError as err:
        assert err.problems
        assert all(str(problem).startswith("d.txt") for problem in err.problems)
    else:
        assert format_digest(digest) == text


@given(PAGES)
@example("Feb 29\n0")
@example("A title\nFeb 29\n0")
@settings(max_examples=1000)
def test_every_line_is_a_papers_or_known_or_reported(text: str) -> None:
    try:
        reading = parse_digest("d.txt", f"Daily Papers\nSep 17\n{text}", TODAY)
    except InputError:
        return
    digest = reading.digest
    shown = {text for paper in digest.papers for text in (paper.title, paper.abstract)}
    told = {problem.line for problem in reading.unread}
    footer = {"Previous", "Company"}
    first = min((paper.source.line for paper in digest.papers), default=None)
    rows = [line.strip("\ufeff").strip() for line in text.split("\n")]
    for number, words in enumerate(rows, start=3):
        is_a_cards = first is not None and number > first and is_date(Line(number, words))
        is_known = words in shown | footer or is_mark(Line(number, words)) or number in told
        below = next(filter(None, rows[number - 2 :]), "")  # a dot follows an organisation's name
        assert not words or is_known or is_a_cards or below.startswith(("·", "•"))


def test_a_date_above_the_first_card_is_reported_and_one_below_a_title_is_its_own() -> None:
    text = "Daily Papers\nSep 17\nFeb 28\n5\nA title\nAn abstract.\nFeb 27\n6\nB title\nB text.\n"
    reading = parse_digest("d.txt", text, TODAY)
    assert [str(problem) for problem in reading.unread] == [
        "d.txt:3: not understood: 'Feb 28'; kept for export only"
    ]
    assert [paper.title for paper in reading.digest.papers] == ["A title", "B title"]


def test_a_line_that_is_not_understood_is_reported_and_exported() -> None:
    text = "Daily Papers\nHello there\nSep 17\nOne title\nOne abstract.\n"
    reading = parse_digest("d.txt", text, TODAY)

    assert [str(problem) for problem in reading.unread] == [
        "d.txt:2: not understood: 'Hello there'; kept for export only"
    ]
    assert len(reading.digest.papers) == 1
    assert format_digest(reading.digest) == text


@pytest.mark.parametrize(
    ("header", "path", "given_day", "day", "reason"),
    [
        ("Sep 17", "x.txt", date(2024, 1, 2), date(2024, 1, 2), "as given with --date"),
        ("Sep 17", "in/2025-09-17.txt", None, date(2025, 9, 17), "from the file's name"),
        ("Sep 17", "hf_20240917_a.txt", None, date(2024, 9, 17), "from the file's name"),
        ("Sep 17", "2025-09-18.txt", None, date(2025, 9, 18),
         "from the file's name; the page says 'Sep 17'"),
        ("Sep 17, 2023", "2025-09-17.txt", None, date(2023, 9, 17), "as the page says in line 2"),
        ("Nov 23", "x.txt", None, date(2026, 11, 23),
         "the most recent 'Nov 23' (line 2 has no year)"),
        ("Nov 24", "x.txt", None, date(2025, 11, 24),
         "the most recent 'Nov 24' (line 2 has no year)"),
        ("Feb 29", "x.txt", None, date(2024, 2, 29),
         "the most recent 'Feb 29' (line 2 has no year)"),
        ("17 September", "9999.txt", None, date(2026, 9, 17),
         "the most recent '17 September' (line 2 has no year)"),
    ],
)  # fmt: skip
def test_which_day_and_why(
    header: str, path: str, given_day: date | None, day: date, reason: str
) -> None:
    text = f"Daily Papers\n{header}\nOne title\nOne abstract.\n"
    reading = parse_digest(path, text, TODAY, given_day)

    assert (reading.digest.date, reading.reason) == (day, reason)


@pytest.mark.parametrize(
    ("line", "title", "text", "expected"), read_fixture_file(DATA / "digest-bad.md")
)
def test_bad_digest(line: int, title: str, text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)

    assert f"{caught.value}\n" == expected, f"{title}, line {line}"


def test_a_control_character_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match=r"d.txt:3: a control character \(U\+001B\)"):
        read("Daily Papers\nSep 17\nOne \x1b[1mtitle\nOne abstract.\n")


def test_papers_that_a_layout_has_no_room_for_are_not_lost() -> None:
    text = "Daily Papers\nSep 17\n One title\nOne abstract.\n"
    digest = read(text)
    more = Digest(date=digest.date, header="Sep 17", layout=digest.layout, papers=digest.papers * 2)

    assert format_digest(more).count("One abstract.") == 2


@pytest.mark.parametrize(
    ("layout", "is_kept"),
    [("{page}\n", True), ("Head\n{papers}\nFoot", True), ("7\n{title}\n{abstract}\nBy A", False)],
)
def test_words_around_a_paper_go_when_it_is_taken_down(layout: str, *, is_kept: bool) -> None:
    listing = Listing(date=date(2025, 9, 17), layout=layout, removed=("2025-09-17/a",))
    entry = Entry(slug="b", first_day=date(2025, 9, 17), title="B", body="Text.")

    assert (make_digest(listing, [entry]).layout == layout) is is_kept
    assert make_digest(replace(listing, removed=()), [entry]).layout == layout
    assert "By A" not in format_digest(make_digest(listing, [entry]))


def test_a_page_as_readers_give_it_with_where_its_words_lead() -> None:
    text = (
        "Daily Papers\nHugging Face\nhttps://huggingface.co/\nDaily Papers\n"
        "byAK and the research community\nFeb 24\n [-] 19\nA title: What?\n"
        "https://huggingface.co/papers/2502.01234\nIts abstract.\n"
        "https://huggingface.co/papers/2502.01234\n[\n"
        "4 authors](https://huggingface.co/papers/2502.01234)\n·\nFeb 24, 2018\n"
    )
    reading = parse_digest("x", text, date(2025, 3, 1))
    (paper,) = reading.digest.papers

    assert (reading.digest.date, reading.unread) == (date(2025, 2, 24), ())
    assert (paper.title, paper.abstract) == ("A title: What?", "Its abstract.")
    assert (paper.arxiv_id, paper.upvotes) == ("2502.01234", 19)
    assert format_digest(reading.digest) == text
