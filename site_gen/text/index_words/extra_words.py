r"""Further words by which a text is found: compounds in one word, parts of names, other spellings.

They stand behind the normal words of the same field of the index, so that phrases stay phrases and
the places of normal words stay those in the text. Queries have none: the index alone has both.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from site_gen.text.index_words.american import american
from site_gen.text.index_words.normal_words import (
    STOP_WORDS,
    Word,
    fold,
    has_cut,
    is_cut,
    normal_words,
)
from site_gen.text.tex_symbols import GREEK

_MOST_PARTS = 4  # of a compound that is written as one word too
_MOST_LETTERS = 40  # of such a word
_MOST_DIGITS = 3  # of a number before a unit, as in '7 B'
_MOST_UNIT = 2  # letters of a unit
_SHORT = 4  # characters of a word such as 'R1', '4o' or '3', which belongs to the word before
_GREEK = {ord(letter): name.lower() for name, letter in GREEK.items() if letter.islower()}
_MOST_GREEK = 2  # letters: more of them are a word of a Greek text
_GREEK_LETTERS = range(0x0370, 0x0400)

# Between letters or digits. A mark may stand behind a letter.
_JOINER = re.compile(r"(?<=\S)[-‐‑–−/_&.](?=[^\W_])")
_APOSTROPHES = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)+")
_CLITICS = frozenset(("s", "d", "m", "t", "ll", "re", "ve"))  # as in "model's"
_LETTERS_DIGITS = re.compile(r"([^\W\d_]{2,})(\d.*)")
# Behind a lower-case letter, or before the last of several upper-case ones that begins a word.
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_MATH = re.compile(r"\$([^$]+)\$|\\\((.+?)\\\)")
_STYLE = re.compile(
    r"\\(?:mathcal|mathbb|mathbf|mathrm|mathit|mathsf|mathtt|mathfrak|mathscr|boldsymbol|bm|text"
    r"|textbf|textit|textrm|textsc|texttt|operatorname|left|right|frac|hat|tilde|bar|vec)(?![a-z])"
)


def extra_words(text: str, words: Sequence[Word] | None = None) -> list[str]:
    """Give the further words of a text, each once, none that is among its normal words.

    ``words`` are its normal words, where they are known already.

    >>> extra_words("DeepSeek-R1"), extra_words("GPT 4o"), extra_words("colours of Llama3")
    (['deepseekr1', 'deep', 'seek'], ['gpt4o'], ['colors', 'llama', '3'])
    """
    words = normal_words(text) if words is None else words
    found = dict.fromkeys(_list_extras(text, words))
    for word in words:
        found.pop(word.text, None)
    return list(found)


def source_words(title: str) -> list[str]:
    r"""Give the words of the formulas of a title as TeX has them, apart and in one word.

    >>> source_words(r"The $\ell_1$-norm")
    ['ell', '1', 'ell1']
    """
    found: dict[str, None] = {}
    for match in _MATH.finditer(title):
        words = [word.text for word in normal_words(_STYLE.sub(" ", match[1] or match[2]))]
        found |= dict.fromkeys(words)
        if 1 < len(words) <= _MOST_PARTS:
            found["".join(words)] = None
    return list(found)


def _list_extras(text: str, words: Sequence[Word]) -> Iterator[str]:
    yield from _join_compounds(text, words)
    yield from _join_neighbours(text, words)
    for word in words:
        if parts := _find_parts(text[word.start : word.end]):  # few words have any
            yield from parts
    if has_cut(text):
        yield from _list_ends(text, words)
    if "'" in text or "’" in text:
        yield from _join_apostrophes(text)


def _join_compounds(text: str, words: Sequence[Word]) -> Iterator[str]:
    """Join parts between which only a hyphen or the like stands."""
    # Few words are in compounds, so the signs between them are looked for, and not the words.
    if not (ends := [match.end() for match in _JOINER.finditer(text)]):
        return
    at = {word.start: place for place, word in enumerate(words)}
    before = {at.get(end, 0) for end in ends}
    chain: list[str] = []
    last = -1
    for place in sorted(before - {0}):
        one, word = words[place - 1], words[place]
        if one.end + 1 != word.start or is_cut(one) or is_cut(word):
            continue
        if place - 1 != last:
            yield from _join(chain)
            chain = [one.text]
        chain.append(word.text)
        last = place
    yield from _join(chain)


def _join(chain: Sequence[str]) -> Iterator[str]:
    if 1 < len(chain) <= _MOST_PARTS and len(whole := "".join(chain)) <= _MOST_LETTERS:
        yield whole
        if (spelled := _spell_greek(whole)) != whole:
            yield spelled


def _join_neighbours(text: str, words: Sequence[Word]) -> Iterator[str]:
    """Join 'GPT 4o' and '7 B': a name and its short number, a number and its unit."""
    for one, after in pairwise(words):
        if one.text.isalpha() and after.text.isalpha():
            continue  # most pairs
        if after.start != one.end + 1 or text[one.end] != " " or is_cut(one) or is_cut(after):
            continue
        # A name has a capital letter: without this, each number makes a word of the one before.
        is_name = text[one.start : one.end] != one.text
        if (is_name and _is_numbered(one.text, after.text)) or _is_measured(one.text, after.text):
            yield one.text + after.text


def _is_numbered(name: str, number: str) -> bool:
    """Whether a word and the next are as 'gpt' and '4o'."""
    is_short = len(number) <= _SHORT and not number.isalpha()
    return is_short and name.isalpha() and len(name) > 1 and name not in STOP_WORDS


def _is_measured(number: str, unit: str) -> bool:
    """Whether a word and the next are as '7' and 'b'."""
    is_short = len(number) <= _MOST_DIGITS and len(unit) <= _MOST_UNIT
    return is_short and number.isdigit() and unit.isalpha() and unit not in STOP_WORDS


@lru_cache(maxsize=65_536)  # most words of an archive are frequent ones
def _find_parts(shown: str) -> tuple[str, ...]:
    """Give the parts and the other forms of a word, as it stands in the text."""
    word = fold(shown)
    return (*_divide(shown, word), *_find_other_forms(word))


def _divide(shown: str, word: str) -> Iterator[str]:
    """Divide 'Llama3' into letters and digits, 'DeepSeek' where its humps are."""
    if match := _LETTERS_DIGITS.fullmatch(word):
        yield from match.groups()
    # Most words have one case, or a capital letter alone.
    if not shown[1:].islower() and not shown.isupper():
        parts = [fold(part) for part in _HUMP.split(re.split(r"\d", shown, maxsplit=1)[0])]
        if len(parts) > 1:
            yield from (part for part in parts if len(part) > 1)


def _find_other_forms(word: str) -> Iterator[str]:
    if (form := american(word)) != word:
        yield form
    elif (spelled := _spell_greek(word)) != word:
        yield spelled


def _spell_greek(word: str) -> str:
    """Write a Greek letter by its name, unless it is in a Greek word."""
    if word.isascii() or sum(ord(letter) in _GREEK_LETTERS for letter in word) > _MOST_GREEK:
        return word
    return word.translate(_GREEK)


def _list_ends(text: str, words: Sequence[Word]) -> Iterator[str]:
    """Give the last character of each run of pairs: pairs begin with all the others."""
    for number, word in enumerate(words):
        if len(word.text) > 1 and is_cut(word):
            after = words[number + 1].start if number + 1 < len(words) else len(text) + 1
            if after >= word.end:
                yield word.text[-1]


def _join_apostrophes(text: str) -> Iterator[str]:
    """Give names such as "O'Brien" as one word."""
    for match in _APOSTROPHES.finditer(text):
        parts = re.split("['’]", match[0])
        if parts[-1].lower() in _CLITICS:
            parts.pop()
        if len(parts) > 1:
            yield fold("".join(parts))
