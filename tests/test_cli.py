import fcntl
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from site_gen import __version__
from site_gen.cli import cli
from tests.conftest import DATA, ROOT

PAGE = "Daily Papers\n\nSep 17\n\nOne paper\n\nIt says this.\n\nTwo papers\n\nThey say that.\n"


def run(*args: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_real_digest_comes_back_byte_for_byte(site: Path) -> None:
    page = DATA / "2025-09-17.txt"
    done = run("import", page)

    assert done.exit_code == 0
    assert done.stdout == (
        "2025-09-17, from the file's name (read as page): 115 papers imported into "
        "content/2025-09-17\n"
        "papers found             115\n"
        "new                      115\n"
        "updated                    0\n"
        "unchanged                  0\n"
        "with edits kept            0\n"
        "with conflicts             0\n"
        "lines not understood       0\n"
        "next: 'site-gen serve' shows the papers, 'site-gen undo' takes the import back\n"
    )
    assert done.stderr == ""
    assert len(list(site.glob("content/2025-09-17/*.md"))) == 115
    assert run("export", "2025-09-17").stdout_bytes == page.read_bytes()
    assert run("export", "2025-09-17", "-o", "out.txt").exit_code == 0
    assert (site / "out.txt").read_bytes() == page.read_bytes()


def test_the_content_here_is_the_real_digest() -> None:
    assert (
        run("-C", ROOT, "export", "2025-09-17").stdout_bytes
        == (DATA / "2025-09-17.txt").read_bytes()
    )


def test_importing_again_changes_nothing(site: Path) -> None:
    page = DATA / "2025-09-17.txt"
    run("import", page)
    before = tree(site)

    assert (
        "new                        0\nupdated                    0\nunchanged                115"
        in (run("import", page).stdout)
    )
    assert tree(site) == before


def test_a_dry_run_says_what_a_run_does(site: Path) -> None:
    (site / "p.txt").write_text(PAGE)
    done = run("import", "--date", "2025-09-17", "--dry-run", "p.txt")

    assert done.stdout.split("\n")[:3] == [
        "create content/2025-09-17/one-paper.md",
        "create content/2025-09-17/two-papers.md",
        "create content/2025-09-17/digest.yaml",
    ]
    assert "2 papers would be imported" in done.stdout
    assert not (site / "content").exists()
    run("import", "--date", "2025-09-17", "p.txt")
    assert sorted(tree(site / "content")) == [
        ".site-gen/2025-09.jsonl", ".site-gen/last-import.json",
        "2025-09-17/digest.yaml", "2025-09-17/one-paper.md", "2025-09-17/two-papers.md"
    ]  # fmt: skip


@pytest.mark.parametrize("args", [[], ["-"]])
def test_what_is_piped_is_imported(site: Path, args: list[str]) -> None:
    done = run("import", *args, "--date", "2025-09-17", stdin=PAGE.encode())

    assert done.exit_code == 0
    assert len(list(site.glob("content/*/*.md"))) == 2


def test_a_day_without_papers_is_recorded_where_that_is_meant(site: Path) -> None:
    page = b"Daily Papers\n\nSep 17\n"
    done = run("import", "-", "--date", "2025-09-17", stdin=page)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "-:3: no paper below the page's heading; expected some, or --quiet-day\n"
    )
    assert not (site / "content").exists()
    done = run("import", "-", "--date", "2025-09-17", "--quiet-day", stdin=page)
    assert done.exit_code == 0
    assert sorted(tree(site / "content")) == [
        ".site-gen/last-import.json", "2025-09-17/digest.yaml"
    ]  # fmt: skip
    assert run("export", "2025-09-17").stdout_bytes == page


def test_another_folder_is_the_site(site: Path) -> None:
    (site / "p.txt").write_text(PAGE)
    (site / "other").mkdir()

    assert "into other/content/2025-09-17" in run(
        "-C", "other", "import", "p.txt", "--date", "2025-09-17"
    ).stdout  # fmt: skip
    (site / "other/content/site.yaml").write_text("base_url: https://a.example\n")
    assert "other/public: 2 papers of 1 day" in run("--site", "other", "build").stdout
    assert sorted(p.name for p in site.iterdir()) == ["other", "p.txt"]
    (site / "other/content/2025-09-17/one-paper.md").write_text("---\n")
    assert run("-C", "other", "build").stderr.startswith(
        "other/content/2025-09-17/one-paper.md:1: "
    )


