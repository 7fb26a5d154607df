from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import author_slug, organization_key, subject_url
from site_gen.plan.author_pages import (
    LONG,
    NEWEST,
    Authored,
    AuthorRow,
    author_paths,
    describe_author,
    plan_author,
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

    assert describe_author("ada-b", papers, 10) == AuthorRow(slug="ada-b", name="ADA B", count=2)


def test_a_page_has_all_papers_and_their_topics() -> None:
    papers = [paper("2025-09-02/b", topics=("V", "W")), paper("2025-09-01/a", topics=("W",))]
    (page,) = plan_author(describe_author("ada-b", papers, 10), papers)

    assert page.url == "/authors/ada-b/"
    assert page.updated == date(2025, 9, 2)
    assert page.topics == ("W", "V")
    assert [one.url for one in page.papers] == ["/2025-09-02/b/", "/2025-09-01/a/"]


def test_who_has_many_papers_has_pages_of_years() -> None:
    papers = sort_papers(paper(f"{2024 + n % 2}-09-01/p{n}") for n in range(LONG + 1))
    found = describe_author("ada-b", papers, 10)
    pages = {page.url: page.papers for page in plan_author(found, papers)}

    assert list(pages) == ["/authors/ada-b/", "/authors/ada-b/2025/", "/authors/ada-b/2024/"]
    assert [len(some) for some in pages.values()] == [NEWEST, 100, 101]
    assert set(author_paths(found)) == {
        "authors/ada-b/index.html",
        "authors/ada-b/atom.xml",
        "authors/ada-b/2025/index.html",
        "authors/ada-b/2024/index.html",
    }


def fold(name: str) -> list[str]:
    return normalize("NFKC", name).casefold().split()


@given(NAMES, NAMES)
def test_two_names_share_a_page_where_they_differ_in_case_and_spaces_only(a: str, b: str) -> None:
    assert author_slug(a) == author_slug(f" {a}  ")
    assert (author_slug(a) == author_slug(b)) == (fold(a) == fold(b))
    assert author_slug("Jun-Yan Zhu") != author_slug("Jun Yan Zhu")
    assert author_slug("José") != author_slug("Jose")


def test_an_organization_has_pages_as_an_author_has() -> None:
    papers = [
        replace(paper(f"2025-09-0{n}/a"), organization=name)
        for n, name in ((2, "ETH  Zürich"), (1, "eth zürich"))
    ]
    found = describe_author(organization_key("ETH Zürich"), papers, 1)
    (page,) = plan_author(found, papers)

    assert (found.name, found.count) == ("ETH Zürich", 2)
    assert page.url == f"/organizations/{found.slug[1:]}/"
    assert (page.kind, page.title, page.summary) == (
        "organization", "ETH Zürich", "Papers from ETH Zürich, newest first."
    )  # fmt: skip
    assert [one.url for one in page.papers] == ["/2025-09-02/a/", "/2025-09-01/a/"]
    assert page.follow == ()


@pytest.mark.parametrize(
    ("key", "total", "author_feeds", "feeds"),
    [
        ("~e", 9, 1, []), ("~e", 10, 0, ["organizations/e/atom.xml"]),
        ("ada-b", 2, 3, []), ("ada-b", 3, 3, ["authors/ada-b/atom.xml"]), ("ada-b", 3, 0, []),
    ],
)  # fmt: skip
def test_who_has_a_feed(key: str, total: int, author_feeds: int, feeds: list[str]) -> None:
    some = [replace(paper(f"2025-09-01/p{n}"), organization="E") for n in range(total)]
    found = describe_author(key, some, author_feeds)
    (page,) = plan_author(found, some)

    assert [path for path in author_paths(found) if path.endswith(".xml")] == feeds
    assert [document.url for document in page.follow] == [f"/{path}" for path in feeds]


@given(NAMES, NAMES)
def test_organizations_share_a_page_as_authors_do_and_none_with_one(a: str, b: str) -> None:
    assert (organization_key(a) == organization_key(b)) == (fold(a) == fold(b))
    assert subject_url(organization_key(a)) != subject_url(author_slug(b))
