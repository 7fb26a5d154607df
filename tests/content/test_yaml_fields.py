from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content import yaml_fields
from site_gen.model.characters import find_illegal

KINDS = {
    "title": yaml_fields.text, "topics": yaml_fields.texts, "links": yaml_fields.links,
    "upvotes": yaml_fields.count, "date": yaml_fields.day,
}  # fmt: skip


def problems(text: str) -> list[str]:
    return [str(p) for p in yaml_fields.parse_fields("a.md", text, KINDS, line=2).problems]


@given(st.text().filter(lambda text: not find_illegal(text)))
def test_any_text_is_read_back_as_it_is(text: str) -> None:
    found = yaml_fields.parse_fields("a.md", yaml_fields.format_fields({"title": text}), KINDS)

    assert found.problems == []
    assert found.values == {"title": text}


@given(st.text())
def test_any_yaml_gives_values_or_problems(text: str) -> None:
    found = yaml_fields.parse_fields("a.md", text, KINDS)

    assert all(problem.path == "a.md" and problem.line > 0 for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: no", "a.md:2: title: YAML reads this as False; expected a text: put it in quotes"),
        ("title: 2611.01230",
         "a.md:2: title: YAML reads this as 2611.0123; expected a text: put it in quotes"),
        ("title: [a]", "a.md:2: title: expected one text, found a list"),
        ("topics: a", "a.md:2: topics: expected a list such as [one, two], found a text"),
        ("topics: [a, 1]",
         "a.md:2: topics: YAML reads this as 1; expected a text: put it in quotes"),
        ("links: {x: 'javascript:alert(1)'}",
         "a.md:2: links: link 'x': expected a http(s) address, found 'javascript:alert(1)'"),
        ("links: [a]", "a.md:2: links: expected 'name: https://...' pairs, found a list"),
        ("upvotes: -1", "a.md:2: upvotes: expected a whole number, found '-1'"),
        ("upvotes: true", "a.md:2: upvotes: expected a whole number, found 'True'"),
        ("date: 2025-09-17 10:00:00",
         "a.md:2: date: expected a date such as 2025-09-17, found '2025-09-17 10:00:00'"),
        ("titel: a", "a.md:2: unknown key 'titel'; did you mean 'title'?"),
        ("x: a", "a.md:2: unknown key 'x'; expected one of title, topics, links, upvotes, date"),
        ("title: a\ntitle: b", "a.md:3: 'title' again, first in line 2; expected it once"),
        ("- a", "a.md:2: expected 'key: value' lines"),
        ("title: 'a", "a.md:2: invalid YAML: while scanning a quoted scalar found unexpected end "
         "of stream; expected 'key: value' lines"),
        ('title: "\\e"', "a.md:2: title: a control character (U+001B); expected text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_all_problems_are_told_at_once() -> None:
    assert len(problems("title: no\ntopics: a\nfoo: bar\nupvotes: x\n")) == 4


def test_a_day_that_does_not_exist_is_told() -> None:
    assert problems("title: a\ndate: 2026-13-40")[0].startswith("a.md:3: ")


def test_an_anchor_bomb_is_harmless() -> None:
    bomb = "title: &a [x, x]\ntopics: [" + "*a, " * 50 + "]"

    assert len(problems(bomb)) == 2


def test_values() -> None:
    text = "title: a\ntopics: [b, c]\nlinks: {code: https://x.y}\nupvotes: 3\ndate: 2025-09-17\n"
    found = yaml_fields.parse_fields("a.md", text, KINDS)

    assert found.values == {
        "title": "a", "topics": ("b", "c"), "links": (("code", "https://x.y"),),
        "upvotes": 3, "date": date(2025, 9, 17),
    }  # fmt: skip
    assert found.lines["upvotes"] == 4


@pytest.mark.parametrize("key", ["title", "upvotes", "date"])
@pytest.mark.parametrize(
    "value",
    ["1:30", "-1:30:00", "1:30.5", "2026-02-30", "2026-13-45 99:99:99", "!!timestamp x", "!!bool x",
     "!!int x", "!!float x", "!!int [1]"],
)  # fmt: skip
def test_what_yaml_reads_as_another_kind_is_no_guess(key: str, value: str) -> None:
    text = f"topics: [a]\n{key}: {value}\n"
    found = problems(text)

    assert found[0].startswith(f"a.md:3: {key}: YAML reads ")
    assert len(found) == 1
    with pytest.raises(yaml.YAMLError):
        yaml_fields.load(text)


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("0x10", 16), ("1_000", 1000)])
def test_numbers_are_read(value: str, number: int) -> None:
    assert yaml_fields.load(f"upvotes: {value}") == {"upvotes": number}


@pytest.mark.parametrize("source", ["[a]: b\n", "{a: b}: c\n", "? [a]\n: b\n"])
def test_a_key_that_is_a_list_or_a_map_is_told(source: str) -> None:
    found = yaml_fields.parse_fields("x", f"a: b\n{source}", yaml_fields.text)
    assert [str(problem) for problem in found.problems] == [
        "x:2: a list or a map in the place of a key; expected 'key: value'"
    ]
