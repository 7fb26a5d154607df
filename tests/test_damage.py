"""A record of the last build that is missing or damaged: the next build is as a clean one."""

import os
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build.build import Options, Report, build
from site_gen.build.ledger import FOLDER
from site_gen.cli import cli

KINDS = ["ledger.json", "journal.json", "files.txt", "authors.sqlite", "months/2025-08.json",
         "topics/2025-08.json", "recent/2025-08.json", "bundles/all.json",
         "texts/2025-08-*.bin", "related/2025-08-*.jsonl"]  # fmt: skip
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


def mistype(path: Path) -> None:
    """Change values, as ``"count": 3`` to ``"count": []``; it stays JSON."""
    path.write_bytes(path.read_bytes().replace(b'": "', b'": ["x"], "').replace(b":1", b":[]"))


def become_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def lead_in_a_circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def take_the_folder(path: Path) -> None:
    """Put a file in the place of the folder that the record is in."""
    if path.parent.name != FOLDER:
        shutil.rmtree(path.parent)
        path.parent.write_bytes(b"")


DAMAGES: list[Damage] = [
    Path.unlink, partial(put, b""), cut, garble, garble_the_end, partial(put, b"[]"),
    partial(put, b"[" * 100_000), mistype, become_folder, lead_in_a_circle, take_the_folder,
]  # fmt: skip


def edit(site: Path, name: str, text: str) -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Of {name}\nauthors: [Ada, By {path.stem}]\n---\n\n{text}\n")
    os.utime(path, (1_000_000_000,) * 2)  # it has long been so


@pytest.fixture
def archive(site: Path) -> Path:
    """A site of three months that was built; all records are there but the journal."""
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
        if path.is_file() and FOLDER not in path.parts
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


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_record_costs_a_clean_build_only(archive: Path, kind: str) -> None:
    has_search = kind.startswith("bundles")
    is_read_for_others = kind.startswith(("topics", "recent"))  # and for its own month only written
    change = edit_another_month if is_read_for_others else edit_the_month
    change(archive, 1)
    make(archive, has_search=has_search)
    for number, damage in enumerate(DAMAGES, 2):
        found = list((archive / "public" / FOLDER).glob(kind))
        path = found[0] if found else archive / "public" / FOLDER / kind
        if not found:  # the journal, of a build that was killed
            path.write_text("{}")
        damage(path)
        change(archive, number)
        make(archive, has_search=has_search)

        shutil.rmtree(archive / "clean", ignore_errors=True)
        make(archive, "clean", has_search=has_search)
        assert tree(archive / "public") == tree(archive / "clean"), damage
    after = make(archive, has_search=has_search)
    assert (after.reason, after.written, after.removed) == ("", 0, 0)


def test_one_line_says_why_all_is_built_again(archive: Path) -> None:
    garble(archive / "public" / FOLDER / "months/2025-08.json")
    edit(archive, "2025-08-01/a", "Other words")
    url = ["--base-url", "https://a.example"]
    done = CliRunner().invoke(cli, ["build", "--no-search", *url], prog_name="site-gen")

    assert done.exit_code == 0
    assert done.stderr.startswith(f"public: the record {FOLDER}/months/2025-08.json cannot be used")
    assert done.stderr.endswith("; all is built again\n")
    assert done.stderr.count("\n") == 1


def test_who_starts_over_removes_no_file_of_others(archive: Path) -> None:
    (archive / "public/2025-08-01/own").mkdir()
    (archive / "public/2025-08-01/own/index.html").write_text("mine")
    (archive / "content/2025-08-01/b.md").unlink()
    (archive / "public" / FOLDER / "months/2025-08.json").unlink()
    make(archive)

    assert (archive / "public/2025-08-01/own/index.html").read_text() == "mine"
    assert not (archive / "public/2025-08-01/b").exists()


def test_a_mistake_after_damage_leaves_the_last_site_and_is_mended(archive: Path) -> None:
    good = tree(archive / "public")
    become_folder(archive / "public" / FOLDER / "ledger.json")
    (archive / "content/2025-08-01/b.md").write_text("no front matter")
    for _ in range(2):
        done = CliRunner().invoke(cli, ["build", "--no-search", "--base-url", "https://a.example"])
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert tree(archive / "public") == good
    (archive / "content/2025-08-01/b.md").unlink()

    assert make(archive).reason
    make(archive, "clean")
    assert tree(archive / "public") == tree(archive / "clean")


@pytest.mark.parametrize("damage", [Path.unlink, partial(put, b""), cut, garble, become_folder])
def test_feeds_of_authors_do_not_depend_on_files_of_old_days(archive: Path, damage: Damage) -> None:
    archives = [f"2025-0{month}-01/archive.xml" for month in (7, 8)]
    for path in archives:
        damage(archive / "public" / path)
    edit(archive, "2025-09-02/new", "A new paper by Ada.")
    make(archive)
    make(archive, "clean")
    found, clean = tree(archive / "public"), tree(archive / "clean")

    for files in (found, clean):
        for path in archives:
            files.pop(path, None)
    assert found == clean
