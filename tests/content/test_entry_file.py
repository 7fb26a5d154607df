import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content.entry_file import format_entry, glance, parse_entry
from site_gen.model.characters import find_illegal
from site_gen.model.errors import InputError
from site_gen.model.paper_fields import FIELDS
from site_gen.model.papers import Entry
from site_gen.text import markdown

DAY = date(2025, 9, 17)
TEXT = st.text().filter(lambda text: not find_illegal(text))
TITLE = TEXT.filter(str.strip)
URLS = TEXT.map("https://x.y/".__add__)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "texts": st.lists(TEXT).map(tuple),
    "names": st.lists(TEXT).map(tuple),
    "links": st.dictionaries(TEXT, URLS).map(lambda links: tuple(links.items())),
    "count": st.none() | st.integers(0),
    "flag": st.booleans(),
}
ENTRIES = st.builds(
    Entry,
    slug=st.just("a"),
    first_day=st.just(DAY),
    body=TEXT.map(markdown.from_text),
    **{field.name: VALUES[field.kind] for field in FIELDS}
    | {"title": TITLE, "removed": TITLE | st.just("")},
)


def read(text: str) -> Entry:
    return parse_entry("a.md", text, "a", DAY)


@given(ENTRIES)
def test_what_is_written_is_read_back(entry: Entry) -> None:
    assert read(format_entry(entry)) == entry


def test_every_paper_of_the_corpus_is_read_back(corpus: list[dict[str, Any]]) -> None:
    for paper in corpus:
        entry = Entry(
            slug="a",
            first_day=DAY,
            title=paper["title"],
            body=markdown.from_text(paper["abstract"]),
            arxiv_id=paper["arxiv_id"],
        )
        assert read(format_entry(entry)) == entry


def test_an_entry_is_easy_to_read() -> None:
    entry = Entry(slug="a", first_day=DAY, title="A: b", body="Text.", topics=("x", "y"))

    assert format_entry(entry) == "---\ntitle: 'A: b'\ntopics:\n- x\n- y\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a.md:1: no front matter; expected '---', 'title: ...', '---' and then the abstract"),
        ("---\ntitle: a\n", "a.md:1: front matter begins and never ends; expected a line '---' "
         "after it"),
        ("---\ntopics: []\n---\n", "a.md:1: no title; expected 'title: ...' in the front matter"),
        ("---\n\ntitle: ' '\n---\n", "a.md:3: no title; expected 'title: ...' in the front matter"),
        ("---\ntitle: a\nabstract: b\n---\n", "a.md:3: unknown key 'abstract'; expected one of "
         f"{', '.join(field.name for field in FIELDS)}"),
        ("---\ntitle: a\nremoved: ' '\n---\n", "a.md:3: removed: no reason; expected why the paper "
         "was taken down, or no such line"),
        ("---\nremoved:\ntitle: a\n---\n", "a.md:2: removed: no reason; expected why the paper was "
         "taken down, or no such line"),
        ("---\ntitle: a\nremoved: yes\n---\n", "a.md:3: removed: YAML reads this as True; "
         "expected a text: put it in quotes"),
        ("---\ntitle: a\n---\n\nx\x00\n", "a.md:5: a control character (U+0000); expected text"),
    ],
)  # fmt: skip
def test_bad_entry(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)

    assert str(caught.value) == expected


def test_windows_line_endings_are_read() -> None:
    entry = read("\ufeff---\r\ntitle: a\r\n---\r\n\r\nText.\r\n")

    assert (entry.title, entry.body) == ("a", "Text.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_glance_waits_for_no_pipe(site: Path) -> None:
    os.mkfifo(site / "a.md")

    assert not glance(str(site / "a.md"))
