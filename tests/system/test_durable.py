import os
from pathlib import Path

import pytest

from site_gen.model import OutputError
from site_gen.system import durable
from testing.faults import watching


def test_only_what_a_killed_run_left_long_ago_is_removed(site: Path) -> None:
    for name in (".tmp-abcd_123", ".tmp-new_1234", ".tmp-mine", "a.json", ".tmp-abcd_123.md"):
        (site / name).write_text("x")
        if name != ".tmp-new_1234":
            os.utime(site / name, (1, 1))

    durable.remove_abandoned(site)
    durable.remove_abandoned(site / "nowhere")
    assert sorted(path.name for path in site.iterdir()) == [
        ".tmp-abcd_123.md", ".tmp-mine", ".tmp-new_1234", "a.json"
    ]  # fmt: skip


def test_folders_are_made_and_those_alone_removed(site: Path) -> None:
    (site / "a").mkdir()

    made: list[Path] = []
    durable.make_folders(site / "a/b/c", made)
    assert made == [site / "a/b", site / "a/b/c"]
    (site / "a/b/file").write_text("x")
    durable.remove_empty(made[::-1])
    assert [path.relative_to(site).as_posix() for path in sorted(site.rglob("*"))] == [
        "a", "a/b", "a/b/file"
    ]  # fmt: skip


def test_a_write_that_takes_a_part_goes_on(site: Path) -> None:
    real = os.write
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(os, "write", lambda file, data: real(file, data[:3]))
        durable.write(site / "a", b"0123456789")
    assert (site / "a").read_bytes() == b"0123456789"


def test_a_folder_on_which_no_sync_is_possible_is_no_error(site: Path) -> None:
    def refuse(number: int) -> None:
        raise OSError(number, os.strerror(number))

    with watching(site, 1, lambda: refuse(22), "fsync") as watch:
        durable.sync_folders([site])
    assert watch.count == 1
    with watching(site, 1, lambda: refuse(5), "fsync"), pytest.raises(OutputError):
        durable.sync_folders([site])
