import doctest
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.build import publish as publishing
from site_gen.build.publish import publish
from site_gen.model import path_url
from site_gen.model.errors import OutputError
from testing.links import watching

BASE = "https://a.example"


def walk(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def links(*urls: str) -> str:
    return "".join(f'<a href="{url}">x</a>' for url in urls)


def dead_links(output: Path) -> set[str]:
    found = set()
    for path in walk(output):
        for piece in (output / path).read_text().split('href="')[1:]:
            url = piece.split('"')[0]
            if not (output / (url[1:] + "index.html")).is_file():
                found.add(f"{path} -> {url}")
    return found


def test_the_examples_are_true() -> None:
    assert doctest.testmod(publishing).failed == 0


def test_a_first_site_appears_whole(site: Path) -> None:
    write(site / "new", {"index.html": "home", "a/index.html": "a"})

    assert publish(site / "new", site / "public", ["index.html", "a/index.html"], set(), "/") == 2
    assert walk(site / "public") == ["a/index.html", "index.html"]


def test_a_first_site_takes_the_place_of_an_empty_folder(site: Path) -> None:
    write(site / "new", {"index.html": "home"})
    (site / "public").mkdir()

    publish(site / "new", site / "public", ["index.html"], set(), "/")
    assert walk(site) == ["public/index.html"]


def test_a_folder_that_cannot_be_replaced_is_told(site: Path) -> None:
    """A place where a disk is mounted is another such folder."""
    write(site / "new", {"index.html": "home"})
    (site / "empty").mkdir()
    (site / "public").symlink_to("empty")

    with pytest.raises(OutputError, match="^public: cannot be written: "):
        publish(site / "new", site / "public", ["index.html"], set(), "/")


def test_no_moment_has_a_dead_link(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New pages lead to each other, old ones to new, and those that go to each other."""
    old = {
        "index.html": links("/a/", "/b/"), "a/index.html": links("/", "/b/"),
        "b/index.html": links("/a/", "/c/"), "c/index.html": links("/b/"),
    }  # fmt: skip
    new = {
        "index.html": links("/d/", "/e/"), "a/index.html": links("/", "/d/"),
        "d/index.html": links("/e/", "/a/"), "e/index.html": links("/d/", "/"),
    }  # fmt: skip
    write(site / "public", old)
    write(site / "new", new)
    moments = 0
    replace, unlink = Path.replace, Path.unlink

    def seen_replace(self: Path, target: Path) -> Path:
        nonlocal moments
        result = replace(self, target)
        moments += 1
        assert dead_links(site / "public") == set()
        return result

    def seen_unlink(self: Path, missing_ok: bool = False) -> None:
        nonlocal moments
        unlink(self, missing_ok)
        moments += 1
        assert dead_links(site / "public") == set()

    monkeypatch.setattr(Path, "replace", seen_replace)
    monkeypatch.setattr(Path, "unlink", seen_unlink)
    publish(site / "new", site / "public", list(new), {"b/index.html", "c/index.html"}, "/")

    assert moments >= 8
    assert {path: (site / "public" / path).read_text() for path in walk(site / "public")} == new


def test_a_notice_comes_after_all_that_led_to_the_paper(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of a topic goes, a day's page is changed; then the paper's page is replaced."""
    paper = "d/a/index.html"
    old = {"d/index.html": links("/d/a/"), "t/index.html": links("/d/a/"), paper: "paper"}
    rules = {"_redirects": "/d/a/ /d/a/ 410!\n/u/* /v/:splat 301\n"}
    new = {"d/index.html": "none", paper: "notice", "x/index.html": "new"} | rules
    write(site / "public", old)
    write(site / "new", new)
    replace = Path.replace

    def seen_replace(self: Path, target: Path) -> Path:
        result = replace(self, target)
        has_rules = (site / "public/_redirects").is_file()
        if has_rules or (site / "public" / paper).read_text() == "notice":
            there = {path: (site / "public" / path).read_text() for path in walk(site / "public")}
            assert not [path for path, text in there.items() if 'href="/d/a/"' in text]
            assert has_rules
        return result

    monkeypatch.setattr(Path, "replace", seen_replace)
    publish(site / "new", site / "public", list(new), {"t/index.html"}, "/", notices={paper})

    assert {path: (site / "public" / path).read_text() for path in walk(site / "public")} == new


PAGES = ("index.html", *(f"{name}/index.html" for name in "abcd"))
FEEDS = ("feed.xml", "a/feed.xml", "sitemaps/2025-09.xml", "sitemap.xml")


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    """Draw a site: pages that lead to any file, and feeds and sitemaps that lead to pages."""
    pages = {"index.html", *draw(st.sets(st.sampled_from(PAGES)))}
    feeds = draw(st.sets(st.sampled_from(FEEDS)))
    urls = sorted(map(path_url, pages))
    lists = {path: draw(st.sets(st.sampled_from(urls))) for path in feeds}
    every = [*urls, *map(path_url, feeds)]
    found = {path: draw(st.sets(st.sampled_from(every))) for path in pages}
    return {path: links(*sorted(urls)) for path, urls in found.items()} | {
        path: " ".join(f"{BASE}{url}" for url in sorted(urls)) for path, urls in lists.items()
    }


@given(sites(), sites())
def test_from_any_site_to_any_other_no_moment_has_a_dead_link(
    old: dict[str, str], new: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        public, staging = Path(name, "public"), Path(name, "staging")
        write(public, old)
        staged = [path for path, text in new.items() if old.get(path) != text]
        write(staging, {path: new[path] for path in staged})
        with watching(public, (BASE,)) as seen:
            publish(staging, public, staged, old.keys() - new.keys(), f"{BASE}/")
        assert seen.dead == []
        assert {path: (public / path).read_text() for path in walk(public)} == new


def test_a_disk_that_refuses_is_told(site: Path) -> None:
    write(site / "public", {"index.html": "old", "a": "a file where a folder must be"})
    write(site / "new", {"a/index.html": "new"})

    with pytest.raises(OutputError, match="cannot be written: "):
        publish(site / "new", site / "public", ["a/index.html"], set(), "/")
    assert (site / "public" / "index.html").read_text() == "old"
