"""What a soak runs depends on what is installed; it says what it leaves out, and how to get it."""

from pathlib import Path

import pytest

from testing import netlify
from testing.soak import find_all

HINT = "netlify is left out: npm install --global netlify-cli\n"


def test_a_soak_without_netlify_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "netlify" not in [finder.name for finder in find_all()]
    assert HINT in capsys.readouterr().err
    assert netlify.main([]) == 1
    assert capsys.readouterr().err == HINT


def test_a_soak_with_netlify_runs_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "netlify"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    (finder,) = (finder for finder in find_all() if finder.name == "netlify")
    assert (finder.parts, finder.command(1, 60.0)) == (0, ("testing", "netlify"))
    assert HINT not in capsys.readouterr().err
