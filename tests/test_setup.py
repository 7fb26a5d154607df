"""What scripts/setup.sh tells pip, whatever the environment says. No package is installed."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT

# It makes environments whose Python writes down what pip is asked for and which variables it sees.
PYTHON = f"""#!/bin/sh
case "$1 $2" in
    "-m venv")
        mkdir -p .venv/bin
        cp "$0" .venv/bin/python
        cp "$0" .venv/bin/site-gen
        echo "command = $(pwd -P)/.venv" >.venv/pyvenv.cfg ;;
    "-I -m")
        {{ echo "$@"; env | grep -E '^(PIP|PYTHON)' | sort | tr '\\n' ' '; echo; }} >>asked ;;
    "-m pip") ;;
    *) exec {shlex.quote(sys.executable)} "$@" ;;
esac
"""
INSTALL = "-I -m pip install --quiet --disable-pip-version-check --no-input"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("scripts/setup.sh", "pyproject.toml", "requirements/site.txt",
                 "requirements/dev.txt", "requirements/tools.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def set_up(clone: Path, goal: str, **variables: str) -> Sequence[str]:
    """Prepare a clone; give the calls of pip, each followed by a line of its variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        ["sh", "scripts/setup.sh", goal],
        cwd=clone,
        env={**kept, "PYTHON": str(clone / "python"), **variables},
        check=True,
        capture_output=True,
    )
    asked = clone / "asked"
    lines = asked.read_text().splitlines() if asked.exists() else []
    asked.unlink(missing_ok=True)
    return lines


@pytest.mark.parametrize("goal", ["site", "dev", "tools"])
def test_all_that_is_installed_has_a_hash(clone: Path, goal: str) -> None:
    packages, _, project, _ = set_up(clone, goal)
    wheels, _, name = packages.removeprefix(f"{INSTALL} --require-hashes ").partition(" ")
    assert wheels in {"--only-binary=:all:", "--prefer-binary"}
    assert name == f"--requirement requirements/{goal}.txt"
    assert project == f"{INSTALL} --no-deps --no-build-isolation --editable ."


def test_only_how_an_index_is_reached_is_taken_from_the_environment(clone: Path) -> None:
    kept = {"PIP_INDEX_URL": "https://index.example", "PIP_CERT": "/own.pem", "PIP_RETRIES": "1"}
    _, seen, _, again = set_up(
        clone, "site", **kept, PIP_USER="1", PIP_TARGET="/nowhere", PIP_NO_BINARY=":all:",
        PIP_REQUIRE_HASHES="1", PIP_CONSTRAINT="/nowhere", PIP_no_deps="1", PYTHONPATH="/nowhere",
        PYTHONHOME="/nowhere",
    )  # fmt: skip
    expected = {**kept, "PIP_USER": "0", "PIP_CONSTRAINT": "", "PYTHON": str(clone / "python")}
    assert seen == again
    assert dict(word.split("=", 1) for word in seen.split()) == expected


def test_an_environment_with_more_is_one_for_less(clone: Path) -> None:
    assert set_up(clone, "tools")
    assert not set_up(clone, "dev")
    assert not set_up(clone, "site")


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements/dev.txt"])
def test_a_list_that_changed_is_installed(clone: Path, name: str) -> None:
    assert set_up(clone, "dev")
    assert not set_up(clone, "dev")
    with (clone / name).open("a") as file:
        file.write("# changed\n")
    assert set_up(clone, "dev")
    assert not set_up(clone, "dev")
