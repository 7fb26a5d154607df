from datetime import date
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from site_gen.author_pages import (
    LISTED,
    LONG,
    NEWEST,
    Authored,
    AuthorRow,
    author_paths,
    describe_author,
    plan_author,
    plan_authors,
    sort_papers,
)
from site_gen.urls import author_slug

NAMES = st.text() | st.sampled_from(["a b", "A  B", "a-b", "ａ b", "a ｂ", "names", "a 0123abcd"])


def paper(name: str, place: int = 0, *authors: str, topics: tuple[str, ...] = ()) -> Authored:
    return Authored(
        name=name, title=name, place=place, stamp="", authors=authors or ("Ada B",), topics=topics
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
    assert page.context["topics"] == ("W", "V")
    assert [one.url for one in page.context["papers"]] == ["/2025-09-02/b/", "/2025-09-01/a/"]  # type: ignore[attr-defined]


def test_who_has_many_papers_has_pages_of_years() -> None:
    papers = sort_papers(paper(f"{2024 + n % 2}-09-01/p{n}") for n in range(LONG + 1))
    found = describe_author("ada-b", papers)
    pages = {page.url: page.context["papers"] for page in plan_author(found, papers)}

    assert list(pages) == ["/authors/ada-b/", "/authors/ada-b/2025/", "/authors/ada-b/2024/"]
    assert [len(some) for some in pages.values()] == [NEWEST, 100, 101]  # type: ignore[arg-type]
    assert set(author_paths(found)) == {
        "authors/ada-b/index.html",
        "authors/ada-b/atom.xml",
        "authors/ada-b/2025/index.html",
        "authors/ada-b/2024/index.html",
    }


@given(st.sets(st.text("ab-", min_size=1, max_size=9).filter(lambda x: x.strip("-")), max_size=40))
def test_every_author_stands_on_one_page_of_names(slugs: set[str]) -> None:
    rows = [row(slug) for slug in sorted(slugs)]
    pages = list(plan_authors(rows))

    assert sorted(one.slug for _, some in pages for one in some) == sorted(slugs)
    assert len({page.url for page, _ in pages}) == len(pages)


def test_no_page_of_names_is_long() -> None:
    rows = [row(f"a{number:04}") for number in range(3 * LISTED)]
    pages = {page.url: page for page, _ in plan_authors([row("a"), *rows])}

    assert all(len(page.context["names"]) <= LISTED for page in pages.values())  # type: ignore[arg-type]
    assert all(len(page.context["parts"]) <= 37 for page in pages.values())  # type: ignore[arg-type]
    assert pages["/authors/names/a/"].context["names"] == (("A", "/authors/a/"),)


def test_without_authors_there_is_no_list() -> None:
    assert list(plan_authors([])) == []


def fold(name: str) -> list[str]:
    return normalize("NFKC", name).casefold().split()


@given(NAMES, NAMES)
def test_two_names_share_a_page_where_they_differ_in_case_and_spaces_only(a: str, b: str) -> None:
    assert author_slug(a) == author_slug(f" {a}  ")
    assert (author_slug(a) == author_slug(b)) == (fold(a) == fold(b))
    assert author_slug("Jun-Yan Zhu") != author_slug("Jun Yan Zhu")
    assert author_slug("José") != author_slug("Jose")
