"""Questions as people ask them, with the papers that answer them, judged by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.quality.papers import DATA, read_frozen

QUESTIONS = DATA / "questions.yaml"
_QUESTIONS_HASH = "211e7d87a13f3cb93e70acf76cbd847dff7f0fe34e69e8486491eccb95e0e741"
FIRST = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the papers that are relevant to it.

    The search may be tuned by half of the questions; the others are held out.
    """

    text: str
    is_for_tuning: bool
    papers: frozenset[str]


def read_questions(path: Path = QUESTIONS) -> tuple[Question, ...]:
    """Give the questions, in the order of the file. Raises FrozenError."""
    rows = yaml.safe_load(read_frozen(path, _QUESTIONS_HASH))
    return tuple(Question(row["question"], row["tuning"], frozenset(row["papers"])) for row in rows)


def count_relevant(question: Question, found: Sequence[str]) -> int:
    """Count the relevant papers among the first five that a search found."""
    return len(question.papers & set(found[:FIRST]))
