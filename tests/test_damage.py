"""A manifest or a site list that is missing or damaged: the next build is as a clean one."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build.build import Options, Report, build
from site_gen.build.manifest.database import manifest_path
from site_gen.build.manifest.site_list import NAME
from site_gen.cli import cli

CELLS = [("topic_month", "newest"), ("recent", "papers"), ("day", "others"),
         ("paper", "description"), ("day", "date")]  # fmt: skip
Damage = Callable[[Path], object]


def put(data: bytes, path: Path) -> None:
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def garble_the_end(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(
        data[: len(data) // 2] + random.Random(2).randbytes(len(data) - len(data) // 2)
    )


def damage_cells(path: Path) -> None:
    """Change values of cells: texts become others, lists are cut short."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection, connection:
            for table, column in CELLS:
                connection.execute(f"UPDATE OR REPLACE {table} SET {column} = '[' || {column}")


def become_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def lead_in_a_circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


DAMAGES: list[Damage] = [
    Path.unlink, partial(put, b""), cut, garble, garble_the_end, partial(put, b"[]"),
    partial(put, b"[" * 100_000), damage_cells, become_folder, lead_in_a_circle,
]  # fmt: skip


def edit(site: Path, name: str, text: str) -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Of {name}\nauthors: [Ada, By {path.stem}]\n---\n\n{text}\n")
    os.utime(path, (1_000_000_000,) * 2)  # it has long been so


@pytest.fixture
def archive(site: Path) -> Path:
    """A site of three months that was built."""
    (site / "content").mkdir()
    (site / "content/site.yaml").write_text("author_pages: 1\npictures: no\n")
    for month in (7, 8, 9):
        for slug in ("a", "b"):
            text = "Video diffusion models. https://github.com/a/b"
            edit(site, f"2025-0{month}-01/{slug}", text)
    make(site)
    return site


def make(site: Path, output: str = "public", *, has_search: bool = False) -> Report:
    return build(site, site / output, Options(has_search=has_search, base_url="https://a.example"))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and NAME not in path.parts
    }


def edit_the_month(site: Path, number: int) -> None:
    """Remove a paper of the damaged month whose author has no other, or add one."""
    if number % 2:
        edit(site, "2025-08-01/c", f"Words {number}")
        edit(site, "2025-07-01/a", f"Words {number}")
    else:
        (site / "content/2025-08-01/c.md").unlink(missing_ok=True)


def edit_another_month(site: Path, number: int) -> None:
    edit(site, f"2025-09-01/{'cd'[number % 2]}", f"Video diffusion {number}")


def file_of(site: Path, kind: str) -> Path:
    output = site / "public"
    return output / NAME if kind == "site list" else manifest_path(site, output)


@pytest.mark.parametrize("change", [edit_the_month, edit_another_month])
@pytest.mark.parametrize("kind", ["manifest", "site list"])
def test_a_damaged_record_costs_a_clean_build_only(
    archive: Path, kind: str, change: Callable[[Path, int], None]
) -> None:
    for number, damage in enumerate(DAMAGES, 1):
        damage(file_of(archive, kind))
        change(archive, number)
        url = ["--base-url", "https://a.example", "--no-search", "--force"]
        done = CliRunner().invoke(cli, ["build", *url], prog_name="site-gen")
        assert (done.exit_code, "Traceback" in done.stderr) == (0, False), damage

        shutil.rmtree(archive / "clean", ignore_errors=True)
        make(archive, "clean")
        assert tree(archive / "public") == tree(archive / "clean"), damage
    after = make(archive)
    assert (after.reason, after.written, after.removed) == ("", 0, 0)


def test_one_line_says_why_all_is_built_again(archive: Path) -> None:
    garble(manifest_path(archive, archive / "public"))
    edit(archive, "2025-08-01/a", "Other words")
    url = ["--base-url", "https://a.example"]
    done = CliRunner().invoke(cli, ["build", "--no-search", *url], prog_name="site-gen")

    assert done.exit_code == 0
    assert done.stderr.startswith("public: the record of the last build is damaged")
    assert done.stderr.endswith("; all is built again\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("lost", ["manifest", "both agree no more"])
def test_a_clean_build_removes_what_is_stale_and_no_file_of_others(
    archive: Path, lost: str
) -> None:
    (archive / "public/2025-08-01/own").mkdir()
    (archive / "public/2025-08-01/own/index.html").write_text("mine")
    (archive / "content/2025-08-01/b.md").unlink()
    path = manifest_path(archive, archive / "public")
    if lost == "manifest":
        path.unlink()
    else:
        make(archive, "clean")
        shutil.copy(manifest_path(archive, archive / "clean"), path)
    assert make(archive).reason

    assert (archive / "public/2025-08-01/own/index.html").read_text() == "mine"
    assert not (archive / "public/2025-08-01/b").exists()


def test_a_mistake_after_damage_leaves_the_last_site_and_is_mended(archive: Path) -> None:
    good = tree(archive / "public")
    become_folder(manifest_path(archive, archive / "public"))
    (archive / "content/2025-08-01/b.md").write_text("no front matter")
    for _ in range(2):
        done = CliRunner().invoke(cli, ["build", "--no-search", "--base-url", "https://a.example"])
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert tree(archive / "public") == good
    (archive / "content/2025-08-01/b.md").unlink()

    assert make(archive).reason
    make(archive, "clean")
    assert tree(archive / "public") == tree(archive / "clean")
