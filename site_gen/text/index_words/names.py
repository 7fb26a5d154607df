"""Names of authors -> one word for each way in which a name is written."""

from collections.abc import Iterator, Sequence

from site_gen.text.index_words.normal_words import Word, normal_words

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


def name_words(name: str, words: Sequence[Word] | None = None) -> list[str]:
    """Give a name in one word, the surname first: with all given names, with one, with its initial.

    A name of one word, or of a script without spaces between the words of a name, has none.
    ``words`` are its normal words, where they are known already.

    >>> name_words("Hao B. Wang")
    ['ȝwanghaobȝ', 'ȝwanghaoȝ', 'ȝwanghȝ']
    """
    words = normal_words(name) if words is None else words
    forms = dict.fromkeys(_list_forms(_join_parts(name, words)))
    return [f"{NAME_MARK}{form}{NAME_MARK}" for form in forms]


def _join_parts(name: str, words: Sequence[Word]) -> list[str]:
    """Join the words between two spaces: 'Jean-Luc' is one name."""
    parts, last = list[str](), 0
    for word in words:
        if parts and not any(map(str.isspace, name[last : word.start])):
            parts[-1] += word.text
        else:
            parts.append(word.text)
        last = word.end
    return parts


def _list_forms(parts: list[str]) -> Iterator[str]:
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
