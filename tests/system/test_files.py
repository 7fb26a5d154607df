import os
import stat
from pathlib import Path

import pytest

from site_gen.model.errors import InputError, OutputError
from site_gen.system import files


def test_paths_are_shown_from_where_the_person_stands(site: Path) -> None:
    assert files.shown(site / "content" / "a.md") == os.path.join("content", "a.md")
    assert files.shown(Path("content")) == "content"
    assert files.shown(site.parent / "x") == os.path.join("..", "x")


def test_a_file_is_written_whole_and_holds_what_was_written(site: Path) -> None:
    path = site / "a" / "b.html"

    assert not files.holds(path, b"one")
    files.write(path, b"one")
    assert files.holds(path, b"one")
    assert not files.holds(path, b"two")
    assert not files.holds(path, b"one more")
    files.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [p.name for p in path.parent.iterdir()] == ["b.html"]


def test_a_failed_write_leaves_the_old_file_and_no_other(site: Path) -> None:
    (site / "a").mkdir()
    (site / "b").write_text("old")

    with pytest.raises(OutputError, match="^a: cannot be written: "):
        files.write(site / "a", b"new")
    with pytest.raises(OutputError, match="^b.c: cannot be written: .*; expected a writable place"):
        files.write(site / "b" / "c", b"new")
    assert sorted(p.name for p in site.iterdir()) == ["a", "b"]
    assert (site / "b").read_text() == "old"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "x.txt:1: a binary file; expected text in UTF-8"),
        (b"one\ntwo \xe9t\xe9", "x.txt:2: not UTF-8 (byte 0xE9); expected text in UTF-8"),
    ],
)
def test_what_is_not_text(site: Path, data: bytes, expected: str) -> None:
    (site / "x.txt").write_bytes(data)

    with pytest.raises(InputError) as caught:
        files.read_text(site / "x.txt")
    assert str(caught.value) == expected


def test_what_is_not_there(site: Path) -> None:
    with pytest.raises(InputError, match="^x.txt: no such file$"):
        files.read_text(site / "x.txt")
    with pytest.raises(InputError, match="a folder; expected a file"):
        files.read_text(site)


def test_line_endings_stay(site: Path) -> None:
    (site / "x").write_bytes(b"a\r\nb\r")

    assert files.read_text(site / "x") == "a\r\nb\r"


def test_removing_takes_the_empty_folders_with_it(site: Path) -> None:
    for name in ("a/b/c.html", "a/d.html"):
        files.write(site / name, b"")

    files.remove(site / "a" / "b" / "c.html", site)
    assert [p.name for p in site.rglob("*")] == ["a", "d.html"]
    files.remove(site / "a" / "d.html", site)
    files.remove(site / "a" / "d.html", site)
    assert list(site.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize("name", ["pipe", "zero", "null"])
def test_a_pipe_or_a_device_is_told_and_does_not_block(site: Path, name: str) -> None:
    os.mkfifo(site / "pipe")
    (site / "zero").symlink_to("/dev/zero")
    (site / "null").symlink_to("/dev/null")

    with pytest.raises(InputError, match=f"^{name}: a pipe or a device; expected a file"):
        files.read_text(site / name)
