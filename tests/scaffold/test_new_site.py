import os
from pathlib import Path

import pytest

from site_gen.model.errors import OutputError
from site_gen.scaffold.new_site import check_folder, write_site

FILES = {".gitignore": "a\n", "README.md": "b\n", "content/site.yaml": "c\n", ".x/y/z.yml": "d\n"}


def tree(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


@pytest.mark.parametrize("name", ["site", "site/a/b"])
def test_a_new_folder(tmp_path: Path, name: str) -> None:
    check_folder(tmp_path / name, FILES)

    assert write_site(tmp_path / name, FILES) == []
    assert tree(tmp_path / name) == dict(sorted(FILES.items()))


def test_a_repository_that_was_just_made_is_new(tmp_path: Path) -> None:
    for name in ("LICENSE", "README.md", ".gitignore", ".git"):
        (tmp_path / name).write_text("mine")
    check_folder(tmp_path, FILES)

    assert write_site(tmp_path, FILES) == [".gitignore", "README.md"]
    assert {name for name, text in tree(tmp_path).items() if text == "mine"} == {
        "LICENSE", "README.md", ".gitignore", ".git"
    }  # fmt: skip


def fail(folder: Path) -> list[str]:
    before = tree(folder) if folder.is_dir() else {}
    with pytest.raises(OutputError) as caught:
        check_folder(folder, FILES)
    assert (tree(folder) if folder.is_dir() else {}) == before
    return [f"{one.path.rpartition('/')[2]}: {one.message}" for one in caught.value.problems]


def test_a_folder_that_is_in_use(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / name).mkdir()

    assert fail(tmp_path) == [
        f"{tmp_path.name}: not empty: it holds a, b, c and 1 more; "
        "expected an empty folder, as 'site-gen init NEW-FOLDER'"
    ]


def test_a_file_that_exists(tmp_path: Path) -> None:
    (tmp_path / ".x/y").mkdir(parents=True)
    (tmp_path / ".x/y/z.yml").write_text("mine")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").symlink_to("nothing")

    told = "is there already, and is left; move it away, or use 'site-gen init NEW-FOLDER'"
    assert fail(tmp_path) == [f"site.yaml: {told}", f"z.yml: {told}"]


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    for name in ("file", "file/a/b"):
        assert fail(tmp_path / name)[0].startswith("file: not a folder; expected an empty folder")


@pytest.mark.parametrize("name", ["", "new/site"])
def test_a_folder_that_may_not_be_written(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere

    assert "cannot be written: Permission denied" in fail(tmp_path / name)[0]


def test_nothing_stays_where_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / ".x").write_text("a file where a folder must be")

    with pytest.raises(OutputError, match="cannot be written: "):
        write_site(tmp_path, FILES)
    assert tree(tmp_path) == {".x": "a file where a folder must be"}
    assert [path.name for path in tmp_path.iterdir()] == [".x"]
