"""The law that what is written is read back: on every fortieth paper of the corpus.

``python -m benchmarks roundtrip`` does it for all 15,902.
"""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.roundtrip import FORMATS, compare, make_entry


@pytest.mark.parametrize("form", FORMATS)
def test_papers_come_back(shared: Path, nasty: list[dict[str, str]], form: str) -> None:
    path = shared / "corpus" / "hf-daily-papers.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for at, line in enumerate(lines) if at % 40 == 0]
    entries = [make_entry(at, row) for at, row in enumerate([*rows, *nasty])]
    once = {(entry.title, entry.body): entry for entry in entries}

    assert compare(form, list(once.values())) == (0, 0, [])
