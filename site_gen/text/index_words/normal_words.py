"""Text -> normal words, each with its place in the text.

The search index holds normal words, and the search page makes normal words of a query, by
``templates/static/normal.js``. Both must give the same words, so both are tested with the rows of
``tests/data/text/normal_words.tsv``. A normal word has only lower-case letters and digits, so that
Pagefind takes it as it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_STOP_WORDS = """
a an and are as at be been but by can do does for from had has have how if in into is it its
more no not of on or our over s such than that the their them then there these they this those
to under up via was we were what when where which while who why will with without you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that are in nearly every text. They are indexed; a query is not narrowed by them."""

LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ı": "i", "ȷ": "j", "ŋ": "n", "ŧ": "t", "ƒ": "f", "ə": "e", "ɨ": "i", "ς": "σ", "ʼ": "",
}  # fmt: skip
"""Letters that Unicode does not decompose, in lower case -> what stands for them in a word."""

# Characters of scripts that are written without spaces between words: Thai, Lao, Myanmar, Hangul,
# Khmer, Han, Hiragana, Katakana, and their extensions. JavaScript has the same ranges.
_CUT_RANGES = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x3005, 0x3007),
    (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303C), (0x3041, 0x318F), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F),
    (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x1B000, 0x1B16F), (0x20000, 0x3FFFF),
)  # fmt: skip
_APOSTROPHES = "'’ʼ＇"
# They part no word: soft hyphen, zero-width joiners, word joiner.
_INVISIBLE = "\u00ad\u200c\u200d\u2060"


class Word(NamedTuple):
    """A normal word, and where it stands in the text: from ``start`` to before ``end``."""

    text: str
    start: int
    end: int


class _Kinds(dict[int, str]):
    """The kind of each character, one character too, so that a pattern finds runs of a kind.

    ``d`` decimal digit, ``w`` other letter or number, ``c`` letter of a script without spaces,
    ``m`` mark, ``'`` apostrophe, ``.`` and ``,`` themselves, a space for all else.
    """

    def __missing__(self, code: int) -> str:
        """Learn a character."""
        self[code] = kind = _find_kind(chr(code))
        return kind


def _find_kind(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in ".,":
        return char
    category = unicodedata.category(char)
    if category[0] == "M" or char in _INVISIBLE:
        return "m"
    if category[0] not in "LN":
        return " "
    if any(first <= ord(char) <= last for first, last in _CUT_RANGES):
        return "c"
    return "d" if category == "Nd" else "w"


# Grows with the characters that occur; Unicode bounds it.
_KINDS = _Kinds()
# By kinds: a number with thousands separators, or a run of letters and digits, in which a point may
# stand between digits; further runs behind apostrophes. Or a run of a script without spaces.
_POINTS = r"(?:(?<=d)\.d[wdm]*)*"
_RUN = rf"(?!m)[wdm]+{_POINTS}"
_TOKEN = re.compile(
    rf"(?:(?<!d,)d{{1,3}}(?:,ddd)+(?!d)[wdm]*{_POINTS}|{_RUN})(?P<more>(?:'{_RUN})+)?"
    r"|(?P<cut>c[cm]*)"
)
# Not behind a letter or a digit: 'NC#' and 'example.net' are none of these names.
_NAMED = re.compile(r"(?<![^\W_])(?:c\+\+(?!\+)|[cf]#|\.net(?![^\W_]))", re.IGNORECASE)
_NAMES = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}
# A syllable of Hangul as two or three letters, as some systems write it.
_SYLLABLE = re.compile("[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?")
_MOST_DROPPED = 2  # letters of a part beside an apostrophe: "l'", "d'", "'s", "'ll"


def normal_words(text: str) -> list[Word]:
    """Give the normal words of a text in order; offsets count code points.

    >>> [word.text for word in normal_words("The café's DeepSeek-R1, 3.5 to 300,000")]
    ['the', 'cafe', 'deepseek', 'r1', '3p5', 'to', '300000']
    >>> normal_words("新幹線")
    [Word(text='新幹', start=0, end=2), Word(text='幹線', start=1, end=3)]
    """
    named = list(_find_named(text))
    for _, start, end in named:
        # What is read already is hidden, and the places of the rest stay the same.
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    kinds = text.translate(_KINDS)
    if "c" in kinds or "'" in kinds or named or not text.isascii():
        return _read(text, kinds, named)
    # The same in a third of the time, for most texts: no run is empty or has parts.
    spans = (match.span() for match in _TOKEN.finditer(kinds))
    return [Word(fold(text[start:end]), start, end) for start, end in spans]


def _read(text: str, kinds: str, named: list[Word]) -> list[Word]:
    """Give the words of a text of these kinds, and those that were found already."""
    words = list(named)
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        if match.lastindex is None:
            if word := fold(text[start:end]):
                words.append(Word(word, start, end))
        elif match["cut"]:
            words += _cut(text, kinds, start, end)
        else:
            words += _part(text, kinds, start, end)
    return sorted(words, key=_by_place) if named else words


@lru_cache(maxsize=65_536)  # most words of an archive are frequent ones
def fold(run: str) -> str:
    """Give a run of letters and digits as a normal word; empty where nothing is left of it.

    A decimal point becomes the letter p, a thousands separator goes.

    >>> fold("Ｌ₂"), fold("Ærø"), fold("3.5"), fold("ﬁne")
    ('l2', 'aero', '3p5', 'fine')
    """
    run = run.replace(".", "p").replace(",", "")
    if run.isascii():
        return run.lower()
    plain = "".join(char for char in unicodedata.normalize("NFKD", run) if char.isalnum())
    letters = "".join(LETTERS.get(char, char) for char in plain.lower())
    # A lower-case letter may have a mark of its own. NFC puts syllables of Hangul together again.
    return unicodedata.normalize("NFC", "".join(filter(str.isalnum, letters)))


def has_cut(text: str) -> bool:
    """Whether a text has a character of a script without spaces."""
    return not text.isascii() and "c" in text.translate(_KINDS)


def is_cut(word: Word) -> bool:
    """Whether a word is a piece of a text in a script without spaces."""
    return not word.text.isascii() and _KINDS[ord(word.text[0])] == "c"


def _by_place(word: Word) -> int:
    return word.start


def _find_named(text: str) -> Iterator[Word]:
    """Find names that signs belong to. Few texts have one, so what all have is looked for first."""
    if "++" in text or "#" in text or ".n" in text or ".N" in text:
        for match in _NAMED.finditer(text):
            yield Word(_NAMES[match[0].lower()], *match.span())


def _part(text: str, kinds: str, start: int, end: int) -> list[Word]:
    """Give the parts between apostrophes; short ones, which are other words, are left out."""
    parts, at = list[Word](), start
    for piece in kinds[start:end].split("'"):
        parts.append(Word(fold(text[at : at + len(piece)]), at, at + len(piece)))
        at += len(piece) + 1
    parts = [part for part in parts if part.text]
    kept = [part for part in parts if len(part.text) > _MOST_DROPPED or not part.text.isalpha()]
    # Where all are short, as in "it's", the longest stays; the first of those.
    return kept or sorted(parts, key=lambda part: -len(part.text))[:1]


def _cut(text: str, kinds: str, start: int, end: int) -> list[Word]:
    """Give each two neighbours of a run as a word; a single character is a word of its own."""
    units = [unit for unit in _list_units(text, kinds, start, end) if unit.text]
    if len(units) < 2:
        return units
    return [Word(one.text + next_.text, one.start, next_.end) for one, next_ in pairwise(units)]


def _list_units(text: str, kinds: str, start: int, end: int) -> Iterator[Word]:
    """Give the characters of a run, each with its marks; a syllable of Hangul is one of them."""
    at = start
    while at < end:
        match = _SYLLABLE.match(text, at, end)
        after = match.end() if match else at + 1
        while after < end and kinds[after] == "m":
            after += 1
        yield Word(fold(text[at:after]), at, after)
        at = after
