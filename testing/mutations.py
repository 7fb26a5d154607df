"""Texts that are almost right, made from samples by a seed: the same ones each time, everywhere.

Atheris finds more, because it follows the lines of a parser; these need no program beside Python.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from testing.attacks.strings import read_attacks
from testing.parsers import read_seeds, try_text

_MOST = 16_384  # characters of a text
_SLICE = 400  # characters that one change takes


def make_texts(target: str, seed: int, count: int) -> Iterator[str]:
    """Give ``count`` texts for a parser: samples of its own, with changes and attack strings."""
    samples = [text for _, text in sorted(read_seeds(target).items())]
    strings = [one.text for one in read_attacks() if one.is_text]  # as a file can hold
    for number in range(count):
        yield _change(samples, strings, random.Random(f"{seed} {target} {number}"))


def _change(samples: Sequence[str], strings: Sequence[str], chance: random.Random) -> str:
    """Change a sample in one to six places."""
    text = chance.choice(samples)
    start = chance.randrange(max(1, len(text) - _MOST))
    text = text[: _MOST // 2] if chance.random() < 0.5 else text[start : start + _MOST]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randrange(_SLICE))
        match chance.randrange(6):
            case 0:
                text = f"{text[:at]}{chance.choice(strings)}{text[at:]}"
            case 1:
                text = f"{text[:at]}{chance.choice(strings)}{text[end:]}"
            case 2:
                text = f"{text[:at]}{text[end:]}"
            case 3:
                text = f"{text[:end]}{text[at:end]}{text[end:]}"
            case 4:
                text = text[:at]
            case _:
                other = chance.choice(samples)
                cut = chance.randrange(len(other) + 1)
                text = f"{text[:at]}{other[cut : cut + _SLICE]}{text[end:]}"
    return text


def try_all(target: str, seed: int, count: int, kept: Path) -> list[str]:
    """Give a parser ``count`` texts; tell which broke a law, and keep these below ``kept``."""
    found = []
    for number, text in enumerate(make_texts(target, seed, count)):
        try:
            try_text(target, text)
        except Exception as err:  # noqa: BLE001 # each is what is looked for
            kept.mkdir(parents=True, exist_ok=True)
            path = kept / f"{target}-{seed}-{number}.txt"
            path.write_text(text, encoding="utf-8", errors="surrogatepass")
            found.append(f"{target}, seed {seed}, text {number}: {err!r}"[:300])
    return found
