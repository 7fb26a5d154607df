import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from site_gen.build import build as building
from site_gen.build import site_wide
from site_gen.build.build import Options, Report, build
from site_gen.build.inputs import site_inputs
from site_gen.build.manifest.database import manifest_path
from site_gen.build.month import build_month
from site_gen.build.output_folder import Artifact, Folders, stage_changed
from site_gen.build.related_stage import compute_related, read_texts
from site_gen.model.errors import InputError, OutputError, TemplateError, ToolError
from site_gen.model.papers import Settings
from site_gen.plan import sitemaps
from site_gen.plan.feeds import feed_formats, feed_items
from site_gen.plan.feeds.feed_formats import Feed
from site_gen.plan.feeds.feed_items import write_feed
from site_gen.plan.feeds.feed_table import FeedPlan
from site_gen.plan.topic_pages import NEWEST
from tests.conftest import ROOT
from tests.executors import InlineExecutor

ENTRY = "---\ntitle: {title}\n---\n\nAbout {title}.\n"


@pytest.fixture
def small(site: Path) -> Path:
    """A site of two days, with three papers."""
    for day, slugs in (("2025-09-16", ["a"]), ("2025-09-17", ["b", "c"])):
        folder = site / "content" / day
        folder.mkdir(parents=True)
        for slug in slugs:
            (folder / f"{slug}.md").write_text(ENTRY.format(title=slug))
    return site


def make(site: Path, **options: object) -> Report:
    return build(site, site / "public", Options(**options))  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".site-gen" not in p.parts
    }


def test_the_files_of_a_site(small: Path) -> None:
    report = make(small)
    files = tree(small / "public")

    assert (report.papers, report.days, report.pages, report.indexed) == (3, 2, 17, 3)
    assert {
        "index.html", "2025-09-16/index.html", "2025-09-17/index.html", "2025-09-16/a/index.html",
        "2025-09-17/b/index.html", "2025-09-17/c/index.html", "archive/index.html",
        "search/index.html", "feeds/index.html", "404.html", "feed.xml", "sitemap.xml",
        "robots.txt", "pagefind/all/pagefind.js", "2025/index.html", "2025-W38/index.html",
        "sitemaps/2025-09.xml", "sitemaps/pages.xml",
    } <= set(files)  # fmt: skip
    assert report.written == len(files)


@pytest.mark.parametrize("small_is", [3, 2])
def test_the_sitemap_reaches_every_page_once(
    small: Path, monkeypatch: pytest.MonkeyPatch, small_is: int
) -> None:
    monkeypatch.setattr(sitemaps, "SMALL_ARCHIVE", small_is)
    for name in ("2025-09-16/a", "2025-09-17/b", "2025-09-17/c"):
        (small / f"content/{name}.md").write_text(
            "---\ntitle: T\nauthors: [Ada Lovelace, X]\n---\n"
        )
    make(small, base_url="https://a.example", has_search=False)
    public = small / "public"
    found = re.findall("<loc>https://a.example(.*)</loc>", (public / "sitemap.xml").read_text())
    if small_is == 2:
        parts = [(public / url[1:]).read_text() for url in found]
        found = [
            url for part in parts for url in re.findall("<loc>https://a.example(.*)</loc>", part)
        ]
    pages = {
        f"/{path}".removesuffix("index.html") for path in tree(public) if path.endswith(".html")
    }

    assert sorted(found) == sorted(pages - {"/404.html"})


def test_a_second_build_writes_nothing(small: Path) -> None:
    make(small)
    before = {p: p.stat().st_mtime_ns for p in (small / "public").rglob("*") if p.is_file()}
    report = make(small)

    assert (report.written, report.removed, report.indexed) == (0, 0, 0)
    assert before == {p: p.stat().st_mtime_ns for p in (small / "public").rglob("*") if p.is_file()}


def edit_body(site: Path) -> None:
    (site / "content/2025-09-17/b.md").write_text(ENTRY.format(title="B two"))


def insert(site: Path) -> None:
    (site / "content/2025-09-17/d.md").write_text(ENTRY.format(title="d"))


