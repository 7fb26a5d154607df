import doctest
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content import topic_rules
from site_gen.content.topic_rules import (
    MOST,
    Vocabulary,
    compute_moved_topics,
    compute_topics,
    parse_topics,
)
from site_gen.model import urls
from site_gen.model.errors import InputError
from site_gen.model.papers import Entry
from site_gen.model.slugs import is_slug, topic_slug

ROOT = Path(__file__).parents[2]
TEXT = """\
Language models:
  aliases: [LLM]
  words: [GPT]
Code:
  named: no
  words: [code generation, compiler]
Graphs: [graph]
"""


@pytest.fixture(scope="module")
def small() -> Vocabulary:
    return parse_topics("topics.yaml", TEXT)


def entry(title: str, body: str = "", own: tuple[str, ...] = ()) -> Entry:
    return Entry(slug="a", first_day=date(2025, 9, 17), title=title, body=body, topics=own)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(topic_rules).failed == doctest.testmod(urls).failed == 0


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (entry("LLMs write Code"), ("Language models",)),
        (entry("On Code-Generation"), ("Code",)),
        (entry("X", "A graph, two graphs, a compiler"), ("Graphs",)),
        (entry("X", "one compiler"), ("Code",)),
        (entry("X", "nothing known"), ()),
        (entry("A graph", own=("llm", "LLM", " New  thing ")), ("Language models", "New thing")),
        (entry("A graph", own=("Video", "video", "VIDEO")), ("Video",)),
        (entry("A graph", own=(" ",)), ("Graphs",)),
    ],
)
def test_topics_are_found(small: Vocabulary, paper: Entry, expected: tuple[str, ...]) -> None:
    assert compute_topics(small, paper) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A: {wrods: [x]}\n", "topics.yaml:1: A: expected 'aliases', 'words' or 'named'"),
        ("A: [x]\nB: 3\n", "topics.yaml:2: B: expected 'aliases', 'words' or 'named'"),
        ("A: {named: 3}\n", "topics.yaml:1: A: named: expected yes or no"),
        ("A: {words: x}\n", "topics.yaml:1: A: expected a list such as"),
        ("A: [x]\nA: [y]\n", "topics.yaml:2: 'A' again"),
        ("A: [no]\n", "topics.yaml:1: A: YAML reads this as False"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_topics("topics.yaml", text)
    assert expected in str(caught.value)


@given(st.text())
def test_every_name_has_an_address(name: str) -> None:
    assert is_slug(topic_slug(name))
    assert topic_slug(f" {name.upper().lower()} ") == topic_slug(name.upper().lower())


def test_names_that_differ_do_not_share_an_address() -> None:
    names = ["C", "C++", "C#", "视频", "食品", "🔥", "🎉", "a/b", "علم"]
    assert len({topic_slug(name) for name in names}) == len(names)
    assert topic_slug("Text-to-Image") == topic_slug("text to image")


@given(st.text(), st.text())
def test_rules_give_few_topics_and_each_once(title: str, body: str) -> None:
    vocabulary = parse_topics("topics.yaml", TEXT)
    found = compute_topics(vocabulary, entry(f"graph {title}", body))
    assert 1 <= len(found) <= MOST
    assert len(set(found)) == len(found)


def test_the_real_digest_has_topics() -> None:
    vocabulary = parse_topics("topics.yaml", (ROOT / "content/topics.yaml").read_text())
    papers = sorted((ROOT / "content/2025-09-17").glob("*.md"))
    texts = [path.read_text().split("---\n", 2) for path in papers]
    found = [compute_topics(vocabulary, entry(meta, body)) for _, meta, body in texts]
    assert sum(1 <= len(names) <= MOST for names in found) >= 0.9 * len(papers) > 0


def test_the_other_names_of_a_topic_lead_to_it() -> None:
    text = "Graphs: {aliases: [GNN, graphs, Code]}\nCode: [compiler]\n"

    assert compute_moved_topics(parse_topics("topics.yaml", text)) == {"gnn": "Graphs"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("large language models, large language models", ("A",)),
        ("large language, large language", ("B",)),
        ("biases, biases", ()),
        ("bias, bias", ("C",)),
        ("biass, biass", ()),
    ],
)
def test_the_longest_phrase_at_a_place_counts_and_plurals_end_in_s(
    body: str, expected: tuple[str, ...]
) -> None:
    rules = {"A": "large language model", "B": "large language", "C": "bias"}
    text = "".join(f"{name}: {{named: no, words: [{words}]}}\n" for name, words in rules.items())
    assert compute_topics(parse_topics("topics.yaml", text), entry("X", body)) == expected
