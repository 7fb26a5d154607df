"""What commands say of drafts and days to come."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli

DRAFT = "---\ntitle: D\ndraft: true\n---\n\nText.\n"


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon of 2025-09-16 in UTC."""
    seconds = datetime(2025, 9, 16, 12, tzinfo=UTC).timestamp()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{seconds:.0f}")


@pytest.mark.usefixtures("noon")
def test_a_build_says_what_stays_out(papers: Path) -> None:
    (papers / "2025-09-16/c.md").write_text(DRAFT)
    done = run("build", "--no-search")
    assert done.stdout.splitlines()[1:2] == ["public: 1 draft and 1 day to come stay out"]

    (papers / "2025-09-18").mkdir()
    (papers / "2025-09-18/a.md").write_text(DRAFT)
    done = run("build", "--no-search")
    assert done.stdout.splitlines()[1:2] == ["public: 1 draft and 2 days to come stay out"]
    (papers / "2025-09-16/c.md").unlink()
    with (papers / "site.yaml").open("a") as file:
        file.write("publish_future: yes\n")
    done = run("build", "--no-search")
    assert done.stdout.splitlines()[1:2] == ["public: 1 draft stays out"]


@pytest.mark.usefixtures("noon")
def test_a_build_of_days_to_come_alone_ends_with_the_setting(papers: Path) -> None:
    for name in ("a", "b"):
        (papers / f"2025-09-16/{name}.md").unlink()
    (papers / "2025-09-16").rmdir()
    done = run("build", "--no-search")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("content/site.yaml: all days would stay out, because ")
    assert done.stderr.endswith("or 'publish_future: yes'\n")
    assert not Path("public").exists()


def test_a_draft_is_not_exported(papers: Path) -> None:
    (papers / "2025-09-16/c.md").write_text(DRAFT)

    assert '"D"' not in run("export", "all", "--format", "json").stdout
    done = run("export", "c", "--format", "json")
    assert done.stderr == "2025-09-16/c: a draft; expected a paper without 'draft: true'\n"


@pytest.mark.usefixtures("noon")
def test_check_lists_drafts_as_notes(papers: Path) -> None:
    (papers / "2025-09-16/digest.yaml").write_text("papers: [a, b]\n")
    (papers / "2025-09-16/c.md").write_text(DRAFT)
    done = run("check")

    assert "content/2025-09-16/c.md:3: a draft: it is not published [note]\n" in done.stdout
    assert "content/2025-09-17: a day that is still to come [warning]\n" in done.stdout
    assert "'c' is not listed" not in done.stdout
    assert (done.exit_code, done.stderr) == (0, "0 errors, 2 warnings, 1 note\n")
    with (papers / "site.yaml").open("a") as file:
        file.write("publish_future: yes\n")
    assert "to come" not in run("check").stdout


@pytest.mark.usefixtures("noon")
def test_a_time_zone_that_is_none_is_told_with_its_line(papers: Path) -> None:
    (papers / "site.yaml").write_text("timezone: Mars/Base\n")
    done = run("build", "--no-search", "--base-url", "https://a.example")

    assert done.exit_code == 1
    assert done.stderr == (
        "content/site.yaml:1: timezone: no time zone 'Mars/Base'; expected one such as "
        "Europe/Berlin, UTC or UTC+2\n"
    )
