"""``content/words.json``: related words that were learnt, and the files that the search loads.

A build only reads what was learnt, so a new day changes nothing of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from site_gen.model import InputError, Problem, fingerprint

NEAR = "near"
"""The folder of the search with the files that ``make_near_files`` makes."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_OTHERS = "0"
_SUFFIX = ".json"

_HASH_DIGITS = 16
_EXPECTED = 'expected the form that "site-gen words" writes'


@dataclass(frozen=True, slots=True)
class RelatedWords:
    """Words that are used like a word, and what abbreviations stand for."""

    near: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, tuple[str, ...]]


def format_words(words: RelatedWords) -> str:
    """Write related words as JSON, a word a line; its ``hash`` tells an edited file from ours."""
    parts = {
        "abbreviations": {short: ", ".join(full) for short, full in words.abbreviations.items()},
        "near": {word: " ".join(near) for word, near in words.near.items()},
    }
    parts_text = json.dumps(parts, ensure_ascii=False, indent=1, sort_keys=True)
    mark = fingerprint(parts_text.encode())[:_HASH_DIGITS]
    return f'{{\n "hash": "{mark}",{parts_text[1:]}\n'


def is_edited(text: str) -> bool:
    """Whether somebody changed what ``format_words`` wrote, or wrote it."""
    try:
        words = parse_words("", text)
    except InputError:
        return True
    return format_words(words) != text


def parse_words(path: str, text: str) -> RelatedWords:
    """Read related words. Raises InputError with every problem in them."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as err:
        raise InputError(Problem(path, err.lineno, f"no JSON: {err.msg}; {_EXPECTED}")) from None
    except RecursionError:
        raise InputError(Problem(path, 0, f"too many brackets; {_EXPECTED}")) from None
    if not isinstance(data, dict):
        raise InputError(Problem(path, 1, f"no JSON object; {_EXPECTED}"))
    problems: list[tuple[str, str]] = []
    near = _read_map(data, "near", " ", problems)
    abbreviations = _read_map(data, "abbreviations", ", ", problems)
    if problems:
        raise InputError(*(Problem(path, _find_line(text, key), said) for key, said in problems))
    return RelatedWords(near, abbreviations)


def _read_map(
    data: Mapping[str, Any], name: str, separator: str, problems: list[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Read words and their values. What is wrong is added to ``problems``, each with its key."""
    values = data.get(name, {})
    if not isinstance(values, dict):
        problems.append((name, f"{name} is no map; {_EXPECTED}"))
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for word, value in values.items():
        if not word or not isinstance(value, str):
            problems.append((word, f"{name} of {word!r} is no text; {_EXPECTED}"))
        else:
            found[word] = tuple(part for one in value.split(separator) if (part := one.strip()))
    return found


def _find_line(text: str, key: str) -> int:
    """Give the line of a key; 0 where it is written in another way."""
    place = text.find(f"{json.dumps(key, ensure_ascii=False)}:")
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def make_near_files(words: RelatedWords) -> dict[str, bytes]:
    """Give the files that the search loads: near words, and abbreviations both ways.

    There is one for the words of each letter, and ``0.json`` for those that begin otherwise.
    """
    short: dict[str, list[str]] = {}
    for abbreviation, phrases in words.abbreviations.items():
        for phrase in phrases:
            short.setdefault(phrase, []).append(abbreviation)
    parts: dict[str, Mapping[str, Any]] = {
        "near": {word: " ".join(near) for word, near in words.near.items()},
        "full": words.abbreviations,
        "short": short,
    }
    return {
        letter + _SUFFIX: json.dumps(
            {name: _select(values, letter) for name, values in parts.items()},
            ensure_ascii=False, separators=(",", ":"),
        ).encode()
        for letter in _OTHERS + _LETTERS
    }  # fmt: skip


def _select(values: Mapping[str, Any], letter: str) -> dict[str, Any]:
    """Give the values whose words are in the file of a letter."""
    return {word: value for word, value in sorted(values.items()) if _letter_of(word) == letter}


def _letter_of(word: str) -> str:
    return word[0] if word[0] in _LETTERS else _OTHERS
