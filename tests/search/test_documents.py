import gzip
import re
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import Settings
from site_gen.model.code_links import has_code
from site_gen.model.papers import Entry
from site_gen.search.documents import Document, make_documents
from site_gen.search.pagefind import find_pagefind
from site_gen.search.search import make_bundle
from site_gen.text.index_words.normal_words import normal_words

DAY = date(2025, 9, 7)
SETTINGS = Settings()


def make(settings: Settings = SETTINGS, **values: Any) -> Document:
    """Make the document of an entry with these values."""
    given = {"slug": "a", "first_day": DAY, "title": "A", **values}
    [made] = make_documents(settings, [Entry(**given)])
    return made


def read(document: Document, name: str) -> str:
    """Give the words of a field."""
    mark = "data-pagefind-body" if name == "body" else f'data-pagefind-meta="{name}"'
    found = re.findall(f"<p {mark}>([^<]*)</p>", document.html.decode())
    assert len(found) <= 1
    return found[0] if found else ""


def filters(document: Document) -> list[tuple[str, str]]:
    """Give the filters as name and value."""
    found = re.findall(
        r'data-value="([^"]*)" data-pagefind-filter="(\w+)\[', document.html.decode()
    )
    return [(name, value) for value, name in found]


def test_a_document_is_of_a_page_and_its_day() -> None:
    document = make()

    assert document.path == "2025-09-07/a/index.html"
    assert 'data-day="2025-09-07" data-pagefind-sort="date[data-day]"' in document.html.decode()
    assert filters(document) == [("month", "2025-09")]


def test_a_title_is_found_by_its_words_and_its_source() -> None:
    document = make(title=r"<think> DeepSeek-R1 and the $\ell_1$-norm", withdrawn=True)

    assert read(document, "title") == (
        "withdrawn think deepseek r1 and the l1 norm deepseekr1 l1norm deep seek ell 1 ell1"
    )


def test_the_body_is_the_abstract_as_shown_and_what_stands_behind() -> None:
    document = make(
        body="*So* \\<b> é $\\alpha$\n\nGPT-4o.", keywords=("nets", "a<b"), organization="AT&T",
        venue="NeurIPS 2025", notes="**Mine** too",
    )  # fmt: skip
    main = "so b e α gpt 4o"

    assert document.fragment
    assert document.fragment["content"] == "So <b> é α GPT-4o."
    assert [word.text for word in normal_words(document.fragment["content"])] == main.split()
    assert read(document, "body") == (
        f"{main} gpt4o alpha nets a b at t att neurips 2025 neurips2025 neur ips mine too"
    )


def test_authors_are_found_by_name_and_by_name_in_one_word() -> None:
    document = make(authors=("Hao B. Wang", "José O'Brien", "王小明"))

    assert read(document, "authors") == (
        "hao b wang ȝwanghaobȝ ȝwanghaoȝ ȝwanghȝ "
        "jose brien obrien ȝbrienjoseȝ ȝbrienjȝ 王小 小明 明"
    )
    assert read(make(), "authors") == ""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"arxiv_id": "2509.12345"}, "ƿ250912345 ƿa"),
        ({"arxiv_id": "hep-th/9901001"}, "ƿhepth9901001 ƿa"),
        ({"doi": "10.1145/3292500.33", "slug": "on-a"}, "ƿ101145329250033 ƿona"),
        (
            {"links": (("Paper", "https://www.example.org/p/1.html"),)},
            "ƿa ƿexampleorgp1html",
        ),
        ({"links": (("Code", "https://github.com/a/b"),)}, "ƿa"),
        ({}, "ƿa"),
    ],
)
def test_a_paper_is_found_by_its_ids(values: dict[str, Any], expected: str) -> None:
    assert read(make(**values), "ids") == expected


def test_topics_code_organization_and_votes_are_filters() -> None:
    document = make(
        topics=('a, "b"', "c"), body="github.com/x", organization="AT&T  Labs", upvotes=50
    )

    assert filters(document) == [
        ("month", "2025-09"), ("topic", "a, &quot;b&quot;"), ("topic", "c"), ("code", "yes"),
        ("org", "AT&amp;T Labs"), ("votes", "10"), ("votes", "20"), ("votes", "50"),
    ]  # fmt: skip
    assert "votes" not in dict(filters(make(upvotes=9)))
    assert filters(make(upvotes=100))[-1] == ("votes", "100")


@pytest.mark.parametrize(
    ("language", "expected"), [("en-GB", "en"), ("pt-BR", "pt"), ("zh", "en"), ("de", "de")]
)
def test_a_document_is_in_the_language_of_the_index(language: str, expected: str) -> None:
    document = make(Settings(language=language))

    assert f'<html lang="{expected}">'.encode() in document.html


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
    entry = Entry(slug="a", first_day=DAY, title="A", body=body, links=links)

    assert has_code(entry) is expected


def test_a_paper_without_an_abstract_is_found_by_its_title() -> None:
    assert read(make(title="A & B"), "body") == "a b"
    assert read(make(title="?", slug="on-a"), "body") == "on a ona"


WORDLESS = ("", "...", "$ —", "\u200b", "!?", "_", "🙂", "x", "²", "日")


@given(st.text() | st.sampled_from(WORDLESS), st.text() | st.sampled_from(WORDLESS))
def test_each_document_has_a_word_and_no_markup_in_it(title: str, body: str) -> None:
    document = make(title=title, body=body)

    for field in ("title", "authors", "ids", "body"):
        assert all(word.isalnum() for word in read(document, field).split())
    assert read(document, "body")
    assert document.fragment
    shown = [word.text for word in normal_words(document.fragment["content"])]
    assert not shown or read(document, "body").split()[: len(shown)] == shown


def test_no_paper_is_dropped_for_it_has_no_word(tmp_path: Path) -> None:
    entries = [
        Entry(slug=f"p-{number}", first_day=DAY, title=title, body=body)
        for number, (title, body) in enumerate(product(WORDLESS, repeat=2))
    ]
    documents = list(make_documents(Settings(), entries))
    files = make_bundle(find_pagefind(), documents, tmp_path)

    assert sum(name.startswith("fragment/") for name in files) == len(WORDLESS) ** 2


def read_index(files: dict[str, bytes]) -> dict[str, Any]:
    """Give what an index says of each word."""
    chunks = [
        cbor2.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))[0]
        for name, data in files.items()
        if name.startswith("index/")
    ]
    return {word[0]: word for chunk in chunks for word in chunk}


def test_pagefind_takes_normal_words_as_they_are(tmp_path: Path) -> None:
    entry = Entry(
        slug="on-a", first_day=DAY, title="GPT-3.5 and C++", body="新幹線 L₂ β 300,000 Sørensen",
        authors=("Jing Zhang", "S. Wang"), arxiv_id="2509.12345",
    )  # fmt: skip
    index = read_index(make_bundle(find_pagefind(), make_documents(SETTINGS, [entry]), tmp_path))

    # Words that the stemmer of English leaves as they are.
    for word in ("新幹", "幹線", "線", "l2", "β", "beta", "300000", "3p5", "gpt3p5", "cplusplus"):
        assert word in index
    for word in ("ȝzhangjingȝ", "ȝzhangjȝ", "ȝwangsȝ", "ƿ250912345", "ƿona"):
        assert word in index
    # The place of a word in the body is its place among the normal words of the abstract.
    [[_, places, _]] = index["β"][1]
    assert places[-1] == 3
    assert not any(word[2] for word in index.values()), "no word has marks"
