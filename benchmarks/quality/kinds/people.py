"""Queries for people: whole names in several forms, and a surname with words of a title."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from random import Random

from benchmarks.quality.queries import Query, Texts, fold

_TRIES = 10_000
_MOST = 10


def ask_authors(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for authors of at most ten papers: in two queries of three, those of several papers."""
    people = {name: papers for name, papers in list_people(texts).items() if len(papers) <= _MOST}
    names = sorted(people)
    several = [name for name in names if len(people[name]) > 1]
    spelt = {fold(name): name for paper in texts.papers for name in paper.authors}
    forms = (str, _turn, str, _shorten, _without_accents(spelt))
    for number in range(_TRIES):
        key = chance.choice(several if number % 3 else names)
        text = forms[number % len(forms)](spelt[key])
        is_clear = text and len(_match(people, text)) == 1
        wanted = frozenset(texts.papers[at].id for at in people[key])
        yield Query("author", text, wanted, 10, is_share=True) if is_clear else None


def ask_surnames(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for a surname and two words of a title that no other paper has together."""
    having: dict[str, set[int]] = defaultdict(set)
    for at, paper in enumerate(texts.papers):
        for part in " ".join(paper.authors).split():
            having[fold(part)].add(at)
    there = [at for at in texts.english() if texts.papers[at].authors]
    for _ in range(_TRIES):
        at = chance.choice(there)
        surname = chance.choice(texts.papers[at].authors).split()[-1]
        words = texts.telling(at)
        if len(words) < 2 or not surname.isalpha() or len(surname) < 2:
            continue
        added = chance.sample(words, 2)
        alone = having[fold(surname)] & texts.having[added[0]] & texts.having[added[1]] == {at}
        text = " ".join([surname, *added])
        wanted = frozenset({texts.papers[at].id})
        yield Query("surname and words", text, wanted) if alone else None


def list_people(texts: Texts) -> dict[str, set[int]]:
    """Give the papers of each person with at least two names of letters, by the folded name."""
    found: dict[str, set[int]] = defaultdict(set)
    for at, paper in enumerate(texts.papers):
        for name in paper.authors:
            parts = name.replace(".", "").replace("-", " ").split()
            if len(parts) > 1 and all(map(str.isalpha, parts)) and name.split()[0][1:2].isalpha():
                found[fold(name)].add(at)
    return found


def _turn(name: str) -> str:
    """Give the surname first.

    >>> _turn("Hao Wang")
    'Wang, Hao'
    """
    given, _, surname = name.rpartition(" ")
    return f"{surname}, {given}"


def _shorten(name: str) -> str:
    """Give initials for the given names.

    >>> _shorten("Vernon Yew Toh")
    'V. Y. Toh'
    """
    *given, surname = name.split()
    return " ".join([*(f"{part[0]}." for part in given), surname])


def _without_accents(spelt: Mapping[str, str]) -> Callable[[str], str]:
    """Give what takes the accents of a name away; where it has none, there is nothing to ask."""

    def strip(name: str) -> str:
        plain = fold(name)
        return plain.title() if plain != name.lower() and plain in spelt else ""

    return strip


def _match(people: Mapping[str, set[int]], text: str) -> list[str]:
    """Give the people that a text with initials may mean; for other texts, one is enough."""
    if "." not in text:
        return [text]
    *initials, surname = fold(text).replace(".", "").split()
    return [name for name in people if _fits(name.split(), initials, surname)]


def _fits(parts: list[str], initials: list[str], surname: str) -> bool:
    if parts[-1] != surname or len(parts) <= len(initials):
        return False
    return all(part[0] == initial for part, initial in zip(parts, initials, strict=False))
