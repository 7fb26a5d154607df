"""A disk that fails under the manifest, or under a file of a build: one error, and no damage."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from testing.disk_faults import WAYS, failing_disk
from testing.faults import failing, watching
from testing.trees import read_tree


def run(site: Path) -> Result:
    return CliRunner().invoke(cli, ["-C", str(site), "build", "--no-search"], prog_name="site-gen")


def edit(site: Path) -> None:
    path = site / "content/2025-08-01/c.md"
    path.write_text("---\ntitle: C\nauthors: [A]\n---\n\nVideo.\n")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A site that was built and, of the same site with an edit, the files of a clean build."""
    folder = tmp_path_factory.mktemp("disk")
    for name in ("old", "new"):
        site = folder / name
        for month in (7, 8):
            path = site / f"content/2025-0{month}-01/a.md"
            path.parent.mkdir(parents=True)
            path.write_text(f"---\ntitle: A {month}\nauthors: [A]\n---\n\nVideo diffusion.\n")
        settings = "base_url: https://a.example\nauthor_pages: 1\npictures: no\n"
        (site / "content/site.yaml").write_text(settings)
    edit(folder / "new")
    assert run(folder / "old").exit_code == run(folder / "new").exit_code == 0
    return folder / "old", read_tree(folder / "new/public")


@contextmanager
def edited(sites: tuple[Path, dict[str, str]], folder: Path) -> Iterator[Path]:
    """Give a copy of the site with an edit; afterwards the next build must be as a clean one."""
    site = folder / "site"
    shutil.copytree(sites[0], site)
    edit(site)
    yield site
    assert run(site).exit_code == 0
    assert read_tree(site / "public") == sites[1]
    shutil.rmtree(site)


def check(done: Result, site: Path, old: dict[str, str], new: dict[str, str]) -> None:
    """A build that fails says so in one line and leaves the last site, or is as a clean one."""
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in {0, 1}
    if done.exit_code:
        assert done.stderr.count("\n") == 1
        assert read_tree(site / "public") in (old, new)
    else:
        assert read_tree(site / "public") == new


@pytest.mark.parametrize("error", WAYS)
@pytest.mark.parametrize("stays", [False, True])
def test_sqlite_on_a_disk_that_fails(
    sites: tuple[Path, dict[str, str]], tmp_path: Path, error: str, stays: bool
) -> None:
    old = read_tree(sites[0] / "public")
    for number in (1, 2, 3, 4, 5, 9, 20, 45, 60):
        with edited(sites, tmp_path) as site:
            with failing_disk(number, error, stays=stays) as disk:
                done = run(site)
            check(done, site, old, sites[1])
    assert disk.count >= 60


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_files_on_a_disk_that_fails(
    sites: tuple[Path, dict[str, str]], tmp_path: Path, number: int
) -> None:
    at, count = 1, 2
    while at < count:
        with edited(sites, tmp_path) as site:
            with watching(site, at, failing(number)) as watch:
                done = run(site)
            count = watch.count
            assert done.exception is None or isinstance(done.exception, SystemExit)
            assert done.stderr.count("\n") <= 1 or done.exit_code == 0, done.stderr
        at += max(1, count // 12)
