import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pybtex.database import parse_string

from site_gen.cli import cli
from site_gen.errors import InputError
from site_gen.export import FORMATS, select


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


@pytest.fixture
def papers(site: Path) -> Path:
    """Three papers on two days of one week; two share a slug."""
    for name in ("2025-09-16/a", "2025-09-16/b", "2025-09-17/a"):
        path = site / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Of {name}\n---\n\nText.\n")
    (site / "content" / "site.yaml").write_text("base_url: https://a.example\n")
    return site / "content"


@pytest.mark.parametrize(
    ("targets", "found"),
    [
        (["2025-09-17"], ["a"]),
        (["2025-W38"], ["a", "b", "a"]),
        (["2025-09", "2025-09-16"], ["a", "b", "a"]),
        (["b", "2025-09-17/a"], ["b", "a"]),
    ],
)
def test_what_is_asked_for_is_found_once(
    papers: Path, targets: list[str], found: list[str]
) -> None:
    assert [entry.slug for entry in select(papers, targets).papers] == found


def test_every_target_that_names_nothing_is_told(papers: Path) -> None:
    with pytest.raises(InputError) as caught:
        select(papers, ["a", "nothing", "2024-01", "2024-01-01", "2024-W01"])

    assert [str(problem).split(";")[0] for problem in caught.value.problems] == [
        "a: more than one paper: 2025-09-16/a, 2025-09-17/a",
        "nothing: no such paper",
        "2024-01: no papers then",
        "content/2024-01-01: no such day",
        "2024-W01: no papers then",
    ]


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_repeatable(form: str) -> None:
    first, second = (run("export", "2025-09", "--format", form) for _ in range(2))

    assert first.exit_code == 0
    assert first.stdout_bytes == second.stdout_bytes
    assert b"Of 2025-09-16/a" in first.stdout_bytes


@pytest.mark.usefixtures("papers")
def test_programs_read_what_is_exported() -> None:
    bibtex = run("export", "2025-09", "--format", "bibtex").stdout

    assert len(parse_string(bibtex, "bibtex").entries) == 3
    assert json.loads(run("export", "2025-09-17", "--format", "json").stdout)["papers"][0]["slug"]


def test_a_paper_is_no_day(papers: Path) -> None:
    done = run("export", "b")

    assert done.exit_code == 1
    assert "--format text: writes days; expected a day, week or month" in done.stderr
    (papers / "site.yaml").unlink()
    assert "no base_url; expected" in run("export", "b", "--format", "email").stderr
