import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli


@pytest.fixture
def healthy(papers: Path) -> Path:
    (papers / "site.yaml").write_text("base_url: https://a.example\n")
    return papers.parent


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="site-gen")


def find(done: Result, kind: str) -> list[str]:
    return [line for line in done.stdout.split("\n") if line.startswith(f"{kind} ")]


def test_a_site_that_can_be_built_has_no_errors(healthy: Path) -> None:
    assert run("build").exit_code == 0
    before = sorted(healthy.rglob("*"))
    done = run("doctor")
    assert (done.exit_code, find(done, "error")) == (0, [])
    for words in ("site-gen 0.", "Pagefind runs: ", "content: 3 papers of ", "free on the disk",
                  "takes 20,000 files", "nothing was fetched yet"):  # fmt: skip
        assert words in done.stdout
    assert sorted(healthy.rglob("*")) == before


def test_what_stops_a_build_is_an_error(
    healthy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def expect(words: str) -> None:
        done = run("doctor")
        assert done.exit_code == 1
        (line,) = find(done, "error")
        assert words in line

    settings = healthy / "content/site.yaml"
    text = settings.read_text()
    settings.write_text("titel: x\n")
    expect("content/site.yaml:1: unknown key 'titel'")
    settings.write_text("title: x\n")
    expect("content/site.yaml: no base_url; expected")
    settings.write_text(text)

    (healthy / "public").mkdir()
    (healthy / "public/mine.txt").write_text("mine")
    expect("public: holds files that site-gen did not write")
    (healthy / "public/mine.txt").unlink()

    (healthy / "content/2025-09-17/A b.md").write_text("x")
    expect("A b.md: its name cannot be a URL segment")
    (healthy / "content/2025-09-17/A b.md").unlink()

    with monkeypatch.context() as patches:
        patches.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
        expect("1.0 MB are free on the disk of public; expected 50.0 MB at least")
    with monkeypatch.context() as patches:
        module = SimpleNamespace(get_executable=lambda: str(tmp_path / "none"))
        patches.setitem(sys.modules, "pagefind_bin", module)
        expect("none: cannot be run: No such file or directory; expected Pagefind ")
    with monkeypatch.context() as patches:
        patches.setitem(sys.modules, "pagefind_bin", None)
        expect("the Pagefind program is missing")
    (healthy / "content").rename(healthy / "away")
    expect("content: no such folder")


def test_what_is_odd_is_a_warning(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = healthy / ".cache/site-gen/answers"
    answers.mkdir(parents=True)
    (answers / "one").write_text("x")
    assert "the last fetch was 0 hours ago" in run("doctor").stdout
    old = (answers / "one").stat().st_mtime - 3 * 86_400
    os.utime(answers / "one", (old, old))
    monkeypatch.setattr("site_gen.cli.doctor.read_most_watches", lambda: 2)
    done = run("doctor")
    assert done.exit_code == 0
    warnings = find(done, "warning")
    assert len(warnings) == 2
    assert "2 are allowed (inotify): 'serve' looks at all files instead" in warnings[0]
    assert "the last fetch was 3 days ago" in warnings[1]
