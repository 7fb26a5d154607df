"""Queries from words of titles: whole, few, half typed, misspelt, with other hyphens."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from random import Random

from benchmarks.quality.queries import Query, Texts

_TRIES = 10_000
_DIGITS = re.compile(
    r"(?<![\w-])(?:[A-Za-z]{2,}(?:-[A-Za-z]+)*-?\d[\d.]*[A-Za-z]?(?:-\w+)*|\d+(?:\.\d+)?[BMK])(?!\w)"
)
_COMPOUND = re.compile(r"(?<![\w-])[A-Za-z]{3,}(?:-[A-Za-z]{3,})+(?![\w-])")
_PAIR = re.compile(r"\b([A-Za-z]{3,}) (?=([A-Za-z]{3,})\b)")


def ask_titles(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for whole titles."""
    for at in _draw(texts, chance):
        yield _query(texts, "title", texts.papers[at].title, at)


def ask_three_words(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for three words that only this title has together."""
    for at in _draw(texts, chance):
        words = _pick(texts, chance, at, 3)
        yield _query(texts, "three words", " ".join(words), at) if words else None


def ask_half_typed(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for titles whose last word is half typed."""
    for at in _draw(texts, chance):
        title = texts.papers[at].title
        last = title.rpartition(" ")[2]
        is_word = last.isalpha() and len(last) > 4
        text = title[: len(title) - len(last) // 2]
        yield _query(texts, "half typed", text, at) if is_word else None


def ask_swapped(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for three words, with two neighbouring letters of one swapped."""
    for at in _draw(texts, chance):
        words = _pick(texts, chance, at, 3)
        long = [n for n, word in enumerate(words) if len(word) > 5 and word.isascii()]
        if not long:
            continue
        number = chance.choice(long)
        wrong = _swap(words[number], chance)
        text = " ".join([*words[:number], wrong, *words[number + 1 :]])
        yield None if wrong in texts.anywhere else _query(texts, "swapped letters", text, at)


def ask_digits(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for names with digits, with a space or nothing for the hyphen, or divided."""
    for at in _draw(texts, chance):
        terms = _DIGITS.findall(texts.papers[at].title)
        term = chance.choice(terms) if terms else ""
        forms = sorted(_divide(term) - {term})
        added = _complete(texts, chance, at, term) if forms else None
        if added is not None:
            text = " ".join([chance.choice(forms), *added])
            yield _query(texts, "digit term", text, at)


def ask_hyphens(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for compounds with a space or nothing for the hyphen, or two words with a hyphen."""
    # A hyphen stands only where others write one.
    known = {found.lower() for paper in texts.papers for found in _COMPOUND.findall(paper.abstract)}
    for number, at in enumerate(_draw(texts, chance)):
        title = texts.papers[at].title
        mark = ("-", " ", "")[number % 3]
        term = _find_pair(title, known, chance) if mark == "-" else _find_compound(title)
        added = _complete(texts, chance, at, term) if term else None
        if added is not None:
            typed = term.replace(" " if mark == "-" else "-", mark)
            yield _query(texts, "hyphens", " ".join([typed, *added]), at)


def _find_pair(title: str, known: AbstractSet[str], chance: Random) -> str:
    """Give two words of a title that others write with a hyphen; nothing without such words."""
    pairs = [f"{first} {second}" for first, second in _PAIR.findall(title)]
    pairs = [pair for pair in pairs if pair.lower().replace(" ", "-") in known]
    return chance.choice(pairs) if pairs else ""


def _find_compound(title: str) -> str:
    """Give the first word of a title that has a hyphen; nothing without one."""
    found = _COMPOUND.search(title)
    return found[0] if found else ""


def _draw(texts: Texts, chance: Random) -> Iterator[int]:
    """Give papers in any order, each perhaps several times."""
    there = texts.english()
    return (chance.choice(there) for _ in range(_TRIES))


def _query(texts: Texts, kind: str, text: str, at: int) -> Query:
    return Query(kind, text, frozenset({texts.papers[at].id}))


def _pick(texts: Texts, chance: Random, at: int, count: int) -> list[str]:
    """Give words that tell this title from all others, in their order; none where it has none."""
    words = texts.telling(at)
    if len(words) < count:
        return []
    picked = sorted(chance.sample(range(len(words)), count))
    chosen = [words[number] for number in picked]
    return chosen if texts.is_alone(at, chosen) else []


def _swap(word: str, chance: Random) -> str:
    """Swap two neighbouring letters that differ, never the first one."""
    places = [n for n in range(1, len(word) - 1) if word[n] != word[n + 1]]
    if not places:
        return word
    n = chance.choice(places)
    return f"{word[:n]}{word[n + 1]}{word[n]}{word[n + 2 :]}"


def _divide(term: str) -> set[str]:
    """Give how else people write a name with digits."""
    return {
        term.replace("-", " "),
        term.replace("-", ""),
        re.sub(r"(?<=[A-Za-z])(?=\d)", " ", term),
        re.sub(r"(?<=[A-Za-z])(?=\d)", "-", term),
        re.sub(r"(?<=\d)(?=[BMK]$)", " ", term),
    }


def _complete(texts: Texts, chance: Random, at: int, term: str) -> list[str] | None:
    """Give words of the title that only this title has with the term; None without such words."""
    key = _glue(term)
    having = {n for n, paper in enumerate(texts.papers) if key in _glue(paper.title)}
    words = [word for word in texts.telling(at) if word not in term.lower()]
    chance.shuffle(words)
    added: list[str] = []
    while len(having) > 1 and words and len(added) < 3:
        added.append(words.pop())
        having &= texts.having[added[-1]]
    return added if having == {at} else None


def _glue(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
