"""The topics of an entry: those in its front matter, else those whose words are in its text.

``topics.yaml`` -> ``Vocabulary``, compiled once; ``compute_topics`` looks each word of a text up,
so its cost grows with the text and not with the number of rules.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from site_gen.content import yaml_fields
from site_gen.model import Entry, InputError, one_line, topic_slug
from site_gen.text.word_split import split_words

MOST = 4
"""Rules give an entry no more topics than this."""

# So one word in the title is enough (_ENOUGH), where an abstract needs two.
_IN_TITLE = 3  # a word in the title counts as this many in the abstract
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What ``topics.yaml`` says, ready to be asked.

    ``names`` are the topics' own, in the file's order; ``by_slug`` gives the topic of each name
    and alias; ``phrases`` the rules by their first word. A topic is its place in ``names``.
    """

    names: tuple[str, ...] = ()
    by_slug: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, "Phrases"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The rules that begin with one word.

    ``alone`` are the topics of the word itself; ``longer`` has the longer phrases by their second
    word: the words after these, and the topic, the longest first.
    """

    alone: Sequence[int]
    longer: Mapping[str, Sequence[tuple[Sequence[str], int]]]


@lru_cache(maxsize=2)  # each month asks for the same
def parse_topics(path: str, text: str) -> Vocabulary:
    """Read ``topics.yaml``. Raises InputError with every problem in it."""
    fields = yaml_fields.parse_fields(path, text, _rule)
    if fields.problems:
        raise InputError(*fields.problems)
    names = tuple(fields.values)
    by_slug = {topic_slug(name): name for name in names}
    rules: set[tuple[tuple[str, ...], int]] = set()
    for index, (name, rule) in enumerate(fields.values.items()):
        for alias in rule.aliases:
            by_slug.setdefault(topic_slug(alias), name)
        for phrase in (*rule.words, *((name, *rule.aliases) if rule.named else ())):
            rules.update((words, index) for words in _with_plural(tuple(split_words(phrase))))
    return Vocabulary(names, by_slug, _index_rules(rules))


def _index_rules(rules: Iterable[tuple[tuple[str, ...], int]]) -> dict[str, Phrases]:
    """Give the rules, phrases with their topics, by their first word."""
    alone: dict[str, list[int]] = {}
    longer: dict[str, dict[str, list[tuple[list[str], int]]]] = {}
    for (first, *rest), index in sorted(rules, key=_longest_first):
        by_second = longer.setdefault(first, {})
        if rest:
            by_second.setdefault(rest[0], []).append((rest[1:], index))
        else:
            alone.setdefault(first, []).append(index)
    return {word: Phrases(alone.get(word, ()), by_second) for word, by_second in longer.items()}


def compute_topics(vocabulary: Vocabulary, entry: Entry) -> tuple[str, ...]:
    """Give the topics of an entry, best first.

    Its own stand as they are, but that a name or alias of ``topics.yaml`` in any case becomes
    the topic's name, and each is given once. Else a topic needs one of its words in the title or
    two in the abstract; where none has, that with the most words is given.
    """
    named: dict[str, str] = {}
    for topic in filter(None, map(one_line, entry.topics)):
        name = vocabulary.by_slug.get(topic_slug(topic), topic)
        named.setdefault(topic_slug(name), name)
    # Own topics go before rules: a person wrote them, or the source did.
    if named:
        return tuple(named.values())
    # fromkeys: a topic that a title names twice counts once.
    scores = Counter(dict.fromkeys(_find_hits(vocabulary, entry.title), _IN_TITLE))
    scores.update(_find_hits(vocabulary, entry.body))
    # In the order of topics.yaml where scores are equal, whatever the order of words.
    ranked = sorted(scores, key=lambda index: (-scores[index], index))
    good = [index for index in ranked if scores[index] >= _ENOUGH] or ranked[:1]
    return tuple(vocabulary.names[index] for index in good[:MOST])


def with_topics(vocabulary: Vocabulary, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Give entries their topics."""
    return {
        ref: replace(entry, topics=compute_topics(vocabulary, entry))
        for ref, entry in entries.items()
    }


def compute_moved_topics(vocabulary: Vocabulary) -> dict[str, str]:
    """Give the topic of each alias, by slug: a topic that was renamed has its old name for one."""
    return {slug: name for slug, name in vocabulary.by_slug.items() if slug != topic_slug(name)}


def _find_hits(vocabulary: Vocabulary, text: str) -> list[int]:
    """Give the topic of every phrase in a text; of one place, those of the longest."""
    words, phrases = split_words(text), vocabulary.phrases
    places = [place for place, word in enumerate(words) if word in phrases]  # few of all
    # So that the word behind the last one can be looked at without a check.
    words.append("")
    hits: list[int] = []
    for place in places:
        rules, longest = phrases[words[place]], -1
        for rest, topic in rules.longer.get(words[place + 1], ()):
            if len(rest) < longest:
                break
            if not rest or words[place + 2 : place + 2 + len(rest)] == rest:
                longest = len(rest)
                hits.append(topic)
        if longest < 0:
            hits += rules.alone
    return hits


def _longest_first(rule: tuple[tuple[str, ...], int]) -> tuple[int, int]:
    words, index = rule
    return -len(words), index


def _with_plural(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Give a phrase as it stands and, where its last word can have one, its plural."""
    if not words:
        return
    yield words
    # Plurals in -es and -ies are rare in the names of topics, and can be written as words.
    if not words[-1].endswith("s"):
        yield (*words[:-1], f"{words[-1]}s")


@dataclass(frozen=True, slots=True)
class _Rule:
    """What stands below a topic: other names, its words, and whether names count as words."""

    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    named: bool = True


def _rule(value: Any) -> _Rule:
    """Accept the words of a topic, or a map with its aliases and words."""
    if value is None or type(value) is list:
        return _Rule(words=yaml_fields.texts(value))
    expected = "expected 'aliases', 'words' or 'named' below a topic"
    if type(value) is not dict:
        raise ValueError(f"{expected}, found {str(value)[:60]!r}")
    for key in value:
        if key not in ("aliases", "words", "named"):
            raise ValueError(f"{expected}, found {str(key)[:60]!r}")
    named = value.get("named", True)
    if type(named) is not bool:
        raise ValueError(f"named: expected yes or no, found {str(named)[:60]!r}")
    return _Rule(
        yaml_fields.texts(value.get("aliases")), yaml_fields.texts(value.get("words")), named
    )
