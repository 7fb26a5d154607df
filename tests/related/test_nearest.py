from datetime import date
from math import log2
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.papers import Entry
from site_gen.related import nearest
from site_gen.related.bm25 import make_vectors, parse_titles
from site_gen.related.nearest import search_neighbours
from testing.papers import Corpus

WORDS = ["graph", "video", "sparse", "attention", "robot", "speech", "prompt", "reward", "protein"]


def entry(
    slug: str, body: str, day: str = "2025-09-17", title: str = "", ids: tuple[str, str] = ("", "")
) -> Entry:
    return Entry(
        slug=slug,
        first_day=date.fromisoformat(day),
        title=title or slug,
        body=body,
        arxiv_id=ids[0],
        doi=ids[1],
    )


def find(entries: list[Entry], most: int = 5) -> dict[str, list[str]]:
    """Give what is related to each paper, by ``day/slug``, of all months."""
    months = sorted({str(one.first_day)[:7] for one in entries})
    texts = [make_vectors(x for x in entries if str(x.first_day)[:7] == name) for name in months]
    names = [
        f"{month}-{day:02}/{slug}"
        for month, one in zip(months, texts, strict=True)
        for day, (slug, _) in zip(one.days, parse_titles(one), strict=True)
    ]
    found: list[list[str]] = []
    for at, month in enumerate(texts):
        found += [[names[i] for i in one] for one in search_neighbours(texts[:at], month, most)]
    return dict(zip(names, found, strict=True))


PAPERS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
        st.dates(date(2025, 8, 25), date(2025, 10, 5)).map(str),
    ).map(lambda one: entry(*one)),
    unique_by=lambda one: (one.first_day, one.slug),
    max_size=25,
)


@given(PAPERS, PAPERS)
def test_later_days_change_nothing(papers: list[Entry], more: list[Entry]) -> None:
    newest = max((one.first_day for one in papers), default=date(2025, 8, 1))
    later = [one for one in more if one.first_day > newest]
    before = find(papers)

    assert before.items() <= find([*papers, *later]).items()


@given(PAPERS, st.data())
def test_the_order_of_reading_does_not_matter(papers: list[Entry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(papers))

    assert find(shuffled) == find(papers)


@given(PAPERS, st.integers(1, 6))
def test_few_others_of_the_same_or_earlier_days(papers: list[Entry], most: int) -> None:
    for name, near in find(papers, most).items():
        assert len(near) <= most
        assert len({*near, name}) == len(near) + 1
        assert all(other[:10] <= name[:10] for other in near)


def test_the_likest_is_first() -> None:
    found = find(
        [
            entry("a", "graph video sparse", "2025-09-16"),
            entry("b", "graph speech robot", "2025-09-16"),
            entry("c", "protein reward prompt", "2025-09-16"),
            entry("d", "graph video sparse speech"),
        ]
    )

    assert found["2025-09-17/d"] == ["2025-09-16/a", "2025-09-16/b"]
    assert found["2025-09-16/c"] == []


def test_of_two_alike_the_newer_day_and_then_the_first_slug_is_first() -> None:
    text = "graph video"
    found = find(
        [
            entry("x", text, "2025-08-15", "t1"), entry("y", text, "2025-09-01", "t2"),
            entry("b", text, "2025-09-02", "t3"), entry("a", text, "2025-09-02", "t4"),
            entry("z", "robot speech", "2025-09-02"), entry("q", text, "2025-09-03"),
        ]
    )  # fmt: skip

    assert found["2025-09-03/q"] == [
        "2025-09-02/a", "2025-09-02/b", "2025-09-01/y", "2025-08-15/x"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "ids", "others_ids", "are_related"),
    [
        ("other", ("2509.01234", ""), ("2509.01234v2", ""), False),
        ("other", ("2509.01234", ""), ("2509.01235", ""), True),
        ("other", ("", ""), ("2509.01235", ""), True),
        ("same", ("", ""), ("", ""), False),
        ("same", ("2509.01234", ""), ("", ""), False),
        ("same", ("2509.01234", ""), ("", "10.1000/a1"), True),
    ],
)
def test_a_paper_is_not_related_to_itself_under_another_name(
    title: str, ids: tuple[str, str], others_ids: tuple[str, str], are_related: bool
) -> None:
    text = "graph video sparse attention"
    found = find(
        [
            entry("a", text, "2025-09-16", title, ids),
            entry("b", text, title="Same", ids=others_ids),
            entry("c", "robot speech"),
        ]
    )

    assert found["2025-09-17/b"] == (["2025-09-16/a"] if are_related else [])


def test_what_all_papers_say_relates_none() -> None:
    found = find([entry(word, f"graph {word}") for word in WORDS[1:]])

    assert set(map(len, found.values())) == {0}


@pytest.mark.parametrize("papers", [0, 1, 7, 115, 20_000, 60_000])
def test_rarity_is_a_logarithm_in_whole_numbers(papers: int) -> None:
    sizes = np.arange(1, papers + 1)
    exact = np.array([(8 * log2((papers + 1) / size)) ** 1.5 for size in sizes])

    assert nearest._rarity(np.zeros(3, np.int64), papers).tolist() == [0, 0, 0]
    if papers:
        found = nearest._rarity(sizes, papers)
        assert np.all(found <= exact + 1e-6)
        assert np.all(found > (np.maximum(exact, 0.001) ** (2 / 3) - 1).clip(0) ** 1.5 - 1)


def test_nearly_all_answers_are_those_of_comparing_all(
    corpus_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Corpus(corpus_path)
    texts = [corpus.text(number) for number in range(2100)]
    papers = [
        entry(f"p{number}", abstract, "2025-09-17", title)
        for number, (title, abstract) in enumerate(texts)
    ]
    before = [make_vectors(papers[:2050])]
    month = make_vectors(papers[2050:])
    found = search_neighbours(before, month, 5)
    monkeypatch.setattr(nearest, "_CANDIDATES", 10_000)
    monkeypatch.setattr(nearest, "_TENTHS", 0)
    exact = search_neighbours(before, month, 5)
    same = [np.isin(one, other).sum() for one, other in zip(found, exact, strict=True)]

    assert sum(same) >= 0.95 * sum(map(len, exact)) > 0
