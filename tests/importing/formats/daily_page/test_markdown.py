from datetime import date
from typing import Any

import pytest

from site_gen.importing.formats.detect import read, recognise
from site_gen.model.errors import InputError
from site_gen.model.papers import Entry, Settings
from site_gen.plan.data_files import format_markdown
from site_gen.text.markdown import from_text
from tests.conftest import DATA

TODAY = date(2026, 11, 23)
CLIP = """\
new

[Subscribe](https://huggingface.co/login?next=%2Fpapers)

# Daily Papers

## by [![](https://hf.co/papers-by.png)AK](https://hf.co/akhaliq) and the research community

- Daily

Oct 2

[101](https://huggingface.co/login?next=%2Fpapers%2F2606.00683)

### [OCC-RAG: \\[IDK\\] \\*and\\*\\  more?](https://huggingface.co/papers/2606.00683)

[Recent progress\\\\
goes on [over] lines.](https://huggingface.co/papers/2606.00683)

[![occ](https://cdn.org/x.png)OCC](https://huggingface.co/occ-ai)

·

May 29[6](https://huggingface.co/papers/2606.00683#community)

Submitted by

[![](https://cdn.org/y.svg)someone](https://huggingface.co/someone)

### [Trending](https://huggingface.co/papers/2502.20581)

One sentence about it.

- 28 authors

[Upvote 117](https://hf.co/login) [GitHub 3.29k](https://github.com/a/b) [arXiv Page](https://x.org/)

What is this?
"""


def test_a_clipped_page() -> None:
    (reading,) = read("x.md", CLIP, TODAY)
    digest = reading.digest
    assert (reading.format, digest.date, digest.heading) == (
        "markdown", date(2026, 10, 2), "Daily Papers"
    )  # fmt: skip
    assert [str(problem) for problem in reading.unread] == [
        "x.md:38: not understood: 'What is this?'"
    ]
    first, second = digest.papers
    assert first.title == "OCC-RAG: [IDK] *and* more?"
    assert first.abstract == "Recent progress goes on [over] lines."
    assert (first.upvotes, first.arxiv_id, first.source.line) == (101, "2606.00683", 15)
    assert (second.title, second.abstract) == ("Trending", "One sentence about it.")
    assert (second.upvotes, second.arxiv_id) == (117, "2502.20581")
    assert second.links == (("Code", "https://github.com/a/b"),)


def test_a_table() -> None:
    text = (
        "|Publish Date|Title|Authors|PDF|Code|\n|---|---|---|---|---|\n"
        "|**2025-03-19**|**A \\| title**|A et.al.|[2503.14847](http://arxiv.org/abs/2503.14847)|"
        "**[link](https://github.com/a/b)**|\n"
    )
    (reading,) = read("x", text, TODAY)
    (paper,) = reading.digest.papers
    assert (reading.digest.date, paper.title) == (date(2025, 3, 19), "A | title")
    assert (paper.arxiv_id, paper.links) == ("2503.14847", (("Code", "https://github.com/a/b"),))


def test_a_list_of_links() -> None:
    text = (
        "# Daily Papers\n\n2025-03-19\n\n- [One](https://arxiv.org/abs/2503.14847)\n"
        "- [Two](https://arxiv.org/abs/2503.14848)\n"
    )
    (reading,) = read("x", text, TODAY)
    assert [(p.title, p.arxiv_id) for p in reading.digest.papers] == [
        ("One", "2503.14847"), ("Two", "2503.14848"),
    ]  # fmt: skip


def test_our_own_export_comes_back(sample: list[dict[str, Any]]) -> None:
    entries = [
        Entry(slug=f"p-{at}", first_day=date(2026, 1, 2), title=" ".join(row["title"].split()),
              body=from_text(row["abstract"]), authors=("A B", "C *D*") if at % 2 else ())
        for at, row in enumerate(sample)
    ]  # fmt: skip
    text = format_markdown(Settings(base_url="https://x.org/d"), "X, 2 January 2026", entries)
    assert recognise(text.decode()) == "markdown"
    (reading,) = read("x", text.decode(), TODAY)
    assert reading.digest.date == date(2026, 1, 2)
    assert [(p.title, p.abstract, p.authors) for p in reading.digest.papers] == [
        (entry.title, row["abstract"], entry.authors)
        for entry, row in zip(entries, sample, strict=True)
    ]


