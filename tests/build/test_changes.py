"""Nothing is removed because something could not be read."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from site_gen.build.build import Options, build
from site_gen.build.changes import plan_build, with_due
from site_gen.build.inputs.site_inputs import Choices
from site_gen.build.manifest.database import manifest_path, open_manifest
from site_gen.build.manifest.months import read_last
from site_gen.build.manifest.site_list import NAME
from site_gen.build.month import build_month
from site_gen.content import store
from site_gen.model.errors import InputError
from tests.executors import InlineExecutor

LONG_AGO = 1_000_000_000


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def old(site: Path) -> Path:
    """A site of three months that was built; no file of it is new."""
    for day in ("2025-07-01", "2025-08-01", "2025-09-01"):
        write(site / f"content/{day}/a.md", b"---\ntitle: T\nauthors: [Ada]\n---\n\nText.\n")
        write(site / f"content/{day}/digest.yaml", b"papers: [a]\nheading: Words\n")
    write(site / "content/site.yaml", b"title: Some papers\n")
    write(site / "content/topics.yaml", b"One: [text]\n")
    write(site / "content/words.json", b'{"near": {"a": "b"}}\n')
    write(site / "templates/day.html", b"<a href='/'>{{ digest.date }}</a>\n")
    make(site)
    return site


def make(site: Path, **options: Any) -> None:
    build(site, site / "public", Options(has_search=False, **options))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and NAME not in path.parts
    }


def garble(path: Path) -> None:
    """Make a file invalid YAML that keeps its size and time."""
    write(path, b"[" * path.stat().st_size)


def blur(path: Path) -> None:
    """Make a file invalid UTF-8 that keeps its size and time."""
    write(path, b"\xff" * path.stat().st_size)


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_file(path: Path) -> None:
    shutil.rmtree(path)
    write(path, b"mine")


def lead_nowhere(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to("gone")


UNREADABLE = [
    *((name, spoil) for name in ("2025-08-01/a.md", "2025-08-01/digest.yaml", "site.yaml",
                                 "topics.yaml", "words.json")
      for spoil in (garble, blur, become_folder, lead_nowhere)),
    ("2025-08-01", become_file),
    ("2025-08-01", lead_nowhere),
    ("../templates/day.html", blur),
    ("../templates/day.html", lead_nowhere),
    ("../templates", become_file),
    ("../templates", lead_nowhere),
]  # fmt: skip


@pytest.mark.parametrize("setting", [b"", b"title: Others papers\n"])
@pytest.mark.parametrize(("name", "spoil"), UNREADABLE)
def test_what_cannot_be_read_is_told_and_leaves_the_last_site(
    old: Path, name: str, spoil: Callable[[Path], None], setting: bytes
) -> None:
    good = tree(old / "public")
    if setting and name != "site.yaml":
        write(old / "content/site.yaml", setting)
    path = (old / "content" / name).resolve()
    spoil(path)

    with pytest.raises(InputError) as caught:
        make(old)
    assert str(path.relative_to(old)) in {problem.path for problem in caught.value.problems}
    assert tree(old / "public") == good


@pytest.mark.parametrize("name", ["2025-08-01/a.md", "2025-08-01", "site.yaml", "../templates"])
def test_what_must_not_be_read_is_told_and_leaves_the_last_site(old: Path, name: str) -> None:
    good = tree(old / "public")
    (old / "content" / name).chmod(0)
    if os.access(old / "content" / name, os.R_OK):
        pytest.skip("this user may read everything")
    try:
        with pytest.raises(InputError, match="cannot be read: Permission denied"):
            make(old)
    finally:
        (old / "content" / name).chmod(0o755)
    assert tree(old / "public") == good


def test_listings_of_a_month_that_settings_alone_make_due_are_told(old: Path) -> None:
    garble(old / "content/2025-08-01/digest.yaml")
    months, _ = store.scan(old / "content")  # as on a disk that keeps no time of change
    with open_manifest(manifest_path(old, old / "public"), is_new=False) as manifest:
        statement = "UPDATE month SET stat_signature = ? WHERE name = ?"
        manifest.put(statement, [(one.stat_signature, one.name) for one in months])
    good = tree(old / "public")
    make(old)
    assert tree(old / "public") == good  # nothing was due, so nothing was read

    write(old / "content/site.yaml", b"title: Other papers\n")
    with pytest.raises(InputError, match=r"^content/2025-08-01/digest.yaml:2: "):
        make(old)
    assert tree(old / "public") == good


def test_listings_of_months_that_are_found_due_later_are_told(old: Path) -> None:
    with open_manifest(manifest_path(old, old / "public"), is_new=False) as manifest:
        last = read_last(manifest)
    found = plan_build(old, last, Choices())
    garble(old / "content/2025-08-01/digest.yaml")

    assert with_due(found, old / "content", ["2025-07"]).due == ("2025-07",)
    with pytest.raises(InputError, match=r"^content/2025-08-01/digest.yaml:2: "):
        with_due(found, old / "content", ["2025-08"])


@pytest.mark.parametrize("name", ["2025-08-01/a.md", "2025-08-01/digest.yaml"])
def test_what_cannot_be_read_for_feeds_that_span_months_is_told(old: Path, name: str) -> None:
    good = tree(old / "public")

    class Spoiling(InlineExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            done = super().submit(fn, *args, **kwargs)
            if fn is build_month:
                garble(old / "content" / name)
            return done

    write(old / "content/2025-09-01/b.md", b"---\ntitle: New\n---\n")
    with pytest.raises(InputError, match=f"^content/{name}:[12]: "):
        make(old, executor=Spoiling())
    assert tree(old / "public") == good


def test_an_edit_that_keeps_size_and_time_is_seen(old: Path) -> None:
    write(old / "content/2025-08-01/a.md", b"---\ntitle: T\nauthors: [Ada]\n---\n\nOther\n")
    make(old)

    assert "Other" in (old / "public/2025-08-01/a/index.html").read_text(encoding="utf-8")
