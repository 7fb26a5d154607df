"""The law that what is written is read back: on the sample, and on every fortieth of the corpus.

``python -m testing roundtrip`` does it for all 15,902.
"""

from typing import Any

import pytest

from testing.roundtrip import FORMATS, compare, make_entry


@pytest.mark.parametrize("form", FORMATS)
def test_papers_come_back(corpus: list[dict[str, Any]], form: str) -> None:
    rows = corpus[:: -(-len(corpus) // 400)]
    entries = [make_entry(at, row) for at, row in enumerate(rows)]
    once = {(entry.title, entry.body): entry for entry in entries}

    assert compare(form, list(once.values())) == (0, 0, [])
