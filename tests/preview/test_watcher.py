import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.preview import watcher as module
from site_gen.preview.watcher import Watcher


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "content/2025-09-17").mkdir(parents=True)
    (tmp_path / "content/2025-09-17/a.md").write_text("a")
    return tmp_path


def open_watcher(folder: Path) -> Watcher:
    paths = [folder / name for name in ("content", "templates", "netlify.toml")]
    return Watcher(paths, lambda _: None)


def is_seen(changes: Iterator[bool], seconds: float = 20) -> bool:
    """Say whether a change is reported, and wait until all of it is."""
    end = time.monotonic() + seconds
    while not (found := next(changes)) and time.monotonic() < end:
        pass
    settle(changes)
    return found


def settle(changes: Iterator[bool], seconds: float = 20) -> None:
    end, quiet = time.monotonic() + seconds, 0
    while quiet < 3:
        quiet = 0 if next(changes) else quiet + 1
        assert time.monotonic() < end, "changes are reported without an end"


def test_what_is_made_later_moved_away_and_back_or_saved_by_rename_is_seen(folder: Path) -> None:
    watched = open_watcher(folder)
    changes = watched.changes()
    settle(changes)
    day = folder / "content/2025-09-17"

    (folder / "templates/static").mkdir(parents=True)
    assert is_seen(changes)
    (folder / "templates/static/style.css").write_text("x")
    assert is_seen(changes)
    (folder / "netlify.toml").write_text("x")
    assert is_seen(changes)
    (folder / "netlify.new").write_text("y")
    (folder / "netlify.new").replace(folder / "netlify.toml")
    assert is_seen(changes)
    (folder / "netlify.toml").write_text("z")
    assert is_seen(changes)

    (day / "new").write_text("b")
    assert is_seen(changes)
    (day / "new").replace(day / "a.md")
    assert is_seen(changes)
    (folder / "content/pages").mkdir()
    assert is_seen(changes)
    (folder / "content/pages/contact.md").write_text("c")
    assert is_seen(changes)
    (folder / "content/static/.well-known").mkdir(parents=True)
    assert is_seen(changes)
    (folder / "content/static/.well-known/a.txt").write_text("c")
    assert is_seen(changes)

    day.rename(folder / "away")
    assert is_seen(changes)
    (folder / "away").rename(day)
    assert is_seen(changes)
    (day / "a.md").write_text("d")
    assert is_seen(changes)

    (folder / "content").rename(folder / "away")
    assert is_seen(changes)
    (folder / "away/2025-09-17/a.md").write_text("e")
    (folder / "away").rename(folder / "content")
    assert is_seen(changes)
    (day / "a.md").write_text("f")
    assert is_seen(changes)
    shutil.rmtree(folder / "templates")
    assert is_seen(changes)
    watched.close()


def test_what_a_link_leads_to_is_watched(folder: Path) -> None:
    elsewhere = folder / "elsewhere"
    (elsewhere / "templates").mkdir(parents=True)
    (elsewhere / "b.md").write_text("b")
    (folder / "content/2025-09-17/b.md").symlink_to(elsewhere / "b.md")
    (folder / "templates").symlink_to(elsewhere / "templates")
    watched = open_watcher(folder)
    changes = watched.changes()
    settle(changes)

    (elsewhere / "b.md").write_text("c")
    assert is_seen(changes)
    (elsewhere / "new").write_text("d")
    (elsewhere / "new").replace(elsewhere / "b.md")
    assert is_seen(changes)
    (elsewhere / "b.md").write_text("e")
    assert is_seen(changes)
    (elsewhere / "templates/base.html").write_text("e")
    assert is_seen(changes)
    watched.close()


@pytest.mark.parametrize(
    "name",
    ["2025-09-17/.a.md.swp", "2025-09-17/a.md~", "2025-09-17/.#a.md", ".site-gen/2025-09.jsonl"],
)
def test_what_editors_and_imports_keep_is_no_change(folder: Path, name: str) -> None:
    (folder / "content/.site-gen").mkdir()
    watched = open_watcher(folder)
    changes = watched.changes()
    settle(changes)
    (folder / "content" / name).write_text("x")
    assert not any(next(changes) for _ in range(4))
    watched.close()


def test_a_site_without_folders_waits_for_them(tmp_path: Path) -> None:
    watched = open_watcher(tmp_path)
    changes = watched.changes()
    assert not next(changes)
    (tmp_path / "content").mkdir()
    assert is_seen(changes)
    watched.close()


def test_too_few_watches_are_told_once_and_files_are_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_few(*_: object) -> None:
        raise OSError(28, "OS file watch limit reached.")

    monkeypatch.setattr(module, "RustNotify", open_few)
    told: list[str] = []
    watched = Watcher([folder / "content", folder / "templates"], told.append)
    changes = watched.changes()
    settle(changes)
    for text in ("longer", "again", "other"):  # also several times in one second
        (folder / "content/2025-09-17/a.md").write_text(text)
        assert next(changes)
    (folder / "content/2025-09-17/a.md~").write_text("noise")
    settle(changes)
    (folder / "content/2025-09-17/a.md").unlink()
    assert is_seen(changes)
    (folder / "templates").mkdir()
    assert is_seen(changes)
    assert len(told) == 1
    assert "max_user_watches" in told[0]
    watched.close()
