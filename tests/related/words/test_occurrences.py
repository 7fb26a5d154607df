import numpy as np

from site_gen.related.words.occurrences import count_occurrences

TEXTS = ["Graph theorem proving by neural networks.", "Theorem proving, see https://graph.org/x."]


def test_words_are_counted_by_papers_and_pairs_by_places() -> None:
    found = count_occurrences(TEXTS * 10 + ["colour"] * 12)

    assert set(found.words) == {"theorem", "proving", "color"}
    assert dict(zip(found.words, found.papers, strict=True)) == {
        "theorem": 20, "proving": 20, "color": 12,
    }  # fmt: skip
    one, other = found.words.index("theorem"), found.words.index("proving")
    assert found.pairs[one, other] == found.pairs[other, one] == 20
    assert np.array_equal(found.pairs, found.pairs.T)


def test_a_word_is_bound_that_stands_beside_one_other() -> None:
    texts = [f"theorem proving {word}" for word in ("graph", "video", "sparse", "robot")] * 12
    found = count_occurrences(texts)
    bound = dict(zip(found.words, found.bound, strict=True))

    assert bound["proving"] == bound["theorem"] == 1
    assert found.words[0] == "proving"  # by the alphabet where as many papers have them


def test_no_more_words_are_compared_than_memory_is_for() -> None:
    assert count_occurrences(TEXTS * 20, most=2).pairs.shape == (2, 2)
    assert count_occurrences([]).words == ()
