"""The links of a whole site after each file that a build renames or removes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from site_gen.build.build import Options, Report, build
from site_gen.plan import sitemaps
from site_gen.search import bundles
from testing.links import Links, watching
from testing.trees import compare, read_tree
from tests.conftest import ROOT

BASE = "https://a.example/papers"
OTHER = "https://a.example/other"
ENTRY = """\
---
title: {title}
authors: [{authors}]
topics: [{topics}]
---

Graphs of neural networks, {title}, and a few words more about walruses.
"""
# 29 September and 1 October are of one week; 29 August is the last day of its month.
DAYS = ("2025-08-28", "2025-08-29", "2025-09-01", "2025-09-02", "2025-09-29", "2025-10-01")

Edit = Callable[[Path], None]


def write_paper(site: Path, day: str, name: str, authors: str, topics: str) -> None:
    file = site / "content" / day / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    title = f"Of {name} on {day}"
    file.write_text(ENTRY.format(title=title, authors=authors, topics=topics))


AUTHORS = "author_pages: 1\nauthor_feeds: 1\n"  # everybody has a page and a feed


@pytest.fixture
def site(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of three months, whose sitemap and search are in parts as those of a large one."""
    monkeypatch.setattr(sitemaps, "SMALL_ARCHIVE", 2)
    monkeypatch.setattr(bundles, "SMALL_ARCHIVE", 2)
    for day in DAYS:
        write_paper(site, day, "a", "Ada Lovelace", "Walruses")
        write_paper(site, day, "b", "Ada Lovelace, Bea Smith", "Seals")
    write_paper(site, "2025-09-02", "c", "Cy Once", "Rare things")
    (site / "content/site.yaml").write_text(f"base_url: {BASE}\n{AUTHORS}")
    return site


def make(site: Path, **options: object) -> Report:
    return build(site, site / "public", Options(jobs=1, **options))  # type: ignore[arg-type]


def remove(*names: str) -> Edit:
    def edit(site: Path) -> None:
        for name in names:
            path = site / "content" / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return edit


def settings(text: str) -> Edit:
    def edit(site: Path) -> None:
        (site / "content/site.yaml").write_text(text)

    return edit


def retheme(site: Path) -> None:
    (site / "templates/static").mkdir(parents=True)
    (site / "templates/static/style.css").write_text("body {}")


def both(*edits: Edit) -> Edit:
    def edit(site: Path) -> None:
        for one in edits:
            one(site)

    return edit


def take_down(site: Path) -> None:
    path = site / "content/2025-09-02/c.md"
    path.write_text(path.read_text().replace("---\n", "---\nremoved: Asked for\n", 1))


def retopic(site: Path) -> None:
    for path in (site / "content").rglob("b.md"):
        path.write_text(path.read_text().replace("Seals", "Sea lions"))


def add(site: Path) -> None:
    write_paper(site, "2025-10-02", "new", "Ada Lovelace, Dee New", "Brand new")
    write_paper(site, "2025-11-03", "new", "Dee New", "Brand new, Walruses")


