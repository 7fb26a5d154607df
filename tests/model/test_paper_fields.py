from dataclasses import fields
from typing import get_type_hints

import pytest

from site_gen.model.fields.row import PaperField, one_line
from site_gen.model.paper_fields import (
    FIELDS,
    PaperFacts,
    copy_facts,
    read_tags,
)
from site_gen.model.papers import Entry, Paper
from site_gen.plan.paper_view import PaperView

TYPES = {
    "text": str,
    "texts": tuple[str, ...],
    "names": tuple[str, ...],
    "links": tuple[tuple[str, str], ...],
    "count": int | None,
    "flag": bool,
}
NOT_IN_THE_TABLE = {"slug", "first_day", "body", "source", "content_hash", "pictures"}


def test_the_table_and_an_entry_have_the_same_fields() -> None:
    names = [field.name for field in FIELDS]
    assert len(names) == len(set(names))
    assert set(names) == {one.name for one in fields(Entry)} - NOT_IN_THE_TABLE


def test_every_record_of_a_paper_has_the_facts_of_the_table() -> None:
    facts = {one.name for one in fields(PaperFacts)}
    assert {field.name for field in FIELDS} - facts == {"links", "notes", "removed", "draft"}
    assert all(issubclass(record, PaperFacts) for record in (Paper, Entry, PaperView))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_field_of_an_entry_has_the_type_that_the_table_says(field: PaperField) -> None:
    assert get_type_hints(Entry)[field.name] == TYPES[field.kind]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_row_contradicts_nothing(field: PaperField) -> None:
    tags = [tag for names in field.tags.values() for tag in names]
    assert field.about
    assert bool(field.data_name) == bool(field.data_about) == ("json" in field.exported_to)
    assert bool(field.imported_from) == (field.on_import != "never")
    assert set(field.read_tag) <= set(tags)
    assert not tags or field.kind in ("text", "texts")
    assert {"bibtex", "ris"} & field.tags.keys() <= set(field.imported_from)
    assert "arxiv" not in field.tags or {"arxiv-mail", "arxiv-list"} <= set(field.imported_from)


def test_an_entry_keeps_the_facts_of_the_paper_it_is_made_from() -> None:
    facts = {
        "title": "A", "authors": ("B",), "more_authors": True, "arxiv_id": "2509.01234",
        "doi": "10.1000/182", "venue": "ACL 2025", "topics": ("T",),
        "categories": ("cs.CL",), "announced": "replaced", "upvotes": 0,
    }  # fmt: skip
    paper = Paper(abstract="", **facts)  # type: ignore[arg-type]
    assert facts.items() <= copy_facts(paper).items()


@pytest.mark.parametrize(
    ("vocabulary", "source", "expected"),
    [
        ("arxiv", {"DOI": "10.1000/182 10.1000/183"}, {"doi": "10.1000/182"}),
        ("arxiv", {"DOI": "none", "Unknown": "x"}, {}),
        ("bibtex", {"eprint": "2509.01234", "url": "https://arxiv.org/abs/2509.99999"},
         {"arxiv_id": "2509.01234"}),
        ("arxiv", {"Comment": "12 pages. Accepted\n at ACL 2025"},
         {"venue": "ACL 2025", "comment": "12 pages. Accepted at ACL 2025"}),
        ("arxiv", {"Comment": "ACL 2025", "Journal-ref": "Nature 1"},
         {"venue": "Nature 1", "comment": "ACL 2025", "journal_ref": "Nature 1"}),
        ("arxiv", {"Announce-type": "replace-cross"}, {"announced": "replaced"}),
        ("arxiv", {"Announce-type": "new"}, {}),
        ("bibtex", {"booktitle": "arXiv", "journal": "Nature"}, {"venue": "Nature"}),
        ("ris", {"JO": "Nature", "T2": ["Science"]}, {"venue": "Science"}),
        ("bibtex", {"eprint": "hal-1", "url": "https://arxiv.org/abs/2509.99999"},
         {"arxiv_id": "2509.99999"}),
        ("ris", {"KW": [" a\n b", "", "c"], "UR": ["https://x.example", "arXiv:2509.01234v2"]},
         {"topics": ("a b", "c"), "arxiv_id": "2509.01234"}),
    ],
)  # fmt: skip
def test_tags_are_read_in_the_order_of_the_table(
    vocabulary: str, source: dict[str, str | list[str]], expected: dict[str, object]
) -> None:
    assert read_tags(vocabulary, source) == expected  # type: ignore[arg-type]


def test_white_space_of_one_line_is_single() -> None:
    assert one_line(" a\n  b\t") == "a b"