def reorder(site: Path) -> None:
    (site / "content/2025-09-17/digest.yaml").write_text("papers: [d, c, b]\n")


def refer(site: Path) -> None:
    (site / "content/2025-09-17/digest.yaml").write_text("papers: [d, 2025-09-16/a]\n")


def remove_paper(site: Path) -> None:
    (site / "content/2025-09-17/c.md").unlink()


def remove_day(site: Path) -> None:
    shutil.rmtree(site / "content/2025-09-16")
    (site / "content/2025-09-17/digest.yaml").write_text("papers: [d]\n")


def change_settings(site: Path) -> None:
    (site / "content/site.yaml").write_text("title: Other\nbase_url: https://a.example/x\n")


def retheme(site: Path) -> None:
    (site / "templates/static").mkdir(parents=True)
    (site / "templates/static/style.css").write_text("body {}")


def test_a_story_of_edits_ends_as_a_clean_build_does(small: Path) -> None:
    make(small)
    for step in (edit_body, insert, reorder, refer, remove_paper, remove_day, change_settings,
                 retheme):  # fmt: skip
        step(small)
        assert make(small).written > 0
        build(small, small / "clean")
        assert tree(small / "public") == tree(small / "clean")
        shutil.rmtree(small / "clean")
        assert make(small).written == 0


PAPER = """\
---
title: Zebra stripes
authors: [Ada Zebrawoman]
topics: [Zebrology]
links: {code: https://github.com/zebra/stripes}
---

The zebra of all zebras, and graphs of neural networks.
"""
NEAR = "---\ntitle: {title}\n---\n\nGraphs of neural networks, {title}.\n"


