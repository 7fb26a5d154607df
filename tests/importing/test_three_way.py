from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content.entry_file import format_entry, parse_entry
from site_gen.importing.three_way import Base, Revision, is_untouched, make_base, revise
from site_gen.model.papers import Entry, Paper
from site_gen.text import markdown

PAPER = Paper(
    title="A paper",
    abstract="It costs $5 or $6.",
    authors=("Ada",),
    arxiv_id="2509.00001",
    links=(("PDF", "https://a.example/pdf"),),
    upvotes=3,
)


def write(paper: Paper) -> tuple[str, Base]:
    body = markdown.from_text(paper.abstract)
    entry = Entry(slug="a", first_day=date(2025, 9, 17), title=paper.title, body=body,
                  authors=paper.authors, arxiv_id=paper.arxiv_id, links=paper.links,
                  upvotes=paper.upvotes)  # fmt: skip
    return format_entry(entry), make_base(paper, body)


def read(text: str) -> Entry:
    return parse_entry("a.md", text, "a", date(2025, 9, 17))


def go(text: str, base: Base, paper: Paper) -> Revision:
    return revise(read(text), text, base, paper)


def test_nothing_new_changes_nothing() -> None:
    text, base = write(PAPER)
    revision = go(text, base, PAPER)

    assert revision == Revision(text=None, base=base)
    assert is_untouched(read(text), base)


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"title": "The paper"}, "title: A paper\n", "title: The paper\n"),
        ({"abstract": "It is free."}, "It costs \\$5 or \\$6.", "It is free."),
        ({"authors": ("Ada", "Bob")}, "authors:\n- Ada\n", "authors:\n- Ada\n- Bob\n"),
        ({"more_authors": True}, "upvotes: 3\n", "upvotes: 3\nmore_authors: true\n"),
        ({"upvotes": 4}, "upvotes: 3\n", "upvotes: 4\n"),
        ({"doi": "10.1/x"}, "upvotes: 3\n", "upvotes: 3\ndoi: 10.1/x\n"),
        (
            {"links": (("Code", "https://a.example/code"),)},
            "/pdf\n",
            "/pdf\n  Code: https://a.example/code\n",
        ),
    ],
)
def test_what_nobody_edited_follows_the_source(
    changes: dict[str, object], old: str, new: str
) -> None:
    text, base = write(PAPER)
    later = replace(PAPER, **changes)  # type: ignore[arg-type]
    revision = go(text, base, later)

    assert text.count(old) == 1
    assert revision.text == text.replace(old, new)
    assert (len(revision.updated), revision.kept, revision.conflicts) == (1, (), ())
    assert go(revision.text, revision.base, later) == Revision(text=None, base=revision.base)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("title: A paper", "title: Mine", {}),
        ("It costs", "They say it costs", {}),
        ("upvotes: 3", "upvotes: 30", {"upvotes": 5}),
        ("authors:\n- Ada\n", "authors: [Bob]\n", {"authors": ("Ada", "Eve")}),
        ("https://a.example/pdf", "https://mine.example", {}),
    ],
)
def test_what_somebody_edited_stays(old: str, new: str, changes: dict[str, object]) -> None:
    text, base = write(PAPER)
    edited = text.replace(old, new)
    later = replace(PAPER, **changes)  # type: ignore[arg-type]
    revision = go(edited, base, later)

    assert edited != text
    assert (revision.text, revision.conflicts, len(revision.kept)) == (None, (), 1)
    assert go(edited, revision.base, later).text is None
    assert go(edited, {}, later).text is None  # what we wrote is not known


def test_a_source_that_names_all_authors_takes_back_that_there_are_more() -> None:
    told = replace(PAPER, more_authors=True)
    text, base = write(told)
    text = text.replace("- Ada\n", "- Ada\nmore_authors: true\n")
    named = replace(PAPER, authors=("Ada", "Bob"))
    revision = go(text, base, named)
    assert revision.text == text.replace(
        "- Ada\nmore_authors: true", "- Ada\n- Bob\nmore_authors: false"
    )

    again = go(revision.text, revision.base, told)
    assert again.text == text
    assert go(text, again.base, replace(told, authors=())).text is None


@pytest.mark.parametrize("source", ["", "csv"])
def test_more_authors_are_not_told_of_names_that_stay(source: str) -> None:
    text, base = write(PAPER)
    text = text if source else text.replace("- Ada\n", "- Ada\n- Bob\n")
    told = replace(PAPER, authors=("Eve",), more_authors=True)
    revision = revise(read(text), text, {**base, "from": "bibtex" if source else ""}, told, source)
    assert revision.text is None
    assert revision.kept == (() if source else ("authors",))


