from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli

ENTRY = "content/2025-09-16/b.md"


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def test_a_paper_is_taken_down_and_can_come_back(papers: Path) -> None:
    path = papers / "2025-09-16/b.md"
    before = path.read_text()
    done = run("remove", "b", "--reason", "  Asked for by its authors ")

    assert (done.exit_code, done.stdout) == (0, f"{ENTRY}: removed\n")
    assert path.read_text() == before.replace(
        "---\n\n", "removed: Asked for by its authors\n---\n\n"
    )
    again = run("remove", "b", "--reason", "Asked for by its authors")
    assert again.stdout == f"{ENTRY}: removed already, for this reason\n"
    other = run("remove", "b", "--reason", "Else")
    assert other.stdout == f"{ENTRY}: removed already; the reason is new\n"
    assert "removed: Else\n" in path.read_text()


def test_a_dry_run_writes_nothing(papers: Path) -> None:
    before = (papers / "2025-09-16/b.md").read_bytes()
    done = run("remove", "b", "2025-09-17/a", "--reason", "why", "--dry-run")

    assert done.stdout == f"update {ENTRY}\nupdate content/2025-09-17/a.md\n"
    assert (papers / "2025-09-16/b.md").read_bytes() == before


@pytest.mark.parametrize("reason", ["", " \n", "bell \x07"])
@pytest.mark.usefixtures("papers")
def test_a_reason_is_needed(reason: str) -> None:
    done = run("remove", "b", "--reason", reason)

    assert done.exit_code == 2
    assert "--reason" in done.stderr
    assert run("remove", "b").exit_code == 2


def test_nothing_is_written_where_one_target_is_wrong(papers: Path) -> None:
    done = run("remove", "b", "a", "2509.1", "--reason", "why")

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "a: 2 papers: 2025-09-16/a, 2025-09-17/a; expected one of these",
        "2509.1: no such paper; expected a slug, day/slug, an arXiv id, a DOI or the address of a "
        "paper's page",
    ]
    assert "removed" not in (papers / "2025-09-16/b.md").read_text()


@pytest.mark.usefixtures("papers")
def test_removed_papers_are_counted_by_check_and_left_out_of_exports() -> None:
    assert run("remove", "b", "--reason", "why").exit_code == 0
    checked = run("check")

    assert checked.exit_code == 0
    assert checked.stderr.endswith(", 1 removed\n")
    assert "b.md" not in checked.stdout + checked.stderr
    assert "Of 2025-09-16/b" not in run("export", "all").stdout
    assert "Of 2025-09-16/a" in run("export", "all").stdout
    one = run("export", "b", "--format", "json")
    assert (one.exit_code, one.stderr) == (1, "2025-09-16/b: this paper was removed: why\n")
