from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex
from site_gen.build.manifest.database import open_manifest
from site_gen.plan import name_lists
from site_gen.plan.author_pages import AuthorRow
from site_gen.plan.name_lists import LISTED, NamesList, plan_authors


def row(slug: str, count: int = 3) -> AuthorRow:
    return AuthorRow(slug=slug, name=slug.upper(), count=count)


def plan(
    rows: Iterable[AuthorRow],
    touched: set[str] | None = None,
    last: Iterable[str] = (),
    prefix: str = "",
) -> list[NamesList]:
    changes = AuthorChanges(authors={one.slug: one for one in rows})
    with (
        TemporaryDirectory() as folder,
        open_manifest(Path(folder, "m.sqlite"), is_new=True) as manifest,
    ):
        index = AuthorIndex(manifest)
        index.change(changes)
        return list(plan_authors(index, touched, last, prefix))


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
        patch.setattr(name_lists, "LISTED", most)
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


def test_organizations_have_lists_of_their_own() -> None:
    rows = [row("ada"), row("~eth", 9), row("~epfl", 4)]
    authors, names = plan(rows)
    first, letters = plan(rows, prefix="~")

    assert authors.page
    assert first.page
    assert letters.page
    assert [one.slug for one in names.rows] == ["ada"]
    assert (first.page.url, first.page.kind, first.page.total) == (
        "/organizations/", "organizations", 2
    )  # fmt: skip
    assert [one.slug for one in first.page.top] == ["~eth", "~epfl"]
    assert [(one.prefix, one.url) for one in first.page.parts] == [("e", "/organizations/names/e/")]
    assert (letters.page.title, letters.page.prefix) == ("Organizations: e", "e")
    assert letters.page.names == (
        ("~EPFL", "/organizations/epfl/"), ("~ETH", "/organizations/eth/")
    )  # fmt: skip
    assert authors.page.total == 1
    assert plan([row("ada")], prefix="~") == plan([row("~eth")]) == []


def test_a_new_organization_plans_its_own_lists_alone() -> None:
    rows = [row("ada"), row("~eth")]
    touched, last = {"~epfl"}, {"a", "~e"}

    assert [one.page is None for one in plan([*rows, row("~epfl")], touched, last)] == [False, True]
    lists = plan([*rows, row("~epfl")], touched, last, "~")
    assert [(one.prefix, one.page is None) for one in lists] == [("~", False), ("~e", False)]
