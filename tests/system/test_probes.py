from pathlib import Path

import pytest

from site_gen.system.probes import (
    count_folders,
    measure_free,
    read_most_watches,
    run_version,
)


def write_program(folder: Path, script: str) -> Path:
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def test_the_version_is_the_first_line(tmp_path: Path) -> None:
    assert run_version(write_program(tmp_path, "echo 'x 1.2'; echo more")) == "x 1.2"
    assert run_version(write_program(tmp_path, "true")) == ""


def test_a_program_that_fails_or_is_none_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="exit code 3"):
        run_version(write_program(tmp_path, "exit 3"))
    with pytest.raises(OSError, match="No such file"):
        run_version(tmp_path / "none")


def test_the_limit_of_watches_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "limit").write_text("8192\n")
    assert read_most_watches(tmp_path / "limit") == 8192
    assert read_most_watches(tmp_path / "none") is None


def test_folders_are_counted_with_those_below(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/file").write_text("x")
    assert count_folders(tmp_path / "a", tmp_path / "none") == 2


def test_the_space_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert measure_free(tmp_path / "a/b/c") > 0
