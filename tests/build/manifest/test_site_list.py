from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.build.manifest.site_list import (
    NAME,
    SiteList,
    is_made_here,
    read_site_list,
    write_site_list,
)

PATHS = st.sets(st.sampled_from(["index.html", "a/index.html", "a/b.json", "c", "é/x"]))


def save(folder: Path, site_list: SiteList) -> None:
    with TemporaryDirectory(dir=folder.parent) as work:
        write_site_list(folder, site_list, Path(work))


@given(st.lists(st.tuples(PATHS, PATHS), max_size=99))
def test_the_paths_are_those_of_all_builds_in_turn(builds: list[tuple[set[str], set[str]]]) -> None:
    found, expected = SiteList(), set[str]()
    for number, (added, gone) in enumerate(builds):
        found = found.change(f"build {number}", added, gone)
        expected = (expected | added) - gone
        assert found.paths() == expected
        assert found.build == f"build {number}"
    assert len(found.packed) < 64 * 100


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_site_list(tmp_path) == SiteList()
    made = SiteList().change("id", {"a", "b/c"}, ())
    save(tmp_path, made)

    assert read_site_list(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("path", ["/etc/passwd", "../a", "a/../../b", ""])
def test_a_path_that_leaves_the_folder_is_not_ours(path: str) -> None:
    assert SiteList().change("id", {"a", path}, ()).paths() == frozenset()


@pytest.mark.parametrize("size", range(0, 60, 7))
def test_a_list_that_is_cut_names_no_file(tmp_path: Path, size: int) -> None:
    save(tmp_path, SiteList().change("id", {f"a/{n}" for n in range(99)}, ()))
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:size])

    assert read_site_list(tmp_path).paths() == frozenset()


def test_an_output_folder_is_known_by_its_list(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    assert not is_made_here(tmp_path)
    save(tmp_path, SiteList("id"))
    assert is_made_here(tmp_path)
