"""Digests in Markdown, in the ways that bots and people write them."""

from datetime import date

import pytest

from site_gen.importing.formats.detect import read, recognise
from site_gen.importing.formats.markdown_digest.papers import parse_digest
from site_gen.model.papers import Paper

TODAY = date(2026, 1, 1)
URL = "https://arxiv.org/abs/2509.00601"
OTHER = "https://arxiv.org/abs/2509.00602"


def papers(text: str) -> list[Paper]:
    return [paper for paper, _ in parse_digest("x", text).papers]


@pytest.mark.parametrize(
    "line",
    [
        f"# [Wet nets]({URL})", f"### 3. [Wet nets]({URL})", f"## **[Wet nets]({URL})**",
        f"## [**Wet nets**]({URL})", f"#### 🚀 [Wet nets]({URL})", f"## (3) [Wet nets]({URL}) 🔥",
        f"## Wet nets [[pdf]]({URL})", f"## [2509.00601]({URL}) Wet nets",
        f"## 1) Wet nets\n\n<{URL}>",
        f"### Wet nets\n\n[abs]({URL}) | [pdf](https://arxiv.org/pdf/2509.00601v2)",
        f"### Wet nets\n- **Link**: {URL}", f"- [Wet nets]({URL})", f"1. [Wet nets]({URL})",
        f"* **[Wet nets]({URL})**", f"- **Wet nets** ([paper]({URL}))",
        f"- **Wet nets**\n  - PDF: <{URL}>",
        f"**Wet nets**\n\n[arXiv]({URL})", f"**[Wet nets]({URL})**",
        f"| Title | PDF |\n|---|---|\n| Wet nets | [2509.00601]({URL}) |",
        f"| # | Date | Paper |\n|-|-|-|\n| 1 | 2025-09-17 | [Wet nets]({URL}) |",
        f"| Title |\n|---|\n| Wet nets (Read more on [arXiv]({URL}) or [HF]({URL})) |",
    ],
)  # fmt: skip
def test_a_title_in_every_usual_place(line: str) -> None:
    assert [(paper.title, paper.arxiv_id) for paper in papers(f"{line}\n")] == [
        ("Wet nets", "2509.00601")
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("**Authors:** Ann One, Bo Two", {"authors": ("Ann One", "Bo Two")}),
        ("Authors: Ann One et al.", {"authors": ("Ann One",), "more_authors": True}),
        ("- **作者**：张三，李四", {"authors": ("张三", "李四")}),
        ("**저자:** Ann One", {"authors": ("Ann One",)}),
        ("*Ann One, Bo Two*", {"authors": ("Ann One", "Bo Two")}),
        ("#### Authors\n\nAnn One", {"authors": ("Ann One",)}),
        ("**Abstract:** We dry.\nWe wet.", {"abstract": "We dry. We wet."}),
        ("**摘要**: 我们。", {"abstract": "我们。"}),
        ("#### Abstract\n\nWe dry.", {"abstract": "We dry."}),
        ("**Abstract**\n\nWe dry.\n\nWe wet.", {"abstract": "We dry.\n\nWe wet."}),
        ("<details><summary>Abstract</summary>\n\nWe dry.\n\n</details>", {"abstract": "We dry."}),
        ("We dry.\n\nWe wet.", {"abstract": "We dry.\n\nWe wet."}),
        (f"`cs.CL` · [abs]({URL}) · [pdf]({URL})", {"categories": ("cs.CL",)}),
        ("**Category**: cs.CL, cs.AI", {"categories": ("cs.CL", "cs.AI")}),
        ("Published: 2025-09-16 | Category: `cs.CL`", {"categories": ("cs.CL",)}),
        ("**Keywords**: rain; nets", {"topics": ("rain", "nets")}),
        ("[code](https://github.com/a/b)", {"links": (("Code", "https://github.com/a/b"),)}),
        ("**Code**: https://github.com/a/b", {"links": (("Code", "https://github.com/a/b"),)}),
        ("Upvotes: 12", {"upvotes": 12}),
    ],
)
def test_facts_below_a_title(lines: str, expected: dict[str, object]) -> None:
    (paper,) = papers(f"### [Wet nets]({URL})\n\n{lines}\n")
    empty = Paper(title="Wet nets", abstract="", arxiv_id="2509.00601")
    for name in ("authors", "abstract", "more_authors", "categories", "topics", "links", "upvotes"):
        assert getattr(paper, name) == expected.get(name, getattr(empty, name)), name


