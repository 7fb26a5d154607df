import pytest

from site_gen.importing.formats.markdown_digest.papers import parse_digest

_LINK = "[PDF](https://arxiv.org/abs/2509.0000{0})"


@pytest.mark.parametrize(
    ("head", "row", "title", "notes"),
    [
        ("| Link | Title |", f"| {_LINK} | A |", "A", []),
        ("| Name of it | x |", "| [A](https://arxiv.org/abs/2509.00001) | 3 |", "A", []),
        ("| What | Link |", f"| A | {_LINK} |", "A",
         ["taken for a title: 'A'; no column is called 'Title'"]),
    ],
)  # fmt: skip
def test_a_title_that_is_a_guess_is_noted(
    head: str, row: str, title: str, notes: list[str]
) -> None:
    found = parse_digest("x", f"{head}\n|---|---|\n{row.format(1)}\n")
    assert [paper.title for paper, _ in found.papers] == [title]
    assert [note.message for note in found.notes] == notes


def test_a_table_without_titles_gives_no_paper() -> None:
    rows = f"| {_LINK.format(1)} | 4 |\n| {_LINK.format(2)} | 5 |\n"
    found = parse_digest("x", f"| Link | Score |\n|---|---|\n{rows}")
    assert found.papers == ()
    assert [problem.line for problem in found.unread] == [3, 4]
    row = "| [2509.00002](https://arxiv.org/abs/2509.00002) | Bo |\n"
    found = parse_digest("x", f"| 2509.00001 | Ann One |\n|---|---|\n{row}")
    assert (found.papers, len(found.unread)) == ((), 2)


def test_the_first_row_is_reported_where_it_names_no_column() -> None:
    text = "| A paper | 3 |\n|---|---|\n| [B](https://arxiv.org/abs/2509.00001) | 4 |\n"
    found = parse_digest("x", text)
    assert [paper.title for paper, _ in found.papers] == ["B"]
    assert [problem.message for problem in found.unread] == [
        "not understood: 'A paper | 3'; expected names of columns",
        "column '3' (1 value) is not used",
    ]


def test_values_of_cells_that_cannot_be_read_are_reported() -> None:
    head = "| Title | Upvotes | Votes | Authors |\n|---|---|---|---|\n"
    row = "| [B](https://arxiv.org/abs/2509.00001) | 12 | many | Ann One, 3 |\n"
    found = parse_digest("x", head + row)
    ((paper, _),) = found.papers
    assert (paper.upvotes, paper.authors) == (12, ("Ann One",))
    assert [problem.message for problem in found.unread] == [
        "not understood: '3'; expected a name",
        "column 'Votes' (1 value) is not used",
    ]
