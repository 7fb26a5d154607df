"""Folders and files that a user may not read or write: one error that names them, nothing lost."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.build.build import Options, build
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")

PAGE = "Daily Papers\n\nSep 17\n\nA title of a paper\n\nIts abstract is here.\n"
NOBODY = 65534
BUILD, IMPORT = ["build", "--no-search"], ["import", "--date", "2025-09-17", "{}/page.txt"]
DAY = "content/2025-09-17"
MANIFEST = ".cache/site-gen/public.sqlite"
REFUSED: list[tuple[str, int, list[str], str]] = [
    ("content", 0, BUILD, "content: cannot be read"),
    ("content", 0o555, IMPORT, "content/.site-gen/2025-09.jsonl: cannot be written"),
    (DAY, 0, BUILD, f"{DAY}: cannot be read"),
    (DAY, 0, IMPORT, f"{DAY}/digest.yaml: cannot be read"),
    (DAY, 0, ["remove", "a", "--reason", "x"], f"{DAY}: cannot be read"),
    (DAY, 0, ["export", "all", "--format", "json"], f"{DAY}: cannot be read"),
    (DAY, 0o555, IMPORT, f"{DAY}/digest.yaml: cannot be written"),
    ("content/site.yaml", 0, BUILD, "content/site.yaml: cannot be read"),
    ("templates", 0, BUILD, "templates: cannot be read"),
    ("public", 0, BUILD, "public: cannot be read"),
    ("public", 0o555, BUILD, "public/.site-gen: cannot be written"),
    (".cache", 0, BUILD, ".cache"),
    (".cache/site-gen", 0o555, BUILD, ".cache/site-gen"),
    (MANIFEST, 0, BUILD, ""),  # it is made anew
    (".", 0o555, BUILD, "cannot be"),
]


def own(folder: Path, user: int) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user)


@pytest.fixture(scope="module")
def built() -> Iterator[Path]:
    """A folder that every user may enter, with two equal sites; one was built, and edited."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        site = folder / "built"
        (site / DAY).mkdir(parents=True)
        (site / "templates/static").mkdir(parents=True)
        (site / "templates/static/x.txt").write_text("x")
        (site / "content/site.yaml").write_text("base_url: https://a.example\n")
        (site / f"{DAY}/a.md").write_text("---\ntitle: A\n---\n\nText.\n")
        (site / "page.txt").write_text(PAGE)
        shutil.copytree(site, folder / "warm")
        build(site, site / "public", Options(has_search=False, base_url="https://a.example"))
        (site / f"{DAY}/b.md").write_text("---\ntitle: B\n---\n\nText.\n")
        yield folder


@pytest.fixture
def places(built: Path) -> Iterator[tuple[Path, Path, int]]:
    """A site to warm up with, one that is built, and the user who has it and is not root."""
    user = NOBODY if os.geteuid() == 0 else os.geteuid()
    site = built / "site"
    shutil.copytree(built / "built", site)
    if user == NOBODY:
        own(site, user)
    yield built / "warm", site, user
    shutil.rmtree(site)


def run(user: int, warm: Path, site: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "testing.as_user", str(user), str(warm), str(site)]
    words = [word.format(site) for word in words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    shutil.rmtree(warm / "public", ignore_errors=True)  # a build without changes loads too little
    return subprocess.run(
        [*line, *words], capture_output=True, text=True, check=False, cwd=ROOT, env=env
    )


@pytest.mark.parametrize(("name", "mode", "words", "what"), REFUSED)
def test_a_refusal_is_one_error_that_names_it(
    places: tuple[Path, Path, int], name: str, mode: int, words: list[str], what: str
) -> None:
    warm, site, user = places
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (site / name).chmod(mode)
    done = run(user, warm, site, words)
    (site / name).chmod(0o755)

    said = done.stderr + done.stdout
    assert "Traceback" not in said
    assert what in said
    assert done.returncode == (1 if what else 0), said
    if what:
        kept = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        assert {path.name for path in before} == {path.name for path in kept}
        assert {p: data for p, data in kept.items() if MANIFEST not in str(p)} == {
            p: data for p, data in before.items() if MANIFEST not in str(p)
        }