def test_all_that_is_wrong_in_all_files_is_told_and_nothing_written(site: Path) -> None:
    (site / "good.txt").write_text(PAGE)
    (site / "empty.txt").write_text("")
    (site / "binary.txt").write_bytes(b"\0\xff\xfe")
    (site / "lone.txt").write_text(PAGE + "\nLone title\n")
    done = run("import", "good.txt", "empty.txt", "binary.txt", "lone.txt", "gone.txt")

    assert done.exit_code == 1
    assert done.stderr.split("\n") == [
        "empty.txt: empty; expected the text of a Daily Papers page",
        "binary.txt:1: a binary file; expected text in UTF-8",
        "lone.txt:13: no abstract after 'Lone title'; expected a title and then its abstract",
        "gone.txt: no such file",
        "",
    ]
    assert not (site / "content").exists()


def test_broken_content_is_told_before_anything_is_imported(site: Path) -> None:
    (site / "p.txt").write_text(PAGE)
    run("import", "p.txt", "--date", "2025-09-17")
    (site / "content/2025-09-17/one-paper.md").write_text("---\ntitle: no\n---\n")
    before = tree(site)
    (site / "q.txt").write_text(PAGE.replace("Two papers", "Three papers"))
    before["q.txt"] = (site / "q.txt").read_bytes()
    done = run("import", "q.txt", "--date", "2025-09-17")

    assert done.exit_code == 1
    assert done.stderr == (
        "content/2025-09-17/one-paper.md:2: title: YAML reads this as False; expected a text: "
        "put it in quotes\n"
    )
    assert tree(site) == before


def test_lines_that_are_not_understood_are_told(site: Path) -> None:
    (site / "p.txt").write_text(PAGE.replace("Sep 17", "Hello\n\nSep 17"))
    done = run("import", "p.txt", "--date", "2025-09-17")

    assert done.exit_code == 0
    assert done.stderr == "p.txt:3: not understood: 'Hello'; kept for export only\n"
    assert "\nlines not understood       1\nnext: look at the lines" in done.stdout


def test_many_days_are_told_in_a_line(site: Path) -> None:
    rows = (f'{{"title": "P{day}", "date": "2026-01-{day:02}"}}\n' for day in range(1, 10))
    (site / "days.jsonl").write_text("".join(rows))

    assert run("import", "days.jsonl").stdout.startswith(
        "2026-01-01 to 2026-01-09, as its papers say (read as jsonl): 9 papers of 9 days imported "
        "into content\npapers found               9\n"
    )


def test_a_bad_record_costs_itself_alone_and_the_import_is_partly_done(site: Path) -> None:
    bad = "@misc{a, title={One}}\n@misc{b, title=}\n@misc{c, title={Three}}\n"
    Path("p.bib").write_text(bad, encoding="utf-8")
    strict = run("import", "p.bib", "--date", "2025-09-17", "--strict")
    assert strict.exit_code == 1
    assert not list(site.glob("content/2025-09-17/*.md"))

    done = run("import", "p.bib", "--date", "2025-09-17")
    assert done.exit_code == 75
    assert done.stderr.startswith("p.bib:2: broken BibTeX: expected ")
    assert "records not readable       1" in done.stdout
    assert len(list(site.glob("content/2025-09-17/*.md"))) == 2


def test_a_note_is_told_and_the_import_is_done(site: Path) -> None:
    Path("p.bib").write_text("@misc{a, title={One}, month=sept}\n", encoding="utf-8")
    done = run("import", "p.bib", "--date", "2025-09-17", "--strict")
    assert done.exit_code == 0
    assert done.stderr == "p.bib:1: no @string defines 'sept'; its name is kept as text\n"
    assert len(list(site.glob("content/2025-09-17/*.md"))) == 1


def test_authors_that_are_not_named_are_shown_and_written_back(site: Path) -> None:
    text = "@misc{a, title={One}, author={One, Ann and others}}\n"
    (site / "p.bib").write_text(text, encoding="utf-8")
    run("import", "p.bib", "--date", "2025-09-17")
    entry = (site / "content/2025-09-17/one.md").read_text(encoding="utf-8")
    assert "authors:\n- Ann One\nmore_authors: true\n" in entry

    assert "  author = {Ann One and others},\n" in run("export", "all", "--format", "bibtex").stdout
    assert '"more_authors": true' in run("export", "all", "--format", "jsonl").stdout
    assert "\nAnn One, et al.\n" in run("export", "all", "--format", "markdown").stdout
    (site / "content/site.yaml").write_text("base_url: https://papers.example.org\n", "utf-8")
    assert run("build", "--no-search").exit_code == 0
    assert "Ann One et al.</p>" in (site / "public/2025-09-17/one/index.html").read_text("utf-8")
    assert "Ann One et al.</p>" in (site / "public/2025-09-17/index.html").read_text("utf-8")


