import json
from dataclasses import replace
from pathlib import Path

import pytest

from site_gen.build import feed_stage
from site_gen.build.build import Options, build
from site_gen.build.feed_stage import EntryReader, RecentFeed
from site_gen.build.output_folder import Folders
from site_gen.model.papers import Settings
from site_gen.plan.feeds.feed_table import AUTHOR, TOPIC, FeedPlan

FORMS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture
def archive(site: Path) -> Path:
    """A site of two months with papers of two topics, and one that leads to its code."""
    for name, topics, body in (
        ("2025-08-01/a", "[Video]", "See https://github.com/a/b."),
        ("2025-08-01/b", "[Video, Birds]", "About b."),
        ("2025-09-01/c", "[Birds]", "About c."),
    ):
        path = site / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name[-1]}\ntopics: {topics}\n---\n\n{body}\n")
    return site


def make(site: Path, output: str = "public", **options: int) -> int:
    done = build(site, site / output, Options(has_search=False, **options))  # type: ignore[arg-type]
    return done.written


def feed(site: Path, folder: str, form: str) -> bytes:
    return (site / "public" / folder.strip("/") / form).read_bytes()


def test_each_feed_has_its_papers_newest_first_in_three_forms(archive: Path) -> None:
    make(archive)

    for folder, titles in (
        ("/topics/video/", ["a", "b"]),
        ("/topics/birds/", ["c", "b"]),
        ("/feeds/code/", ["a"]),
    ):
        told = json.loads(feed(archive, folder, "feed.json"))
        assert [item["title"] for item in told["items"]] == titles
        for form in FORMS[:2]:
            assert feed(archive, folder, form).count(b"/2025-0") >= len(titles)


def test_processes_make_the_same_bytes(archive: Path) -> None:
    make(archive)
    before = {path: path.read_bytes() for path in (archive / "public").glob("*/*/*feed.*")}
    assert len(before) > 4

    assert make(archive, "public", jobs=2, is_full=True) == 0
    make(archive, "clean", jobs=2)
    for path, data in before.items():
        there = archive / "clean" / path.relative_to(archive / "public")
        assert (path.read_bytes(), there.read_bytes()) == (data, data)


def test_only_feeds_whose_papers_changed_are_made(archive: Path) -> None:
    make(archive)
    body = archive / "content/2025-09-01/c.md"
    body.write_text(body.read_text().replace("About c", "On c"))
    paths = [archive / "public/topics/video" / form for form in FORMS]
    times = [path.stat().st_mtime_ns for path in paths]
    make(archive)

    assert b"On c" in feed(archive, "/topics/birds/", "atom.xml")
    assert [path.stat().st_mtime_ns for path in paths] == times


def test_a_feed_is_named_by_all_that_it_is_made_from() -> None:
    names = ("Video", "VIDEO", "Birds")
    feeds = [RecentFeed(FeedPlan(kind=TOPIC, key=name, subject=name), ()) for name in names]

    assert len({feed.compute_input_key(config_hash) for feed in feeds for config_hash in "ab"}) == 6


def test_no_entry_is_read_for_a_feed_of_too_few_papers(archive: Path) -> None:
    output = archive / "public"
    folders = Folders(
        archive / "content", archive / "templates", output, output, output, is_new=True
    )
    plan = FeedPlan(kind=replace(AUTHOR, least=10), key="ada", subject="Ada", total=9)

    assert list(EntryReader(folders, Settings()).make_feed(plan, [("2025-08-01/none", 0)])) == []


def test_a_reader_remembers_no_more_than_so_many_papers(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_stage, "_MOST_REMEMBERED", 2)
    output = archive / "public"
    folders = Folders(
        archive / "content", archive / "templates", output, output, archive / "work", is_new=True
    )
    reader = EntryReader(folders, Settings())
    papers = [("2025-08-01/a", 0), ("2025-08-01/b", 1), ("2025-09-01/c", 0)]

    for _ in range(2):
        assert [item.title for item in reader.make_items(papers)] == ["a", "b", "c"]
        assert len(reader._items) == len(reader._entries) == 2
