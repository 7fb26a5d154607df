"""Files that are published as they are: which, under which names, and the sizes of pictures."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from site_gen.content.own.files import list_static, measure_pictures, read_own_file
from site_gen.content.store import scan
from site_gen.model import Entry, InputError, Picture

DAY = "2025-09-17"


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_static_files_keep_their_names(tmp_path: Path) -> None:
    names = (".nojekyll", ".well-known/x", "CNAME", "a/b c.txt")
    for name in (*names, ".DS_Store", "a/b~", "x.swp"):
        put(tmp_path / "static" / name)

    assert list(list_static(tmp_path)) == sorted(names)
    assert list_static(tmp_path / "none") == {}


@pytest.mark.parametrize(
    "name", ["index.html", "2025-09-17/a.png", "2025/x", "topics/x", "pagefind/x", "authors/a/b"]
)
def test_a_static_file_takes_no_place_of_a_page(tmp_path: Path, name: str) -> None:
    put(tmp_path / "static" / name)

    with pytest.raises(InputError, match="a build makes a page or a folder of this name"):
        list_static(tmp_path)


def test_links_within_static_are_followed_and_circles_are_not(tmp_path: Path) -> None:
    put(tmp_path / "static/a/x")
    (tmp_path / "static/b").symlink_to("a")
    (tmp_path / "static/a/up").symlink_to("../..")
    (tmp_path / "static/a/self").symlink_to(".")

    assert list(list_static(tmp_path)) == ["a/x", "b/x"]


def test_a_file_that_hosts_refuse_is_an_error(tmp_path: Path) -> None:
    path = put(tmp_path / "big.png")
    with path.open("r+b") as file:
        file.truncate(40_000_000)

    with pytest.raises(InputError, match=r"40\.0 MB; expected at most 25 MB"):
        read_own_file(path)


def test_a_day_has_files_beside_its_entries(tmp_path: Path) -> None:
    for name in ("a.md", "fig.png", "b.csv", ".hidden", "c.png~", "folder/x.png"):
        put(tmp_path / DAY / name)
    seen = scan(tmp_path)

    assert seen.problems == ()
    assert seen.months[0].days[0].files == ("b.csv", "fig.png")
    assert seen.months[0].days[0].slugs == ("a",)
    assert not seen.months[0].days[0].has_listing
    assert seen.months[0].own_files == (f"{DAY}/b.csv", f"{DAY}/fig.png")


@pytest.mark.parametrize("name", ["og.png", "archive.xml", "a"])
def test_a_file_beside_entries_takes_no_place_of_a_page(tmp_path: Path, name: str) -> None:
    put(tmp_path / DAY / "a.md")
    put(tmp_path / DAY / name)

    (problem,) = scan(tmp_path).problems
    assert problem.message == f"a build makes /{DAY}/{name}; expected another name"


def test_the_size_of_a_picture_beside_an_entry_is_known(tmp_path: Path) -> None:
    folder = tmp_path / DAY
    folder.mkdir()
    Image.new("RGB", (40, 20)).save(folder / "fig.png")
    put(folder / "not.png")
    put(tmp_path / "static/other.png")
    body = "![a](fig.png) ![b](fig.png) ![c](not.png) ![d](none.png) ![e](/other.png) ![f](a%00b)"
    entry = Entry(slug="a", first_day=date.fromisoformat(DAY), title="A", body=body)

    measured = measure_pictures(tmp_path, entry)
    assert measured.pictures == (Picture(url=f"/{DAY}/fig.png", width=40, height=20),)
