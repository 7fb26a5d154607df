"""One hash stands for the source: it changes with any byte of it, and with nothing else."""

from pathlib import Path

import pytest

from site_gen.system import source_code
from site_gen.system.source_code import compute_code_hash


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("__init__.py", "search/a.py", "search/b/c.py", "build/stage.py", "build/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(source_code, "_PACKAGE", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "is_in_all", "is_in_part"),
    [
        ("__init__.py", True, False),
        ("search/a.py", True, True),
        ("search/b/c.py", True, True),
        ("build/stage.py", True, True),
        ("build/x.txt", False, False),
    ],
)
def test_an_edit_changes_the_hashes_of_what_holds_it(
    package: Path, name: str, *, is_in_all: bool, is_in_part: bool
) -> None:
    parts = ("build/stage.py", "search")
    before = compute_code_hash(), compute_code_hash(*parts)
    (package / name).write_text("edited")
    assert (compute_code_hash() != before[0]) is is_in_all
    assert (compute_code_hash(*parts) != before[1]) is is_in_part


def test_the_same_source_has_the_same_hash(package: Path) -> None:
    assert compute_code_hash() == compute_code_hash()
    assert compute_code_hash("search") == compute_code_hash("search/a.py", "search/b")
    assert (package / "search/a.py").is_file()
