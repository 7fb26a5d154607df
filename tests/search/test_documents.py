import doctest
import re
from dataclasses import replace
from datetime import date
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import Settings
from site_gen.model.code_links import has_code
from site_gen.model.papers import SMALL_ARCHIVE, Entry
from site_gen.search import documents
from site_gen.search.documents import compute_bundle_key, make_documents, make_words, plan_bundles
from site_gen.search.pagefind import find_pagefind
from site_gen.search.search import make_bundle


def test_the_examples_are_true() -> None:
    assert doctest.testmod(documents).failed == 0


def test_a_small_archive_is_one_bundle() -> None:
    assert plan_bundles({"2024-12": SMALL_ARCHIVE - 1, "2025-01": 1}) == {
        "all": ("2025-01", "2024-12")
    }
    assert plan_bundles({}) == {}
    assert plan_bundles({"2024-12": 0}) == {}


def test_a_day_more_changes_only_the_newest_bundle() -> None:
    papers = {f"{year}-{month:02}": 500 for year in (2023, 2024) for month in range(1, 13)}
    papers |= {"2025-01": 500, "2025-02": 40}
    before = plan_bundles(papers)
    indexed = dict.fromkeys(papers, "x")
    changed = indexed | {"2025-02": "y"}

    assert list(before) == ["2025-02", "2025", "2024", "2023"]
    assert {
        name
        for name, months in before.items()
        if compute_bundle_key("1", Settings(), months, indexed)
        != compute_bundle_key("1", Settings(), months, changed)
    } == {"2025-02"}


def test_a_document_is_what_the_search_shows() -> None:
    entry = Entry(slug="a", first_day=date(2025, 9, 7), title="<think>  $1", body="*So* \\<b>")
    ((path, data),) = make_documents(Settings(), [entry])

    assert path == "2025-09-07/a/index.html"
    text = data.decode()
    assert '<h1 data-pagefind-meta="title">&lt;think&gt; $1</h1>' in text
    assert "<p data-pagefind-body>So &lt;b&gt;</p>" in text
    assert 'data-day="2025-09-07"' in text
    assert 'data-value="2025-09" data-pagefind-filter="month[data-value]"' in text
    assert "day:7 September 2025" in text


def test_keywords_and_organization_are_found() -> None:
    entry = Entry(
        slug="a", first_day=date(2025, 9, 7), title="T", body="Text.", keywords=("nets", "a<b"),
        organization="AT&T", withdrawn=True,
    )  # fmt: skip
    ((_, document),) = make_documents(Settings(), [entry])
    assert b"<p data-pagefind-body>nets, a&lt;b, AT&amp;T</p>" in document
    assert b">Withdrawn: T</h1>" in document
    ((_, document),) = make_documents(Settings(), [replace(entry, keywords=(), organization="")])
    assert document.count(b"data-pagefind-body") == 1


def test_topics_and_code_are_filters() -> None:
    entry = Entry(
        slug="a", first_day=date(2025, 9, 7), title="A", topics=('a, "b"', "c"), body="github.com/x"
    )
    ((_, data),) = make_documents(Settings(), [entry])

    assert b'data-value="a, &quot;b&quot;" data-pagefind-filter="topic[data-value]"' in data
    assert b'data-value="c" data-pagefind-filter="topic[data-value]"' in data
    assert b'data-value="yes" data-pagefind-filter="code[data-value]"' in data


@pytest.mark.parametrize(
    ("body", "links", "expected"),
    [
        ("Code: https://github.com/a/b.", (), True),
        ("Code: https://GitHub.com/a/b.", (), True),
        ("Code is at github.com.", (), False),
        ("", (("code", "https://example.org"),), True),
        ("", (("Project", "https://gitlab.com/a"),), True),
        ("See https://a.github.io/b", (("PDF", "https://example.org"),), False),
    ],
)
def test_code_is_known_by_its_address_or_name(
    body: str, links: tuple[tuple[str, str], ...], expected: bool
) -> None:
    entry = Entry(slug="a", first_day=date(2025, 9, 7), title="A", body=body, links=links)

    assert has_code(entry) is expected


def test_words_are_those_of_titles_the_most_frequent_first() -> None:
    entries = [
        Entry(slug=f"{n}", first_day=date(2025, 9, 7), title=title)
        for n, title in enumerate(["Deep über-nets, GPT4 in 2024", "Deep Nets", "Naïve nets of x"])
    ]

    assert make_words(Settings(), entries).decode().split("\n") == ["nets", "deep", "naïve", "über"]


def test_a_paper_without_an_abstract_is_found_by_its_title() -> None:
    entry = Entry(slug="a", first_day=date(2025, 9, 7), title="A & B")

    ((_, data),) = make_documents(Settings(), [entry])
    assert b"<p data-pagefind-body>A &amp; B</p>" in data


WORDLESS = ("", "...", "$ —", "\u200b", "!?", "_", "🙂", "x", "²", "日")


@given(st.sampled_from(WORDLESS), st.sampled_from(WORDLESS))
def test_each_document_has_a_letter_or_a_number(title: str, body: str) -> None:
    entry = Entry(slug="a-b", first_day=date(2025, 9, 7), title=title, body=body)
    ((_, data),) = make_documents(Settings(), [entry])

    [text] = re.findall("<p data-pagefind-body>(.*?)</p>", data.decode())
    assert re.search(r"[^\W_]", text)
    assert text.startswith(body)


def test_no_paper_is_dropped_for_it_has_no_word(tmp_path: Path) -> None:
    entries = [
        Entry(slug=f"p-{number}", first_day=date(2025, 9, 7), title=title, body=body)
        for number, (title, body) in enumerate(product(WORDLESS, repeat=2))
    ]
    documents = list(make_documents(Settings(), entries))
    files = make_bundle(find_pagefind(), documents, tmp_path)

    assert sum(name.startswith("fragment/") for name in files) == len(WORDLESS) ** 2


def test_no_more_words_are_listed_than_a_page_can_load() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(some) for some in islice(product(letters, repeat=4), 20_005)]
    entry = Entry(slug="a", first_day=date(2025, 9, 7), title=" ".join(words))

    assert make_words(Settings(), [entry]).decode().split("\n") == words[:20_000]