@pytest.mark.parametrize("day", ["2025-09-17", "2025-08-29"])  # the month's own, and another's
def test_a_paper_that_is_taken_down_is_gone_and_can_come_back(
    small: Path, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setattr(sitemaps, "SMALL_ARCHIVE", 2)
    paper = small / f"content/{day}/zebra.md"
    paper.parent.mkdir(exist_ok=True)
    paper.write_text(PAPER)
    for near in ("2025-09-16/a", "2025-09-17/b", "2025-09-17/c", "2025-10-01/d"):
        (small / f"content/{near}.md").parent.mkdir(exist_ok=True)
        (small / f"content/{near}.md").write_text(NEAR.format(title=near))
    (small / "content/2025-10-01/digest.yaml").write_text(f"papers: [{day}/zebra, d]\n")
    settings = "base_url: https://a.example\nauthor_pages: 1\n"
    (small / "content/site.yaml").write_text(settings)
    for path in (small / "content").rglob("*.*"):  # older than the clock's grain
        os.utime(path, (1_700_000_000, 1_700_000_000))
    make(small)
    before = tree(small / "public")
    assert len([path for path, data in before.items() if b"ebra" in data]) > 20

    paper.write_text(PAPER.replace("---\n", "---\nremoved: '<Asked> for & so'\n", 1))
    report = make(small)
    after = tree(small / "public")
    build(small, small / "clean")
    assert after == tree(small / "clean")
    assert (report.papers, make(small).written) == (4, 0)
    assert report.pages == len([path for path in after if path.endswith(".html")])
    notice = f"{day}/zebra/index.html"
    assert sorted(path for path, data in after.items() if b"ebra" in data) == [notice, "_redirects"]
    assert f"/{day}/zebra/ /{day}/zebra/ 410!\n" in after["_redirects"].decode()
    page = after[notice].decode()
    assert "Paper removed" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "&lt;Asked&gt; for &amp; so" in page
    assert f'href="/{day}/"' in page
    assert not [word for word in ("Zebra", "stripes", "Ada", "github") if word in page]

    paper.write_text(PAPER)
    make(small)
    assert tree(small / "public") == before


def test_another_program_builds_all_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(small)
    feed = small / "public/feed.xml"
    old = feed.read_bytes()
    monkeypatch.setattr(site_inputs, "compute_code_hash", lambda: "other")
    monkeypatch.setattr(feed_formats, "GENERATOR", "other")
    make(small)

    assert feed.read_bytes() != old


def test_a_day_without_papers_is_a_day(small: Path) -> None:
    (small / "content/2025-09-15").mkdir()
    make(small)
    assert (small / "public/2025-09-15/index.html").exists()
    (small / "content/2025-09-15").rmdir()
    make(small)
    assert not (small / "public/2025-09-15").exists()


def test_time_place_and_the_order_of_a_set_leave_no_trace(
    small: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(small)
    other = tmp_path_factory.mktemp("elsewhere") / "site"
    shutil.copytree(small, other, ignore=shutil.ignore_patterns("public"))
    monkeypatch.chdir("/")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    make(other)

    assert tree(small / "public") == tree(other / "public")
    assert not [
        path for path, data in tree(other / "public").items() if str(other).encode() in data
    ]


def test_without_search(small: Path) -> None:
    make(small)
    report = make(small, has_search=False)

    assert report.indexed == 0
    assert not (small / "public" / "pagefind").exists()
    assert "built without a search index" in (small / "public/search/index.html").read_text()


def test_the_base_url_given_goes_before_the_setting(small: Path) -> None:
    (small / "content" / "site.yaml").write_text("base_url: https://a.example\n")
    make(small, base_url="https://b.example/")
    assert "https://b.example/feed.xml" in (small / "public/feed.xml").read_text()
    with pytest.raises(InputError, match="^--base-url: expected an address such as"):
        make(small, base_url="b.example")


def test_below_a_path_every_link_is_below_it(small: Path) -> None:
    make(small, base_url="https://a.example/papers")

    for path, data in tree(small / "public").items():
        if path.endswith(".html"):
            for piece in data.decode().split('href="/')[1:] + data.decode().split('src="/')[1:]:
                assert piece.startswith("papers/"), path


def test_a_file_we_did_not_write_is_never_removed(small: Path) -> None:
    make(small)
    for name in ("CNAME", "2025-09-16/mine.txt", "2025-09-16/a/mine.txt"):
        (small / "public" / name).write_text("mine")
    shutil.rmtree(small / "content" / "2025-09-16")
    make(small)

    assert sorted(p for p in tree(small / "public") if p.startswith(("2025-09-16", "CNAME"))) == [
        "2025-09-16/a/mine.txt", "2025-09-16/mine.txt", "CNAME"
    ]  # fmt: skip


def test_a_manifest_that_cannot_be_used_costs_a_clean_build_only(small: Path) -> None:
    make(small)
    good = tree(small / "public")
    shutil.rmtree(small / "content/2025-09-16")
    manifest_path(small, small / "public").write_text("no database")

    assert make(small).reason.startswith("the record of the last build is damaged: ")
    build(small, small / "clean")
    assert tree(small / "public") == tree(small / "clean") != good
    assert make(small).reason == ""


def test_what_another_version_made_goes_where_it_is_no_longer_made(small: Path) -> None:
    make(small)
    with closing(sqlite3.connect(manifest_path(small, small / "public"))) as connection:
        connection.execute("PRAGMA user_version = 99")
    style = small / "templates/static/style.css"
    style.parent.mkdir(parents=True)
    style.write_text("p { color: red }")  # its name has a hash in it
    shutil.rmtree(small / "content/2025-09-16")

    assert "another version" in make(small).reason
    build(small, small / "clean")
    assert tree(small / "public") == tree(small / "clean")


def test_a_link_in_a_circle_is_told_once(small: Path) -> None:
    (small / "content/2025-09-17/circle.md").symlink_to("circle.md")

    with pytest.raises(InputError) as caught:
        make(small)

    assert [str(problem) for problem in caught.value.problems] == [
        "content/2025-09-17/circle.md: cannot be read: Too many levels of symbolic links"
    ]


def test_a_folder_that_held_another_site_holds_this_one(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(small, other)
    shutil.rmtree(other / "content" / "2025-09-16")
    (other / "content" / "2025-09-17" / "own.md").write_text("---\ntitle: Own\n---\n")
    build(other, small / "public")
    make(small)

    build(small, small / "clean")
    assert tree(small / "public") == tree(small / "clean")


@pytest.mark.parametrize("work", [read_texts, compute_related, build_month])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    small: Path, work: Callable[..., Any]
) -> None:
    paper = small / "content" / "2025-09-16" / "a.md"

    class Editing(InlineExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            done = super().submit(fn, *args, **kwargs)
            if fn is work:
                paper.write_text("---\ntitle: Changed\n---\n")
            return done

    build(small, small / "public", Options(executor=Editing()))
    page = (small / "public/2025-09-16/a/index.html").read_bytes()
    # All stages of a build see a paper as it was when it was read first.
    assert b"Changed" not in page
    make(small)

    build(small, small / "clean")
    assert tree(small / "public") == tree(small / "clean")


@pytest.mark.parametrize("work", [read_texts, compute_related, build_month])
def test_a_paper_that_is_taken_down_during_a_build_is_in_no_file(
    small: Path, work: Callable[..., Any]
) -> None:
    """It is read for its pages, then for feeds and the search."""
    make(small)
    before = tree(small / "public")
    paper = small / "content" / "2025-09-16" / "a.md"
    paper.write_text(ENTRY.format(title="Edited"))

    class Removing(InlineExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            done = super().submit(fn, *args, **kwargs)
            if fn is work:
                paper.write_text("---\ntitle: Edited\nremoved: why\n---\n")
            return done

    with pytest.raises(InputError, match="a.md: the paper was taken down during the build; "):
        build(small, small / "public", Options(executor=Removing()))
    assert tree(small / "public") == before
    make(small)
    build(small, small / "clean")
    assert tree(small / "public") == tree(small / "clean")


def test_a_process_that_dies_is_told_and_leaves_the_last_good_site(small: Path) -> None:
    make(small)
    good = tree(small / "public")

    class Dying(ProcessPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            del fn, args, kwargs
            return super().submit(os._exit, 1)

    with pytest.raises(ToolError, match="^a process that built pages died; expected enough memory"):
        build(small, small / "public", Options(executor=Dying(1), is_full=True))
    assert tree(small / "public") == good


def test_a_mistake_leaves_the_last_good_site(small: Path) -> None:
    make(small)
    good = tree(small / "public")
    (small / "content" / "2025-09-16" / "a.md").write_text("---\ntitle: [\n---\n")
    (small / "content" / "site.yaml").write_text("titel: x\n")
    with pytest.raises(InputError) as caught:
        make(small)
    assert len(caught.value.problems) == 2
    assert tree(small / "public") == good

    shutil.rmtree(small / "content" / "2025-09-16")
    (small / "content" / "site.yaml").unlink()
    (small / "templates").mkdir()
    (small / "templates" / "paper.html").write_text("{{ papr }}")
    with pytest.raises(TemplateError, match=r"templates/paper.html:1: 'papr' is undefined"):
        make(small)
    assert tree(small / "public") == good


def test_a_missing_pagefind_leaves_the_last_good_site(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Path:
        raise ToolError

    monkeypatch.setattr(building, "find_pagefind", missing)
    with pytest.raises(ToolError):
        make(small)
    assert not (small / "public").exists()
    make(small, has_search=False)


@pytest.mark.parametrize(
    "output", ["content", "content/x", "templates/y", ".", "..", "content/2025-09-16"]
)
def test_what_people_own_is_no_output_folder(small: Path, output: str) -> None:
    before = tree(small)
    with pytest.raises(OutputError, match="expected an output folder of its own"):
        build(small, small / output)
    assert tree(small) == before


def test_an_output_that_cannot_be_written(small: Path) -> None:
    (small / "file").write_text("mine")
    with pytest.raises(OutputError, match="^file: a file; expected a folder"):
        build(small, small / "file")
    with pytest.raises(OutputError, match=r"^file/\.public\.site-gen\.lock: cannot be locked: "):
        build(small, small / "file" / "public")
    assert (small / "file").read_text() == "mine"


def test_the_real_site_has_every_paper(tmp_path: Path) -> None:
    report = build(ROOT, tmp_path / "public", Options(has_search=False))

    assert report.papers == 115
    assert len(list(tmp_path.glob("public/2025-09-17/*/index.html"))) == 115


def test_subscribe_leads_somewhere(small: Path) -> None:
    (small / "content" / "site.yaml").write_text(
        "banner: [New, Mail, Subscribe]\nnewsletter_action: https://a.example/join\n"
        "newsletter_field: mail\n"
    )
    make(small, has_search=False)
    html = (small / "public" / "index.html").read_text()

    assert '<form class="subscribe" method="post" action="https://a.example/join">' in html
    assert '<input type="email" name="mail"' in html
    (small / "content" / "site.yaml").write_text(
        "banner: [New, Mail, Subscribe]\nnewsletter_action: netlify\nnewsletter_hidden: {a: '<'}\n"
    )
    make(small, has_search=False)
    html = (small / "public" / "index.html").read_text()
    assert '<form class="subscribe" method="post" name="newsletter" data-netlify="true">' in html
    assert '<input type="hidden" name="form-name" value="newsletter">' in html
    assert '<input type="hidden" name="a" value="&lt;">' in html
    (small / "content" / "site.yaml").write_text("banner: [New, Mail, Subscribe]\n")
    make(small, has_search=False)
    html = (small / "public" / "index.html").read_text()
    assert '<a class="button" href="/feeds/">Subscribe</a>' in html
    assert "/join" not in html


def test_a_new_day_changes_few_files(small: Path) -> None:
    make(small, has_search=False)
    before = tree(small / "public")
    new = small / "content" / "2025-09-18"
    new.mkdir()
    (new / "d.md").write_text("---\ntitle: D\n---\n")
    make(small, has_search=False)
    after = tree(small / "public")
    touched = {path for path in before if before[path] != after.get(path)}

    assert not [path for path in touched if path.endswith("archive.xml")]
    assert {path for path in touched if not path.endswith(".html")} == {
        "2025-09.jsonl", "api/index.json", "atom.xml", "feed.json", "feed.xml",
        "feeds/daily/atom.xml", "feeds/daily/feed.json", "feeds/daily/feed.xml", "llms.txt",
        "sitemap.xml", "sitemaps/2025-09.xml", "sitemaps/pages.xml",
    }  # fmt: skip


def test_topics_have_pages_that_follow_edits(small: Path) -> None:
    entry = small / "content/2025-09-17/b.md"
    entry.write_text("---\ntitle: B\ntopics: [a/b, 视频]\n---\n")
    make(small, has_search=False)
    public = small / "public"
    assert 'href="/topics/a-b/"' in (public / "2025-09-17/b/index.html").read_text()
    assert 'href="/2025-09-17/b/"' in (public / "topics/a-b/index.html").read_text()
    assert 'href="/2025-09-17/b/"' in (public / "topics/a-b/2025-09/index.html").read_text()

    (small / "content/topics.yaml").write_text("Letters: {aliases: [a/b], words: [c]}\n")
    make(small, has_search=False)
    assert not (public / "topics/a-b/index.html").exists()
    listed = (public / "topics/letters/2025-09/index.html").read_text()
    assert 'href="/2025-09-17/b/"' in listed
    assert 'href="/2025-09-17/c/"' in listed
    moved = (public / "_redirects").read_text()
    assert moved.endswith("/feed.xml 301\n/topics/a-b/* /topics/letters/:splat 301\n")
    assert make(small, has_search=False).written == 0


def test_a_topic_with_many_new_papers_keeps_its_older_months(small: Path) -> None:
    for ref in ("2025-08-16/old", *(f"2025-09-17/new-{number}" for number in range(NEWEST))):
        path = small / "content" / f"{ref}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("---\ntitle: Of a topic\ntopics: [T]\n---\n")
        os.utime(path, (10**9, 10**9))  # a file that is new is read again
    make(small, has_search=False)
    edit_body(small)
    make(small, has_search=False)
    after = tree(small / "public")
    shutil.rmtree(small / "public")
    make(small, has_search=False)

    assert after == tree(small / "public")
    assert b"/topics/t/2025-08/</loc>" in after["sitemap.xml"]


def test_wrong_topics_are_told_with_all_else_that_is_wrong(small: Path) -> None:
    (small / "content/topics.yaml").write_text("A: 3\n")
    (small / "content/2025-09-17/b.md").write_text("---\nwrong: 1\n---\n")
    with pytest.raises(InputError) as caught:
        make(small, has_search=False)
    assert [(Path(p.path).name, p.line) for p in caught.value.problems] == [
        ("topics.yaml", 1),
        ("b.md", 2),
    ]


def test_each_day_has_a_picture_where_pictures_are_wanted(small: Path) -> None:
    make(small, base_url="https://a.example/papers", has_search=False)
    files = tree(small / "public")
    image = 'og:image" content="https://a.example/papers/2025-09-1{}/og.png"'

    assert files["2025-09-16/og.png"] != files["2025-09-17/og.png"]
    for path, day in (
        ("index.html", 7),
        ("2025-09-16/index.html", 6),
        ("2025-09-17/b/index.html", 7),
    ):
        assert image.format(day) in files[path].decode()
    assert "papers/assets/og." in files["archive/index.html"].decode()

    (small / "content" / "site.yaml").write_text("pictures: no\n")
    make(small, base_url="https://a.example/papers", has_search=False)
    files = tree(small / "public")
    assert not [path for path in files if path.endswith("/og.png")]
    assert "papers/assets/og." in files["2025-09-17/b/index.html"].decode()


def test_topics_and_papers_with_code_have_feeds_of_the_same_items(small: Path) -> None:
    day = small / "content/2025-09-17"
    (day / "b.md").write_text("---\ntitle: B\ntopics: [a/b]\n---\n\nSee https://github.com/a/b.\n")
    make(small, base_url="https://a.example", has_search=False)
    public = small / "public"
    ids = re.findall("<guid.*?</guid>", (public / "feed.xml").read_text())
    for folder in ("topics/a-b", "feeds/code"):
        text = (public / folder / "feed.xml").read_text()
        assert re.findall("<guid.*?</guid>", text) == [
            one for one in ids if one.endswith(":b</guid>")
        ]
        assert '<a href="https://github.com/a/b">' in (
            public / folder / "feed.json"
        ).read_text().replace("\\", "")
        assert f"https://a.example/{folder}/atom.xml" in (public / folder / "atom.xml").read_text()
        assert f"https://a.example/{folder}/feed.xml" in (public / "feeds/index.html").read_text()
        assert f"https://a.example/{folder}/feed.xml" in (public / "feeds/all.opml").read_text()
    page = (public / "topics/a-b/index.html").read_text()
    assert page.count('rel="alternate"') == 6

    (day / "b.md").write_text("---\ntitle: B\n---\n")
    make(small, base_url="https://a.example", has_search=False)
    assert not (public / "topics/a-b").exists()
    assert not (public / "feeds/code").exists()


def test_what_a_topic_s_papers_do_not_change_is_not_made_again(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug, topic in (("b", "One"), ("c", "Two")):
        path = small / f"content/2025-09-17/{slug}.md"
        path.write_text(f"---\ntitle: {slug}\ntopics: [{topic}]\n---\n")
    make(small, has_search=False)
    (small / "content/2025-09-17/c.md").write_text("---\ntitle: C\ntopics: [Two]\n---\n\nNew.\n")
    made = list[str]()

    def note(file: Artifact) -> Artifact:
        def make_noted() -> bytes:
            made.append(file.path)
            return file.make()

        return replace(file, make=make_noted)

    def stage_noted(
        folders: Folders, artifacts: Iterable[Artifact], last: Mapping[str, str]
    ) -> tuple[dict[str, str], list[str]]:
        return stage_changed(folders, map(note, artifacts), last)

    def note_feed(settings: Settings, plan: FeedPlan, feed: Feed) -> Iterable[tuple[str, bytes]]:
        made.append(plan.folder[1:])
        return write_feed(settings, plan, feed)

    monkeypatch.setattr(site_wide, "stage_changed", stage_noted)
    monkeypatch.setattr(feed_items, "write_feed", note_feed)
    make(small, has_search=False)

    topics = sorted(path for path in made if path.startswith("topics/"))
    assert topics == ["topics/two/", "topics/two/index.html"]
    assert "archive/index.html" not in made
    monkeypatch.undo()
    assert make(small, has_search=False, is_full=True).written == 0


def test_a_paper_without_an_id_is_looked_for_by_its_title(small: Path) -> None:
    head = "---\ntitle: 'A & B'\nlinks: {code: https://x.example/y}\n"
    (small / "content/2025-09-16/a.md").write_text(f"{head}---\n")
    (small / "content/2025-09-17/b.md").write_text(f"{head}arxiv_id: '2509.01234'\n---\n")
    make(small, has_search=False)
    pages = tree(small / "public")
    links = [
        re.findall(r'class="button" href="([^"]*)"', pages[f"{paper}/index.html"].decode())
        for paper in ("2025-09-16/a", "2025-09-17/b")
    ]

    assert links[0] == [
        "https://x.example/y",
        "https://arxiv.org/search/?searchtype=title&amp;query=A%20%26%20B",
        "https://scholar.google.com/scholar?q=A%20%26%20B",
    ]
    assert "https://arxiv.org/abs/2509.01234" in links[1]
    assert "https://x.example/y" in links[1]
    assert not [link for link in links[1] if "scholar" in link]


def test_own_files_are_published_and_follow_their_changes(small: Path) -> None:
    static, picture = small / "content/static/CNAME", small / "content/2025-09-17/fig.png"
    static.parent.mkdir()
    static.write_text("a.example")
    Image.new("RGB", (4, 2)).save(picture)
    (small / "content/2025-09-17/b.md").write_text("---\ntitle: b\n---\n\n![fig](fig.png)\n")
    make(small)
    page = small / "public/2025-09-17/b/index.html"

    assert (small / "public/CNAME").read_text() == "a.example"
    assert 'src="/2025-09-17/fig.png" width="4" height="2"' in page.read_text()

    static.write_text("b.example")
    assert make(small).written == 1
    Image.new("RGB", (6, 2)).save(picture)
    make(small)
    assert 'width="6"' in page.read_text()
    assert (small / "public/2025-09-17/fig.png").read_bytes() == picture.read_bytes()
    static.unlink()
    picture.unlink()
    make(small)
    left = tree(small / "public")
    make(small, is_full=True)

    assert not {"CNAME", "2025-09-17/fig.png"} & left.keys()
    assert tree(small / "public") == left


def test_own_files_take_no_place_of_a_page(small: Path) -> None:
    (small / "content/static").mkdir()
    (small / "content/static/robots.txt").write_text("User-agent: *")  # a file of ours
    make(small)
    assert (small / "public/robots.txt").read_text() == "User-agent: *"

    (small / "content/static/feed.xml").write_text("x")
    with pytest.raises(InputError, match=r"static/feed\.xml: a build makes /feed\.xml"):
        make(small)


def test_the_owners_pages_are_pages_of_the_site(small: Path) -> None:
    page = small / "content/pages/contact.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: Contact\n---\n\n# Us & you\n\nSee [b](/2025-09-17/b/).\n")
    make(small)
    shown = (small / "public/contact/index.html").read_text()

    assert "<h2>Us &amp; you</h2>" in shown
    assert '<a href="/contact/">Contact</a>' in (small / "public/index.html").read_text()
    assert "/contact/" in (small / "public/sitemaps/pages.xml").read_text()
    assert make(small).written == 0

    page.write_text("---\ntitle: Contact\n---\n\nOther.\n")
    assert make(small).written == 1
    page.write_text("---\ntitle: Contact\nnav: no\n---\n\nOther.\n")
    make(small)
    assert "/contact/" not in (small / "public/index.html").read_text()
    page.unlink()
    make(small)
    left = tree(small / "public")
    make(small, is_full=True)

    assert "contact/index.html" not in left
    assert tree(small / "public") == left