def test_an_item_on_one_line_has_its_names_or_its_sentence() -> None:
    first, second = papers(
        f"- [Wet nets]({URL}) - Ann One, Bo Two [code](https://github.com/a/b)\n"
        f"- **[Dry nets]({OTHER})**: they say that it never rains.\n"
    )
    assert (first.authors, first.links) == (
        ("Ann One", "Bo Two"), (("Code", "https://github.com/a/b"),)
    )  # fmt: skip
    assert (second.title, second.abstract) == ("Dry nets", "they say that it never rains.")


def test_columns_of_a_table_in_any_order() -> None:
    text = (
        "| Code | Summary | Authors | Stars | Title | Date |\n|--|--|--|--|--|--|\n"
        f"| [x](https://github.com/a/b) | We dry. | Ann One et al. | 5 | [Wet]({URL})"
        " | 2025-09-16 |\n"
    )
    found = parse_digest("x", text)
    ((paper, day),) = found.papers
    assert (paper.title, paper.abstract, paper.authors, day) == (
        "Wet", "We dry.", ("Ann One",), date(2025, 9, 16)
    )  # fmt: skip
    assert [str(problem) for problem in found.unread] == [
        "x:3: column 'Stars' (1 value) is not used"
    ]


@pytest.mark.parametrize(
    "heading",
    ["# Papers, 2025-09-17", "# Lab — September 17, 2025", "# 2025年9月17日", "## 17 Sep 2025",
     "---\ndate: 2025-09-17\n---", "Updated on 2025.09.17"],
)  # fmt: skip
def test_the_day_stands_above_the_papers(heading: str) -> None:
    text = f"{heading}\n\n- [Wet nets]({URL})\n"
    assert recognise(text) == "markdown"
    (reading,) = read("x", text, TODAY)
    assert reading.digest.date == date(2025, 9, 17)


def test_a_heading_with_a_day_names_that_of_the_papers_below_it() -> None:
    text = f"# 2025-09-17\n\n### [Wet]({URL})\n\n# 2025-09-16\n\n### [Dry]({OTHER})\n"
    assert [reading.digest.date.day for reading in read("x", text, TODAY)] == [16, 17]


@pytest.mark.parametrize(
    "text",
    [
        f"# A program\n\nSee our [paper]({URL}).\n\n## Usage\n\nRun it.\n",
        f"# A program\n\n[[paper]]({URL}) [[code]](https://x.org/b)\n\n## Usage\n\nRun it.\n",
        f"## Install\n\n[paper]({URL})\n\n```\nrun\n```\n",
        f"Some words about [nets]({URL}) and more.\n",
        "## Nets\n\nNo address.\n",
    ],
)
def test_what_is_no_digest_gives_no_paper(text: str) -> None:
    assert papers(text) == []


def test_every_line_ends_in_a_paper_or_in_a_report() -> None:
    text = (
        f"# Notes\n\nHello there.\n\n### [Wet nets]({URL})\n\n**Score**: 7\n\n"
        "**Authors**: Ann One\n\nWe dry.\n\n```\nrun\n```\n\n# The end\n\nGoodbye.\n"
    )
    found = parse_digest("x", text)
    assert [paper.abstract for paper, _ in found.papers] == ["We dry."]
    assert [problem.line for problem in found.unread] == [1, 3, 7, 14, 17, 19]


@pytest.mark.parametrize(
    "text",
    [
        "# mytool [paper](https://arxiv.org/abs/2509.00001)\n\n## Install\n\n```sh\nmake\n```\n",
        "# mytool\n\n[paper](https://arxiv.org/abs/2509.00001)\n\n```\nmake\n```\n",
    ],
)
def test_a_readme_of_a_program_is_no_paper(text: str) -> None:
    assert parse_digest("x", text).papers == ()


@pytest.mark.parametrize(
    "other", ["@article{a, title={B}}", "TY  - JOUR\nTI  - B", '[{"title": "B"}]']
)
def test_another_format_behind_a_digest_is_reported(other: str) -> None:
    text = f"## [A](https://arxiv.org/abs/2509.00001)\n\nText.\n\n{other}\n\nAnd more.\n"
    found = parse_digest("x", text)
    assert [paper.abstract for paper, _ in found.papers] == ["Text."]
    told = "\n".join(problem.message for problem in found.unread)
    assert all(" ".join(line.split()) in told for line in (*other.split("\n"), "And more."))
