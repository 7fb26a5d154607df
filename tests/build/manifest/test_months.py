from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex
from site_gen.build.manifest.database import Manifest, ManifestError, open_manifest
from site_gen.build.manifest.months import (
    LastBuild,
    MonthRecords,
    MonthRow,
    RelatedRow,
    put_build,
    put_bundle,
    put_month,
    put_relation,
    put_text,
    read_bundle_files,
    read_last,
    read_pages,
    read_recent,
    read_relation,
    read_text,
    read_topic_summaries,
)
from site_gen.build.manifest.start import read_paths
from site_gen.model.pages import DaySummary, PaperLine, TopicSummary
from site_gen.model.references import RecentPaper
from site_gen.plan.author_pages import AuthorRow

DAY = DaySummary(date=date(2025, 9, 17), listed=2, entry_count=1, foreign=("2025-08-30/a",))
ROW = MonthRow(
    stat_signature="s", input_key="k", content_hash="c", search_hash="i", days=(DAY,), topics=1,
    related=RelatedRow("t", "r", "h"), authors_hash="a",
)  # fmt: skip
BUILD = LastBuild(
    id="id", months={"2025-09": ROW}, bundles={"all": "b"}, site_files={"feed.xml": "f"},
    config_hash="config", search="Pagefind 1.5.2", pages=7,
)  # fmt: skip
LINES = tuple(
    PaperLine(title=title, url=f"/{day}/a/", day=day, upvotes=votes)
    for title, day, votes in (("<b> \u2028", date(2025, 9, 17), 3), ("T", date(2025, 9, 2), None))
)
RECORDS = MonthRecords(
    pages={"2025-09-17/index.html": "1", "2025-09/index.html": "2"},
    topics={"graphs": TopicSummary(name="Graphs", count=9, newest=LINES)},
    recent={"/topics/graphs/": (RecentPaper(name="2025-09-17/a", place=2, content_hash="s"),)},
)


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Manifest]:
    with open_manifest(tmp_path / "m.sqlite", is_new=True) as opened:
        yield opened


def test_a_new_manifest_knows_no_build(manifest: Manifest) -> None:
    assert read_last(manifest) == LastBuild()
    assert read_paths(manifest) == frozenset()


def test_what_is_put_is_read(manifest: Manifest) -> None:
    put_build(manifest, BUILD)
    put_month(manifest, "2025-09", RECORDS)

    assert read_last(manifest) == BUILD
    assert read_pages(manifest, "2025-09") == RECORDS.pages
    assert read_pages(manifest, "2025-08") == {}
    assert read_recent(manifest, "2025-09") == RECORDS.recent
    assert read_topic_summaries(manifest, "2025-09") == RECORDS.topics


def test_of_topics_with_enough_papers_only_the_newest_is_read(manifest: Manifest) -> None:
    put_month(manifest, "2025-09", RECORDS)
    assert read_topic_summaries(manifest, "2025-09", {"graphs"})["graphs"].newest == LINES[:1]


def test_a_month_that_is_put_again_leaves_nothing_of_before(manifest: Manifest) -> None:
    put_month(manifest, "2025-09", RECORDS)
    put_month(manifest, "2025-09", MonthRecords(pages={"a": "1"}, topics={}, recent={}))

    assert read_pages(manifest, "2025-09") == {"a": "1"}
    assert read_topic_summaries(manifest, "2025-09") == {}
    assert read_recent(manifest, "2025-09") == {}


def test_records_go_with_their_month_or_bundle(manifest: Manifest) -> None:
    put_month(manifest, "2025-09", RECORDS)
    put_text(manifest, "2025-09", b"\0")
    put_relation(manifest, "2025-09", b"[]")
    put_bundle(manifest, "all", ["pagefind/a"])
    put_build(manifest, BUILD)
    assert (read_text(manifest, "2025-09"), read_relation(manifest, "2025-09")) == (b"\0", b"[]")
    assert read_bundle_files(manifest, "all") == {"pagefind/a"}

    put_build(manifest, LastBuild(id="next"))
    assert read_pages(manifest, "2025-09") == {}
    assert read_bundle_files(manifest, "all") == set()
    for read in (read_text, read_relation):
        with pytest.raises(ManifestError, match="nothing of 2025-09"):
            read(manifest, "2025-09")


def test_all_paths_are_those_of_months_bundles_authors_and_the_site(manifest: Manifest) -> None:
    put_month(manifest, "2025-09", RECORDS)
    put_bundle(manifest, "all", ["pagefind/a"])
    put_build(manifest, BUILD)
    row = AuthorRow(slug="ada", name="Ada", count=3, has_feed=True)
    AuthorIndex(manifest).change(AuthorChanges(authors={"ada": row}))

    found = read_paths(manifest)
    assert {*RECORDS.pages, "feed.xml", "pagefind/a", "authors/ada/index.html"} <= found
    assert "authors/ada/atom.xml" in found


@pytest.mark.parametrize(
    ("statement", "read"),
    [
        ("UPDATE day SET date = 'x'", read_last),
        ("UPDATE day SET others = '{'", read_last),
        ("UPDATE topic_month SET newest = '{}'", lambda one: read_topic_summaries(one, "2025-09")),
        ("UPDATE topic_month SET newest = '[1]'", lambda one: read_topic_summaries(one, "2025-09")),
        ("UPDATE recent SET papers = '[1]'", lambda one: read_recent(one, "2025-09")),
        ("UPDATE recent SET papers = '[[1]]'", lambda one: read_recent(one, "2025-09")),
    ],
)
def test_a_damaged_cell_is_a_manifest_error(
    manifest: Manifest, statement: str, read: object
) -> None:
    put_build(manifest, BUILD)
    put_month(manifest, "2025-09", RECORDS)
    manifest.put(statement, [()])
    assert callable(read)
    with pytest.raises(ManifestError):
        read(manifest)
