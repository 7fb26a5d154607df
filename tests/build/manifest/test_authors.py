from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex
from site_gen.build.manifest.database import ManifestError, open_manifest
from site_gen.plan.author_pages import Authored, AuthorRow


def paper(name: str, *authors: str, title: str = "T") -> Authored:
    return Authored(
        name=name, title=title, place=1, content_hash="s", authors=authors, topics=("A",)
    )


@pytest.fixture
def index(tmp_path: Path) -> Iterator[AuthorIndex]:
    with open_manifest(tmp_path / "m.sqlite", is_new=True) as manifest:
        yield AuthorIndex(manifest)


ONE, TWO = paper("2025-08-01/a", "Ada", "Bo"), paper("2025-09-01/b", "ADA", "Cy")


def tell(index: AuthorIndex, month: str, *papers: Authored, content_hash: str = "x") -> None:
    old, new = index.compare_papers(month, papers)
    change(index, AuthorChanges(months={month: content_hash}, old=old, new=new))


def change(index: AuthorIndex, changes: AuthorChanges) -> None:
    index.manifest.begin()
    index.change(changes)
    index.manifest.commit()


def row(slug: str, count: int = 3, *years: int) -> AuthorRow:
    return AuthorRow(slug=slug, name=slug.upper(), count=count, years=years)


def test_what_is_written_is_read_back(index: AuthorIndex) -> None:
    rows = {"ada": row("ada", 2, 2025, 2024), "bo": row("bo")}
    months = {"2025-08": "x", "2025-09": "y"}
    change(index, AuthorChanges(months=months, new=(ONE, TWO), authors=rows))

    assert index.read_months() == months
    assert index.compare_papers("2025-08", [TWO]) == ([ONE], [TWO])
    assert index.compare_papers("2025-08", [ONE]) == ([], [])
    assert index.read_papers(["ada", "cy", "no"]) == {"ada": [ONE, TWO], "cy": [TWO]}
    assert index.read_authors() == rows
    assert index.read_authors(["bo", "no"]) == {"bo": rows["bo"]}


def test_a_month_is_told_anew(index: AuthorIndex) -> None:
    tell(index, "2025-08", ONE)
    tell(index, "2025-09", TWO)
    tell(index, "2025-08", paper("2025-08-01/a", "Bo", title="U"), content_hash="z")

    assert index.read_papers(["ada", "bo"]) == {
        "ada": [TWO],
        "bo": [paper("2025-08-01/a", "Bo", title="U")],
    }
    tell(index, "2025-08", content_hash="")
    assert index.read_months() == {"2025-09": "x"}
    assert index.read_papers(["bo"]) == {}


def test_what_is_not_committed_is_undone_but_seen_until_then(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with open_manifest(path, is_new=True) as manifest:
        change(
            AuthorIndex(manifest),
            AuthorChanges(months={"2025-08": "x"}, authors={"ada": row("ada")}),
        )
        manifest.begin()
        index = AuthorIndex(manifest)
        index.change(AuthorChanges(months={"2025-08": "y"}, authors={"ada": None, "bo": row("bo")}))
        assert index.find("") == (row("bo"),)

    with open_manifest(path, is_new=False) as manifest:
        assert AuthorIndex(manifest).read_months() == {"2025-08": "x"}
        assert AuthorIndex(manifest).read_authors() == {"ada": row("ada")}


def test_authors_are_asked_for_a_few(index: AuthorIndex) -> None:
    rows = [row("a", 4), row("a-b", 9, 2025, 2024), row("ab"), row("abc", 5), row("b", 9)]
    change(index, AuthorChanges(authors={one.slug: one for one in rows}))

    assert index.count() == 5
    assert index.count_pages() == 7
    assert [one.slug for one in index.find_top(3)] == ["a-b", "b", "abc"]
    assert index.find("ab") == tuple(rows[2:4])
    assert index.find_one("a") == (rows[0],)
    assert index.find_one("c") == ()
    assert [index.is_more("a", most) for most in (3, 4)] == [True, False]
    assert index.find_starts("") == ["a", "b"]
    assert index.find_starts("a") == ["a-", "ab"]
    assert index.find_starts("b") == []


def test_an_organization_is_in_the_index_and_among_no_authors(index: AuthorIndex) -> None:
    one = replace(ONE, organization="ETH Zurich")
    two = Authored(
        name="2025-08-02/c", title="T", place=1, content_hash="s", authors=(), organization="E"
    )
    tell(index, "2025-08", one, two)
    rows = [row("ada", 4), row("~eth-zurich", 9, 2025), row("~e", 3), row("bo", 3)]
    change(index, AuthorChanges(authors={one.slug: one for one in rows}))

    assert index.read_keys("2025-08") == {one.name: ("ada", "bo", "~eth-zurich"), two.name: ("~e",)}
    assert index.read_papers(["~eth-zurich", "~e"]) == {"~eth-zurich": [one], "~e": [two]}
    assert (index.count(), index.count("~"), index.count_pages()) == (2, 2, 5)
    assert [one.slug for one in index.find_top(9)] == ["ada", "bo"]
    assert [one.slug for one in index.find_top(1, "~")] == ["~eth-zurich"]
    assert [one.slug for one in index.find("~")] == ["~e", "~eth-zurich"]
    assert [one.slug for one in index.find("")] == ["ada", "bo"]
    assert (index.find_starts(""), index.find_starts("~")) == (["a", "b"], ["~e"])
    assert [index.is_more("~", most) for most in (1, 2)] == [True, False]
    assert not index.is_more("", 2)


@pytest.mark.parametrize("description", ["[", "{}", "null", '"a"', "1], [1"])
def test_a_damaged_row_is_a_manifest_error(index: AuthorIndex, description: str) -> None:
    tell(index, "2025-08", ONE)
    index.manifest.put("UPDATE paper SET description = ?", [(description,)])

    for ask in (lambda: index.read_keys("2025-08"), lambda: index.read_papers(["ada"])):
        with pytest.raises(ManifestError):
            ask()
