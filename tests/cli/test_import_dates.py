"""Dates without a year, and lists under another date: asked on a terminal, else said."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli

EPOCH = "1796000000"  # 2026-11-30
PAGE = """\
Daily Papers

byAK and the research community

Sep 17

A paper of the page

Its abstract is on the page, and is long enough to know the paper by its many words.

Another paper of it

Its abstract is another one, of entirely different things that are told at length.
"""


def run(*args: str, said: str | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=said)


@pytest.fixture(autouse=True)
def page(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (site / "page.txt").write_text(PAGE)
    return site


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("import_", "import_dates"):
        monkeypatch.setattr(f"site_gen.cli.{name}.is_terminal", lambda: True, raising=False)


def days(site: Path) -> list[str]:
    return sorted(path.name for path in (site / "content").glob("2*"))


def test_elsewhere_the_latest_day_is_taken_and_the_way_out_is_said(site: Path) -> None:
    done = run("import", "page.txt")

    assert days(site) == ["2026-09-17"]
    assert done.stderr == (
        "2026-09-17 may be wrong: 'Sep 17' has no year, and that day is 74 days back. If it is: "
        "run 'site-gen undo', and import with --date YYYY-MM-DD, as --date 2025-09-17\n"
    )
    run("undo")
    assert run("import", "page.txt", "--date", "2025-09-17").stderr == ""
    assert days(site) == ["2025-09-17"]


def test_a_dry_run_has_nothing_to_take_back(site: Path) -> None:
    done = run("import", "page.txt", "--dry-run")

    assert "If it is: import with --date YYYY-MM-DD, as --date 2025-09-17\n" in done.stderr
    assert days(site) == []


def test_ids_say_the_year(site: Path) -> None:
    text = PAGE.replace("Sep 17", "Nov 29").replace("Its abstract is on", "See arXiv:2311.01234 on")
    (site / "page.txt").write_text(text)

    assert (
        "the newest arXiv id in it is of 2023-11. If it is: run 'site-gen undo', and import "
        in (run("import", "page.txt").stderr)
    )


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("answer", "day"), [("\n", "2026-09-17"), ("x\n2027\n2024\n", "2024-09-17")]
)
def test_a_terminal_is_asked_for_the_year(site: Path, answer: str, day: str) -> None:
    done = run("import", "page.txt", said=answer)

    assert done.exit_code == 0
    assert (
        "'Sep 17' has no year. It may be 2026-09-17, but that day is 74 days back." in done.stderr
    )
    assert f"{day}, as you answered (read as page): 2 papers imported" in done.stdout
    assert "may be wrong" not in done.stderr
    assert days(site) == [day]


@pytest.mark.usefixtures("terminal")
def test_a_question_that_is_broken_off_writes_nothing(site: Path) -> None:
    assert run("import", "page.txt", said="").exit_code == 130
    assert days(site) == []


def test_a_list_under_another_date_is_recorded_and_the_move_is_said(site: Path) -> None:
    run("import", "page.txt", "--date", "2025-09-17")
    done = run("import", "page.txt", "--date", "2025-09-18")

    assert done.stderr == (
        "2025-09-18 lists the papers of 2025-09-17. To move that day instead: 'site-gen undo', and "
        "then 'site-gen move 2025-09-17 2025-09-18'\n"
    )
    assert days(site) == ["2025-09-17", "2025-09-18"]
    assert run("undo").exit_code == 0
    assert run("move", "2025-09-17", "2025-09-18").exit_code == 0
    assert days(site) == ["2025-09-18"]
    assert run("import", "page.txt", "--date", "2025-09-18").stderr == ""


def test_no_move_to_a_day_that_is_yet_to_come_is_said(site: Path) -> None:
    run("import", "page.txt", "--date", "2025-09-17")
    done = run("import", "page.txt", "--date", "2999-01-01")

    assert "To move" not in done.stderr
    assert days(site) == ["2025-09-17", "2999-01-01"]


@pytest.mark.usefixtures("terminal")
def test_no_move_to_a_day_that_is_yet_to_come_is_asked(site: Path) -> None:
    run("import", "page.txt", "--date", "2025-09-17")
    assert "Move" not in run("import", "page.txt", "--date", "2999-01-01", said="y\n").output
    assert days(site) == ["2025-09-17", "2999-01-01"]


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("answer", "after"),
    [("y\n", ["2025-09-18"]), ("n\n", ["2025-09-17", "2025-09-18"]),
     ("\n", ["2025-09-17", "2025-09-18"])],
)  # fmt: skip
def test_a_terminal_is_asked_whether_a_day_moves(site: Path, answer: str, after: list[str]) -> None:
    run("import", "page.txt", "--date", "2025-09-17")
    done = run("import", "page.txt", "--date", "2025-09-18", said=answer)

    question = "The 2 papers of 2025-09-18 are those of 2025-09-17. Move 2025-09-17 to 2025-09-18"
    assert question in done.stderr
    assert days(site) == after
    assert run("check").exit_code == 0


def test_two_dates_in_one_run_are_no_move(site: Path) -> None:
    for name in ("2025-09-17.txt", "2025-09-18.txt"):
        (site / name).write_text(PAGE)
    assert run("import", "2025-09-17.txt", "2025-09-18.txt").stderr == ""
    assert days(site) == ["2025-09-17", "2025-09-18"]


def test_other_lists_of_known_papers_are_no_moves(site: Path) -> None:
    run("import", "page.txt", "--date", "2025-09-17")
    (site / "page.txt").write_text(PAGE[: PAGE.index("Another")])
    assert run("import", "page.txt", "--date", "2025-09-18").stderr == ""
    assert run("import", "page.txt", "--date", "2025-09-17").stderr == ""
