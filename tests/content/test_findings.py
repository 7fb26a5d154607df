from dataclasses import replace
from datetime import date

import pytest

from site_gen.content.digest_file import parse_listing
from site_gen.content.entry_file import parse_entry
from site_gen.content.findings import Finding, find_repeats, inspect_entry, inspect_listing
from site_gen.content.topic_rules import parse_topics

DAY = date(2025, 9, 17)
TOPICS = parse_topics("topics.yaml", "Agents:\n  aliases: [Agent systems]\nVision:\n")


def look(text: str, slug: str = "a") -> list[Finding]:
    return list(inspect_entry(parse_entry("a.md", text, slug, DAY), text, TOPICS))


def told(findings: list[Finding]) -> list[str]:
    return [f"{finding.problem}{' [error]' * finding.is_error}" for finding in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: a\n---\n\nFine: $10\\times 10$, sim2real, 8 times more, times 3.\n", []),
        ("---\ntitle: a\narxiv_id: '2509.00001'\ntopics: [agents, Mine]\n---\nx", []),
        ("---\ntitle: a\n---\n", ["a.md:4: no abstract; expected one below the front matter"]),
        (
            "---\ntitle: a\narxiv_id: x\ndoi: y\n---\nx",
            [
                "a.md:3: arxiv_id: 'x'; expected an id such as 2509.01234 [error]",
                "a.md:4: doi: 'y'; expected a DOI such as 10.1000/182 [error]",
            ],
        ),
        (
            "---\ntitle: a\narxiv_id: https://arxiv.org/abs/2509.00001v2\n---\nx",
            ["a.md:3: arxiv_id: 'https://arxiv.org/abs/2509.00001v2'; expected '2509.00001'"],
        ),
        (
            "---\ntitle: a\ntopics: [Agent]\n---\nx",
            ["a.md:3: unknown topic 'Agent'; did you mean 'Agents'?"],
        ),
        (
            f"---\ntitle: a ${'(' * 40}$\n---\n\nOne\n\n$x$ ${'{' * 40}$",
            [
                "a.md:2: a formula that stays text: 40 brackets without a partner; "
                "expected at most 8",
                "a.md:7: a formula that stays text: 40 levels of nesting; expected at most 32",
            ],
        ),
        (
            f"---\ntitle: a\n---\n\nOne\n\n{'x' * 10_001}",
            [
                "a.md:7: a paragraph of 10001 characters; expected at most 10000, else its links, "
                "emphasis and math stay text",
            ],
        ),
        (f"---\ntitle: a\n---\n\n{'1' * 9_000}\n\n]({' ' * 9_000}x", []),
        (
            "---\ntitle: Faster 8times\n---\nx",
            [
                "a.md:2: '8times' looks like TeX that lost its backslash; expected math as $\\...$",
            ],
        ),
        (
            "---\ntitle: a\n---\n\nOne\n\n[x](JavaScript:alert(1)) and 1024times 1024, textit{O}.",
            [
                "a.md:7: a link to 'JavaScript:'; expected a web address",
                "a.md:7: '1024times' looks like TeX that lost its backslash; expected math as "
                "$\\...$",
                "a.md:7: 'textit{' looks like TeX that lost its backslash; expected math as "
                "$\\...$",
            ],
        ),
    ],
)  # fmt: skip
def test_what_an_entry_has(text: str, expected: list[str]) -> None:
    assert told(look(text)) == expected


def test_a_name_that_is_too_long() -> None:
    assert told(look("---\ntitle: a\n---\nx", "a" * 101)) == [
        "a.md: a name of 101 characters; expected at most 100"
    ]


def test_what_a_listing_has() -> None:
    text = "date: 2025-09-17\npapers:\n- a\n- 2025-09-16/b\n- 2025-09-17/a\n"
    listing = parse_listing("digest.yaml", text, DAY)

    assert told(list(inspect_listing(listing, ["a", "c"]))) == [
        "digest.yaml:5: '2025-09-17/a' again, first in line 3; expected it once [error]",
        "digest.yaml: 'c' is not listed, so it is shown last; expected it below 'papers:'",
    ]


def test_papers_that_have_two_entries() -> None:
    one = parse_entry("one.md", "---\ntitle: a\narxiv_id: '2509.00001'\n---\nOne.", "one", DAY)
    entries = {
        "d/one": one,
        "d/two": replace(one, source=replace(one.source, path="two.md")),
        "d/other": replace(one, arxiv_id="2509.00002"),
        "d/broken": None,
    }
    keys = {ref: ["title:a"] for ref in entries}

    assert told(list(find_repeats(keys, entries.__getitem__))) == [
        "two.md:1: the same paper as one.md; expected one entry [error]"
    ]
