"""What commands do where another one was broken off."""

import errno
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.cli.console import echo, find_today, name_files
from site_gen.model import InputError
from site_gen.system.transactions import is_pending
from testing.faults import failing, interrupt, watching
from tests.hosts import Host, say

LINES = "".join(
    f'{{"title": "Paper {n}", "abstract": "Words of {n}.", "date": "2025-09-17"}}\n'
    for n in (3, 1, 2)
)
HOST = "a host that knows nothing"
FINISHED = "content: a command that was broken off was finished: "


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="site-gen")


def break_off(site: Path, renames: int) -> None:
    """Import a day, and end after some renames of its files."""
    (site / "day.jsonl").write_text(LINES)
    # The first rename is that of the intent.
    with watching(site / "content", renames + 2, interrupt, "rename"):
        done = run("import", "day.jsonl")
    assert done.exit_code == 130
    assert is_pending(site / "content")


def listed(site: Path) -> list[str]:
    text = (site / "content/2025-09-17/digest.yaml").read_text()
    return [line[2:] for line in text.split("\n") if line.startswith("- ")]


@pytest.mark.parametrize(
    "words",
    [
        ["import", "other.jsonl"],
        ["check"],
        ["check", "--fix"],
        ["remove", "paper-1", "--reason", "why"],
        ["export", "2025-09-17"],
        ["build", "--no-search", "--base-url", "https://a.example"],
        ["enrich", "--most", "1", "--host", HOST],
        ["fetch", "hf", "2025-09-18", "--host", HOST],
    ],
)
def test_the_next_command_finishes_it_and_says_so(site: Path, host: Host, words: list[str]) -> None:
    break_off(site, 1)
    host.answers.append(say(404))
    words = [host.url if word == HOST else word for word in words]
    (site / "other.jsonl").write_text(LINES.replace("Paper", "Other").replace("-17", "-18"))

    done = run(*words)
    assert done.stderr.split("\n")[0] == f"{FINISHED}5 files written"
    assert not is_pending(site / "content")
    assert listed(site) == ["paper-3", "paper-1", "paper-2"]
    again = run("import", "day.jsonl")
    assert (again.exit_code, again.stderr) == (0, "")
    assert listed(site) == ["paper-3", "paper-1", "paper-2"]


@pytest.mark.parametrize(
    "words",
    [
        ["import", "day.jsonl", "--dry-run"],
        ["remove", "paper-3", "--reason", "why", "--dry-run"],
        ["enrich", "--review", "--host", HOST],
        ["fetch", "hf", "2025-09-18", "--dry-run", "--host", HOST],
    ],
)
def test_who_may_write_nothing_says_that_it_is_there(
    site: Path, host: Host, words: list[str]
) -> None:
    break_off(site, 1)
    host.answers.append(say(404))
    words = [host.url if word == HOST else word for word in words]
    before = {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()}

    done = run(*words)
    assert done.stderr.startswith(
        "content: a command was broken off here; the next one that may write finishes it\n"
    )
    now = {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()}
    assert now == before


def test_an_edit_meanwhile_is_named_and_stays_an_edit(site: Path) -> None:
    break_off(site, 1)
    path = site / "content/2025-09-17/paper-1.md"
    path.write_text("---\ntitle: Mine\n---\n\nWords of 1.\n")

    done = run("check")
    assert done.stderr.split("\n")[0] == (
        f"{FINISHED}4 files written; left as you changed them: content/2025-09-17/paper-1.md"
    )
    record = (site / "content/.site-gen/2025-09.jsonl").read_text()
    assert [line.split('"')[3] for line in record.splitlines()] == [
        "2025-09-17/paper-2", "2025-09-17/paper-3"
    ]  # fmt: skip
    (site / "day.jsonl").write_text(LINES.replace("Words", "New words"))
    run("import", "day.jsonl")
    assert "title: Mine\n" in path.read_text()


def test_a_day_that_was_removed_after_it_was_broken_off_is_imported_whole(site: Path) -> None:
    break_off(site, 2)
    shutil.rmtree(site / "content/2025-09-17")

    done = run("import", "day.jsonl")
    assert done.exit_code == 0
    assert listed(site) == ["paper-3", "paper-1", "paper-2"]
    assert len(list((site / "content/2025-09-17").glob("*.md"))) == 3


def test_a_command_that_reads_goes_on_where_nothing_may_be_written(site: Path) -> None:
    break_off(site, 4)

    with watching(site / "content", 1, failing(errno.EROFS), "unlink"):
        done = run("export", "2025-09-17")
    assert done.exit_code == 0
    assert "Paper 1" in done.stdout
    assert "Read-only file system" in done.stderr
    assert "the next one that may write finishes it" in done.stderr


def test_an_import_that_died_before_its_intent_is_taken_back(site: Path) -> None:
    (site / "content/.site-gen").mkdir(parents=True)
    (site / "content/.site-gen/intent.tmp").write_text("{")

    (site / "day.jsonl").write_text(LINES)
    done = run("import", "day.jsonl")
    assert done.stderr == (
        "content: a command that was broken off was taken back: it had changed nothing\n"
    )
    assert listed(site) == ["paper-3", "paper-1", "paper-2"]


def test_names_are_printed_without_control_characters(site: Path) -> None:
    folder = site / "content"
    folder.mkdir()
    (folder / "a\x1b[2J\u202eb.md").write_text("")
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("")
    done = run("check")

    assert r"content/a\x1b[2J\u202eb.md: not read" in done.stdout
    assert r"content/caf\xe9.md: not read" in done.stdout


def test_titles_are_printed_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    echo("  2509.00001 A \x1b]0;title\x07\u2066paper")

    assert capsys.readouterr().out == "  2509.00001 A \\x1b]0;title\\x07\\u2066paper\n"


def test_today_is_what_source_date_epoch_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1758153599")
    assert find_today() == date(2025, 9, 17)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH: found 'today'; expected seconds"):
        find_today()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert find_today() >= date(2026, 1, 1)


def test_a_message_names_the_first_files_and_counts_the_rest(site: Path) -> None:
    paths = [site / f"{number}.md" for number in range(1_009)]
    assert name_files(paths[:2]) == "0.md, 1.md"
    assert name_files(paths[:7]).endswith("5.md, 6.md")
    assert name_files(paths[:8]).endswith("5.md, 6.md and 1 more")
    assert name_files(paths).endswith("5.md, 6.md and 1,002 more")
