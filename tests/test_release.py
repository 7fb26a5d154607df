"""A release has one version everywhere, and files that anybody can build again."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import release
from tests.conftest import ROOT

LEFT_OUT = (".git", ".venv", ".cache", "public", "dist", "__pycache__", ".*_cache", ".hypothesis")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "site_gen").mkdir()
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    (tmp_path / "site_gen/__init__.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.2.3 - 2026-11-30\n")
    return tmp_path


def test_a_tag_that_is_the_version_everywhere_is_released(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main(["check", "v1.2.3"], project) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("tag", ["v1.2.4", "1.2.3", "v1.2.3rc1"])
def test_another_tag_is_not_released(
    tag: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main(["check", tag], project) == 1
    said = capsys.readouterr().err
    assert said == f"the tag is {tag}; expected v1.2.3, as in pyproject.toml\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("site_gen/__init__.py", '__version__ = "1.2.2"\n', "site_gen/__init__.py has another"),
        ("CHANGELOG.md", "## 1.2.3 - unreleased\n", "CHANGELOG.md has no line '## 1.2.3 - YYYY"),
        ("CHANGELOG.md", "## 1.2.2 - 2026-11-30\n", "CHANGELOG.md has no line '## 1.2.3 - YYYY"),
    ],
)
def test_every_place_has_the_version(project: Path, name: str, text: str, message: str) -> None:
    (project / name).write_text(text)
    (problem,) = release.find_problems("v1.2.3", project)
    assert problem.startswith(message)


def test_the_program_has_the_version_of_the_project() -> None:
    said = [one for one in release.find_problems("", ROOT) if one.startswith("site_gen/")]
    assert not said


def copy_source(folder: Path, umask: int, order: Callable[[list[str]], list[str]]) -> None:
    """Copy the source as a clone has it: files are made in an order, with the modes of a umask."""
    skip = shutil.ignore_patterns(*LEFT_OUT)
    names = [
        (Path(at) / name).relative_to(ROOT).as_posix()
        for at, _, files in os.walk(ROOT)
        for name in files
    ]
    for name in order(sorted(names)):
        if skip("", list(Path(name).parts)):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
        is_program = os.access(ROOT / name, os.X_OK)
        target.chmod((0o777 if is_program else 0o666) & ~umask)


@pytest.mark.skipif(os.name != "posix", reason="needs a umask")
def test_two_clones_build_the_same_and_so_does_a_source_distribution(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "a" / "longer päth"
    copy_source(one, 0o022, lambda names: names)
    copy_source(other, 0o077, lambda names: names[::-1])
    assert release.build_twice(one, tmp_path / "dist") == []
    first = {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()}
    second = release.build(other, tmp_path / "again", 0o077, {"TZ": "Asia/Kabul"})

    assert sorted(name.rsplit(".", 1)[-1] for name in first) == ["gz", "whl"]
    assert [name for name in first if first[name] != second.get(name)] == []


def test_a_folder_with_old_files_is_not_released(tmp_path: Path) -> None:
    (tmp_path / "site_gen-0.0.1.tar.gz").write_text("old")
    with pytest.raises(ValueError, match="is not empty; expected a new folder"):
        release.build_twice(ROOT, tmp_path)