def test_strict_imports_nothing_when_a_line_is_not_understood(site: Path) -> None:
    (site / "p.txt").write_text(PAGE.replace("Sep 17", "Hello\n\nSep 17"))
    done = run("import", "p.txt", "--date", "2025-09-17", "--strict")

    assert done.exit_code == 1
    assert done.stderr == "p.txt:3: not understood: 'Hello'; kept for export only\n"
    assert not (site / "content").exists()


def test_edits_are_exported(site: Path) -> None:
    (site / "p.txt").write_text(PAGE)
    run("import", "p.txt", "--date", "2025-09-17")
    path = site / "content/2025-09-17/one-paper.md"
    path.write_text(path.read_text().replace("It says this.", "It *says* this, \\*."))

    assert run("export", "2025-09-17").stdout == PAGE.replace("It says this.", "It says this, *.")


@pytest.mark.parametrize(
    ("args", "code", "expected"),
    [
        (["build"], 1, "content: no such folder; expected the entries of the site: run "
         "'site-gen import' first\n"),
        (["export", "2025-09-17"], 1, "content: no such folder; expected the entries of the site: "
         "run 'site-gen import' first\n"),
        (["export", "x", "--format", "docx"], 2, "'docx' is not one of"),
        (["import", "--date", "2025-02-30", "x"], 2, "'2025-02-30' is not a day"),
        (["-C", "nowhere", "build"], 2, "Directory 'nowhere' does not exist."),
        (["biuld"], 2, "No such command 'biuld'"),
    ],
)  # fmt: skip
def test_what_cannot_be_done(site: Path, args: list[str], code: int, expected: str) -> None:
    done = run(*args)

    assert done.exit_code == code
    assert expected in done.stderr
    assert list(site.iterdir()) == []


def test_feeds_need_an_address(site: Path) -> None:
    (site / "p.txt").write_text(PAGE)
    run("import", "p.txt", "--date", "2025-09-17")
    lacking = (
        "content/site.yaml: no base_url; expected where the site will be hosted, for its feeds and "
        "sitemap, as base_url: https://papers.example.org (or --base-url; 'site-gen serve' needs "
        "none)\n"
    )
    done = run("build", "--no-search")
    assert (done.exit_code, done.stderr) == (1, lacking)
    assert not (site / "public").exists()

    entry = site / "content/2025-09-17/one-paper.md"
    text = entry.read_text()
    entry.write_text("---\n")
    assert run("build").stderr.startswith(f"{lacking}content/2025-09-17/one-paper.md:1: ")
    entry.write_text(text)
    (site / "content/site.yaml").write_text("titel: x\n")
    assert "base_url" not in run("build").stderr
    (site / "content/site.yaml").unlink()

    done = run("build", "--no-search", "--base-url", "https://a.example")
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("name", cli.list_commands(click.Context(cli)))
def test_every_command_has_help_and_is_in_the_readme(name: str) -> None:
    done = run(name, "--help")

    assert done.exit_code == 0
    assert done.stdout.count("\n") > 4
    assert f"site-gen {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_program_starts_by_name_and_by_module() -> None:
    command = [sys.executable, "-m", "site_gen", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == f"site-gen, version {__version__}\n"


def test_an_interrupt_ends_with_the_code_shells_use(site: Path) -> None:
    command = [sys.executable, "-m", "site_gen", "import", "-"]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=site)
    assert running.stdin is not None
    assert running.stderr is not None
    running.stdin.write(b"Daily Papers\n")
    running.stdin.flush()
    waiting = b"\0\0\0\1"
    while any(waiting):  # until it reads the paste
        time.sleep(0.05)
        waiting = fcntl.ioctl(running.stdin, termios.FIONREAD, bytes(4))
    running.send_signal(signal.SIGINT)

    assert running.wait(timeout=10) == 130
    assert running.stderr.read() == b""
    running.stdin.close()
    running.stderr.close()
    assert list(site.iterdir()) == []


def test_a_format_is_recognised_and_can_be_overruled(site: Path) -> None:
    Path("answer").write_bytes((DATA / "formats" / "hf-2026-06-03.json").read_bytes())
    done = run("import", "answer")
    assert done.exit_code == 0
    assert done.stdout.startswith("2026-06-03, as its papers say (read as hf-json): 2 papers imp")
    assert "expected a paper with a title" in done.stderr
    text = (site / "content/2026-06-03/trust-region-on-policy-distillation.md").read_text()
    assert "arxiv_id: '2606.01249'\n" in text
    assert "upvotes: 28\n" in text
    assert "unchanged                  2" in run("import", "answer").stdout
    assert run("import", "answer", "--format", "page").exit_code == 1
