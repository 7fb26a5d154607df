import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from site_gen.build.manifest.database import (
    FORMAT,
    ManifestError,
    find_fault,
    manifest_path,
    open_manifest,
)
from site_gen.model.errors import OutputError


def test_a_manifest_is_named_by_its_output_s_path_relative_to_the_site(tmp_path: Path) -> None:
    for site in (tmp_path / "a", tmp_path / "b"):
        folder = site / ".cache/site-gen"
        assert manifest_path(site, site / "public") == folder / "public.sqlite"
        assert manifest_path(site, site / "x/y") == folder / "x%2Fy.sqlite"
        assert manifest_path(site, tmp_path / "out") == folder / "..%2Fout.sqlite"


def test_outputs_with_long_paths_have_manifests_of_their_own(tmp_path: Path) -> None:
    names = {manifest_path(tmp_path, tmp_path / ("a" * 150) / end).name for end in ("b", "c")}
    assert len(names) == 2
    assert max(map(len, names)) < 150


def test_what_is_not_committed_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    statement = "INSERT INTO build VALUES (?, '', '', 0, 0, 0)"
    with open_manifest(path, is_new=True) as manifest:
        manifest.begin()
        manifest.put(statement, [("kept",)])
        manifest.commit()
        manifest.begin()
        manifest.put(statement, [("lost",)])
    with open_manifest(path, is_new=False) as manifest:
        assert manifest.ask("SELECT id FROM build") == [("kept",)]
    with open_manifest(path, is_new=True) as manifest:
        assert manifest.ask("SELECT id FROM build") == []


def put_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda _: None, ""),
        (Path.unlink, "the record of the last build is missing"),
        (become_folder, "the record of the last build is not a file"),
        (lambda path: path.write_text("text " * 999), "the record of the last build is damaged: "),
        (lambda path: path.write_bytes(b""), "the record of the last build is damaged: "),
        (put_version, "another version of site-gen made the last build"),
    ],
)
def test_what_is_wrong_with_a_manifest(tmp_path: Path, damage: object, fault: str) -> None:
    path = tmp_path / "m.sqlite"
    with open_manifest(path, is_new=True):
        pass
    assert callable(damage)
    damage(path)

    assert find_fault(path).startswith(fault)
    assert bool(find_fault(path)) == bool(fault)
    with open_manifest(path, is_new=True) as manifest:
        assert manifest.ask("SELECT id FROM build") == []


def test_a_query_that_fails_is_a_manifest_error(tmp_path: Path) -> None:
    with open_manifest(tmp_path / "m.sqlite", is_new=True) as manifest:
        manifest.put("DROP TABLE page", [()])
        with pytest.raises(ManifestError, match="no such table: page"):
            manifest.ask("SELECT path FROM page")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(
            OutputError, match="cannot be written: (File exists|Not a directory); expected"
        ),
        open_manifest(tmp_path / "file/m.sqlite", is_new=False),
    ):
        pass
