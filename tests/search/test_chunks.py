import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.search.chunks import _LARGEST, _SIZE, _before, cut

LETTERS = st.text("ab日\ue000", min_size=1, max_size=6)
WORDS = st.dictionaries(LETTERS, st.integers(1, 5_000), min_size=1, max_size=40)


@given(WORDS, LETTERS)
def test_chunks_hold_all_words_and_each_text_has_one(sizes: dict[str, int], text: str) -> None:
    words = [(word, bytes(sizes[word])) for word in sorted(sizes)]
    chunks = list(cut(words))

    assert [word for _, _, chunk in chunks for word in chunk] == words
    for one in (text, *sizes):
        holding = [chunk for start, end, chunk in chunks if start <= one <= end]
        assert len(holding) == 1
        if one in sizes:
            assert one in dict(holding[0])


@given(WORDS, st.integers(1, 6))
def test_a_beginning_is_looked_up_where_the_first_word_with_it_is(
    sizes: dict[str, int], letters: int
) -> None:
    chunks = list(cut([(word, bytes(sizes[word])) for word in sorted(sizes)]))
    for word in sizes:
        first = min(one for one in sizes if one.startswith(word[:letters]))
        [held] = [chunk for start, end, chunk in chunks if start <= word[:letters] <= end]
        assert first in dict(held)


@given(WORDS)
def test_chunks_are_small_unless_a_word_is_not(sizes: dict[str, int]) -> None:
    for _, _, chunk in cut([(word, bytes(sizes[word])) for word in sorted(sizes)]):
        assert sum(len(data) for _, data in chunk) <= _SIZE


def test_a_word_that_is_too_long_has_a_chunk_of_its_own() -> None:
    chunks = list(cut([("a", bytes(9)), ("b", bytes(_SIZE + 1)), ("c", bytes(9))]))
    assert [(start, [word for word, _ in chunk]) for start, _, chunk in chunks] == [
        ("", ["a"]), ("b", ["b"]), ("c", ["c"])
    ]  # fmt: skip


def test_words_with_a_common_beginning_stay_together() -> None:
    names = [f"{first}{second}" for first in "abc" for second in "xyz"]
    chunks = list(cut([(name, bytes(_SIZE // 4)) for name in names]))
    assert [(start, [word for word, _ in chunk]) for start, _, chunk in chunks] == [
        ("", ["ax", "ay", "az"]), ("b", ["bx", "by", "bz"]), ("c", ["cx", "cy", "cz"])
    ]  # fmt: skip


def test_a_large_index_has_larger_chunks_so_that_their_list_is_short() -> None:
    words = [(f"{number:04}", bytes(_SIZE // 2)) for number in range(2_000)]
    assert len(list(cut(words))) <= 2_000 * _SIZE // 2 // 20_000


@pytest.mark.parametrize(
    "words",
    [[f"{'a' * 10_000}{end}" for end in "bcd"], ["a" * length for length in range(1, 1_500)]],
)
def test_words_may_have_thousands_of_letters_in_common(words: list[str]) -> None:
    data = bytes(_LARGEST)
    chunks = list(cut([(word, data) for word in words]))
    assert [[word for word, _ in chunk] for _, _, chunk in chunks] == [[word] for word in words]
    assert [start for start, _, _ in chunks[1:]] == words[1:]


def test_the_text_before_a_character_is_never_a_surrogate() -> None:
    before = _before("a\ue000")

    assert "a\ud7ff" < before < "a\ue000"
    assert before.encode()
