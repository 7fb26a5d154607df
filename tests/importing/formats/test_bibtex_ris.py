from collections.abc import Callable
from datetime import date

import pytest

from site_gen.importing.formats.bibtex_ris import parse_bibtex, parse_ris
from site_gen.importing.formats.detect import read, recognise
from site_gen.importing.formats.reading import Findings
from site_gen.model.errors import InputError
from tests.conftest import DATA

BIB = (DATA / "formats" / "two.bib").read_text(encoding="utf-8")
RIS = (DATA / "formats" / "two.ris").read_text(encoding="utf-8")


def test_bibtex() -> None:
    assert recognise(f"% a comment\n{BIB}") == "bibtex"
    found = parse_bibtex("x", BIB)
    (first, _), (second, _) = found.papers
    assert first.title == "HDDL 2.1: Towards a Formalism for $O(n^{2})$ & 50% Müller"
    assert first.authors == ("Mar Canet Solà", "Saša B", "C D")
    assert (first.abstract, first.arxiv_id) == ("One two. Three", "2411.13560")
    assert (second.title, second.source.line) == ("Another with the same key", 10)
    assert [problem.line for problem in found.unread] == [9]


def test_text_around_entries_is_told() -> None:
    text = "Hello\n% a comment\n@comment{no loss}\n@misc(a, title = {A)})\nand so on\n"
    found = parse_bibtex("x", text + "@misc{b, title = {B {\\'e}}, author = {{A and B} and C}}")
    assert [(p.title, p.authors) for p, _ in found.papers] == [
        ("A)", ()),
        ("B é", ("A and B", "C")),
    ]
    assert [str(problem) for problem in found.unread] == [
        "x:1: not understood: 'Hello'", "x:5: not understood: 'and so on'",
    ]  # fmt: skip
    found = parse_ris("x", "Hello\nTY  - GEN\nTI  - A\nKW  - k\nER  - \n\nMore\n")
    assert [problem.line for problem in found.unread] == [1, 7]
    assert found.papers[0][0].topics == ("k",)


def test_ris() -> None:
    assert recognise(RIS) == "ris"
    (reading,) = read("x", RIS, date(2026, 1, 1), date(2026, 1, 1))
    first, second = reading.digest.papers
    assert (first.title, first.abstract) == ("A title that goes on", "Abstract here.")
    assert first.authors == ("Mar Solà", "C B")
    assert (first.arxiv_id, first.doi) == ("2411.13560", "10.1063/1.4944470")
    assert (second.title, second.authors, second.source.line) == ("Second", ("Y X",), 11)


@pytest.mark.parametrize(("parse", "text"), [(parse_bibtex, BIB[:200]), (parse_ris, RIS[:60])])
def test_what_was_cut_short_is_one_error(parse: Callable[[str, str], Findings], text: str) -> None:
    with pytest.raises(InputError, match="x:1: broken .*expected all"):
        parse("x", text)


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://arxiv.org/abs/2509.00001v2", ()),  # its id says so already
        ("https://doi.org/10.1000/182", ()),
        ("https://example.org/paper", (("Paper", "https://example.org/paper"),)),
    ],
)
def test_an_address_that_no_id_gives_is_kept(url: str, links: tuple[tuple[str, str], ...]) -> None:
    bib = parse_bibtex("x", f"@misc{{a, title={{A}}, url={{{url}}}}}\n")
    ris = parse_ris("x", f"TY  - JOUR\nTI  - A\nUR  - {url}\nER  - \n")

    assert [paper.links for paper, _ in (*bib.papers, *ris.papers)] == [links, links]
