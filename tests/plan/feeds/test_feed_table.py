import pickle
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.papers import Entry, Settings
from site_gen.plan.feeds.feed_table import (
    AUTHOR,
    CODE,
    KINDS,
    NEWEST,
    TOPIC,
    FeedKind,
    FeedPlan,
    describe_feed,
    have_enough,
    list_feeds,
    plan_selected,
    select_folders,
)

SETTINGS = Settings(
    title="All", description="About all.", base_url="https://a.example/p", feed_authority="a"
)
TOPICS = [
    FeedPlan(kind=TOPIC, key=f"T{number}", subject=f"T{number}", total=200 - number)
    for number in range(150)
]


def entry(*topics: str, body: str = "") -> Entry:
    return Entry(slug="a", first_day=date(2025, 9, 17), title="A", topics=topics, body=body)


def test_a_build_can_hand_the_table_to_other_processes() -> None:
    """pickle refuses a row with a ``lambda``."""
    assert pickle.loads(pickle.dumps(KINDS)) == KINDS


def test_no_two_feeds_have_one_folder() -> None:
    folders = [FeedPlan(kind=kind, key="key").folder for kind in KINDS]

    assert len(set(folders)) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.title)
def test_a_kind_finds_its_papers_in_one_way(kind: FeedKind) -> None:
    assert not (kind.unit and kind.select)
    assert isinstance(kind.folder, str) or not kind.unit


@given(st.text(), st.text())
def test_names_with_braces_are_text(site: str, subject: str) -> None:
    link = describe_feed(
        replace(SETTINGS, title=site), FeedPlan(kind=TOPIC, key="t", subject=subject)
    )

    assert link.title == f"{site}: {subject}"
    assert link.description == f"The newest papers on {subject}."


def test_the_documents_of_a_feed_have_a_name_a_type_and_an_address() -> None:
    (rss, atom, json) = FeedPlan(kind=TOPIC, key="ada", total=3).documents()

    assert (rss.name, rss.media_type) == ("RSS", "application/rss+xml")
    assert (atom.label, atom.url) == ("Atom", "/topics/ada/atom.xml")
    assert (json.name, json.label) == ("JSON", "JSON Feed")
    assert describe_feed(SETTINGS, FeedPlan(kind=NEWEST)).prefer("Atom").url == (
        "https://a.example/p/atom.xml"
    )


def test_a_feed_has_documents_from_as_many_papers_as_its_kind_asks_for() -> None:
    kind = replace(AUTHOR, least=10, formats=("atom",))
    few, enough = (FeedPlan(kind=kind, key="ada", total=total) for total in (9, 10))

    assert few.formats == few.paths() == ()
    assert enough.paths() == ("authors/ada/atom.xml",)
    assert replace(enough, is_wanted=False).paths() == ()


def test_a_list_takes_the_format_it_prefers_or_the_first() -> None:
    link = describe_feed(SETTINGS, FeedPlan(kind=replace(CODE, formats=("atom",))))

    assert link.prefer("RSS").name == "Atom"


def test_kinds_with_one_feed_are_planned_and_those_of_subjects_that_have_enough_papers() -> None:
    rare = FeedPlan(kind=replace(TOPIC, least=3), key="rare", total=2)

    assert plan_selected([TOPICS[0], rare]) == (FeedPlan(kind=CODE), TOPICS[0])


def test_a_paper_is_in_the_feeds_of_its_topics_and_of_its_code() -> None:
    found = select_folders(entry("Video", "VIDEO", "Birds", body="https://github.com/a/b"))

    assert found == {"/feeds/code/": 30, "/topics/video/": 30, "/topics/birds/": 30}


def test_feeds_are_listed_in_the_order_of_the_table_and_the_largest_below_a_heading() -> None:
    lists = list_feeds(SETTINGS, [*TOPICS, FeedPlan(kind=CODE), FeedPlan(kind=NEWEST)])
    ((heading, links),) = lists.groups

    assert [link.title for link in lists.followed] == ["All", "All: with code"]
    assert (heading, len(links), links[0].title) == ("By topic", 100, "All: T0")
    assert list(lists) == [*lists.followed, *links]


def test_feeds_of_authors_are_not_listed() -> None:
    assert list(list_feeds(SETTINGS, [FeedPlan(kind=AUTHOR, key="ada", subject="Ada")])) == []


@pytest.mark.parametrize(
    ("papers", "days", "weeks", "is_enough"),
    [(100, 10, 4, True), (99, 10, 4, False), (100, 9, 4, False), (100, 10, 3, False)],
)
def test_days_are_read_until_every_feed_is_full(
    papers: int, days: int, weeks: int, is_enough: bool
) -> None:
    assert have_enough(papers=papers, days=days, weeks=weeks) is is_enough
