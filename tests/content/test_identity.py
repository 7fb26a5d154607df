from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content import identity
from site_gen.content.entry_file import format_entry
from site_gen.content.identity import (
    MOST_ALIKE,
    SameKey,
    compute_keys,
    is_same,
    match_entries,
    scan_keys,
)
from site_gen.model.papers import Entry, Paper
from site_gen.text import markdown
from tests.bounded import run_bounded
from tests.content.test_entry_file import ENTRIES

DAY = date(2025, 9, 17)
LONG = " ".join(f"word{number}" for number in range(40))
PAPER = Paper(title="A Paper: on $x$", abstract=LONG, arxiv_id="2509.00001", doi="10.1000/X")


def entry(paper: Paper, slug: str, day: date = DAY) -> Entry:
    return Entry(
        slug=slug,
        first_day=day,
        title=paper.title,
        body=markdown.from_text(paper.abstract),
        arxiv_id=paper.arxiv_id,
        doi=paper.doi,
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"arxiv_id": "2509.00001v3", "title": "Another", "abstract": "Else."}, True),
        ({"arxiv_id": "2509.00002"}, False),
        ({"arxiv_id": "", "doi": "https://doi.org/10.1000/x", "title": "Another"}, True),
        ({"arxiv_id": "", "doi": "10.1000/y"}, False),
        ({"arxiv_id": "", "doi": "10.48550/arXiv.2509.00001", "title": "Another"}, True),
        ({"arxiv_id": "", "doi": "10.48550/arXiv.2509.00002"}, False),
        ({"arxiv_id": "", "doi": ""}, True),
        ({"arxiv_id": "", "doi": "", "title": "a  paper, ON $X$!"}, True),
        ({"arxiv_id": "", "doi": "", "title": "A Paper on y"}, False),
        ({"arxiv_id": "", "doi": "", "abstract": LONG.replace("word1", "x")}, False),
        ({"arxiv_id": "", "doi": "", "abstract": LONG.replace("word2", "x", 3)}, True),
        ({"arxiv_id": "", "doi": "", "abstract": ""}, True),
        ({"arxiv_id": "", "doi": "", "abstract": LONG[:60]}, True),  # its first sentence
        ({"arxiv_id": "", "doi": "", "abstract": f"{LONG[:40]} is not what that says"}, False),
        ({"arxiv_id": "", "doi": "", "abstract": LONG[:20]}, False),  # too few words to tell
    ],
)
def test_when_two_are_one(changes: dict[str, str], expected: bool) -> None:
    other = replace(PAPER, **changes)  # type: ignore[arg-type]

    assert is_same(PAPER, other) is expected
    assert is_same(other, PAPER) is expected
    assert is_same(other, entry(PAPER, "a")) is expected
    if expected:
        assert set(compute_keys(PAPER)) & set(compute_keys(other))


@given(ENTRIES, st.booleans())
def test_a_file_is_known_by_the_keys_of_its_entry(written: Entry, is_crlf: bool) -> None:
    text = format_entry(written)

    assert scan_keys(text.replace("\n", "\r\n") if is_crlf else text) == tuple(
        compute_keys(written)
    )


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("title: A b\ndoi: 10.1000/X  \n", ("doi:10.1000/x", "title:a b")),
        ("title: 'It''s: so' # mine\n", ("title:it s so",)),
        ("title: One\n  line more\n", ("title:one line more",)),
        ('"title": A\n? doi\n: 10.1000/x\n', ("doi:10.1000/x", "title:a")),
        ("{title: A, doi: 10.1000/x}\n", ("doi:10.1000/x", "title:a")),
        ("{authors: [A], title: A}\n", ("title:a",)),
        ("links:\n  doi: https://a.example\ntitle: A\n", ("title:a",)),
        ("notes: |\n  doi: 10.1000/x\ntitle: A\n", ("title:a",)),
        ("authors: [\narxiv_id: '2509.00001'\ntitle: A\n", ("arxiv:2509.00001", "title:a")),
        ("title: [\n", ("title:",)),
    ],
)
def test_a_file_a_person_wrote_is_known_even_when_it_is_broken(
    meta: str, expected: tuple[str, ...]
) -> None:
    assert scan_keys(f"---\n{meta}---\n\ntitle: no\n") == expected


