from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.build.author_links import compute_author_links
from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex
from site_gen.build.manifest.database import open_manifest
from site_gen.plan.author_pages import Authored

MONTHS = ("2024-12", "2025-01", "2025-02", "2025-03")
Archive = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The authors of papers, by month and name."""


def archives() -> st.SearchStrategy[Archive]:
    names = st.lists(st.sampled_from(["Ada", "ADA", "Bo", "Cy D"]), max_size=3).map(tuple)
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
        Authored(name=name, title="T", place=0, content_hash="", authors=authors)
        for month in archive.values()
        for name, authors in month.items()
        if authors
    ]
    with open_manifest(folder / "m.sqlite", is_new=True) as manifest:
        index = AuthorIndex(manifest)
        index.change(AuthorChanges(new=papers, months={"x": "x"}))
        yield index


def find_all(archive: Archive, least: int) -> dict[str, dict[str, str]]:
    """Find the names that are links by the rule's own words."""
    links: dict[str, dict[str, str]] = {}
    for month, papers in archive.items():
        until = [
            {name.casefold() for name in names}
            for other in archive
            if other <= month
            for names in archive[other].values()
        ]
        links[month] = {
            name: name.casefold().replace(" ", "-")
            for names in papers.values()
            for name in names
            if least and sum(name.casefold() in some for some in until) >= least
        }
    return links


@settings(max_examples=150)
@given(archives(), archives(), st.sets(st.sampled_from(MONTHS)), st.integers(0, 4))
def test_links_found_from_what_changed_are_those_of_the_whole_archive(
    before: Archive, after: Archive, edited: set[str], least: int
) -> None:
    now = {month: (after if month in edited else before)[month] for month in MONTHS}
    with TemporaryDirectory() as folder, keep(Path(folder), before) as index:
        found = compute_author_links(index, least, {month: now[month] for month in edited})
        links = {month: found.compute(month) for month in MONTHS}
    last = find_all(before, least)

    assert links == find_all(now, least)
    assert {month for month in MONTHS if links[month] != last[month]} - edited <= found.changed
    assert found.changed - edited <= {month for month in MONTHS if links[month] != last[month]}


def test_a_later_paper_changes_no_older_month(tmp_path: Path) -> None:
    old = {"2025-01": {"2025-01-01/p": ("Ada",), "2025-01-02/p": ("Ada",)}}
    with keep(tmp_path, old) as index:
        found = compute_author_links(index, 3, {"2025-02": {"2025-02-01/p": ("ada", "Bo")}})

        assert found.changed <= {"2025-02"}
        assert found.compute("2025-02") == {"ada": "ada"}
        assert found.compute("2025-01") == {}
