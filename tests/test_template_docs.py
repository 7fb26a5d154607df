import doctest

import pytest

from scripts import generate_docs, template_docs
from scripts.template_docs import describe_pages, describe_records, find_members, list_kinds
from site_gen.model.pages import DayLink, Page
from site_gen.plan.paper_view import PaperView
from site_gen.render.template_values import list_names, list_page_names
from site_gen.render.theme import default_folder

KINDS = sorted(list_kinds(), key=lambda kind: kind.template)
RECORDS = [Page, *template_docs._find_records()]


def test_the_examples_are_true() -> None:
    assert doctest.testmod(template_docs).failed == 0


def test_the_documentation_of_templates_is_as_the_code_says() -> None:
    assert generate_docs.main(["--check"]) == 0


def test_every_template_is_described() -> None:
    names = {path.name for path in default_folder().glob("*.html") if path.name[0] != "_"}

    assert [kind.template for kind in KINDS] == sorted(names - {"base.html"})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.template)
def test_all_that_a_page_adds_is_described(kind: type) -> None:
    members = find_members(kind)

    assert {*list_page_names(kind)} <= {name for name, (_, told) in members.items() if told}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_all_that_a_record_has_is_described(record: type) -> None:
    members = find_members(record)

    assert {*list_names(record)} == {
        name for name, (_, told) in members.items() if told and name[0] != "_"
    }


def test_records_that_pages_hold_are_described_once() -> None:
    assert {PaperView, DayLink} < {*RECORDS}
    assert len(RECORDS) == len({*RECORDS}) == describe_records().count("\n### ") + 1


def test_types_lead_to_what_they_are() -> None:
    assert "| `newest` | [day link](#day-link), or none | The newest day" in describe_pages()
    assert "\n### day link\n" in describe_records()


def test_a_bar_in_a_docstring_does_not_end_a_cell() -> None:
    assert "| Its JSON-LD, for `\\|tojson`. |" in describe_pages()
