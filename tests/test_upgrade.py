"""A site of version 0.1.0: the first build of this version replaces it and loses nothing."""

import shutil
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build.manifest.database import manifest_path
from site_gen.build.manifest.site_list import NAME, read_site_list
from site_gen.cli import cli
from tests.conftest import DATA


@pytest.fixture
def old(site: Path) -> Path:
    with tarfile.open(DATA / "site-0.1.0/site.tar.xz") as archive:
        archive.extractall(site, filter="data")
    return site


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments, prog_name="site-gen")
    return done.exit_code, done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != NAME
    }


def test_the_first_build_is_a_clean_one_and_says_so(old: Path) -> None:
    before = {name: tree(old / name) for name in ("content", "templates")}
    own = old / "public/2025-09-17/own.txt"
    own.write_text("mine")
    code, said = run("build")

    assert code == 0
    assert said == "public: version 0.1.0 made the last build; all is built again\n"
    assert own.read_text() == "mine"
    own.unlink()
    assert {name: tree(old / name) for name in before} == before
    assert [path.name for path in (old / "public").glob(".*")] == [NAME]
    assert (old / "public" / NAME).is_file()
    assert run("build", "--output", "clean") == (0, "")
    assert tree(old / "public") == tree(old / "clean")
    assert read_site_list(old / "public").paths() == tree(old / "clean").keys()


def test_the_second_build_has_nothing_to_do(old: Path) -> None:
    run("build")
    before = {path: path.stat().st_mtime_ns for path in (old / "public").rglob("*")}

    assert run("build") == (0, "")
    assert {path: path.stat().st_mtime_ns for path in (old / "public").rglob("*")} == before


def test_what_is_stale_goes_with_the_upgrade(old: Path) -> None:
    shutil.rmtree(old / "content/2025-08-29")
    (old / "content/site.yaml").write_text("base_url: https://papers.example.org\n")
    assert (old / "public/authors/ada-lovelace/index.html").is_file()
    run("build")
    run("build", "--output", "clean")

    assert tree(old / "public") == tree(old / "clean")
    assert not (old / "public/authors/ada-lovelace").exists()


@pytest.mark.parametrize("moment", ["set aside", "half removed"])
def test_an_upgrade_that_was_killed_goes_on(old: Path, moment: str) -> None:
    records = old / "public" / NAME
    aside = old / "public/.site-gen-0.1.0"
    if moment == "set aside":
        records.rename(aside)
    else:
        shutil.copytree(records, aside)
        shutil.rmtree(records)
        (aside / "ledger.json").unlink()
        manifest_path(old, old / "public").parent.mkdir(parents=True)
    shutil.rmtree(old / "content/2025-08-29")
    code, said = run("build")
    run("build", "--output", "clean")

    assert (code, "version 0.1.0" in said) == (0, True)
    assert not aside.exists()
    stale = tree(old / "public").keys() - tree(old / "clean").keys()
    assert not [path for path in stale if moment == "set aside" or path.startswith("2025-08-29/")]


def test_damaged_records_of_the_old_version_name_no_file(old: Path) -> None:
    records = old / "public" / NAME
    for path in records.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:50])
    (records / "journal.json").write_text('{"paths": {"../content/site.yaml": "", "/etc/x": ""}}')

    assert run("build")[0] == 0
    assert (old / "content/site.yaml").is_file()
    assert not records.is_dir()
