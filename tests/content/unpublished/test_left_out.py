from pathlib import Path

from site_gen.content.digest_file import find_dead_references
from site_gen.content.store import scan
from site_gen.content.unpublished.left_out import (
    LastLeftOut,
    LeftOut,
    find_left_out,
    hide,
    list_late,
    list_notices,
    list_unpublished,
    read_listings,
    select_turned,
)

REMOVED, DRAFT = "removed: why", "draft: true"
NOTHING = LastLeftOut({}, {})


def mark(content: Path, ref: str, line: str) -> None:
    path = content / f"{ref}.md"
    path.write_text(path.read_text().replace("---\n", f"---\n{line}\n", 1))


def find(content: Path, others: LeftOut | None = None) -> LeftOut:
    return find_left_out(content, scan(content).months, NOTHING, ["2025-09"], others or LeftOut())


def test_removed_papers_and_drafts_are_found_and_hidden(papers: Path) -> None:
    mark(papers, "2025-09-16/a", REMOVED)
    mark(papers, "2025-09-16/b", DRAFT)
    months = scan(papers).months
    left_out = find(papers)

    assert left_out.removed == {"2025-09-16/a"}
    assert left_out.drafts == {"2025-09-16/b"}
    (month,) = hide(papers, months, left_out)
    assert month.refs == ("2025-09-17/a",)
    assert [day.removed for day in month.days] == [("a",), ()]
    assert [day.drafts for day in month.days] == [("b",), ()]
    assert month.stat_signature == months[0].stat_signature
    assert hide(papers, months, LeftOut()) == months


def test_a_removed_paper_is_no_draft(papers: Path) -> None:
    mark(papers, "2025-09-16/a", f"{REMOVED}\n{DRAFT}")

    assert find(papers) == LeftOut(removed=frozenset(["2025-09-16/a"]))


def test_a_day_of_drafts_alone_is_left_out(papers: Path) -> None:
    mark(papers, "2025-09-17/a", DRAFT)
    days = hide(papers, scan(papers).months, find(papers))[0].days
    assert [f"{day.date}" for day in days] == ["2025-09-16"]

    (papers / "2025-09-17/digest.yaml").write_text("papers: [2025-09-16/b, a]\n")
    days = hide(papers, scan(papers).months, find(papers))[0].days
    assert [f"{day.date}" for day in days] == ["2025-09-16", "2025-09-17"]


def test_a_month_of_drafts_alone_is_left_out(papers: Path) -> None:
    for ref in ("2025-09-16/a", "2025-09-16/b", "2025-09-17/a"):
        mark(papers, ref, DRAFT)

    assert hide(papers, scan(papers).months, find(papers)) == ()


def test_drafts_are_shown_where_that_is_asked_for(papers: Path) -> None:
    mark(papers, "2025-09-16/a", DRAFT)
    left_out = find(papers, LeftOut(has_drafts=True))

    assert left_out.drafts == frozenset()
    assert list_late(papers, ["2025-09-16/a"], left_out) == []
    (problem,) = list_late(papers, ["2025-09-16/a", "2025-09-16/b"], LeftOut())
    assert f"{problem}".startswith("content/2025-09-16/a.md: the paper became a draft")
    mark(papers, "2025-09-16/b", REMOVED)
    (problem,) = list_late(papers, ["2025-09-16/b", "2025-09-17/a"], left_out)
    assert f"{problem}".startswith("content/2025-09-16/b.md: the paper was taken down")


def test_listings_are_without_what_is_left_out(papers: Path) -> None:
    (papers / "2025-09-16/digest.yaml").write_text("papers: [b, 2025-10-01/z]\n")
    (papers / "2025-09-17/digest.yaml").write_text("papers: [2025-09-16/a, a, 2025-09-16/b]\n")
    mark(papers, "2025-09-16/a", REMOVED)
    mark(papers, "2025-09-16/b", DRAFT)
    left_out = find(papers, LeftOut(to_come=frozenset(["2025-10-01/z"])))
    months = hide(papers, scan(papers).months, left_out)
    listings, problems = read_listings(papers, months, ["2025-09"], left_out)
    first, second = listings["2025-09"]

    assert (first.papers, second.papers, second.lines) == ((), ("a",), (1,))
    assert [listing.removed for listing in (first, second)] == [("2025-09-16/a",)] * 2
    assert first.unpublished == ("2025-09-16/b", "2025-10-01/z")
    assert second.unpublished == ("2025-09-16/b",)
    assert list_notices([first, second]) == ["2025-09-16/a"]
    assert [*problems, *find_dead_references(months, listings)] == []
    found = list_unpublished(months, listings, left_out, {})
    assert found == {"2025-09": {"2025-09-16/b", "2025-10-01/z"}}
    assert list_unpublished(months, {}, left_out, found) == found


def test_a_month_that_did_not_change_is_known_from_the_last_build(papers: Path) -> None:
    mark(papers, "2025-09-16/a", DRAFT)  # not looked at
    last = LastLeftOut({}, {"2025-09": {"2025-09-16/b", "2025-10-01/z"}})
    left_out = find_left_out(papers, scan(papers).months, last, [], LeftOut())

    assert left_out.drafts == {"2025-09-16/b"}


def test_months_that_name_what_turned_are_selected(papers: Path) -> None:
    months = scan(papers).months
    named = LastLeftOut({}, {"2025-07": {"2025-09-16/b"}, "2025-08": {"2025-09-16/a"}})
    left_out = LeftOut(drafts=frozenset(["2025-09-16/b"]))

    assert select_turned((), named, left_out) == {"2025-08", "2025-09"}
    assert select_turned((), named, LeftOut()) == {"2025-07", "2025-08"}
    assert select_turned(months, NOTHING, LeftOut()) == {"2025-09"}  # it has other days