def names(papers: list[Paper], own: list[Entry], elsewhere: list[Entry] | None = None,
          untouched: frozenset[str] = frozenset()) -> list[str]:  # fmt: skip
    found = match_entries(papers, own, elsewhere or [], untouched)
    return [f"{one.first_day.day}/{one.slug}" if one else "" for one in found]


BARE = replace(PAPER, arxiv_id="", doi="")


def test_an_id_goes_before_a_title() -> None:
    twin = entry(replace(PAPER, arxiv_id="2509.00002", doi=""), "a-paper")

    assert names([PAPER], [twin, entry(replace(PAPER, title="Old"), "old")]) == ["17/old"]
    assert names([PAPER], [twin]) == [""]


def test_the_days_own_goes_before_another_days() -> None:
    other = entry(BARE, "b", date(2025, 9, 1))

    assert names([BARE], [entry(BARE, "a")], [other]) == ["17/a"]
    assert names([BARE], [], [other]) == ["1/b"]


def test_an_edited_text_is_known_by_the_files_name() -> None:
    edited = replace(entry(BARE, "a-paper-on-x"), body="Mine.", title="Mein Papier")

    assert names([BARE], [edited]) == ["17/a-paper-on-x"]
    assert names([replace(BARE, title="Else", abstract="Else.")], [edited]) == [""]


def test_another_paper_with_the_title_of_one_that_nobody_edited_is_new() -> None:
    other = replace(BARE, abstract="Quite another matter.")

    assert names([other], [entry(BARE, "a-paper-on-x")], untouched=frozenset(["a-paper-on-x"])) == [
        ""
    ]


def test_a_corrected_title_is_known_by_the_abstract() -> None:
    corrected = replace(BARE, title="The paper")

    assert names([corrected], [entry(BARE, "a-paper-on-x")]) == ["17/a-paper-on-x"]
    assert names([corrected], [], [entry(BARE, "a", date(2025, 9, 1))]) == [""]
    short = replace(corrected, abstract="Few words.")
    assert names([short], [entry(replace(BARE, abstract="Few words."), "a")]) == [""]


def test_all_ids_of_the_corpus_are_found_and_no_two_papers_are_one(
    corpus: list[dict[str, Any]],
) -> None:
    papers = [
        Paper(title=row["title"], abstract=row["abstract"], arxiv_id=f"2501.{number:05}")
        for number, row in enumerate(corpus[:3000])
    ]
    entries = [entry(paper, str(number)) for number, paper in enumerate(papers)]

    assert names(papers[::-1], entries) == [f"17/{n}" for n in reversed(range(len(papers)))]


def test_a_title_may_hold_many_spaces_or_quotes() -> None:
    code = """
from site_gen.content.identity import scan_keys
for mark in (" ", "'", "''", ": ", " #", "a: "):
    print(ascii(mark), flush=True)
    scan_keys(f"---\\ntitle: a{mark * 200_000}b\\n---\\n")
"""
    assert run_bounded(code).count("\n") == 6


def test_abstracts_of_very_many_papers_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    corrected = replace(BARE, title="The paper")
    monkeypatch.setattr(identity, "_MOST", 0)

    assert names([corrected], [entry(BARE, "a-paper-on-x")]) == [""]


def test_of_many_papers_with_one_title_those_with_the_same_abstract_are_found() -> None:
    papers = [Paper(title="Editorial", abstract=f"number {n}") for n in range(1_000)]
    known = SameKey(papers)

    for paper in papers:
        assert paper in known.find(paper)
    assert all(len(list(known.find(paper))) <= 2 * MOST_ALIKE for paper in papers)


def test_very_many_papers_with_one_title_are_compared_in_linear_steps() -> None:
    """Counts the pairs that are compared: a fixed number for each paper, not all."""
    papers = [Paper(title="Editorial", abstract=f"number {n} x{n} y{n}") for n in range(500)]
    seen = 0
    known = SameKey[Paper]()
    for paper in papers:
        seen += sum(1 for _ in known.find(paper))
        known.add(paper)
    assert seen <= len(papers) * MOST_ALIKE
