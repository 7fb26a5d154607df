"""What commands print with ``--json``: one document that its schema describes."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from site_gen.cli import cli
from site_gen.cli.console import set_modes
from site_gen.cli.reports.json_document import Document, format_document
from site_gen.cli.reports.table import REPORTS
from site_gen.model import Problem
from site_gen.related.words import learning
from testing.faults import interrupt, watching
from tests.conftest import DATA, ROOT
from tests.hosts import Answer, Host, say

ROW = {"title": "New", "abstract": "Of new things.", "date": "2025-09-18"}
FEED = (DATA / "formats/hf-2026-06-03.json").read_bytes()
NO_REPORT = {"completion", "help"}


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="site-gen")


def read(done: Result, command: str) -> dict[str, Any]:
    """Read the document, which is all of stdout, and compare it with the schema."""
    document: dict[str, Any] = json.loads(done.stdout)
    path = ROOT / f"docs/schemas/{command or 'build'}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    if not command:  # none was recognised
        del schema["properties"]["command"]["const"]
    problems = Draft202012Validator(schema).iter_errors(document)
    assert [f"{list(one.path)}: {one.message}" for one in problems] == []
    assert (document["command"], document["exit_code"]) == (command, done.exit_code)
    return document


def report(*words: str) -> dict[str, Any]:
    """Run a command that is done, and give its report."""
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = read(done, next(word for word in words if word in REPORTS))["report"]
    return found


@pytest.fixture
def full(papers: Path) -> Path:
    """A site with something for each command."""
    (papers.parent / "p.json").write_text(json.dumps([ROW]))
    return papers.parent


def test_every_command_has_a_schema_or_no_report() -> None:
    names = set(cli.list_commands(cli.make_context("site-gen", ["build"], resilient_parsing=True)))
    assert names - NO_REPORT == set(REPORTS)
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(schemas/(\w+)\.json\)", text)) == set(REPORTS)
    for name in REPORTS:
        words = ["fetch", "hf"] if name == "fetch" else [name]
        assert "--json" in run(*words, "--help").output
    for name in NO_REPORT:
        assert "--json" not in run(name, "--help").output


def test_a_build_reports_numbers(full: Path) -> None:
    found = report("build", "--no-search")
    assert (found["papers"], found["days"], found["output"]) == (3, 2, "public")
    assert found["files"] == found["written"] > 10
    assert found["seconds"] > 0
    assert report("-C", str(full), "build", "--no-search")["written"] == 0
    (outside := full.parent / "outside").mkdir(exist_ok=True)
    assert report("build", "--no-search", "-o", str(outside))["output"] == str(outside)


def test_an_import_a_move_and_an_undo_report_papers_and_files(full: Path) -> None:
    dry = report("import", "p.json", "--dry-run")
    changes = [{"kind": "create", "path": f"content/2025-09-18/{name}"}
               for name in ("new.md", "digest.yaml")]  # fmt: skip
    assert (dry["is_dry_run"], dry["days"][0]["changes"]) == (True, changes)
    found = report("import", "p.json")
    assert (found["found"], found["new"], found["days"][0]["day"]) == (1, 1, "2025-09-18")
    moved = report("move", "2025-09-18", "2025-09-19")
    assert (moved["papers"], moved["folder"]) == (1, "content/2025-09-19")
    assert {"kind": "remove", "path": "content/2025-09-18/new.md"} in moved["changes"]
    undone = report("undo")
    assert (undone["papers_removed"], undone["days"]) == (1, ["2025-09-19"])
    assert not (full / "content/2025-09-19").exists()


def test_papers_of_another_day_and_edits_are_reported(full: Path) -> None:
    report("import", "p.json")
    path = full / "content/2025-09-18/new.md"
    path.write_text(path.read_text().replace("Of new", "Of my new"))
    edited = report("import", "p.json")
    kept = [{"path": "content/2025-09-18/new.md", "fields": ["body"]}]
    assert [day["kept"] for day in edited["days"]] in (
        [kept],
        [[{**kept[0], "fields": ["abstract"]}]],
    )
    (full / "p.json").write_text(json.dumps([{**ROW, "date": "2025-09-19"}]))
    same = report("import", "p.json")["same_days"]
    assert [(one["day"], one["other"]) for one in same] == [("2025-09-19", "2025-09-18")]


def test_an_import_that_is_partly_done_has_its_report_and_the_code(full: Path) -> None:
    (full / "p.bib").write_text("@misc{a, title={One}}\n@misc{b, title=}\n")
    done = run("import", "p.bib", "--date", "2025-09-18", "--json")
    found = read(done, "import")
    assert done.exit_code == 75
    assert (found["errors"], found["report"]["records_not_readable"]) == ([], 1)
    assert [(one["path"], one["line"]) for one in found["report"]["problems"]] == [("p.bib", 2)]
    assert done.stderr.startswith("p.bib:2: broken BibTeX")


def test_a_check_reports_findings_and_sizes(full: Path) -> None:
    report("build", "--no-search")
    entry = full / "content/2025-09-17/a.md"
    entry.write_text("---\ntitel: x\n---\n")
    done = run("check", "--json")
    found = read(done, "check")["report"]
    assert (done.exit_code, found["errors"], found["mended"]) == (1, 1, None)
    assert found["size"]["output"] == "public"
    assert {host["host"] for host in found["size"]["hosts"]} > {"Netlify"}
    wrong = [one for one in found["findings"] if one["kind"] == "error"]
    assert [one["problem"]["path"] for one in wrong] == ["content/2025-09-17/a.md"]
    elsewhere = CliRunner().invoke(cli, ["-C", str(full), "check", "--json"])
    assert read(elsewhere, "check")["report"]["findings"] == found["findings"]
    entry.write_text("---\ntitle: A\narxiv_id: https://arxiv.org/abs/2509.01234\n---\n\nText.\n")
    assert report("check", "--fix")["mended"] == 1


def test_links_are_counted(full: Path, host: Host) -> None:
    host.answers.append(say(404))
    with (full / "content/2025-09-17/a.md").open("a") as file:
        file.write(f"\n[x]({host.url}/a)\n")
    found = report("check", "--links")
    assert found["links"] == {"links": 1, "alive": 0, "dead": 1, "in_doubt": 0, "asked": 1}


def test_doctor_says_what_it_looked_at(full: Path) -> None:
    found = report("doctor")
    assert {one["topic"] for one in found["results"]} >= {"versions", "pagefind", "hosts", "fetch"}
    (full / "content").rename(full / "away")
    assert read(run("doctor", "--json"), "doctor")["report"]["errors"] == 1


def test_fetched_papers_are_reported(full: Path, host: Host) -> None:
    host.answers += [say(200, FEED), say(200, b"[]")]
    found = report("fetch", "hf", "2026-06-03", "--host", host.url)
    assert (found["days_with_papers"], found["days_without_papers"]) == (["2026-06-03"], [])
    assert (found["imported"]["new"], found["days_missing"], found["retry"]) == (2, [], "")
    assert found["next_steps"]
    found = report("fetch", "hf", "2026-06-04", "--host", host.url)
    assert (found["days_without_papers"], found["imported"]) == (["2026-06-04"], None)
    assert (full / "content/2026-06-03").is_dir()


@pytest.mark.parametrize(
    ("answers", "fetched"), [([say(200, b"[]"), say(404)], ["2026-06-02"]), ([say(404)], [])]
)
def test_days_that_are_missing_are_reported_with_why_and_what_fetches_them(
    full: Path,
    host: Host,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[Answer],
    fetched: list[str],
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780617600")  # 2026-06-05
    host.answers += answers
    done = run("fetch", "hf", "--since", "2026-06-02", "--host", host.url, "--json")
    assert done.exit_code == (75 if fetched else 1)
    document = read(done, "fetch")
    found = document["report"]
    assert (document["errors"], found["days_without_papers"]) == ([], fetched)
    first, second, *left = found["days_missing"]
    for day in (first, second):
        (problem,) = day["problems"]
        assert f"date={day['day']}" in problem["path"]
    assert left
    assert {tuple(day["problems"]) for day in left} == {()}  # the host was left alone
    days = [*fetched, *(day["day"] for day in found["days_missing"])]
    assert days == [f"2026-06-0{number}" for number in (2, 3, 4, 5)]
    assert found["retry"] == f"site-gen fetch hf --since {first['day']} --host {host.url}"
    assert f"to fetch them later: {found['retry']}\n" in done.stderr
    assert full.is_dir()


def test_one_day_that_is_missing_is_fetched_later_alone(full: Path, host: Host) -> None:
    host.answers.append(say(404))
    done = run("fetch", "hf", "2026-06-03", "--host", host.url, "--json")
    found = read(done, "fetch")["report"]
    assert (done.exit_code, found["imported"]) == (1, None)
    assert found["retry"] == f"site-gen fetch hf 2026-06-03 --host {host.url}"
    assert full.is_dir()


def test_papers_that_arxiv_knows_are_reported(full: Path, host: Host) -> None:
    host.answers.append(say(200, b'<feed xmlns="http://www.w3.org/2005/Atom"/>'))
    found = report("enrich", "--most", "1", "--wait", "0", "--host", host.url)
    assert (found["unknown"], found["papers"]) == (1, [])
    assert full.is_dir()


def test_papers_that_changed_at_arxiv_are_reported(full: Path, host: Host) -> None:
    path = full / "content/2025-09-17/a.md"
    path.write_text("---\ntitle: A\narxiv_id: '1601.00001'\n---\n\nText.\n")
    host.answers.append(say(200, (DATA / "formats/arxiv-api.xml").read_bytes()))
    words = ("enrich", "--since", "2025-09-17", "--wait", "0", "--host", host.url)
    for found in (report(*words, "--review"), report(*words)):
        assert (found["since"], found["found"], found["unknown"]) == ("2025-09-17", 1, 0)
        (update,) = found["updates"]
        assert update["path"] == "content/2025-09-17/a.md"
        assert {"journal_ref", "version"} <= set(update["fields"])
    assert report(*words)["updates"] == []


def test_files_that_are_written_are_reported(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = report("remove", "2025-09-16/b", "--reason", "why")
    assert found["papers"] == [{"path": "content/2025-09-16/b.md", "outcome": "removed"}]
    found = report("export", "2025-09-17", "--format", "json", "-o", "out.json")
    assert (found["output"], found["bytes"]) == ("out.json", (full / "out.json").stat().st_size)
    monkeypatch.setattr("site_gen.cli.words.LEAST_PAPERS", 1)
    assert learning.LEAST_PAPERS > 1
    assert report("words", "--dry-run")["path"] == "content/words.json"


def test_a_new_site_is_reported(site: Path) -> None:
    found = report("init", "new", "--host", "netlify", "--yes")
    assert (found["folder"], found["host"]) == ("new", "netlify")
    assert "new/content/site.yaml" in found["written"]
    assert (site / "new/content/site.yaml").is_file()


def test_the_address_of_a_preview_is_reported_when_it_can_be_read(full: Path) -> None:
    command = [sys.executable, "-m", "site_gen", "serve", "--port", "0", "--no-search", "--json"]
    running = subprocess.Popen(
        command, cwd=full, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert running.stdout
    lines: list[str] = []
    while not lines or lines[-1] != "}\n":
        lines.append(running.stdout.readline())
    running.send_signal(signal.SIGINT)
    rest, _ = running.communicate(timeout=30)
    done = Result(CliRunner(), "".join(lines).encode(), b"", b"", None, 0, None)
    found = read(done, "serve")["report"]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", found["url"])
    assert found["is_private"]
    assert rest == ""


def break_content(site: Path) -> None:
    (site / "content/2025-09-17/a.md").write_text("---\ntitel: x\n---\n")


def nothing(_site: Path) -> None:
    """Leave the site as it is."""


@dataclass(frozen=True)
class Fault:
    """A command that is stopped, and how its first error begins."""

    words: Sequence[str]
    command: str
    exit_code: int
    error: tuple[str, int, str]
    prepare: Callable[[Path], None] = nothing


FAULTS = (
    Fault(["build"], "build", 1, ("content/2025-09-17/a.md", 2, "unknown key"), break_content),
    Fault(["export", "x", "-o", "f"], "export", 1, ("x", 0, "")),
    Fault(["build", "--jobs", "many"], "build", 2, ("", 0, "Invalid value for '--jobs'")),
    Fault(["build", "--bogus"], "build", 2, ("", 0, "No such option")),
    Fault(["export", "2025-09-17"], "export", 2, ("", 0, "--json reports on a file; expected")),
    Fault(["biuld"], "", 2, ("", 0, "did you mean 'build'?")),
    Fault(["-C", "nowhere", "build"], "", 2, ("", 0, "Invalid value for '-C'")),
    Fault(["fetch", "hf", "2025-13-01"], "fetch", 2, ("", 0, "Invalid value for")),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: " ".join(fault.words))
def test_what_stops_a_command_is_in_the_document_and_on_stderr(papers: Path, fault: Fault) -> None:
    fault.prepare(papers.parent)
    done = run(*fault.words, "--json")
    assert done.exit_code == fault.exit_code
    document = read(done, fault.command)
    first = document["errors"][0]
    path, line, message = fault.error
    assert (first["path"], first["line"], document["report"]) == (path, line, None)
    assert message in first["message"]
    assert first["message"] in done.stderr.replace("\n", " ") or message in done.stderr


def test_a_command_without_a_report_refuses_json(site: Path) -> None:
    done = run("--json", "completion", "bash")
    assert (done.exit_code, json.loads(done.stdout)["errors"][0]["message"]) == (
        2, "'completion' has no report; expected it without --json"
    )  # fmt: skip
    assert list(site.iterdir()) == []


def test_an_interrupt_is_in_the_document(full: Path) -> None:
    with watching(full / "content", 1, interrupt, "rename"):
        done = run("import", "p.json", "--json")
    assert done.exit_code == 130
    assert read(done, "import")["errors"][0]["message"] == "interrupted by Ctrl-C"


def test_the_option_stands_before_or_after_the_command_and_ends_with_it(full: Path) -> None:
    (full / "bad").mkdir()
    assert read(run("--json", "--quiet", "build", "--no-search"), "build")["report"]["papers"] == 3
    assert run("build", "--no-search").stdout.startswith("public: 3 papers")
    shutil.rmtree(full / "bad")


def test_a_word_that_is_a_value_is_no_option(papers: Path) -> None:
    done = run("remove", "2025-09-16/b", "--reason", "--json")
    assert done.stdout == "content/2025-09-16/b.md: removed\n"
    assert "--json" in (papers / "2025-09-16/b.md").read_text()


def test_names_that_no_encoding_has_can_be_printed(site: Path) -> None:
    set_modes()
    problem = Problem("other/content/caf\udce9.md", 3, "\x1b[2J")
    text = format_document(Document(command="x", exit_code=1, errors=(problem,)), site / "other")
    assert text.isascii()
    assert json.loads(text)["errors"] == [
        {"path": "content/caf\udce9.md", "line": 3, "message": "\x1b[2J"}
    ]
