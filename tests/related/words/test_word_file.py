import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import InputError
from site_gen.related.words.word_file import (
    RelatedWords,
    format_words,
    is_edited,
    make_near_files,
    parse_words,
)
from tests.conftest import ROOT

WORD = st.text("abzé1新", min_size=1, max_size=5)
WORDS = st.lists(WORD, min_size=1, max_size=3).map(tuple)
RELATED = st.builds(RelatedWords, st.dictionaries(WORD, WORDS), st.dictionaries(WORD, WORDS))


@given(RELATED)
def test_what_is_written_is_read_again(words: RelatedWords) -> None:
    text = format_words(words)

    assert parse_words("words.json", text) == words
    assert not is_edited(text)


@given(RELATED)
def test_each_word_is_in_the_file_of_its_letter(words: RelatedWords) -> None:
    files = {name: json.loads(data) for name, data in make_near_files(words).items()}

    assert len(files) == 27
    found = {word: near for one in files.values() for word, near in one["near"].items()}
    assert found == {word: " ".join(near) for word, near in words.near.items()}
    for name, parts in files.items():
        for word in (word for part in parts.values() for word in part):
            assert name == (f"{word[0]}.json" if word[0] in "abz" else "0.json")
    for short, phrases in words.abbreviations.items():
        for phrase in phrases:
            assert any(short in one["short"].get(phrase, ()) for one in files.values())


def test_an_edited_file_is_told_from_ours() -> None:
    text = format_words(RelatedWords({"lora": ("peft", "adapters")}, {}))

    assert is_edited(text.replace("adapters", "adapter"))
    assert is_edited("{}")
    assert is_edited("no JSON")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "words.json:1: no JSON: Expecting value; expected the form"),
        ('{\n "near": x}', "words.json:2: no JSON: Expecting value"),
        ("[]", "words.json:1: no JSON object"),
        ('{"near": []}', "words.json:1: near is no map"),
        ('{\n"near": {\n"a": 1}}', "words.json:3: near of 'a' is no text"),
        ('{"abbreviations":\n{"": "x"}}', "words.json:2: abbreviations of '' is no text"),
        ("[" * 100_000, "words.json: too many brackets"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_words("words.json", text)
    assert str(caught.value).startswith(expected)


def test_all_problems_are_told() -> None:
    with pytest.raises(InputError) as caught:
        parse_words("w", '{"near": {"a": 1, "b": 2}, "abbreviations": 3}')
    assert len(caught.value.problems) == 3


def test_ours_is_right() -> None:
    text = (ROOT / "content/words.json").read_text(encoding="utf-8")
    words = parse_words("", text)

    assert not is_edited(text)
    assert len(words.near) > 3_000
    assert "adapters" in words.near["lora"]
    assert words.abbreviations["rag"] == ("retrieval augmented generation",)
    assert max(map(len, make_near_files(words).values())) < 30_000
