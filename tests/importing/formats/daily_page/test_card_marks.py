import pytest

from site_gen.importing.formats.daily_page.card_marks import Line, mark


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (["Submitted by", "ann", "A title"], ["submitted", "name", ""]),
        (["Submitted by ann", "A title"], ["submitted", ""]),
        (["Upvote", "5", "A title"], ["own votes", "own votes", ""]),
        (["Upvote 7", "5", "A title"], ["own votes", "number", ""]),
        (["5", "https://x.org/"], ["number", "address"]),
        (["-", "3 authors", "May 29", "GitHub 3k"], ["votes", "foot", "foot", "button"]),
    ],
)
def test_a_line_is_known_by_its_form_and_by_the_mark_above(
    words: list[str], kinds: list[str]
) -> None:
    lines = [Line(number, text) for number, text in enumerate(words, start=1)]
    assert [kind for _, kind in mark(lines)] == kinds


def test_an_address_belongs_to_the_text_above() -> None:
    lines = [Line(1, "A title"), Line(2, "<https://x.org/>"), Line(3, "5")]
    assert list(mark(lines)) == [
        (Line(1, "A title", urls=("https://x.org/",)), ""),
        (Line(3, "5"), "number"),
    ]
