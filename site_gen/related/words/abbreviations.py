"""What abbreviations stand for, as papers say: 'retrieval-augmented generation (RAG)'."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from site_gen.text.index_words.american import american
from site_gen.text.index_words.normal_words import normal_words

_LEAST_PAPERS = 3  # that say so
_LEAST_SHARE = 0.2  # of all papers that say what the abbreviation stands for
_MOST_PHRASES = 2
_MOST_WORDS = 8  # before the bracket
_MOST_SHORT = 3  # letters of a word that an abbreviation may leave out
_LEAST_CAPITALS = 2
_MOST_BEFORE = 150  # characters
_SHORT = re.compile(r"(?<=\w) \(([A-Za-z][A-Za-z0-9-]{1,9})\)")


def learn_abbreviations(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give what abbreviations stand for, in normal words, the most frequent meaning first.

    >>> learn_abbreviations(["We use retrieval-augmented generation (RAG)."] * 3)
    {'rag': ('retrieval augmented generation',)}
    """
    counts = _merge_plurals(Counter(pair for text in texts for pair in set(_list_pairs(text))))
    totals: Counter[str] = Counter()
    for (short, _), count in counts.items():
        totals[short] += count
    found: dict[str, tuple[str, ...]] = {}
    for (short, phrase), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        is_sure = count >= _LEAST_PAPERS and count >= totals[short] * _LEAST_SHARE
        if is_sure and len(found.get(short, ())) < _MOST_PHRASES:
            found[short] = (*found.get(short, ()), phrase)
    return dict(sorted(found.items()))


def _list_pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in _SHORT.finditer(text):
        short = match[1].removesuffix("s")
        # An abbreviation has capital letters; a remark in brackets has none.
        if sum(map(str.isupper, short)) < _LEAST_CAPITALS:
            continue
        before = text[max(0, match.start() - _MOST_BEFORE) : match.start()]
        words = [american(word.text) for word in normal_words(before)][-_MOST_WORDS:]
        short = short.replace("-", "").lower()
        if phrase := _find_phrase(words, short):
            yield short, phrase


def _merge_plurals(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Count 'large language models' and '... model' as the one that is there more often."""
    forms: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for (short, phrase), count in sorted(counts.items()):
        forms.setdefault((short, phrase.removesuffix("s")), []).append((count, phrase))
    return {
        (short, min(found, key=lambda form: (-form[0], form[1]))[1]): sum(n for n, _ in found)
        for (short, _), found in forms.items()
    }


def _find_phrase(words: list[str], short: str) -> str:
    """Find the shortest end of the words whose letters, in order, spell the abbreviation.

    The first letter begins the first word, and each other word begins with a letter of it, but for
    short words such as 'of'. Nothing where there is none, or where it is one word.
    """
    for start in range(len(words) - 2, -1, -1):
        phrase = words[start:]
        if phrase[0][0] == short[0] and _spells(phrase, short):
            return " ".join(phrase)
    return ""


def _spells(words: list[str], short: str) -> bool:
    """Whether an abbreviation takes its letters from these words, of each one the first."""
    if not words:
        return not short
    word, rest = words[0], words[1:]
    if len(word) <= _MOST_SHORT and rest and _spells(rest, short):  # 'of', 'the', 'and'
        return True
    if not short or word[0] != short[0]:
        return False
    # The first letters of a word, or some within: 'MetaWorld', 'GPU'.
    return any(
        short[:most] == word[:most] and _spells(rest, short[most:])
        for most in range(1, min(len(short), len(word)) + 1)
    )
