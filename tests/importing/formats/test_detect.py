from datetime import date

import pytest
from markdown_it.utils import read_fixture_file

from site_gen.importing.formats.daily_page.writer import format_digest
from site_gen.importing.formats.detect import NAMES, read, recognise
from site_gen.model.errors import InputError
from site_gen.system.files import decode
from tests.conftest import DATA

TODAY = date(2026, 10, 4)
DAY = date(2026, 1, 1)
NOT_PAPERS = read_fixture_file(DATA / "not-papers.md")


def test_the_page_is_read_as_before(digest_text: str) -> None:
    assert recognise(digest_text) == "page"
    (reading,) = read("2025-09-17.txt", digest_text, TODAY)
    assert (reading.format, len(reading.digest.papers)) == ("page", 115)


def test_papers_go_to_the_days_they_name() -> None:
    text = '[{"title":"A","date":"2026-01-02"},{"title":"B"},{"title":"C","date":"2026-01-01"}]'
    readings = read("2026-01-03.json", text, TODAY)
    assert [(r.digest.date.day, [p.title for p in r.digest.papers]) for r in readings] == [
        (1, ["C"]), (2, ["A"]), (3, ["B"]),
    ]  # fmt: skip
    (one,) = read("x.json", text, TODAY, date(2026, 2, 2))
    assert (one.digest.date, one.reason) == (date(2026, 2, 2), "as given with --date")


def test_a_paper_without_a_day_is_an_error() -> None:
    with pytest.raises(InputError, match="no day for 'A'; expected one in the file's name"):
        read("x", '[{"title": "A"}]', TODAY)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["", "x", "{", "[", "[]", "{}", "\0", "[" * 99999, "null"])
def test_bad_input_is_an_input_error_in_every_format(name: str, text: str) -> None:
    with pytest.raises(InputError):
        read("x", text, TODAY, date(2026, 1, 1), name)


def test_a_character_that_cannot_be_published_is_refused() -> None:
    with pytest.raises(InputError, match=r"x:1: a control character \(U\+0000\)"):
        read("x", '[{"title": "A\\u0000"}]', TODAY, TODAY)
    with pytest.raises(InputError, match=r"U\+D800"):
        read("x", '[{"title": "A", "authors": ["A\\ud800"]}]', TODAY, TODAY)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7\n%\xe2\xe3", "a PDF"), (b"PK\x03\x04\xff\0", "a zip archive"),
     ("\ufeffA".encode("utf-16-le"), "text in UTF-16"), (b"Caf\xe9", "not UTF-8 (byte 0xE9)")],
)  # fmt: skip
def test_a_file_that_is_no_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError) as caught:
        decode("x", data)
    assert what in str(caught.value)
    assert "expected text in UTF-8" in str(caught.value)


@pytest.mark.parametrize(("line", "title", "text", "expected"), NOT_PAPERS)
def test_what_holds_no_papers_is_refused(line: int, title: str, text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read("x", text, TODAY, DAY)

    assert f"{caught.value}\n" == expected, f"{title}, line {line}"


@pytest.mark.parametrize(("line", "title", "text", "expected"), NOT_PAPERS)
@pytest.mark.parametrize("more", ["One more line.\n", "\nOne more.\n\nAnother.\n"])
def test_how_many_lines_there_are_does_not_matter(
    line: int, title: str, text: str, expected: str, more: str
) -> None:
    if "--quiet-day" in expected or "no title" in expected:
        return  # with these lines there may be a paper below the page's heading
    with pytest.raises(InputError):
        pytest.fail(f"{title}, line {line}: {read('x', text + more, TODAY, DAY)}")


def test_a_page_without_papers_is_a_day_where_that_is_allowed() -> None:
    text = "Daily Papers\nSep 17, 2025\n"
    (reading,) = read("x", text, TODAY, may_be_empty=True)
    assert (reading.digest.date, reading.digest.papers) == (date(2025, 9, 17), ())


def test_a_format_that_is_named_is_not_doubted() -> None:
    text = "A first title\n\nIts abstract.\n\n## A second title\n\nIts abstract, too.\n"
    (reading,) = read("x", text, TODAY, DAY, "page")
    assert [paper.title for paper in reading.digest.papers] == [
        "A first title",
        "## A second title",
    ]
    assert (reading.digest.date, format_digest(reading.digest)) == (DAY, text)


def test_a_date_that_begins_a_text_is_its_day_where_the_format_is_named() -> None:
    (reading,) = read("x", "2025-09-17\nA title\nIts abstract.\n", TODAY, None, "page")
    assert reading.digest.date == date(2025, 9, 17)
    assert [paper.title for paper in reading.digest.papers] == ["A title"]


def test_a_title_of_signs_does_not_hinder_other_records() -> None:
    (reading,) = read("x", '[{"title": "A"}, {"title": "- _"}]', TODAY, DAY)
    assert [paper.title for paper in reading.digest.papers] == ["A"]
    assert list(map(str, reading.unread)) == ["x:1: not understood: no title in '- _'"]
