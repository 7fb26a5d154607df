import os
import sys
from pathlib import Path

import pytest

from site_gen.model.errors import InputError
from site_gen.render.theme import default_folder, load_theme


def test_a_site_without_templates_has_the_default_theme(site: Path) -> None:
    theme = load_theme(site / "templates")

    assert theme.folders == (default_folder(),)
    assert "style.css" in theme.assets


def test_an_own_file_replaces_the_default_one(site: Path) -> None:
    static = site / "templates" / "static"
    (static / "img").mkdir(parents=True)
    (static / "style.css").write_text("body { color: red }")
    (static / "img" / "a.b.png").write_bytes(b"png")
    (static / ".DS_Store").write_bytes(b"")
    theme = load_theme(site / "templates")

    assert theme.assets["style.css"] == b"body{color:red}"
    assert "search.js" in theme.assets
    assert ".DS_Store" not in theme.assets
    assert theme.folders == (site / "templates", default_folder())


def test_an_assets_url_changes_with_its_content(site: Path) -> None:
    static = site / "templates" / "static"
    static.mkdir(parents=True)
    (static / "style.css").write_text("a")
    first = load_theme(site / "templates").urls["style.css"]
    (static / "style.css").write_text("b")

    assert load_theme(site / "templates").urls["style.css"] != first
    assert first.startswith("/assets/style.")
    assert first.endswith(".css")


@pytest.mark.parametrize("name", ["own.html", "sub/own.html", "static/a.css", "static/sub/b.js"])
def test_a_file_that_is_no_text_is_told(site: Path, name: str) -> None:
    path = site / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"one\n\xff")

    with pytest.raises(InputError, match=rf"^templates/{name}:2: not UTF-8 \(byte 0xFF\); exp"):
        load_theme(site / "templates")


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("a.html", "gone", ": a link to a file that does not exist; expected a file"),
        ("a.svg", "gone", ": a link to a file that does not exist; expected a file"),
        ("static/a.png", "gone", ": a link to a file that does not exist; expected a file"),
        ("sub/a.html", "a.html", ": cannot be read: "),
        ("static/a.css", "a.css", ": cannot be read: "),
        ("static", "gone", ": a link to a file that does not exist; expected a file"),
        ("static", "static", ": cannot be read: "),
    ],
)
def test_a_link_that_leads_nowhere_is_told(
    site: Path, name: str, target: str, expected: str
) -> None:
    path = site / "templates" / name
    path.parent.mkdir(parents=True)
    path.symlink_to(target)
    with pytest.raises(InputError, match=f"^templates/{name}{expected}"):
        load_theme(site / "templates")


@pytest.mark.parametrize("name", ["day.html", "static/style.css"])
def test_a_folder_by_the_name_of_a_file_is_told(site: Path, name: str) -> None:
    (site / "templates" / name).mkdir(parents=True)
    with pytest.raises(InputError, match=f"^templates/{name}: a folder; expected a file"):
        load_theme(site / "templates")


@pytest.mark.parametrize("name", ["templates", "templates/static"])
def test_a_file_by_the_name_of_a_folder_is_told(site: Path, name: str) -> None:
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("")
    with pytest.raises(InputError, match=f"^{name}: .*; expected a folder"):
        load_theme(site / "templates")


@pytest.mark.parametrize("name", ["", "static", "a.html", "static/a.css"])
def test_what_may_not_be_read_is_told(site: Path, name: str) -> None:
    path = site / "templates" / name
    (site / "templates" / "static").mkdir(parents=True)
    if path.suffix:
        path.write_text("")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("may read everything")
    try:
        with pytest.raises(InputError, match="cannot be read: Permission denied"):
            load_theme(site / "templates")
    finally:
        path.chmod(0o700)


def test_what_an_editor_leaves_for_itself_is_not_read(site: Path) -> None:
    (site / "templates").mkdir()
    plain = load_theme(site / "templates").content_hash
    (site / "templates" / ".#day.html").symlink_to("somebody@a.example.4711")
    assert load_theme(site / "templates").content_hash == plain


@pytest.mark.parametrize("name", ["sub/own.html", "icon.svg"])
def test_all_that_a_template_can_include_is_part_of_the_hash(site: Path, name: str) -> None:
    path = site / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_text("one")
    first = load_theme(site / "templates").content_hash
    path.write_text("two")
    assert load_theme(site / "templates").content_hash != first


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_among_static_files_is_told(site: Path) -> None:
    (site / "templates/static").mkdir(parents=True)
    os.mkfifo(site / "templates/static/a.css")

    with pytest.raises(InputError, match=r"^templates/static/a\.css: a pipe or a device"):
        load_theme(site / "templates")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode")
def test_a_static_file_whose_name_is_not_utf_8_is_told(site: Path) -> None:
    (site / "templates/static").mkdir(parents=True)
    (site / "templates/static" / os.fsdecode(b"caf\xe9.css")).write_text("")

    with pytest.raises(InputError, match=r"caf\\xe9\.css: its name is not UTF-8"):
        load_theme(site / "templates")
