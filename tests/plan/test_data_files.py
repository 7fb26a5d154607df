import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from site_gen.model.characters import find_illegal
from site_gen.model.papers import Entry, Settings
from site_gen.plan import data_files
from site_gen.plan.citations import format_csl
from site_gen.plan.feeds.feed_formats import FeedDocument, FeedLink
from site_gen.text import markdown
from tests.line_ends import LINE_ENDS

SETTINGS = Settings(base_url="https://a.example/p")
DAY = date(2025, 9, 17)
BARE = Entry(slug="x", first_day=DAY, title="*A*\n<b>")
FULL = Entry(
    slug="y", first_day=DAY, title="B", body="Text.", authors=("Ada",), upvotes=0, arxiv_id="2509.1"
)


def test_what_is_not_known_is_left_out() -> None:
    assert data_files.make_record(SETTINGS, BARE) == {
        "slug": "x",
        "url": "https://a.example/p/2025-09-17/x/",
        "title": "*A* <b>",
        "submittedOnDailyAt": "2025-09-17T00:00:00.000Z",
    }


def test_a_day_as_json_and_as_lines() -> None:
    value = json.loads(data_files.format_json(SETTINGS, DAY, [BARE, FULL]))
    lines = data_files.format_jsonl(SETTINGS, [BARE, FULL]).decode().splitlines()

    assert (value["version"], value["date"]) == (1, "2025-09-17")
    assert value["papers"] == [json.loads(line) for line in lines]
    assert value["papers"][1]["authors"] == [{"name": "Ada"}]
    assert value["papers"][1]["upvotes"] == 0


def test_a_title_is_text_in_markdown() -> None:
    text = data_files.format_markdown(SETTINGS, "Day", [BARE, FULL]).decode()

    assert markdown.to_text(text).split("\n\n")[:2] == ["Day", "*A* <b>"]
    assert text.endswith("## B\n\nAda\n\n<https://a.example/p/2025-09-17/y/>\n\nText.\n")


def test_the_index_lists_days_newest_first() -> None:
    value = json.loads(data_files.format_index(SETTINGS, [(DAY, 2), (date(2025, 10, 1), 3)]))

    assert [day["date"] for day in value["days"]] == ["2025-10-01", "2025-09-17"]
    assert value["days"][1]["bib"] == "https://a.example/p/2025-09-17.bib"
    assert value["days"][1]["csl"] == "https://a.example/p/2025-09-17.csl.json"
    assert value["months"][0] == "https://a.example/p/2025-10.jsonl"


def test_the_index_of_a_slim_site_has_files_of_months() -> None:
    slim = replace(SETTINGS, profile="slim")
    days = [(DAY, 2), (date(2025, 9, 18), 1), (date(2025, 10, 1), 3)]
    value = json.loads(data_files.format_index(slim, days))

    assert [list(day) for day in value["days"]] == [["date", "papers"]] * 3
    assert [month["month"] for month in value["files"]] == ["2025-10", "2025-09"]
    assert value["files"][1]["csl"] == "https://a.example/p/2025-09.csl.json"
    text = data_files.format_llms(slim, days, []).decode()
    assert "- [September 2025](https://a.example/p/2025-09.md): 3 papers\n" in text
    assert "/2025-09-17.md" not in text
    urls = [url for url, _ in data_files.plan_api(has_feeds=True, is_slim=True).files]
    assert "/YYYY-MM.bib" in urls
    assert not any("DD" in url for url in urls)


def test_programs_are_told_where_text_is() -> None:
    text = data_files.format_llms(SETTINGS, [(DAY, 2)], []).decode()

    assert "- [17 September 2025](https://a.example/p/2025-09-17.md): 2 papers" in text


def test_the_corpus_as_data(corpus: list[dict[str, Any]]) -> None:
    entries = [
        Entry(slug=f"p{i}", first_day=DAY, title=p["title"], body=markdown.from_text(p["abstract"]))
        for i, p in enumerate(corpus)
    ]
    lines = data_files.format_jsonl(SETTINGS, entries).decode().split("\n")[:-1]
    items = json.loads(format_csl(SETTINGS, entries))

    assert len(lines) == len({item["id"] for item in items}) == len(corpus)
    for line, paper in zip(lines, corpus, strict=True):
        assert json.loads(line).get("summary", "") == paper["abstract"]


def test_the_page_describes_what_a_record_says() -> None:
    entry = replace(
        FULL,
        more_authors=True,
        doi="10.1/x",
        venue="ACL 2025",
        body="so $x^2$",
        topics=("T",),
        categories=("cs.CL",),
        announced="replaced",
        links=(("Code", "https://b.example"),),
        ai_summary="Short.",
        keywords=("nets",),
        organization="ETH Zurich",
        submitter="AK",
        github_stars=0,
        comment="12 pages",
        journal_ref="Nature 1",
        version=2,
        withdrawn=True,
    )
    page = data_files.plan_api(has_feeds=True)
    names = page.names

    assert page.version == data_files.VERSION
    assert isinstance(names, tuple)
    assert {name for name, _ in names} == data_files.make_record(SETTINGS, entry).keys()


@pytest.mark.parametrize("end", [*LINE_ENDS, "\0"])
def test_no_text_ends_a_line_of_data(end: str) -> None:
    said = f"A{end}## B{end}{end}> C"
    entry = Entry(
        slug="x", first_day=DAY, title=said, body="T.", authors=(said,), doi=said, comment=said
    )
    settings = replace(SETTINGS, title=said, description=said)
    rss = FeedDocument(name="RSS", label="RSS", media_type="", url="/a")
    links = (FeedLink(title=said, description=said, documents=(rss,)),)
    record = data_files.format_record(SETTINGS, entry)
    page = data_files.format_markdown(SETTINGS, said, [entry]).decode()
    empty = data_files.format_llms(replace(SETTINGS, title="A", description="B"), [], ()).decode()
    listed = data_files.format_llms(settings, [], links).decode()

    assert len(record.splitlines()) == 1
    assert json.loads(record)["doi"] == said
    assert len(page.splitlines()) == 9
    assert len(listed.splitlines()) == len(empty.splitlines()) + 1
    assert not find_illegal(page)
