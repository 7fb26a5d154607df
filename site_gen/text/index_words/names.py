"""Names of authors -> one word for each way in which a name is written."""

from collections.abc import Iterator

from site_gen.text.index_words.normal_words import normal_words

NAME_MARK = "ȝ"
"""What a name in one word begins and ends with.

It is a letter that nobody types: so a name is found by a search for names alone, and not by a word
that begins like it; and no stemmer shortens a word that ends so, as it would 'zhangjing'.
"""

_PARTICLES = """
al ap bin da de del della den der des di do dos du el ibn la le ten ter van von zu
"""
_PARTICLE = frozenset(_PARTICLES.split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def name_words(name: str) -> list[str]:
    """Give a name in one word, the surname first: with all given names, with one, with its initial.

    A name of one word, or of a script without spaces between the words of a name, has none.

    >>> name_words("Hao B. Wang")
    ['ȝwanghaobȝ', 'ȝwanghaoȝ', 'ȝwanghȝ']
    """
    forms = dict.fromkeys(_list_forms(name))
    return [f"{NAME_MARK}{form}{NAME_MARK}" for form in forms]


def _list_forms(name: str) -> Iterator[str]:
    parts = ["".join(word.text for word in normal_words(part)) for part in name.split()]
    parts = [part for part in parts if part]
    if len(parts) > 2 and parts[-1] in _SUFFIXES:
        parts.pop()
    if len(parts) < 2:
        return
    *given, surname = parts
    yield from _join(surname, given)
    particles = list[str]()
    while len(given) > 1 and given[-1] in _PARTICLE:
        particles.insert(0, given.pop())
    if particles:
        yield from _join("".join(particles) + surname, given)


def _join(surname: str, given: list[str]) -> Iterator[str]:
    yield surname + "".join(given)
    yield surname + given[0]
    yield surname + given[0][0]
