"""RIS as programs write it."""

from datetime import date

import pytest

from site_gen.importing.formats.bibliography.ris import parse_ris
from site_gen.importing.formats.detect import read, recognise
from tests.conftest import DATA

RIS = (DATA / "formats" / "two.ris").read_text(encoding="utf-8")


def test_ris() -> None:
    assert recognise(RIS) == "ris"
    (reading,) = read("x", RIS, date(2026, 1, 1), date(2026, 1, 1))
    first, second = reading.digest.papers
    assert (first.title, first.abstract) == ("A title that goes on", "Abstract here.")
    assert first.authors == ("Mar Solà", "C B")
    assert (first.arxiv_id, first.doi) == ("2411.13560", "10.1063/1.4944470")
    assert (second.title, second.authors, second.source.line) == ("Second", ("Y X",), 11)


def test_text_around_records_is_told() -> None:
    found = parse_ris("x", "Hello\nTY  - GEN\nTI  - A\nKW  - k\nER  - \n\nMore\n")
    assert [problem.line for problem in found.unread] == [1, 7]
    assert found.papers[0][0].topics == ("k",)


def test_a_record_without_its_end_costs_itself_alone() -> None:
    found = parse_ris("x", "TY  - GEN\nTI  - A\nTY  - GEN\nTI  - B\nER  - \nTY  - GEN\nTI  - C\n")
    assert [paper.title for paper, _ in found.papers] == ["B"]
    assert [problem.line for problem in found.bad] == [1, 6]


@pytest.mark.parametrize(
    "text",
    [
        "Record #1 of 1\nProvider: P\nContent: text/plain\n\nTY  - JOUR\nTI  - A\nER  - \n",
        "TY - JOUR\nTI - A\nER - \n", "TY  - JOUR\r\nTI  - A\r\nER  - \r\n",
        "ID  - 1\nTI  - A\nTY  - JOUR\nER  - \n", "\ufeffTY  - JOUR\nT1  - A\nER  -\n",
        "TY  - JOUR\nTI  - A\nER  - \n\n\n",
    ],
)  # fmt: skip
def test_records_as_programs_write_them(text: str) -> None:
    assert recognise(text) == "ris"
    found = parse_ris("x", text)
    assert [paper.title for paper, _ in found.papers] == ["A"]
    assert found.unread == found.bad == ()


def test_authors_of_all_tags_stand_in_their_order() -> None:
    text = "TY  - JOUR\nTI  - T\nA1  - One, Ann\nAU  - Two, Bob\nA2  - Three,Carl,Jr.\nER  - \n"
    ((paper, _),) = parse_ris("x", text).papers
    assert paper.authors == ("Ann One", "Bob Two", "Carl Three Jr.")


def test_editors_of_a_book_are_no_authors_of_its_chapter() -> None:
    text = "TY  - CHAP\nTI  - T\nAU  - One, Ann\nA2  - Two, Bob\nER  - \n"
    ((paper, _),) = parse_ris("x", text).papers
    assert paper.authors == ("Ann One",)


def test_keywords_in_one_line_are_several() -> None:
    ((paper, _),) = parse_ris("x", "TY  - JOUR\nTI  - T\nKW  - a b; c\nKW  - d\nER  - \n").papers
    assert paper.topics == ("a b", "c", "d")


def test_a_tag_that_nobody_knows_is_told_once_with_its_count() -> None:
    found = parse_ris("x", "TY  - JOUR\nTI  - T\nX9  - a\nX9  - b\nPB  - P\nER  - \n")
    assert [str(problem) for problem in found.unread] == ["x:1: tag 'X9' (2 values) is not used"]


@pytest.mark.parametrize(
    "line",
    [
        "UR  - https://arxiv.org/abs/2509.00181v1", "DO  - 10.48550/arXiv.2509.00181",
        "AN  - arXiv:2509.00181", "JO  - arXiv preprint arXiv:2509.00181", "N1  - arXiv:2509.00181",
        "L1  - https://arxiv.org/pdf/2509.00181", "M3  - arXiv:2509.00181 [cs]",
    ],
)  # fmt: skip
def test_an_arxiv_id_is_found_wherever_programs_write_it(line: str) -> None:
    ((paper, _),) = parse_ris("x", f"TY  - JOUR\nTI  - T\n{line}\nER  - \n").papers
    assert paper.arxiv_id == "2509.00181"


def test_an_address_that_no_id_gives_is_kept() -> None:
    text = "TY  - JOUR\nTI  - A\nUR  - https://example.org/paper\nER  - \n"
    assert parse_ris("x", text).papers[0][0].links == (("Paper", "https://example.org/paper"),)
