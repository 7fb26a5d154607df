from datetime import date

import pytest

from site_gen.content.digest_file import format_listing, parse_listing
from site_gen.content.entry_file import parse_entry
from site_gen.importing.proposal import Present, propose
from site_gen.model.papers import Change, Digest, Entry, Listing, Paper
from site_gen.text import markdown

DAY = date(2025, 9, 17)
ONE = Paper(title="One paper", abstract="It is about one thing, and says so at some length.")
TWO = Paper(title="Two: papers?", abstract="Here two things are compared, and both are found good.")
SAME = Paper(title="One paper", abstract="Quite another matter: fish, birds and other animals.")


def digest(*papers: Paper) -> Digest:
    return Digest(date=DAY, header="Sep 17", heading="Daily Papers", papers=papers)


def entry(paper: Paper, slug: str, day: date = DAY, title: str = "", body: str = "") -> Entry:
    text = body or markdown.from_text(paper.abstract)
    return Entry(slug=slug, first_day=day, title=title or paper.title, body=text)


def present(*entries: Entry, elsewhere: tuple[Entry, ...] = ()) -> Present:
    listing = Listing(date=DAY, papers=tuple(e.slug for e in entries))
    return Present(
        listing=listing, text=format_listing(listing), entries=entries, elsewhere=elsewhere
    )


def changes_of(papers: Digest, there: Present) -> tuple[Change, ...]:
    return propose(papers, there).changes


def kinds(changes: tuple[Change, ...]) -> list[str]:
    return [f"{change.kind} {change.path}" for change in changes]


def test_a_first_import_creates_all() -> None:
    changes = changes_of(digest(ONE, TWO), Present())

    assert kinds(changes) == [
        "create 2025-09-17/one-paper.md",
        "create 2025-09-17/two-papers.md",
        "create 2025-09-17/digest.yaml",
    ]
    made = parse_entry("x", changes[1].text, "two-papers", DAY)
    assert (made.title, markdown.to_text(made.body)) == (TWO.title, TWO.abstract)


def test_a_second_import_changes_nothing() -> None:
    changes = changes_of(
        digest(ONE, TWO), present(entry(ONE, "one-paper"), entry(TWO, "two-papers"))
    )

    assert kinds(changes) == [
        "keep 2025-09-17/one-paper.md",
        "keep 2025-09-17/two-papers.md",
        "keep 2025-09-17/digest.yaml",
    ]


def test_an_edited_entry_is_known_by_its_name() -> None:
    edited = entry(ONE, "one-paper", title="Ein Papier", body="Ganz anders.")

    assert kinds(changes_of(digest(ONE), present(edited))) == [
        "keep 2025-09-17/one-paper.md", "keep 2025-09-17/digest.yaml"
    ]  # fmt: skip


def test_a_renamed_entry_is_known_by_its_text() -> None:
    assert kinds(changes_of(digest(ONE), present(entry(ONE, "uno"))))[0] == "keep 2025-09-17/uno.md"


def test_two_papers_with_one_title_stay_two() -> None:
    first = changes_of(digest(ONE, SAME), Present())
    assert kinds(first)[:2] == [
        "create 2025-09-17/one-paper.md",
        "create 2025-09-17/one-paper-2.md",
    ]

    there = present(entry(ONE, "one-paper"), entry(SAME, "one-paper-2"))
    assert kinds(changes_of(digest(ONE, SAME), there))[:2] == [
        "keep 2025-09-17/one-paper.md", "keep 2025-09-17/one-paper-2.md"
    ]  # fmt: skip
    assert kinds(changes_of(digest(SAME, ONE), there))[:2] == [
        "keep 2025-09-17/one-paper-2.md", "keep 2025-09-17/one-paper.md"
    ]  # fmt: skip


def test_new_papers_are_added_at_the_end() -> None:
    there = present(entry(ONE, "one-paper"))
    changes = changes_of(digest(TWO, ONE), there)

    assert kinds(changes) == [
        "create 2025-09-17/two-papers.md",
        "keep 2025-09-17/one-paper.md",
        "update 2025-09-17/digest.yaml",
    ]
    assert changes[-1].text == there.text + "- two-papers\n"


def test_a_paper_of_another_day_is_listed_by_reference() -> None:
    other = entry(ONE, "one-paper", date(2025, 9, 1))
    changes = changes_of(digest(ONE, TWO), Present(elsewhere=(other,)))

    assert kinds(changes) == [
        "keep 2025-09-01/one-paper.md",
        "create 2025-09-17/two-papers.md",
        "create 2025-09-17/digest.yaml",
    ]
    assert changes[-1].text.endswith("papers:\n- 2025-09-01/one-paper\n- two-papers\n")


def test_another_paper_of_another_day_with_the_same_title_is_not_the_same() -> None:
    other = entry(SAME, "one-paper", date(2025, 9, 1))

    assert (
        kinds(changes_of(digest(ONE), Present(elsewhere=(other,))))[0]
        == "create 2025-09-17/one-paper.md"
    )


def test_a_paper_that_a_digest_tells_twice_is_one() -> None:
    changes = changes_of(digest(ONE, TWO, ONE), Present())

    assert len(changes) == 3
    assert changes[-1].text.endswith("papers:\n- one-paper\n- two-papers\n")


def test_a_paper_of_the_day_that_the_listing_does_not_name_is_not_added_to_it() -> None:
    listing = Listing(date=DAY, papers=())
    there = Present(listing=listing, text="date: 2025-09-17\n", entries=[entry(ONE, "one-paper")])

    assert kinds(changes_of(digest(ONE), there))[-1] == "keep 2025-09-17/digest.yaml"


@pytest.mark.parametrize(
    "listed",
    [
        Digest(date=DAY, header="Sep 17", heading="H"),
        Digest(date=DAY, header="Sep 17", byline="by them"),
        Digest(date=DAY, header="Sep 17", banner=("Buy",)),
    ],
)
def test_words_of_a_page_are_kept_and_not_shown(listed: Digest) -> None:
    text = propose(listed, Present()).changes[-1].text

    assert "show: []\n" in text
    assert parse_listing("digest.yaml", text, DAY).show == ()


def test_a_list_without_words_says_nothing_of_them() -> None:
    assert "show" not in propose(Digest(date=DAY, header=""), Present()).changes[-1].text


def test_words_that_a_later_page_brings_are_not_shown_but_those_of_a_person() -> None:
    page = Digest(date=DAY, header="Sep 17", byline="by them", banner=("Buy",), papers=(ONE,))
    for written, expected in (("", ()), ("heading: Mine\n", ("heading",))):
        text = f"{written}papers: []\n"
        listing = parse_listing("2025-09-17/digest.yaml", text, DAY)
        changes = propose(page, Present(listing=listing, text=text), "page").changes
        read = parse_listing("digest.yaml", changes[-1].text, DAY)
        assert (read.byline, read.banner, read.show) == ("by them", ("Buy",), expected)
