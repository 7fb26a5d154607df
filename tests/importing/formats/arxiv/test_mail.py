from datetime import date

import pytest

from site_gen.importing.formats.arxiv.mail import parse
from site_gen.importing.formats.detect import read
from site_gen.model.errors import InputError
from tests.conftest import DATA

MAIL = DATA / "recorded/paste/arxiv_email_2023-06-13.txt"
TEXT = MAIL.read_text(encoding="utf-8")


def test_the_mail() -> None:
    (reading,) = read(MAIL.name, TEXT, date(2026, 1, 1))
    assert (reading.format, reading.digest.date) == ("arxiv-mail", date(2023, 6, 13))
    first, second = reading.digest.papers
    assert first.title.endswith("a Semantics for Temporal HTN Planning")
    assert first.abstract.count("\n\n") == 1
    assert (first.arxiv_id, first.categories, first.source.line) == ("2306.07353", ("cs.AI",), 16)
    assert second.authors == ("Varvara Guljajeva", "Mar Canet Sol\\`a", "Isaac Joseph Clarke")
    assert second.categories == ("cs.AI", "cs.CV", "cs.CY")


def test_a_mail_that_was_cut_short_is_one_error() -> None:
    with pytest.raises(InputError, match="x:16: a paper that is cut short"):
        parse("x", TEXT[:1500])