def test_what_somebody_took_out_stays_out() -> None:
    text, base = write(PAPER)
    edited = text.replace("authors:\n- Ada\n", "")

    assert go(edited, base, PAPER).text is None
    assert go(edited, base, replace(PAPER, authors=("Ada", "Eve"))).text is None
    filled = go(edited, {}, PAPER)  # where it is not known what we wrote, nothing is taken out
    assert filled.text == edited.replace("upvotes: 3\n", "upvotes: 3\nauthors:\n- Ada\n")


@pytest.mark.parametrize(
    ("old", "new", "changes", "said"),
    [
        ("title: A paper", "title: Mine", {"title": "The paper"},
         "a.md:2: title was edited here and changed at its source, to 'The paper'; yours is kept"),
        ("It costs", "So", {"abstract": "It is free."},
         "a.md:11: abstract was edited here and changed at its source, to 'It is free.'; yours is "
         "kept"),
        ("https://a.example/pdf", "https://b.example",
         {"links": (("PDF", "https://c.example"),)},
         "a.md:6: links.PDF was edited here and changed at its source, to 'https://c.example'; "
         "yours is kept"),
    ],
)  # fmt: skip
def test_what_both_changed_is_told_once(
    old: str, new: str, changes: dict[str, object], said: str
) -> None:
    text, base = write(PAPER)
    edited = text.replace(old, new)
    later = replace(PAPER, **changes)  # type: ignore[arg-type]
    revision = go(edited, base, later)

    assert [str(problem) for problem in revision.conflicts] == [said]
    assert revision.text is None
    again = go(edited, revision.base, later)
    assert (again.text, again.conflicts, len(again.kept)) == (None, (), 1)


def test_emphasis_of_a_person_is_an_edit() -> None:
    text, base = write(PAPER)
    edited = text.replace("It costs", "It *costs*")
    revision = go(edited, base, PAPER)

    assert (revision.text, revision.kept) == (None, ())  # it reads the same
    later = go(edited, revision.base, replace(PAPER, abstract="It is free."))
    assert (later.text, len(later.conflicts)) == (None, 1)


def test_a_source_that_says_less_takes_nothing_away() -> None:
    text, base = write(PAPER)

    assert go(text, base, Paper(title=PAPER.title, abstract="")).text is None


def test_another_format_tells_the_same_in_another_way() -> None:
    text, base = write(PAPER)
    base = {**base, "from": "hf-json"}
    other = replace(PAPER, title="A paper $x$", abstract="It costs \\$5 or 6.", upvotes=9,
                    doi="10.1000/x", authors=("Lovelace, A.",))  # fmt: skip
    revision = revise(read(text), text, base, other, "feed")

    assert revision.updated == ("doi", "upvotes")
    corrected = replace(PAPER, title="The paper", upvotes=9)
    assert revision.text is not None
    again = revise(read(revision.text), revision.text, revision.base, corrected, "hf-json")
    assert (again.updated, again.kept, again.conflicts) == (("title",), (), ())


def test_another_format_that_says_what_a_person_wrote_does_not_make_it_ours() -> None:
    text, base = write(PAPER)
    edited = text.replace("title: A paper", "title: Mine").replace("It costs", "So")
    other = replace(PAPER, title="Mine", abstract="So $5 or $6.")
    first = revise(read(edited), edited, {**base, "from": "hf-json"}, other, "feed")
    second = revise(read(edited), edited, first.base, PAPER, "hf-json")

    assert (first.text, second.text, second.kept) == (None, None, ("title", "abstract"))


def test_what_another_format_fills_in_is_followed() -> None:
    bare = Paper(title="A paper", abstract="")
    text, base = write(bare)
    first = revise(read(text), text, {**base, "from": "page"}, PAPER, "feed")

    assert first.updated == ("abstract", "authors", "arxiv_id", "links.PDF", "upvotes")


def test_a_text_follows_the_formats_of_the_paper_and_of_the_text() -> None:
    text, base = write(PAPER)
    base = {**base, "from": "hf-json"}
    for comment in ("12 pages", "12 pages. Accepted at NeurIPS 2025"):
        commented = replace(PAPER, title="Another", comment=comment)
        made = revise(read(text), text, base, commented, "feed")
        assert made.updated == ("comment",)
        assert made.text
        text, base = made.text, made.base
    # A third format may say it in its own way.
    other = replace(PAPER, comment="12 pp., NeurIPS")
    assert revise(read(text), text, base, other, "arxiv-mail").text is None
    # The format of the paper itself goes before the one that filled a text in.
    own = revise(read(text), text, base, other, "hf-json")
    assert (own.updated, own.text is not None) == (("comment",), True)
    text, base = str(own.text), own.base
    assert revise(read(text), text, base, replace(PAPER, comment="13 pages"), "feed").text is None


