from pathlib import Path

import pytest

from site_gen.content.selection import find_papers, select
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


@pytest.mark.parametrize(
    "targets",
    [
        ["2025-W38", "2025-09-16", "2025-09-17"],
        ["2025-09", "2025-W38"],
        ["2025-09-16", "all"],
        ["2025-09-16", "2025-09-16", "2025-09-17", "2025-09-17"],
    ],
)
def test_targets_that_overlap_give_each_day_once(papers: Path, targets: list[str]) -> None:
    days = [
        (str(listing.date), len(entries)) for listing, entries in select(papers, targets).read()
    ]

    assert days == [("2025-09-16", 2), ("2025-09-17", 1)]


def test_a_paper_that_is_named_twice_is_read_once(papers: Path) -> None:
    assert len(list(select(papers, ["b", "2025-09-16/b"]).read())) == 1


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


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("b", "2025-09-16/b"),
        ("2025-09-17/a", "2025-09-17/a"),
        ("/2025-09-17/a/", "2025-09-17/a"),
        ("https://a.example/papers/2025-09-17/a/?q=1#top", "2025-09-17/a"),
        ("http://127.0.0.1:8000/2025-09-17/a/index.html", "2025-09-17/a"),
        ("content/2025-09-17/a.md", "2025-09-17/a"),
        ("2509.01234", "2025-09-16/b"),
        ("arXiv:2509.01234v2", "2025-09-16/b"),
        ("https://arxiv.org/abs/2509.01234", "2025-09-16/b"),
        ("10.1000/ABC", "2025-09-17/a"),
    ],
)
def test_a_paper_is_found_by_all_its_names(papers: Path, target: str, found: str) -> None:
    (papers / "2025-09-16/b.md").write_text("---\ntitle: T\narxiv_id: '2509.01234'\n---\n")
    (papers / "2025-09-17/a.md").write_text("---\ntitle: T\ndoi: 10.1000/abc\n---\n\n2509.01234\n")
    assert find_papers(papers, [target, target]) == [found]


def test_targets_that_name_no_paper_or_several_are_told(papers: Path) -> None:
    for name in ("2025-09-16/a", "2025-09-16/b"):
        (papers / f"{name}.md").write_text("---\ntitle: T\narxiv_id: '2509.01234'\n---\n")
    with pytest.raises(InputError) as caught:
        find_papers(papers, ["a", "2509.01234", "2025-09-18/b", "bb", "2509.99999", "http://["])

    several = "2 papers: 2025-09-16/a, 2025-09-1"
    expected = "expected a slug, day/slug, an arXiv id, a DOI or the address of a paper's page"
    assert [str(problem) for problem in caught.value.problems] == [
        f"a: {several}7/a; expected one of these",
        f"2509.01234: {several}6/b; expected one of these",
        "2025-09-18/b: no such paper; did you mean '2025-09-16/b'?",
        "bb: no such paper; did you mean '2025-09-16/b'?",
        f"2509.99999: no such paper; {expected}",
        f"http://[: no such paper; {expected}",
    ]


def test_a_removed_paper_is_left_out_and_is_no_paper_by_name(papers: Path) -> None:
    (papers / "2025-09-17/digest.yaml").write_text("papers: [2025-09-16/b, a]\n")
    (papers / "2025-09-16/b.md").write_text("---\ntitle: T\nremoved: why\n---\n")

    assert [entry.slug for entry in select(papers, ["all"]).papers()] == ["a", "a"]
    listing = next(iter(select(papers, ["2025-09-17"]).read()))[0]
    assert (listing.papers, listing.removed) == (("a",), ("2025-09-16/b",))
    with pytest.raises(InputError, match="^2025-09-16/b: this paper was removed: why$"):
        list(select(papers, ["b"]).papers())


def test_what_is_not_found_may_be_what_cannot_be_read(papers: Path) -> None:
    (papers / "2025-09-18").mkdir()
    (papers / "2025-09-18/c.md").symlink_to("nowhere")
    told = "content/2025-09-18/c.md: cannot be read: No such file or directory"

    with pytest.raises(InputError, match=f"^c: no such paper; .*\n{told}$"):
        find_papers(papers, ["c"])
    with pytest.raises(InputError, match=f"^c: no such .*\n{told}$"):
        select(papers, ["c"])
    assert find_papers(papers, ["b"]) == ["2025-09-16/b"]
