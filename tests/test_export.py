import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner, Result
from pybtex.database import parse_string

from site_gen.cli import cli
from site_gen.content.selection import select
from site_gen.content.store import load_settings
from site_gen.export import FORMATS, REFERENCES, export_papers
from site_gen.plan import data_files
from site_gen.plan.citations import format_bibtex, format_csl, format_ris
from tests.conftest import ROOT


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


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
    assert "--format text: writes days; expected days, weeks, months" in done.stderr
    (papers / "site.yaml").unlink()
    assert "no base_url; expected" in run("export", "b", "--format", "email").stderr


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("form", FORMATS)
def test_a_week_can_be_asked_for_by_a_day(form: str) -> None:
    by_day = run("export", "2025-09-17", "--week", "--format", form)

    assert by_day.stdout_bytes == run("export", "2025-W38", "--format", form).stdout_bytes


def test_pieces_make_what_is_written_at_once(papers: Path) -> None:
    settings = load_settings(papers)
    entries = tuple(select(papers, ["all"]).papers())
    whole = {
        "json": data_files.format_json(settings, None, entries),
        "jsonl": data_files.format_jsonl(settings, entries),
        "bibtex": format_bibtex(settings, entries, abstracts=True).encode(),
        "ris": format_ris(settings, entries, abstracts=True).encode(),
        "csl": format_csl(settings, entries, abstracts=True).encode(),
    }

    for form, data in whole.items():
        assert b"".join(export_papers(papers, ["all"], form)) == data


@pytest.mark.usefixtures("papers")
def test_links_are_opml() -> None:
    root = fromstring(run("export", "2025-09-17", "--format", "opml").stdout)

    assert root.findtext("head/title") == "Daily Papers, 17 September 2025"
    assert [link.attrib for link in root.iter("outline")] == [
        {"type": "link", "text": "Of 2025-09-17/a", "url": "https://a.example/2025-09-17/a/"}
    ]


def test_a_mistake_leaves_no_file(papers: Path, tmp_path: Path) -> None:
    (papers / "2025-09-17" / "a.md").write_text("---\ntitle: [\n---\n")
    (papers / "2025-09-17" / "b.md").write_text("no front matter")
    done = run("export", "all", "--format", "jsonl", "-o", "out.jsonl")

    assert done.exit_code == 1
    assert "2025-09-17/a.md:" in done.stderr
    assert "2025-09-17/b.md:" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.usefixtures("papers")
def test_a_device_stays_a_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = run("export", "all", "-o", "pipe")

    assert done.exit_code == 1
    assert "pipe: cannot be written: not a file" in done.stderr


def test_a_reader_may_leave_early(papers: Path, tmp_path: Path) -> None:
    (papers / "2025-09-16" / "a.md").write_text(f"---\ntitle: A\n---\n\n{'Text. ' * 50_000}\n")
    command = [sys.executable, "-m", "site_gen", "export", "all", "--format", "text"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""
    assert process.returncode == 1


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "email"])
def test_a_day_is_read_when_the_one_before_is_written(papers: Path, form: str) -> None:
    pieces = export_papers(papers, ["all"], form)
    begun = b""
    while b"Of 2025-09-16/a" not in begun:
        begun += next(pieces)
    (papers / "2025-09-17" / "a.md").write_text("---\ntitle: Changed meanwhile\n---\n")

    assert b"Changed meanwhile" in b"".join(pieces)


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("targets", "url"),
    [
        (["2025-09-17"], "/2025-09-17/"),
        (["2025-W38"], "/2025-W38/"),
        (["2025-09", "2025-09-01"], "/2025-09/"),
        (["all"], "/archive/"),
        (["topics/things"], "/topics/things/"),
    ],
)
def test_an_email_leads_to_what_shows_most_of_it(
    papers: Path, targets: list[str], url: str
) -> None:
    for name in ("2025-09-01/c", "2024-09-01/d"):
        (papers / f"{name}.md").parent.mkdir()
        (papers / f"{name}.md").write_text("---\ntitle: C\ntopics: [Things]\n---\n")
    said = run("export", *targets, "--format", "email").stdout

    assert f"papers: https://a.example{url}" in said.replace("paper:", "papers:")


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("text", "place"),
    [('<p>\n<p style="{}">{{ heading }}', ":2"), ("<p>\n<p style=\"{{ '{}' }}\">", "")],
)
def test_a_style_that_is_not_css_is_told(site: Path, text: str, place: str) -> None:
    (site / "templates").mkdir()
    (site / "templates" / "email.html").write_text(f"{text}<style>p {{ top: 0 }}</style>")
    done = run("export", "2025-09-17", "--format", "email")

    assert done.exit_code == 1
    assert done.stderr.startswith(f"templates/email.html{place}: a style that is not CSS: ")


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("form", FORMATS)
def test_targets_that_overlap_write_each_day_once(form: str) -> None:
    once = run("export", "2025-09-16", "2025-09-17", "--format", form)
    often = run("export", "2025-09-16", "2025-W38", "2025-09", "2025-09-17", "--format", form)

    assert once.exit_code == 0
    assert often.stdout_bytes == once.stdout_bytes


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize("form", FORMATS)
def test_references_have_abstracts_by_option(form: str) -> None:
    default, with_them, without = (
        run("export", "2025-09-17", "--format", form, *option)
        for option in ((), ("--abstracts",), ("--no-abstracts",))
    )

    if form in REFERENCES:
        assert default.stdout_bytes == with_them.stdout_bytes
        assert "Text." in default.stdout
        assert without.exit_code == 0
        assert "Of 2025-09-17/a" in without.stdout
        assert "Text." not in without.stdout
    else:
        assert (default.exit_code, with_them.exit_code, without.exit_code) == (0, 2, 2)
        assert f"--no-abstracts: not for --format {form}; expected one of" in without.stderr
