"""The strings of ``tests/data/attacks.jsonl``: a line each, with what it attacks.

A string that runs a script sets ``window.attacked``. One that makes a request asks
``attack.example``. New strings are added to the file; all checks take them from there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[2] / "tests/data/attacks.jsonl"


@dataclass(frozen=True, slots=True)
class Attack:
    """One string, and the kind of thing that it attacks."""

    attacks: str
    text: str

    @property
    def is_text(self) -> bool:
        """Whether a file in UTF-8 can hold it: a half of a surrogate pair stands in JSON alone."""
        return self.text.encode("utf-8", "ignore").decode() == self.text


def read_attacks() -> tuple[Attack, ...]:
    """Read all strings, in the order of the file."""
    rows = FILE.read_text("utf-8").splitlines()
    return tuple(Attack(**json.loads(row)) for row in rows)


def choose(attacks: Sequence[Attack], each: int) -> tuple[Attack, ...]:
    """Give ``each`` strings of every kind, at even distances: the same ones each time."""
    kinds: dict[str, list[Attack]] = {}
    for one in attacks:
        kinds.setdefault(one.attacks, []).append(one)
    return tuple(
        some[at * len(some) // min(each, len(some))]
        for some in kinds.values()
        for at in range(min(each, len(some)))
    )
