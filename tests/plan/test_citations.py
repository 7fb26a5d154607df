import doctest
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import normalize

import pytest
import rispy
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string

from site_gen.importing.formats.bibliography.bibtex import parse_bibtex
from site_gen.importing.formats.bibliography.ris import parse_ris
from site_gen.model.characters import find_illegal
from site_gen.model.fields.row import one_line
from site_gen.model.papers import Entry, Settings
from site_gen.model.slugs import SLUG
from site_gen.model.venues import name_venue
from site_gen.plan import citations
from site_gen.plan.citations import (
    format_bibtex,
    format_csl,
    format_ris,
    make_csl,
    make_linked,
    name_venue_meta,
)
from site_gen.text import markdown
from site_gen.text.tex_escaping import escape_latex, is_source
from site_gen.text.tex_text import to_text
from site_gen.text.titles import plain_title
from tests.line_ends import LINE_ENDS

SETTINGS = Settings(base_url="https://a.example/p")
DAY = date(2025, 9, 17)
TEXT = st.text().filter(lambda text: not find_illegal(text) and text.strip() != "")
BARE = Entry(slug="x", first_day=DAY, title="A_b & 50%")
FULL = Entry(
    slug="x",
    first_day=DAY,
    title="Of $x_1$ & {sets}",
    body="Text\nof $\\beta$.",
    authors=("Ada Lovelace", "Black and White", "Doe, Jane"),
    arxiv_id="2509.01234v2",
    doi="10.1000/a_b",
    topics=("cs.LG",),
)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(citations).failed == 0


def test_what_is_not_known_is_left_out() -> None:
    (entry,) = parse_string(format_bibtex(SETTINGS, [BARE]), "bibtex").entries.values()

    assert dict(entry.fields) == {
        "title": r"{A\_b \& 50\%}",
        "url": "https://a.example/p/2025-09-17/x/",
    }
    assert not entry.persons
    assert make_csl(SETTINGS, BARE).keys() == {"id", "type", "title", "URL"}
    assert "author" not in make_linked(SETTINGS, BARE)
    (ris,) = rispy.loads(format_ris(SETTINGS, [BARE]))
    assert ris.keys() == {"type_of_reference", "id", "title", "urls"}


def test_what_is_known_is_said() -> None:
    (entry,) = parse_string(format_bibtex(SETTINGS, [FULL]), "bibtex").entries.values()

    assert entry.fields["title"] == r"{Of $x_1$ \& \textbraceleft{}sets\textbraceright{}}"
    assert [str(person) for person in entry.persons["author"]] == [
        "Lovelace, Ada",
        "{Black and White}",
        "Doe, Jane",
    ]
    assert (entry.fields["year"], entry.fields["month"]) == ("2025", "9")
    assert entry.fields["eprint"] == "2509.01234v2"
    (ris,) = rispy.loads(format_ris(SETTINGS, [FULL], abstracts=True))
    assert ris["authors"] == list(FULL.authors)
    assert ris["abstract"] == "Text of β."
    csl = make_csl(SETTINGS, FULL)
    assert csl["issued"] == {"date-parts": [[2025, 9]]}
    linked = make_linked(SETTINGS, FULL)
    assert linked["sameAs"][1] == "https://doi.org/10.1000/a_b"
    assert linked["datePublished"] == FULL.first_day.isoformat()
    assert "abstract" not in linked  # the page and citation_abstract have it
    long = make_linked(SETTINGS, replace(FULL, title="word " * 50))
    assert len(long["headline"]) <= 110 < len(long["name"])


@pytest.mark.parametrize(
    ("venue", "bibtex", "field", "ris", "csl", "meta"),
    [
        ("NeurIPS 2025", "inproceedings", "booktitle", "CONF", "paper-conference",
         "citation_conference_title"),
        ("Nature 1", "article", "journal", "JOUR", "article-journal", "citation_journal_title"),
    ],
)  # fmt: skip
def test_a_venue_is_where_each_format_has_it(  # noqa: PLR0913, PLR0917 # one for each format
    venue: str, bibtex: str, field: str, ris: str, csl: str, meta: str
) -> None:
    entry = replace(FULL, venue=venue)
    (read,) = parse_string(format_bibtex(SETTINGS, [entry]), "bibtex").entries.values()
    (row,) = rispy.loads(format_ris(SETTINGS, [entry]))
    item = make_csl(SETTINGS, entry)

    assert (read.type, read.fields[field], read.fields["eprint"]) == (bibtex, venue, "2509.01234v2")
    assert (row["type_of_reference"], row["secondary_title"]) == (ris, venue)
    assert (item["type"], item["container-title"], item["archive"]) == (csl, venue, "arXiv")
    assert not {"publisher", "number"} & item.keys()
    assert make_linked(SETTINGS, entry)["isPartOf"]["name"] == venue
    assert name_venue_meta(entry) == meta


@given(TEXT.map(one_line).filter(lambda text: "$" not in text and name_venue(text) == text))
def test_any_venue_is_read_back(venue: str) -> None:
    entry = replace(BARE, venue=venue)
    ((paper, _),) = parse_bibtex("x", format_bibtex(SETTINGS, [entry])).papers
    assert paper.venue == normalize("NFC", venue)  # LaTeX is read as NFC
    ((paper, _),) = parse_ris("x", format_ris(SETTINGS, [entry])).papers
    assert paper.venue == venue


