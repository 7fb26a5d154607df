from datetime import date

from site_gen.model.papers import Entry, Listing
from site_gen.model.references import RecentPaper
from site_gen.plan.feeds.feed_table import CODE as CODE_FEED
from site_gen.plan.feeds.feed_table import TOPIC, FeedPlan
from site_gen.plan.feeds.recent_papers import Recent, merge_recent, select_recent

VIDEO = "/topics/video/"
CODE = "/feeds/code/"
NEWEST = 30


def day(number: int, *papers: tuple[str, tuple[str, ...]], body: str = "") -> object:
    when = date(2025, 9, number)
    entries = {
        slug: Entry(
            slug=slug, first_day=when, title=slug, topics=topics, body=body, content_hash="s" * 64
        )
        for slug, topics in papers
    }
    return Listing(date=when, papers=tuple(slug for slug, _ in papers)), entries


def plans(videos: int) -> list[FeedPlan]:
    return [FeedPlan(kind=TOPIC, key="Video", total=videos), FeedPlan(kind=CODE_FEED)]


def names(refs: tuple[RecentPaper, ...]) -> list[str]:
    return [ref.name for ref in refs]


def test_the_newest_day_stands_first_and_a_day_keeps_its_digest_s_order() -> None:
    found = select_recent(
        [day(1, ("b", ("Video",)), ("a", ("VIDEO", "video"))), day(2, ("c", ("Video",)))]  # type: ignore[list-item]
    )

    assert names(found[VIDEO]) == ["2025-09-02/c", "2025-09-01/b", "2025-09-01/a"]
    assert found[VIDEO][2] == RecentPaper(name="2025-09-01/a", place=1, content_hash="s" * 16)
    assert CODE not in found


def test_papers_with_code_are_those_that_the_search_finds_so() -> None:
    found = select_recent([day(1, ("a", ()), body="See https://github.com/a/b.")])  # type: ignore[list-item]

    assert names(found[CODE]) == ["2025-09-01/a"]


def test_only_as_many_months_are_read_as_it_takes() -> None:
    read = []

    def look(month: str) -> Recent:
        read.append(month)
        many = [RecentPaper(name=f"{month}-01/p{n}", place=n, content_hash="") for n in range(20)]
        return {VIDEO: tuple(many), CODE: tuple(many)}

    found = merge_recent(["2025-09", "2025-08", "2025-07"], look, plans(60))

    assert read == ["2025-09", "2025-08"]
    assert len(found[VIDEO]) == len(found[CODE]) == NEWEST
    assert found[VIDEO][-1].name == "2025-08-01/p9"


def test_a_topic_with_few_papers_has_them_all() -> None:
    one = {VIDEO: (RecentPaper(name="2024-01-01/a", place=0, content_hash=""),)}
    found = merge_recent(["2025-09", "2024-01"], lambda m: one if m == "2024-01" else {}, plans(1))

    assert names(found[VIDEO]) == ["2024-01-01/a"]