def test_a_paper_without_a_title_says_nothing_of_it() -> None:
    text, base = write(PAPER)
    edited = text.replace("title: A paper", "title: Mine")
    later = Paper(title="", abstract="", doi="10.1/x")
    made = revise(read(edited), edited, base, later)

    assert made.updated == ("doi",)
    assert made.base["title"] == base["title"]  # what a person wrote did not become ours


def test_a_summary_does_not_take_the_place_of_an_abstract() -> None:
    text, base = write(PAPER)

    assert go(text, base, replace(PAPER, abstract="$5.")).text is None


def test_a_file_that_only_a_person_can_change_is_told() -> None:
    text, base = write(PAPER)
    odd = text.replace("title: A paper", "title: &name A paper\nnotes: *name")
    revision = go(odd, base, replace(PAPER, title="The paper"))

    assert revision.text is None
    assert [str(problem) for problem in revision.conflicts] == [
        "a.md:2: cannot take 'title' without being rewritten; expected 'key: value' lines"
    ]


LINKS = st.dictionaries(
    st.sampled_from(["Code", "PDF"]), st.sampled_from(["https://a.example", "https://b.example"])
)
PAPERS = st.builds(
    Paper,
    title=st.sampled_from(["A", "B: c", "no", "$x$ # y"]),
    abstract=st.sampled_from(["", "One *two*.", "One\n\n- two", "Three $5."]),
    authors=st.sampled_from([(), ("Ada",), ("Ada", "B, C")]),
    arxiv_id=st.sampled_from(["", "2509.00001"]),
    doi=st.sampled_from(["", "10.1000/x"]),
    links=LINKS.map(lambda links: tuple(links.items())),
    upvotes=st.sampled_from([None, 0, 7]),
)
MINE = {
    "title": "Mine", "authors": ("Mine",), "arxiv_id": "2509.99999", "doi": "10.1000/mine",
    "links": (("Code", "https://mine.example"),), "upvotes": 99, "notes": "My.", "body": "*Mine*.",
}  # fmt: skip
NONE = {"authors": (), "arxiv_id": "", "doi": "", "links": (), "upvotes": None, "body": ""}


@given(PAPERS, st.lists(st.tuples(PAPERS, st.sampled_from(["page", "feed"])), min_size=1),
       st.sets(st.sampled_from(sorted(MINE))), st.sets(st.sampled_from(sorted(NONE))),
       st.sampled_from(["known", "with CR LF", "lost"]))  # fmt: skip
def test_whatever_sources_say_what_somebody_wrote_stays(
    first: Paper, later: list[tuple[Paper, str]], edited: set[str], removed: set[str], record: str
) -> None:
    text, base = write(first)
    was = read(text)
    removed = {key for key in removed - edited if getattr(was, key)}
    wishes = {key: MINE[key] for key in edited} | {key: NONE[key] for key in removed}
    text = format_entry(replace(was, **wishes))  # type: ignore[arg-type]
    if record == "with CR LF":
        text = text.replace("\n", "\r\n")
    base = {} if record == "lost" else {**base, "from": "page"}
    for paper, source in later:
        made = revise(read(text), text, base, paper, source)
        text, base = made.text or text, made.base
        again = revise(read(text), text, base, paper, source)
        assert (again.text, again.conflicts) == (None, ())

    after = read(text)
    for key in edited:
        value = getattr(after, key)
        assert (value[:1] if key == "links" else value) == MINE[key]
    for key in removed if record != "lost" else ():
        value = (
            dict(after.links).keys() & dict(was.links) if key == "links" else getattr(after, key)
        )
        assert not value
    assert record != "with CR LF" or text.count("\n") == text.count("\r\n")


def test_that_a_paper_is_not_withdrawn_is_for_a_person_to_say() -> None:
    text, base = write(PAPER)
    told = replace(PAPER, withdrawn=True)
    marked = go(text, base, told)
    assert marked.text == text.replace("upvotes: 3\n", "upvotes: 3\nwithdrawn: true\n")

    said = text.replace("upvotes: 3\n", "upvotes: 3\nwithdrawn: false\n")
    for known in (base, marked.base, {}):
        revision = go(said, known, told)
        assert (revision.text, revision.kept, revision.conflicts) == (None, ("withdrawn",), ())
    assert go(marked.text, marked.base, PAPER).text is None  # no source takes the mark away
