from datetime import date

import pytest

from site_gen.errors import InputError
from site_gen.files import decode
from site_gen.formats.recognition import NAMES, read, recognise

TODAY = date(2026, 10, 4)


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
        read("x", '[{"title": "A", "authors": ["\\ud800"]}]', TODAY, TODAY)


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