@given(TEXT, TEXT)
@example("0~A", "0")
def test_any_title_and_name_is_read_back(title: str, name: str) -> None:
    entry = Entry(slug="x", first_day=DAY, title=title.replace("$", ""), authors=(name,))
    (read,) = parse_string(format_bibtex(SETTINGS, [entry]), "bibtex").entries.values()
    (ris,) = rispy.loads(format_ris(SETTINGS, [entry]))

    # A backslash may begin a formula, and LaTeX is written as it is.
    if "\\" not in title and not is_source(title):
        assert to_text(read.fields["title"]) == normalize("NFC", " ".join(entry.title.split()))
    assert ris["title"] == plain_title(entry.title, latex=False)
    assert ris["authors"] == [" ".join(name.split())]


def test_the_corpus_is_read_back_equal(corpus: list[dict[str, Any]]) -> None:
    entries = [
        Entry(
            slug=f"p{i}",
            first_day=DAY,
            title=paper["title"],
            body=markdown.from_text(paper["abstract"]),
            authors=tuple(paper["authors"]),
            arxiv_id=paper["arxiv_id"] or "",
        )
        for i, paper in enumerate(corpus)
    ]
    read = parse_string(format_bibtex(SETTINGS, entries), "bibtex").entries
    ris = rispy.loads(format_ris(SETTINGS, entries))

    assert len(read) == len(ris) == len(corpus)
    for entry, one, two in zip(entries, read.values(), ris, strict=True):
        said = " ".join(entry.title.split())
        assert one.fields["title"] == f"{{{said if is_source(said) else escape_latex(said)}}}"
        assert len(one.persons.get("author", ())) == len(entry.authors)
        assert one.fields.get("eprint", "") == entry.arxiv_id
        assert two["title"] == plain_title(entry.title, latex=False)
        assert two.get("authors", []) == [" ".join(name.split()) for name in entry.authors]


HOSTILE = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*LINE_ENDS, "KW  - x", "ER  - ", "}\n@misc{y,", "a"])).map("".join),
)


@given(HOSTILE, st.booleans())
def test_every_field_stands_on_one_line(text: str, abstracts: bool) -> None:
    entry = Entry(
        slug="x",
        first_day=DAY,
        title=text,
        body=text,
        authors=(text,),
        arxiv_id=text,
        doi=text,
        venue=text,
        topics=(text, text),
    )
    ris = format_ris(SETTINGS, [entry], abstracts=abstracts)
    bibtex = format_bibtex(SETTINGS, [entry], abstracts=abstracts)
    csl = format_csl(SETTINGS, [entry], abstracts=abstracts)

    for written in (ris, bibtex, csl):
        assert written.splitlines() == written.removesuffix("\n").split("\n")
        assert not find_illegal(written)
    tags = [line[:6] for line in ris.splitlines()]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - ", tag) for tag in tags)
    assert tags.count("ER  - ") == 1
    assert tags.count("KW  - ") == 2
    assert [line[:1] for line in bibtex.splitlines()] == ["@", *" " * (bibtex.count("\n") - 2), "}"]
    assert len(csl.splitlines()) == 3
    assert len(json.loads(csl)) == 1


@pytest.mark.parametrize("end", LINE_ENDS)
def test_parsers_find_no_injected_field(end: str) -> None:
    said = f"10.1/a{end}KW  - evil{end}ER  - {end}  keywords = evil,"
    entry = replace(FULL, doi=said, arxiv_id=said, topics=(f"a{end}DO  - evil",))
    (row,) = rispy.loads(format_ris(SETTINGS, [entry]))
    (read,) = parse_string(format_bibtex(SETTINGS, [entry]), "bibtex").entries.values()

    assert row["doi"] == one_line(said)
    assert row["urls"] == [f"https://doi.org/{one_line(said).replace(' ', '%20')}"]
    assert row["keywords"] == ["a DO - evil"]
    assert "keywords" not in read.fields
    assert read.fields["doi"] == one_line(said)


SLUG_TEXT = st.one_of(
    st.from_regex(rf"\A{SLUG}\Z"),
    st.integers(30, 90).map("a".__mul__),
    st.text(min_size=1),
)


@given(SLUG_TEXT, SLUG_TEXT)
def test_keys_fit_and_differ(one: str, other: str) -> None:
    keys = [citations.cite_key(Entry(slug=slug, first_day=DAY, title="T")) for slug in (one, other)]

    for slug, key in zip((one, other), keys, strict=True):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}", key)
        assert key.endswith(f"-{DAY}")
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 49:
            assert key == f"{slug}-{DAY}"
    assert (keys[0].lower() == keys[1].lower()) == (one == other)


def test_a_slug_cannot_be_the_cut_one_of_another() -> None:
    long = Entry(slug="word-" * 15 + "end", first_day=DAY, title="T")
    cut = citations.cite_key(long).removesuffix(f"-{DAY}")

    assert citations.cite_key(replace(long, slug=cut)) != citations.cite_key(long)
    assert citations.cite_key(replace(long, slug="word-" * 15 + "other")) != f"{cut}-{DAY}"
