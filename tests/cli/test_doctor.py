import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.importing.fetched_days import keep_last_fetch
from tests.hosts import Host, say


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
                  "takes 20,000 files", "nothing was fetched here yet"):  # fmt: skip
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


def test_too_few_watches_are_a_warning(healthy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.cli.doctor.read_most_watches", lambda: 2)
    done = run("doctor")
    assert (done.exit_code, healthy.is_dir()) == (0, True)
    (warning,) = find(done, "warning")
    assert "2 are allowed (inotify): 'serve' looks at all files instead" in warning


@pytest.mark.parametrize(
    ("hours", "kind", "words"),
    [
        (0, "ok", "the last fetch was 0 hours ago"),
        (47, "ok", "the last fetch was 47 hours ago"),
        (-5, "ok", "the last fetch was 0 hours ago"),  # the clock was set back
        (49, "warning", "the last fetch was 2 days ago, at "),
        (100, "warning", "the last fetch was 4 days ago, at "),
    ],
)
def test_a_fetch_of_more_than_two_days_ago_is_a_warning(
    healthy: Path, hours: int, kind: str, words: str
) -> None:
    last = datetime.now(UTC) - timedelta(hours=hours)
    keep_last_fetch(healthy, last)
    done = run("doctor")
    assert done.exit_code == 0
    (line,) = [line for line in find(done, kind) if "last fetch" in line]
    assert words in line
    assert (f"'site-gen fetch hf --since {last:%Y-%m-%d}'" in line) is (kind == "warning")


def test_a_fetch_is_of_now_though_nothing_changed_at_its_source(healthy: Path, host: Host) -> None:
    host.answers = [say(body=b"[]", ETag='"1"'), say(304)]
    for _ in range(2):
        keep_last_fetch(healthy, datetime(2025, 9, 17, tzinfo=UTC))
        assert run("fetch", "hf", "--host", host.url).exit_code == 0
        assert "the last fetch was 0 hours ago" in run("doctor").stdout


@pytest.mark.parametrize("text", ["", "x", "2025-09-17", "2025-09-17T10:00:00"])
def test_a_record_of_the_last_fetch_that_cannot_be_read_is_none(healthy: Path, text: str) -> None:
    record = healthy / ".cache/site-gen/last-fetch"
    record.parent.mkdir(parents=True)
    record.write_text(text)
    assert "nothing was fetched here yet" in run("doctor").stdout
