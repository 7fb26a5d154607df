from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex
from site_gen.build.manifest.database import open_manifest
from site_gen.model.slugs import author_slug
from site_gen.plan import author_pages
from site_gen.plan.author_pages import (
    LISTED,
    LONG,
    NEWEST,
    Authored,
    AuthorRow,
    NamesList,
    author_paths,
    describe_author,
    plan_author,
    plan_authors,
    sort_papers,
)

NAMES = st.text() | st.sampled_from(["a b", "A  B", "a-b", "ａ b", "a ｂ", "names", "a 0123abcd"])


def paper(name: str, place: int = 0, *authors: str, topics: tuple[str, ...] = ()) -> Authored:
    return Authored(
        name=name,
        title=name,
        place=place,
        content_hash="",
        authors=authors or ("Ada B",),
        topics=topics,
    )


def row(slug: str, count: int = 3) -> AuthorRow:
    return AuthorRow(slug=slug, name=slug.upper(), count=count)


def test_papers_stand_newest_day_first_in_the_digest_s_order() -> None:
    found = sort_papers([paper("2025-09-01/b", 1), paper("2025-09-02/c"), paper("2025-09-01/a", 2)])

    assert [one.name for one in found] == ["2025-09-02/c", "2025-09-01/b", "2025-09-01/a"]


def test_the_newest_paper_spells_the_name() -> None:
    papers = [paper("2025-09-02/b", 0, "X", "ADA  B"), paper("2025-09-01/a")]

    assert describe_author("ada-b", papers) == AuthorRow(slug="ada-b", name="ADA B", count=2)


def test_a_page_has_all_papers_and_their_topics() -> None:
    papers = [paper("2025-09-02/b", topics=("V", "W")), paper("2025-09-01/a", topics=("W",))]
    (page,) = plan_author(describe_author("ada-b", papers), papers)

    assert page.url == "/authors/ada-b/"
    assert page.updated == date(2025, 9, 2)
    assert page.topics == ("W", "V")
    assert [one.url for one in page.papers] == ["/2025-09-02/b/", "/2025-09-01/a/"]


def test_who_has_many_papers_has_pages_of_years() -> None:
    papers = sort_papers(paper(f"{2024 + n % 2}-09-01/p{n}") for n in range(LONG + 1))
    found = describe_author("ada-b", papers)
    pages = {page.url: page.papers for page in plan_author(found, papers)}

    assert list(pages) == ["/authors/ada-b/", "/authors/ada-b/2025/", "/authors/ada-b/2024/"]
    assert [len(some) for some in pages.values()] == [NEWEST, 100, 101]
    assert set(author_paths(found)) == {
        "authors/ada-b/index.html",
        "authors/ada-b/feed.xml",
        "authors/ada-b/atom.xml",
        "authors/ada-b/feed.json",
        "authors/ada-b/2025/index.html",
        "authors/ada-b/2024/index.html",
    }


def plan(
    rows: Iterable[AuthorRow], touched: set[str] | None = None, last: Iterable[str] = ()
) -> list[NamesList]:
    changes = AuthorChanges(authors={one.slug: one for one in rows})
    with (
        TemporaryDirectory() as folder,
        open_manifest(Path(folder, "m.sqlite"), is_new=True) as manifest,
    ):
        index = AuthorIndex(manifest)
        index.change(changes)
        return list(plan_authors(index, touched, last))


SLUGS = st.sets(st.text("ab-", min_size=1, max_size=9).filter(lambda x: x.strip("-")), max_size=40)


@given(SLUGS)
def test_every_author_stands_on_one_page_of_names(slugs: set[str]) -> None:
    lists = plan(map(row, slugs))

    assert [one.slug for some in lists for one in some.rows] == sorted(slugs)
    assert len({one.prefix for one in lists}) == len(lists)


@settings(max_examples=30)
@given(SLUGS, SLUGS, st.integers(1, 5))
def test_lists_that_no_change_touches_are_as_they_were(
    before: set[str], after: set[str], most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(author_pages, "LISTED", most)
        last = {one.prefix: one for one in plan(map(row, before))}
        clean = plan(map(row, after))
        found = plan(map(row, after), before ^ after, set(last) - {""})

    assert [one.prefix for one in found] == [one.prefix for one in clean]
    assert [one if one.page else last[one.prefix] for one in found] == clean


def test_a_change_plans_few_lists() -> None:
    rows = [row(f"{a}{b}{number:02}") for a in "abcd" for b in "abcd" for number in range(90)]
    last = [one.prefix for one in plan(rows)]
    lists = plan([*rows, row("ab-x")], {"ab-x"}, last[1:])

    assert [one.prefix for one in lists] == last
    assert [one.prefix for one in lists if one.page] == ["", "a", "ab"]


def test_no_page_of_names_is_long() -> None:
    rows = [row(f"a{number:04}") for number in range(3 * LISTED)]
    pages = {one.page.url: one.page for one in plan([row("a"), *rows]) if one.page}

    assert all(len(page.names) <= LISTED for page in pages.values())
    assert all(len(page.parts) <= 37 for page in pages.values())
    assert pages["/authors/names/a/"].names == (("A", "/authors/a/"),)


def test_without_authors_there_is_no_list() -> None:
    assert plan([]) == []


def fold(name: str) -> list[str]:
    return normalize("NFKC", name).casefold().split()


@given(NAMES, NAMES)
def test_two_names_share_a_page_where_they_differ_in_case_and_spaces_only(a: str, b: str) -> None:
    assert author_slug(a) == author_slug(f" {a}  ")
    assert (author_slug(a) == author_slug(b)) == (fold(a) == fold(b))
    assert author_slug("Jun-Yan Zhu") != author_slug("Jun Yan Zhu")
    assert author_slug("José") != author_slug("Jose")
