import pytest

from site_gen.importing.formats.markdown_digest.facts import Facts, set_fact
from site_gen.importing.formats.people import People


@pytest.mark.parametrize(
    ("facts", "unread"),
    [
        ([("authors", "Ann One"), ("authors", "Bo Two")], ["authors: Bo Two"]),
        ([("categories", "none"), ("categories", "cs.CL")], ["categories: none"]),
        ([("upvotes", "12 votes"), ("topics", "a, b"), ("topics", "c")], []),
        ([("upvotes", "many")], ["upvotes: many"]),
        ([("title", "A"), ("title", "B")], ["title: B"]),
        ([("known", "x"), ("links", "2509.00311"), ("abstract", "One.")], []),
    ],
)
def test_a_fact_that_cannot_be_read_is_noted(
    facts: list[tuple[str, str]], unread: list[str]
) -> None:
    found = Facts(title="A")
    for kind, value in facts:
        set_fact(kind, value, (), found)
    assert found.unread == unread


def test_facts_add_up() -> None:
    found = Facts(title="A")
    for kind, value in (
        ("topics", "a, b"),
        ("topics", "c"),
        ("links", "2509.00311"),
        ("upvotes", "3"),
    ):
        set_fact(kind, value, (), found)
    assert (found.topics, found.arxiv_id, found.upvotes) == (("a", "b", "c"), "2509.00311", 3)


def test_a_label_names_the_authors_whatever_stood_in_their_place() -> None:
    found = Facts(title="A", people=People(("A Subtitle",)))
    set_fact("authors", "Ann One", (), found)
    assert found.people == People(("Ann One",))
    assert found.unread == ["A Subtitle"]
