from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from site_gen.content.frontmatter import split
from site_gen.content.yaml_edit import Value, set_body, set_keys, set_values
from site_gen.model.errors import InputError

PERSON = """\
# Read this one.
title:   'A "title": with marks'   # mine

authors: [ Ada Lovelace,   "Bob" ]
links:
  Code: https://a.example/code   # the old one
  # PDF is missing
upvotes: 3 # by hand
notes: |
  Two
  lines.
topics:
    - Agents # first
    - 'Reasoning'
"""


def entry(meta: str, body: str = "\nText.\n") -> str:
    return f"---\n{meta}---\n{body}"


@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({"upvotes": 12}, "upvotes: 3 # by", "upvotes: 12 # by"),
        ({"title": "B: c"}, """'A "title": with marks' """, "'B: c' "),
        ({"authors": ("Eve", "A, B")}, '[ Ada Lovelace,   "Bob" ]', "[Eve, 'A, B']"),
        (
            {"links": {"Code": "https://b.example"}},
            "https://a.example/code   #",
            "https://b.example   #",
        ),
        (
            {"links": {"PDF": "https://a.example/pdf"}},
            "# the old one\n",
            "# the old one\n  PDF: https://a.example/pdf\n",
        ),
        ({"notes": "One."}, "|\n  Two\n  lines.\n", "One.\n"),
        ({"topics": ("Vision",)}, "- Agents # first\n    - 'Reasoning'", "- Vision"),
        ({"topics": ("Agents", "A: b")}, "- 'Reasoning'", "- 'A: b'"),
        ({"topics": ("Agents",)}, "- Agents # first\n    - 'Reasoning'", "- Agents"),
        ({"topics": ("Agents", "Reasoning", "C")}, "'Reasoning'\n", "'Reasoning'\n    - C\n"),
        ({"doi": "10.1/x"}, "'Reasoning'\n", "'Reasoning'\ndoi: 10.1/x\n"),
        (
            {"doi": "10.1/x", "arxiv_id": "2509.00001"},
            "'Reasoning'\n",
            "'Reasoning'\ndoi: 10.1/x\narxiv_id: '2509.00001'\n",
        ),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_only_the_value_changes(values: dict[str, Value], old: str, new: str, eol: str) -> None:
    text = entry(PERSON).replace("\n", eol)

    assert PERSON.count(old) == 1
    assert set_keys("x.md", text, values) == entry(PERSON.replace(old, new)).replace("\n", eol)


@pytest.mark.parametrize(
    ("meta", "values", "new"),
    [
        ("title: a\nauthors:\n", {"authors": ("B",)}, "title: a\nauthors: [B]\n"),
        ("a:\n- b # c\n", {"a": ("b", "d")}, "a:\n- b # c\n- d\n"),
        ("title: a\nlinks: {}\n", {"links": {"A": "https://b"}}, "title: a\nlinks: {A: 'https://b'}\n"),
        ("title: a\nlinks: {A: b}\n", {"links": {"C": "d"}}, "title: a\nlinks: {A: b, C: d}\n"),
        ("{title: a}\n", {"upvotes": 1}, "{title: a, upvotes: 1}\n"),
        ("title: a\nlinks:\n  A: b\n", {"links": {"C": "d"}, "upvotes": 1},
         "title: a\nlinks:\n  A: b\n  C: d\nupvotes: 1\n"),
        ("", {"title": "a"}, "title: a\n"),
        ("title: a\n# the end\n", {"upvotes": 1}, "title: a\nupvotes: 1\n# the end\n"),
        ("title: &t a\nnotes: *t\n", {"upvotes": 1}, "title: &t a\nupvotes: 1\nnotes: *t\n"),
        ("title: 漢字\nupvotes: 1\n", {"upvotes": 2}, "title: 漢字\nupvotes: 2\n"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_map(meta: str, values: dict[str, Value], new: str) -> None:
    assert set_keys("x.md", entry(meta), values) == entry(new)


@pytest.mark.parametrize(
    ("text", "values", "what"),
    [
        ("Text.\n", {"upvotes": 1}, "x.md:1: no front matter; expected a line '---' before it"),
        (
            entry("title: 'a\n"),
            {"upvotes": 1},
            "x.md:2: cannot take 'upvotes' without being rewritten; expected 'key: value' lines",
        ),
        (entry("- a\n"), {"upvotes": 1}, "x.md:2: cannot take 'upvotes' without"),
        (entry("title: &t a\nnotes: *t\n"), {"title": "b"}, "x.md:2: cannot take 'title' without"),
    ],
)
def test_what_cannot_be_changed_is_told(text: str, values: dict[str, Value], what: str) -> None:
    with pytest.raises(InputError) as caught:
        set_keys("x.md", text, values)
    assert str(caught.value).startswith(what)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
PAIRS = st.dictionaries(st.sampled_from("ABC"), WORDS, max_size=3)
MAPS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "notes": st.lists(WORDS, max_size=3).map("\n".join),
        "upvotes": st.integers(0, 10**6),
        "links": PAIRS,
        "authors": st.lists(WORDS, max_size=3),
    },
)


@given(MAPS, MAPS, st.booleans(), st.sampled_from(["\n", "\r\n"]))
@example({"notes": "a\n"}, {"notes": "b\n"}, False, "\n")
@example({"title": ""}, {"title": "0?"}, True, "\n")  # ends a text between braces, to PyYAML
def test_what_is_read_afterwards_is_what_was_meant(
    there: dict[str, Any], wanted: dict[str, Any], is_flow: bool, eol: str
) -> None:
    dumped = yaml.safe_dump(
        there, allow_unicode=True, default_flow_style=is_flow, sort_keys=False, width=10**6
    )
    text = entry(dumped if there else "").replace("\n", eol)
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in wanted.items()}

    spliced = split(set_keys("x.md", text, values))

    for name, value in wanted.items():
        if isinstance(value, dict):
            wanted[name] = there.get(name, {}) | value
    assert (yaml.safe_load(spliced.meta) or {}) == {**there, **wanted}
    assert spliced._replace(meta="") == split(text)._replace(meta="")


@pytest.mark.parametrize(
    ("text", "body", "new"),
    [
        (entry("a: b\n"), "New.", entry("a: b\n", "\nNew.\n")),
        (entry("a: b\n", "\n\n\nOld.\n\nMore."), "N\n\nM", entry("a: b\n", "\n\n\nN\n\nM")),
        (entry("a: b\n", ""), "New.", entry("a: b\n", "\nNew.\n")),
        ("---\r\na: b\r\n---\r\n\r\nOld.\r\n", "N\nM", "---\r\na: b\r\n---\r\n\r\nN\r\nM\r\n"),
    ],
)
def test_a_body_takes_the_place_of_another(text: str, body: str, new: str) -> None:
    assert set_body(text, body) == new


def test_new_lines_of_a_map_end_as_those_of_its_text() -> None:
    values: dict[str, Value] = {"header": "Wednesday"}
    assert set_values("x", "date: 2025-09-17\r\n", values) == (
        "date: 2025-09-17\r\nheader: Wednesday\r\n"
    )
    assert set_values("x", "date: 2025-09-17\n", values).count("\r") == 0
