from pathlib import Path

import pytest

from site_gen.errors import InputError
from site_gen.theme import default_folder, load_theme


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


def test_a_template_that_is_no_text_is_told(site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "own.html").write_bytes(b"one\n\xff")

    with pytest.raises(InputError, match=r"templates/own.html:2: not UTF-8 \(byte 0xFF\)"):
        load_theme(site / "templates")
