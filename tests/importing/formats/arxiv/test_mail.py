from datetime import date

from site_gen.importing.formats.arxiv.mail import parse
from site_gen.importing.formats.detect import read
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
    assert second.authors == ("Varvara Guljajeva", "Mar Canet Solà", "Isaac Joseph Clarke")
    assert second.categories == ("cs.AI", "cs.CV", "cs.CY")


def test_a_paper_that_was_cut_short_costs_itself_alone() -> None:
    found = parse("x", TEXT[:1500])
    assert [str(problem).split(";")[0] for problem in found.bad] == [
        "x:16: a paper that is cut short"
    ]
    first, second = TEXT[:1500], TEXT[TEXT.index("-" * 70, 1500) :]
    found = parse("x", f"{first}\n{second}")
    assert [paper.arxiv_id for paper, _ in found.papers] == [
        paper.arxiv_id for paper, _ in parse("x", TEXT).papers[1:]
    ]


def test_names_are_read_without_affiliations_and_text_without_tex() -> None:
    fields = (
        'Title: Gr\\"obner bases of $\\alpha$-rings\n'
        "Authors: \\'Eva One (1 and 2), Bob Two ((1) Univ. of X,\n  (2) Y) and the Q Team\n"
        "Comments: Code: https://github.com/q/code.\nCategories: math.AC\n"
    )
    text = f"\\\\\narXiv:2509.00401\nDate: Tue, 16 Sep 2025\n\n{fields}\\\\\n  We solve.\n\\\\\n"
    ((paper, _),) = parse("x", text).papers
    assert paper.title == "Gröbner bases of $\\alpha$-rings"
    assert paper.authors == ("Éva One", "Bob Two", "the Q Team")
    assert paper.links == (("Code", "https://github.com/q/code"),)


def test_a_line_between_the_fields_of_a_paper_is_a_part_of_one_or_reported() -> None:
    fields = (
        "Mystery: first\nTitle: A title\n  that goes on\nFunding: none\nAuthors: Ann One,\n"
        "Bob Two\n"
        "Comments: 9 pages\nodd words\nTitle: Another\n  that goes on\nCategories: cs.CL\n"
    )
    found = parse("x", f"\\\\\narXiv:2509.00401\n{fields}\\\\\n  We solve.\n\\\\\n")
    ((paper, _),) = found.papers
    assert (paper.title, paper.authors) == ("A title that goes on", ("Ann One", "Bob Two"))
    assert paper.categories == ("cs.CL",)
    assert [(problem.line, problem.message.split("'")[1]) for problem in found.unread] == [
        (3, "Mystery: first"), (6, "Funding: none"), (10, "odd words"), (11, "Title: Another")
    ]  # fmt: skip


def test_the_head_names_archives_and_nothing_else() -> None:
    head = "Submissions to:\nArtificial Intelligence\nMystery: 3 words\n" + "-" * 78
    paper = "\\\\\narXiv:2509.00401\nTitle: A\n\\\\\n  We solve.\n\\\\\n"
    assert [problem.line for problem in parse("x", f"{head}\n{paper}").unread] == [3]
