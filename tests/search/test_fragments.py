import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_gen.model import Entry, Settings, author_slug
from site_gen.search.bundle_check import unpack
from site_gen.search.documents import make_documents
from site_gen.search.fragments import Fragment, format_fragment, make_fragment
from site_gen.search.pagefind import find_pagefind
from site_gen.search.search import make_bundle

DAY = date(2025, 9, 7)


def show(**values: Any) -> Fragment:
    given = {"slug": "a", "first_day": DAY, "title": "A", **values}
    return make_fragment(Settings(), Entry(**given), "Text.")


def test_a_fragment_has_what_a_result_shows() -> None:
    fragment = show(
        title=r"On $\alpha$",
        withdrawn=True,
        authors=("Ada  Lovelace", "José García"),
        more_authors=True,
        topics=("video", "a, b"),
        upvotes=7,
        arxiv_id="2509.12345",
        links=(("Code", "https://github.com/a/b"),),
    )

    assert fragment == {
        "url": "/2025-09-07/a/",
        "content": "Text.",
        "meta": {
            "title": "Withdrawn: On α",
            "day": "7 September 2025",
            "authors": "Ada Lovelace; José García",
            "more_authors": "yes",
            "topics": "video; a, b",
            "votes": "7",
            "paper": "https://arxiv.org/abs/2509.12345",
            "pdf": "https://arxiv.org/pdf/2509.12345",
            "code": "https://github.com/a/b",
            "id": "2509.12345",
            "slugs": "; jose-garcia-067d473a",
        },
    }


def test_what_is_not_known_is_left_out() -> None:
    assert show(authors=("Ada Lovelace",), upvotes=0)["meta"] == {
        "title": "A",
        "day": "7 September 2025",
        "authors": "Ada Lovelace",
    }


@pytest.mark.parametrize(
    ("values", "paper", "pdf"),
    [
        ({"doi": "10.1/x"}, "https://doi.org/10.1/x", None),
        ({"links": (("PDF", "https://a.org/x"),)}, None, "https://a.org/x"),
        ({"links": (("Text", "https://a.org/x.PDF?v=1"),)}, None, "https://a.org/x.PDF?v=1"),
        ({"links": (("Code", "https://a.org"), ("Page", "https://b.org"))}, "https://b.org", None),
    ],
)
def test_links_are_told_apart(values: dict[str, Any], paper: str | None, pdf: str | None) -> None:
    meta = show(**values)["meta"]

    assert meta.get("paper") == paper
    assert meta.get("pdf") == pdf


@pytest.mark.parametrize("name", ["Ada", "Ada  LOVELACE", "Names", "A. B", "José", "王", "Con"])
def test_a_slug_is_there_where_hyphens_do_not_make_it(name: str) -> None:
    found = show(authors=(name,))["meta"].get("slugs")

    assert (found or name.lower().replace("  ", "-")) == author_slug(name)
    assert bool(found) == (name not in {"Ada", "Ada  LOVELACE"})


def test_a_fragment_has_the_form_of_pagefind() -> None:
    assert json.loads(format_fragment(show(), words=3)) == {
        "url": "/2025-09-07/a/",
        "content": "Text.",
        "word_count": 3,
        "filters": {},
        "meta": {"title": "A", "day": "7 September 2025"},
        "anchors": [],
    }


def read_fragments(files: dict[str, bytes]) -> dict[str, Any]:
    """Give what is shown of each page, by its name."""
    shown = {
        name.removeprefix("fragment/").partition(".")[0]: json.loads(unpack(files, name))
        for name in files
        if name.startswith("fragment/")
    }
    return {
        f"{name}.{place:x}" if isinstance(one, list) else name: paper
        for name, one in shown.items()
        for place, paper in enumerate(one if isinstance(one, list) else [one])
    }


@pytest.mark.parametrize("pack_size", [1, 2, 8])
def test_a_bundle_shows_text_and_not_the_words_of_its_index(tmp_path: Path, pack_size: int) -> None:
    entries = [
        Entry(slug=f"p{n}", first_day=DAY, title="GPT-4o", body=f"So *é* {n}.", upvotes=n * 7)
        for n in range(4)
    ]

    def make() -> dict[str, bytes]:
        documents = make_documents(Settings(), entries)
        return make_bundle(find_pagefind(), documents, tmp_path, pack_size=pack_size)

    files = make()
    shown = read_fragments(files)

    assert sorted(one["content"] for one in shown.values()) == [f"So é {n}." for n in range(4)]
    assert {one["meta"]["title"] for one in shown.values()} == {"GPT-4o"}
    votes = dict(line.split() for line in files["votes.txt"].decode().split("\n"))
    assert list(votes.values()) == ["21", "14", "7"]
    for name, count in votes.items():
        assert shown[name]["meta"]["votes"] == count
    # What is shown changes the name too: a browser keeps files by name.
    entries[0] = Entry(slug="p0", first_day=DAY, title="gpt 4O", body="So *é* 0!")
    other = {name: one["url"] for name, one in read_fragments(make()).items()}
    assert not [name for name, url in other.items() if url.endswith("/p0/") and name in shown]
