from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.related.words import learning
from site_gen.related.words.word_file import parse_words


def run(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-C", str(site), "words", *arguments])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a site of twenty papers, which are enough for these tests."""
    monkeypatch.setattr("site_gen.cli.words.LEAST_PAPERS", 20)
    day = tmp_path / "content/2025-09-17"
    day.mkdir(parents=True)
    for number in range(20):
        text = f"---\ntitle: Paper {number}\n---\n\nLow-Rank Adaptation (LoRA) of graphs.\n"
        (day / f"p{number}.md").write_text(text)
    return tmp_path


def test_related_words_are_learnt_and_written(site: Path) -> None:
    path = site / "content/words.json"
    dry = run(site, "--dry-run")
    assert not path.exists()
    done = run(site)

    assert done.exit_code == 0, done.output
    assert dry.output == done.output.replace("written", "would be written")
    assert "words.json: written: " in done.output
    assert ", 1 abbreviation\n" in done.output
    words = parse_words("", path.read_text())
    assert words.abbreviations == {"lora": ("low rank adaptation",)}
    assert "words.json: as it was: " in run(site).output


def test_an_edited_file_is_left_unless_asked_for(site: Path) -> None:
    path = site / "content/words.json"
    path.write_text('{"near": {"mine": "own"}}')
    refused = run(site)

    assert refused.exit_code == 1
    assert "words.json: was edited; expected what 'site-gen words' wrote" in refused.stderr
    assert path.read_text() == '{"near": {"mine": "own"}}'
    assert run(site, "--replace").exit_code == 0
    assert "lora" in path.read_text()


def test_few_papers_are_not_learnt_from(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.cli.words.LEAST_PAPERS", learning.LEAST_PAPERS)
    done = run(site)

    assert done.exit_code == 1
    assert "content: has 20 papers; expected 1,000 or more" in done.stderr
    assert not (site / "content/words.json").exists()


def test_an_entry_that_cannot_be_read_is_told(site: Path) -> None:
    (site / "content/2025-09-17/p3.md").write_text("---\ntitle: [\n---\n")
    done = run(site)

    assert done.exit_code == 1
    assert "p3.md:" in done.stderr
