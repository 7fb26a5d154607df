"""The source distribution is whole: it builds the wheel, and its tests run in it."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder

from tests.conftest import ROOT

QUICK = (
    "tests/test_wheel.py",  # the wheel is built from it
    "tests/test_commands.py",  # benchmarks/ and testing/
    "tests/test_sample.py",  # scripts/ and tests/data/
    "tests/importing/formats/test_samples.py",  # docs/formats.md
    "tests/test_documents.py",  # docs/ and scripts/generate_docs.py
    "tests/test_house.py",
    "tests/test_requirements.py",  # requirements/
)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (root,) = (path for path in folder.iterdir() if path.is_dir())
    return root


def run(folder: Path, *words: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_it_holds_what_make_needs(unpacked: Path) -> None:
    for name in ("Makefile", "scripts/setup.sh", ".ci/run", "LICENSE", "README.md",
                 "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "content/site.yaml",
                 "benchmarks/__main__.py",
                 "testing/__main__.py", "scripts/sample_corpus.py",
                 "requirements/dev.txt"):  # fmt: skip
        assert (unpacked / name).is_file()
    for name in (".venv", ".cache", ".git", "public"):
        assert not (unpacked / name).exists()


def test_every_test_of_it_can_be_loaded(unpacked: Path) -> None:
    run(unpacked, "--collect-only")


def test_its_quick_tests_pass(unpacked: Path) -> None:
    assert " passed" in run(unpacked, *QUICK)
