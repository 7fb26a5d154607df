"""Texts that are almost right, by a seed: `python -m testing fuzz --runs N` tries more of them."""

from pathlib import Path

import pytest

from testing import parsers
from testing.fuzz import main
from testing.mutations import make_texts, try_all
from testing.parsers import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_a_text_that_is_almost_right_breaks_no_law(target: str, tmp_path: Path) -> None:
    assert try_all(target, 1, 20, tmp_path) == []


def test_a_seed_gives_the_same_texts_again() -> None:
    texts = list(make_texts("ris", 5, 30))

    assert list(make_texts("ris", 5, 30)) == texts
    assert list(make_texts("ris", 5, 20)) == texts[:20]
    assert len({*texts, *make_texts("ris", 6, 30)}) > 50


def test_a_law_that_is_broken_is_told_with_its_seed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def parse(text: str) -> None:
        if len(text) >= 500:
            raise RuntimeError("too long")

    monkeypatch.setitem(parsers.TARGETS, "ris", parse)
    monkeypatch.setattr("testing.fuzz._KEPT", tmp_path)

    assert main(["--runs", "30", "--seed", "3", "ris"]) == 1
    told = capsys.readouterr()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert told.out.endswith(f"| ris | 3 | 30 | {len(kept)} |\n")
    first = kept[0].removesuffix(".txt").split("-")[2]
    assert f"ris, seed 3, text {first}: RuntimeError('too long')" in told.err
    wrong = (tmp_path / kept[0]).read_bytes().decode("utf-8", "surrogatepass")
    assert wrong == list(make_texts("ris", 3, 30))[int(first)]
