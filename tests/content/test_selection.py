from pathlib import Path

import pytest

from site_gen.content.selection import select
from site_gen.model.errors import InputError


@pytest.mark.parametrize(
    ("targets", "found"),
    [
        (["2025-09-17"], ["a"]),
        (["2025-W38"], ["a", "b", "a"]),
        (["2025-09", "2025-09-16"], ["a", "b", "a"]),
        (["all", "2025"], ["a", "b", "a"]),
        (["topics/things"], ["b"]),
        (["topics/stuff"], ["b"]),
        (["b", "2025-09-17/a"], ["b", "a"]),
    ],
)
def test_what_is_asked_for_is_found_once(
    papers: Path, targets: list[str], found: list[str]
) -> None:
    (papers / "topics.yaml").write_text("Things: {aliases: [Stuff], named: no, words: [16 b]}\n")
    assert [entry.slug for entry in select(papers, targets).papers()] == found


def test_every_target_that_names_nothing_is_told(papers: Path) -> None:
    with pytest.raises(InputError) as caught:
        select(papers, ["a", "nothing", "2024-01", "2024-01-01", "2024-W01", "2024"])

    assert [str(problem).split(";")[0] for problem in caught.value.problems] == [
        "a: more than one paper: 2025-09-16/a, 2025-09-17/a",
        "nothing: no such paper",
        "2024-01: no papers then",
        "content/2024-01-01: no such day",
        "2024-W01: no papers then",
        "2024: no papers then",
    ]


def test_a_topic_without_papers_is_told(papers: Path) -> None:
    with pytest.raises(InputError, match="topics/nothing: no paper has this topic; expected"):
        list(select(papers, ["topics/nothing"]).papers())


def test_nothing_is_given_after_a_mistake_and_all_mistakes_are_told(papers: Path) -> None:
    for name in ("2025-09-16/b", "2025-09-17/a"):
        (papers / f"{name}.md").write_text("no front matter")
    given = select(papers, ["2025-09-16/a", "2025-09-16", "2025-09-16/a", "2025-09-17"]).papers()

    assert next(given).slug == "a"
    with pytest.raises(InputError) as caught:
        next(given)
    assert [problem.path for problem in caught.value.problems] == [
        "content/2025-09-16/b.md",
        "content/2025-09-17/a.md",
    ]


def test_a_paper_of_a_topic_is_read_on_its_first_day_alone(papers: Path) -> None:
    (papers / "2025-09-17/digest.yaml").write_text("papers: [2025-09-16/b, a]\n")
    (papers / "topics.yaml").write_text("Things: {named: no, words: [16 b]}\n")

    parts = list(select(papers, ["topics/things"]).read())
    assert [[entry.slug for entry in entries] for _, entries in parts] == [["b"], []]
