from dataclasses import replace
from datetime import date

from site_gen.model.pages import TopicSummary
from site_gen.model.papers import Entry
from site_gen.plan.topic_pages import (
    NEWEST,
    TopicCount,
    TopicPage,
    TopicYearPage,
    count_topics,
    group_by_topic,
    plan_topic_list,
    plan_topic_months,
    plan_topics,
    summarise_topics,
)


def entry(slug: str, day: int, *topics: str) -> Entry:
    return Entry(slug=slug, first_day=date(2025, 9, day), title=slug.upper(), topics=topics)


def test_a_month_tells_of_its_topics_newest_day_first() -> None:
    found = summarise_topics(group_by_topic([entry("a", 1, "Video"), entry("b", 2, "video", "🔥")]))
    assert list(found) == ["topic-ed8d83", "video"]
    assert (found["video"].name, found["video"].count) == ("Video", 2)
    assert [paper.url for paper in found["video"].newest] == ["/2025-09-02/b/", "/2025-09-01/a/"]


def test_the_most_frequent_way_to_write_a_topic_is_its_name() -> None:
    found = summarise_topics(
        group_by_topic([entry("a", 1, "VIDEO"), entry("b", 1, "video"), entry("c", 1, "video")])
    )
    assert found["video"].name == "video"


def test_a_month_has_a_page_for_each_topic() -> None:
    pages = list(
        plan_topic_months("2025-09", group_by_topic([entry("a", 1, "A/B"), entry("b", 2, "C++")]))
    )
    assert [page.url for page in pages] == ["/topics/a-b/2025-09/", "/topics/c-plus-plus/2025-09/"]
    assert pages[0].title == "A/B, September 2025"


def test_the_page_of_a_topic_is_bounded_and_leads_to_its_months() -> None:
    many = [entry(f"p{number}", 1, "Video") for number in range(NEWEST + 5)]
    august = {"video": TopicSummary(name="video", count=3, newest=())}
    months = {"2025-08": august, "2025-09": summarise_topics(group_by_topic(many))}
    (page,) = plan_topics(months)
    assert plan_topic_list(count_topics(months)).topics == (
        TopicCount(name="Video", url=page.url, count=NEWEST + 8),
    )
    assert page.url == "/topics/video/"
    assert isinstance(page, TopicPage)
    assert (page.name, page.total, page.most) == ("Video", NEWEST + 8, NEWEST + 5)
    assert len(page.papers) == NEWEST
    assert len(page.years) == 1


def test_a_slim_site_has_a_page_for_each_year_of_a_topic() -> None:
    old = [
        replace(entry(f"o{number}", 1, "Video"), first_day=date(2024, 12, 1 + number))
        for number in range(NEWEST + 2)
    ]
    months = {
        "2024-12": summarise_topics(group_by_topic(old), None),
        "2025-08": summarise_topics(
            group_by_topic([replace(entry("b", 1, "video"), first_day=date(2025, 8, 1))]), None
        ),
        "2025-09": summarise_topics(group_by_topic([entry("a", 1, "Video")]), None),
    }
    pages = {page.url: page for page in plan_topics(months, is_slim=True)}

    assert list(pages) == [
        "/topics/video/", "/topics/video/2025/", "/topics/video/2024/"
    ]  # fmt: skip
    newer, older = (pages[f"/topics/video/{year}/"] for year in (2025, 2024))
    assert isinstance(newer, TopicYearPage)
    assert isinstance(older, TopicYearPage)
    assert [paper.url for paper in newer.papers] == ["/2025-09-01/a/", "/2025-08-01/b/"]
    assert (len(older.papers), older.updated) == (NEWEST + 2, date(2024, 12, NEWEST + 2))
    topic = pages["/topics/video/"]
    assert isinstance(topic, TopicPage)
    assert [month.url for _, some in topic.years for month in some] == [
        "/topics/video/2025/", "/topics/video/2025/", "/topics/video/2024/"
    ]  # fmt: skip


def test_without_papers_there_is_a_page_that_says_so() -> None:
    assert list(plan_topics({})) == []
    assert plan_topic_list(count_topics({})).topics == ()
