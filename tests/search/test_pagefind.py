import pytest

from site_gen.model.errors import ToolError
from site_gen.search import pagefind


def test_a_missing_program_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_module(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(pagefind, "import_module", no_module)
    with pytest.raises(
        ToolError, match="Pagefind program is missing; expected it from 'pip install"
    ):
        pagefind.find_pagefind()
