"""The laws of every parser, on samples that were broken; ``testing fuzz`` does it for longer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testing.parsers import TARGETS, read_seeds, try_text

_PIECES = st.sampled_from(
    ["\0", "\ufeff", "\u2028", "\x85", "\r", "\r\n", "\n\n", "---\n", "{", "]", '"', "\\", "$",
     "&a ", "*a ", "<", "</p>", "@a{", "ER  - \n", "·", "101", "- ", ": ", "2026-02-30", "\\ud800"]
)  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_broken_samples(target: str) -> None:
    seeds = [text[:9000] for text in read_seeds(target).values()] or [""]

    @settings(max_examples=30)
    @given(st.data())
    def law(data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(seeds))
        for _ in range(data.draw(st.integers(1, 4))):
            start = data.draw(st.integers(0, len(text)))
            end = start + data.draw(st.integers(0, 30))
            text = text[:start] + data.draw(st.one_of(_PIECES, st.text(max_size=9))) + text[end:]
        try_text(target, text)

    law()
