from datetime import date

import pytest

from site_gen.importing.formats.detect import read, recognise
from site_gen.model.errors import InputError
from tests.conftest import DATA

TODAY = date(2026, 11, 23)
PAGE = (DATA / "formats" / "hf-page.html").read_text(encoding="utf-8")
WITH_DATA = (DATA / "formats" / "hf-data.html").read_text(encoding="utf-8")


def test_a_saved_page_is_read_by_the_data_in_it() -> None:
    (reading,) = read("x", WITH_DATA, TODAY)
    assert (reading.format, reading.digest.date) == ("html", date(2026, 6, 4))
    assert [(p.arxiv_id, p.upvotes, len(p.authors)) for p in reading.digest.papers] == [
        ("2606.01249", 28, 5), ("2606.03985", 25, 13),
    ]  # fmt: skip
    assert reading.digest.papers[0].abstract.startswith("On-Policy Distillation (OPD) is")
    assert reading.digest.papers[0].source.line == 4


def test_a_saved_page_without_data_is_read_as_it_is_seen() -> None:
    (reading,) = read("x", PAGE, TODAY)
    digest = reading.digest
    assert (reading.format, digest.date, reading.unread) == ("html", date(2026, 9, 17), ())
    assert (digest.heading, digest.header) == ("Daily Papers", "Sep 17")
    first, second = digest.papers
    assert (first.title, first.abstract) == ("Trust Region On-Policy Distillation & <think>?", "")
    assert (first.arxiv_id, first.upvotes, first.source.line) == ("2606.01249", 28, 11)
    assert (second.title, second.abstract) == ("Genie", "We introduce Genie, which plays.")
    assert second.links == (("Code", "https://github.com/google/genie"),)
    assert (second.arxiv_id, second.upvotes) == ("2402.15391", None)


@pytest.mark.parametrize(
    ("text", "what"),
    [(WITH_DATA.replace("[{", "[{{"), "x:4: the page's data is broken"),
     ("<html></html>", "x:1: no paper in it"), ("<html>\n\0</html>", r"x:2: a control character"),
     ("<html>\n<math alttext='a'>&#1;</math>&#2;</html>", r"x:2: a control character \(U\+0001"),
     ("<html>\n<p>a<mjx-container></mjx-container>&#2;</html>", r"x:2: a control character"),
     (PAGE.replace("Sep 17", ""), "x:1: no date"), ("<!doctype html>", "x:1: no HTML in it")],
)  # fmt: skip
def test_what_is_no_such_page_is_one_error(text: str, what: str) -> None:
    assert recognise(text) == "html"
    with pytest.raises(InputError, match=what) as caught:
        read("x", text, TODAY)
    assert len(caught.value.problems) == 1


def test_what_a_page_holds_around_its_data_and_unknown_in_it_is_reported() -> None:
    nav = "<nav><a href='/'>Hugging Face</a> <a href='/models'>Models</a></nav>"
    text = WITH_DATA.replace("<main>", f"{nav}<p>Mystery words</p><main>")
    text = text.replace("{&quot;periodType", "{&quot;mood&quot;: 1, &quot;periodType")
    text = text.replace("&quot;hidden&quot;: false", "&quot;temper&quot;: 2", 1)
    (reading,) = read("x", text, TODAY)
    assert len(reading.digest.papers) == 2
    assert [str(problem) for problem in reading.unread] == [
        "x:3: not understood: 'Mystery words'",
        "x:4: key 'mood' (1 value) is not used",
        "x:4: key 'paper.authors[].temper' (1 value) is not used",
    ]


def test_a_row_of_the_data_that_cannot_be_read_is_a_bad_record() -> None:
    day = "&quot;submittedOnDailyAt&quot;: &quot;2026-02-30&quot;, &quot;upvotes"
    (reading,) = read("x", WITH_DATA.replace("&quot;upvotes", day, 1), TODAY)
    assert [problem.message.split(";")[0] for problem in reading.bad] == [
        "no such day: '2026-02-30'"
    ]
