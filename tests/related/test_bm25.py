import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.papers import Entry
from site_gen.related import bm25
from site_gen.related.bm25 import (
    Vectors,
    format_vectors,
    make_vectors,
    parse_titles,
    parse_vectors,
)


def entry(slug: str, title: str = "T", body: str = "", day: int = 17, arxiv_id: str = "") -> Entry:
    return Entry(slug=slug, first_day=date(2025, 9, day), title=title, body=body, arxiv_id=arxiv_id)


def weights(found: Vectors) -> dict[int, int]:
    return dict(zip(found.terms.tolist(), found.weights.tolist(), strict=True))


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(["a", "b", "c", "d"]),
        st.text(max_size=30),
        st.text(max_size=200),
        st.integers(1, 30),
        arxiv_id=st.sampled_from(["", "2509.01234", "2509.01235v2"]),
    ),
    unique_by=lambda one: (one.first_day, one.slug),
    max_size=8,
)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(bm25).failed == 0


@given(ENTRIES, st.data())
def test_the_order_of_reading_does_not_matter(entries: list[Entry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))

    assert format_vectors(make_vectors(entries)) == format_vectors(make_vectors(shuffled))


@given(ENTRIES)
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    made = make_vectors(entries)
    data = format_vectors(made)
    read = parse_vectors(data)

    assert format_vectors(read) == data
    assert parse_titles(read) == parse_titles(made)
    assert len(read.counts) == len(entries)


@given(ENTRIES, ENTRIES)
def test_a_paper_is_weighed_by_its_own_text(one: list[Entry], other: list[Entry]) -> None:
    """So a month's vectors are those of its days, whatever else is there."""
    apart = [make_vectors([paper]) for paper in one]
    here = {
        (one.first_day.day, one.slug): weights(its) for one, its in zip(one, apart, strict=True)
    }
    both = [*one, *(paper for paper in other if (paper.first_day.day, paper.slug) not in here)]
    made, at = make_vectors(both), 0
    for (slug, _), day, count in zip(parse_titles(made), made.days, made.counts, strict=True):
        its = dict(zip(made.terms[at:][:count].tolist(), made.weights[at:].tolist(), strict=False))
        assert here.get((int(day), slug), its) == its
        at += int(count)


def test_papers_stand_by_day_and_within_one_from_the_last_slug() -> None:
    made = make_vectors([entry("a", day=2), entry("b", day=2), entry("c", day=1)])

    assert [slug for slug, _ in parse_titles(made)] == ["c", "b", "a"]
    assert made.days.tolist() == [1, 2, 2]


def test_words_are_one_in_any_case_number_and_with_hyphens() -> None:
    one = make_vectors([entry("a", "Diffusion-Models", "policies")])
    other = make_vectors([entry("a", "diffusion model", "POLICY of the")])

    assert weights(one) == weights(other)
    assert len(one.terms) == 3


def test_a_word_counts_for_more_in_the_title_and_when_it_is_said_again() -> None:
    (title,) = make_vectors([entry("a", "graph", "")]).weights.tolist()
    once, twice, often = (
        weights(make_vectors([entry("a", "", f"{'graph ' * times} and paper")])).popitem()[1]
        for times in (1, 2, 3)
    )

    assert 0 < once < twice == title < often < 220


def test_scripts_without_spaces_are_compared_too() -> None:
    one = make_vectors([entry("a", "大型语言模型")])
    other = make_vectors([entry("a", "语言模型的推理")])

    assert len(set(one.terms.tolist()) & set(other.terms.tolist())) == 3


@pytest.mark.parametrize("cut", [0, 8, 20, 60])
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    data = format_vectors(make_vectors([entry("a", "One graph"), entry("b", "Two graphs")]))

    with pytest.raises(ValueError, match="buffer"):
        parse_vectors(data[:cut])


def test_a_process_remembers_a_bounded_number_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "_MOST_WORDS", 10)
    terms = bm25._Terms()
    hashes = [terms[f"word{number}"] for number in range(100)]

    assert len(terms) <= 10
    assert [terms[f"word{number}"] for number in range(100)] == hashes