def test_the_recorded_digest() -> None:
    path = DATA / "recorded/md" / "daily_papers_ko_2024-01-03.md"
    (reading,) = read("x", path.read_text(encoding="utf-8"), TODAY)
    first = reading.digest.papers[0]
    assert (reading.digest.date, first.arxiv_id) == (date(2024, 1, 3), "2401.00908")
    assert (first.upvotes, len(first.authors), first.abstract.count("\n\n")) == (48, 9, 5)


DIGEST = """\
# Reading of the week, 2025-09-17

### 1. **[First of all](https://arxiv.org/abs/2509.00001v2)**
- **Rank**: 9 of 10 | **Day**: 2025-09-16
- **Authors**: Ann One, Bob Two et al.
<details>
<summary>About it</summary>

The first begins.

#### More

It goes on.
</details>

---

## 2) [__Second__ to none](https://huggingface.co/papers/2509.00002)
__Author:__ Carl Three
**Abstract:** The second.

```bibtex
@article{x}

@book{y}
```

It ends here.

## License

MIT
"""


@pytest.mark.parametrize("more", ["", "One more line.\n", "One more.\n\nAnother.\n"])
def test_headings_with_numbers_and_bold_type(more: str) -> None:
    (reading,) = read("x", DIGEST + more, TODAY)
    digest = reading.digest
    assert (reading.format, digest.date) == ("markdown", date(2025, 9, 17))
    assert [(x.title, x.arxiv_id, x.authors, x.abstract) for x in digest.papers] == [
        ("First of all", "2509.00001", ("Ann One", "Bob Two"), "The first begins.\n\nIt goes on."),
        ("Second to none", "2509.00002", ("Carl Three",), "The second.\n\nIt ends here."),
    ]
    told = {problem.line for problem in reading.unread}
    assert {1, 4, 7, 11, 22, 25, 30, 32} <= told
    assert not told & {3, 5, 6, 9, 13, 14, 16, 18, 19, 20, 28}


@pytest.mark.parametrize(
    "words", ["PDF", "arXiv", "[Paper]", "🔗 Link to the paper", "2509.00001", "..."]
)
def test_a_link_that_names_no_title_is_no_paper(words: str) -> None:
    text = (
        f"# Daily Papers\n\n2025-09-17\n\n- [{words}](https://arxiv.org/abs/2509.00001)\n\nText.\n"
    )
    with pytest.raises(InputError, match="no paper in it"):
        read("x", text, TODAY)


def test_a_section_after_a_list_is_no_abstract() -> None:
    text = "2025-09-17\n\n- [A title](https://arxiv.org/abs/2509.00001)\n\n# License\n\nMIT\n"
    (reading,) = read("x", text, TODAY)
    assert [(x.title, x.abstract) for x in reading.digest.papers] == [("A title", "")]
    assert [problem.line for problem in reading.unread] == [5, 7]


def test_an_address_below_a_heading_is_a_papers_or_nothing() -> None:
    text = "## Home\n\n<https://x.example>\n\n## A title\n\n<https://arxiv.org/abs/2509.00001>\n\nText.\n"
    (reading,) = read("x", text, TODAY, TODAY)
    assert [(x.title, x.abstract) for x in reading.digest.papers] == [("A title", "Text.")]


def test_lines_above_our_own_export_are_reported() -> None:
    paper = "## A\n\nAnn One\n\n<https://x.org/2025-09-17/a/>\n\nText.\n"
    (reading,) = read("x", f"# Daily Papers\n\nMystery words\n\n{paper}", TODAY)
    assert [str(problem) for problem in reading.unread] == ["x:3: not understood: 'Mystery words'"]
    (reading,) = read("x", f"# Daily Papers\n\n{paper}", TODAY)
    assert reading.unread == ()
