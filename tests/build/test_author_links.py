from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.build.author_links import compute_author_links
from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex
from site_gen.build.manifest.database import open_manifest
from site_gen.model import Settings, subject_keys
from site_gen.plan.author_pages import Authored

MONTHS = ("2024-12", "2025-01", "2025-02", "2025-03")
Archive = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The names on papers, by month and paper: those of authors, and ``Org`` is an organization's."""
ORGANIZATION = "Org"


def archives() -> st.SearchStrategy[Archive]:
    names = st.lists(st.sampled_from(["Ada", "ADA", "Bo", "Cy D", ORGANIZATION]), max_size=3).map(
        tuple
    )
    return st.fixed_dictionaries(
        {
            month: st.dictionaries(st.sampled_from([f"{month}-0{n}/p" for n in (1, 2)]), names)
            for month in MONTHS
        }
    )


@contextmanager
def keep(folder: Path, archive: Archive) -> Iterator[AuthorIndex]:
    """Record authors as a build leaves them."""
    papers = [
        Authored(
            name=paper,
            title="T",
            place=0,
            content_hash="",
            authors=tuple(name for name in names if name != ORGANIZATION),
            organization=ORGANIZATION if ORGANIZATION in names else "",
        )
        for month in archive.values()
        for paper, names in month.items()
        if names
    ]
    with open_manifest(folder / "m.sqlite", is_new=True) as manifest:
        index = AuthorIndex(manifest)
        index.change(AuthorChanges(new=papers, months={"x": "x"}))
        yield index


def list_keys(papers: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Give the keys of a month's papers."""
    return {
        paper: subject_keys(
            [name for name in names if name != ORGANIZATION],
            ORGANIZATION if ORGANIZATION in names else "",
        )
        for paper, names in papers.items()
    }


def least_of(authors: int, organizations: int = 0) -> Sequence[Callable[[str], int]]:
    settings = Settings(author_pages=authors, organization_pages=organizations)
    return (settings.choose_least, settings.choose_search_least)


def compute_all(archive: Archive, least: Mapping[bool, int]) -> dict[str, frozenset[str]]:
    """Compute the names that are links by the rule's own words.

    ``least`` says how many papers an organization, and another name, needs.
    """
    links: dict[str, frozenset[str]] = {}
    for month, papers in archive.items():
        until = [
            {name.casefold() for name in names}
            for other in archive
            if other <= month
            for names in archive[other].values()
        ]
        links[month] = frozenset(
            "~org" if name == ORGANIZATION else name.casefold().replace(" ", "-")
            for names in papers.values()
            for name in names
            if 0 < least[name == ORGANIZATION] <= sum(name.casefold() in some for some in until)
        )
    return links


@settings(max_examples=150)
@given(archives(), archives(), st.sets(st.sampled_from(MONTHS)), *[st.integers(0, 5)] * 2)
def test_links_found_from_what_changed_are_those_of_the_whole_archive(
    before: Archive, after: Archive, edited: set[str], authors: int, organizations: int
) -> None:
    now = {month: (after if month in edited else before)[month] for month in MONTHS}
    with TemporaryDirectory() as folder, keep(Path(folder), before) as index:
        least = least_of(authors, organizations)
        found = compute_author_links(
            index, least, {month: list_keys(now[month]) for month in edited}
        )
        links = {month: found.compute(month) for month in MONTHS}
    # A page, and where pages need more than three papers, the search.
    needed = (
        {True: organizations, False: authors},
        {True: 0, False: 3 if authors > 3 else 0},
    )
    last, expected = (
        {month: tuple(compute_all(some, one)[month] for one in needed) for month in MONTHS}
        for some in (before, now)
    )

    assert links == expected
    assert {month for month in MONTHS if links[month] != last[month]} - edited <= found.changed
    assert found.changed - edited <= {month for month in MONTHS if links[month] != last[month]}


def test_a_later_paper_changes_no_older_month(tmp_path: Path) -> None:
    old = {"2025-01": {"2025-01-01/p": ("Ada",), "2025-01-02/p": ("Ada",)}}
    with keep(tmp_path, old) as index:
        found = compute_author_links(
            index, least_of(3), {"2025-02": {"2025-02-01/p": ("ada", "bo")}}
        )

        assert found.changed <= {"2025-02"}
        assert found.compute("2025-02") == (frozenset({"ada"}), frozenset())
        assert found.compute("2025-01") == (frozenset(), frozenset())