NEW_ADDRESS = settings(f"base_url: {OTHER}\n{AUTHORS}")
EDITS: dict[str, Edit] = {
    "a paper": remove("2025-09-02/a.md"),
    "the only paper of an author and a topic": remove("2025-09-02/c.md"),
    "a paper that is taken down": take_down,
    "a day in the middle": remove("2025-09-02"),
    "two days": remove("2025-09-01", "2025-09-02"),
    "the newest day": remove("2025-10-01"),
    "the oldest day": remove("2025-08-28"),
    "a month's last week": remove("2025-09-29"),
    "a month": remove("2025-09-01", "2025-09-02", "2025-09-29"),
    "all months but one": remove(*DAYS[:-1]),
    "all days": remove(*DAYS),
    "a topic": retopic,
    "authors": settings(f"base_url: {BASE}\nauthor_pages: 0\n"),
    "rare authors, and feeds": both(
        add, settings(f"base_url: {BASE}\nauthor_pages: 4\nauthor_feeds: 99\n")
    ),
    "a slim site": settings(f"base_url: {BASE}\nprofile: slim\n"),
    "pictures and related papers": settings(f"base_url: {BASE}\npictures: false\nrelated: 0\n"),
    "a day and the theme": both(remove("2025-09-02"), retheme),
    "a day and the address": both(remove("2025-09-02"), NEW_ADDRESS),
    "new days": add,
    "new days, and old ones go": both(add, remove("2025-08-29", "2025-09-29")),
    "new days at a new address": both(add, retopic, NEW_ADDRESS),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_no_moment_of_a_build_has_a_dead_link(site: Path, edit: Edit) -> None:
    make(site)
    edit(site)
    with watching(site / "public", (BASE, OTHER)) as links:
        make(site)
    check(site, links)


def check(site: Path, links: Links) -> None:
    """No moment had a dead link, and the site is that of a clean build."""
    assert links.dead == []
    assert links.steps > 10
    build(site, site / "clean")
    assert compare(read_tree(site / "public"), read_tree(site / "clean")) == []


def test_a_search_that_goes_and_comes_back_has_no_dead_link(site: Path) -> None:
    make(site)
    with watching(site / "public", (BASE,)) as links:
        make(site, has_search=False)
        assert not (site / "public/pagefind").exists()
        make(site)
    check(site, links)


def test_a_site_in_a_folder_with_other_files_comes_without_a_dead_link(site: Path) -> None:
    (site / "public").mkdir()
    (site / "public/other.txt").write_text("of somebody else")
    with watching(site / "public", (BASE,)) as links:
        make(site, is_forced=True)
    (site / "public/other.txt").unlink()
    check(site, links)


class Killed(BaseException):
    """Stands for the death of a build."""


@pytest.mark.parametrize("part", [0.1, 0.4, 0.6, 0.9])
def test_what_a_killed_build_left_is_mended_without_a_dead_link(
    site: Path, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    make(site)
    both(add, remove("2025-08-29", "2025-09-29"))(site)
    steps = 184  # the whole build, as "new days, and old ones go" counts them
    note = Links.note
    with watching(site / "public", (BASE,)) as links:

        def note_and_die(self: Links, file: Path) -> None:
            note(self, file)
            if self.steps == round(part * steps):
                raise Killed

        with monkeypatch.context() as patches:
            patches.setattr(Links, "note", note_and_die)
            with pytest.raises(Killed):
                make(site)
        assert make(site).reason == "the last build did not end, or another one made this folder"
    check(site, links)


def read_files(folder: Path) -> dict[str, tuple[int, int]]:
    """Give what tells whether a file was written, by its path."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def delete(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


REMADE = (
    "index.html", "2025-10-01.json", "2025-08", "topics/seals/feed.xml", "authors/names",
    "pagefind/2025-10", "pagefind/2025", "pagefind/shared",
)  # fmt: skip


def edit_paper(site: Path) -> None:
    path = site / "content/2025-10-01/a.md"
    path.write_text(path.read_text().replace("walruses", "whales"))


def test_what_is_made_again_or_led_to_by_no_new_page_costs_no_clean_build(site: Path) -> None:
    make(site)
    public = site / "public"
    for missing in REMADE:
        delete(public / missing)
    before = read_files(public)
    edit_paper(site)

    assert make(site).reason == ""
    written = {path for path, state in read_files(public).items() if before.get(path) != state}
    assert {"index.html", "2025-10-01.json", "pagefind/2025/pagefind-entry.json"} <= written
    assert [pair for pair in Links(public, (BASE,)).find_dead() if pair[0] in written] == []
    make(site, is_full=True)
    build(site, site / "clean")
    assert compare(read_tree(public), read_tree(site / "clean")) == []


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("2025-09-29/index.html", "public/2025-09-29/index.html is missing"),
        ("topics", "public/topics/index.html is missing, and 2 more"),
        ("assets", "public/assets/"),
    ],
)
def test_a_build_makes_again_what_its_pages_lead_to(
    site: Path, missing: str, expected: str
) -> None:
    make(site)
    delete(site / "public" / missing)
    edit_paper(site)

    assert make(site).reason.startswith(expected)
    build(site, site / "clean")
    assert compare(read_tree(site / "public"), read_tree(site / "clean")) == []


def test_a_link_of_somebody_s_template_leads_where_they_like(site: Path) -> None:
    make(site)
    (site / "templates").mkdir()
    foot = (ROOT / "templates/_foot.html").read_text()
    links = '<a href="/papers/not-ours/">x</a><a href="https://b.example/">y</a>'
    (site / "templates/_foot.html").write_text(links + foot)
    make(site)
    add(site)
    assert make(site).reason == ""
