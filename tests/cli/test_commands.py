"""How commands are listed, found and helped with."""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.cli.examples import EXAMPLES, ROOT_EXAMPLES
from tests.conftest import ROOT

ENTRY = '---\ntitle: Some {}\narxiv_id: "{}"\ntopics: [Agents]\n---\n\nText of {}.\n'
# These ask a host, go on until they are interrupted, need a clipboard or many papers: only parsed.
NOT_RUN = ("enrich", "fetch", "serve", "import --clipboard", "words")


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="site-gen")


def list_commands(group: click.Group, prefix: str = "") -> list[str]:
    names = []
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        names.append(f"{prefix}{name}")
        if isinstance(command, click.Group):
            names += list_commands(command, f"{prefix}{name} ")
    return names


NAMES = list_commands(cli)


@pytest.fixture
def example_site(site: Path) -> Path:
    """A site on which the examples can be run."""
    for slug, number in (("some-slug", "2509.01111"), ("another", "2509.01234")):
        path = site / f"content/2025-09-17/{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ENTRY.format(slug, number, slug))
    (site / "content/site.yaml").write_text("base_url: https://papers.example.org\n")
    (site / "papers.bib").write_text("@article{a, title={Other}, abstract={Of others.}}\n")
    shutil.copy(ROOT / "tests/data/2025-09-17.txt", site / "page.txt")
    shutil.copytree(site / "content", site / "my-papers/content")
    shutil.copy(site / "page.txt", site / "my-papers/page.txt")
    return site


def test_every_command_has_examples_and_every_example_a_command() -> None:
    assert set(EXAMPLES) == set(NAMES)
    for name, lines in EXAMPLES.items():
        assert 2 <= len(lines) <= 4
        assert all(line.startswith(f"site-gen {name.split()[0]}") or "-C" in line for line in lines)
        shown = run(*name.split(), "--help").stdout
        assert all(f"\n    {line}\n" in shown for line in lines), name
    assert all(f"\n    {line}\n" in run("--help").stdout for line in ROOT_EXAMPLES)


@pytest.mark.parametrize("name", [*EXAMPLES, ""])
def test_examples_can_be_typed(example_site: Path, name: str) -> None:
    for line in EXAMPLES.get(name, ROOT_EXAMPLES):
        words = shlex.split(line.split(" > ")[0])[1:]
        if line.startswith(tuple(f"site-gen {one}" for one in NOT_RUN)):
            with cli.make_context("site-gen", list(words), resilient_parsing=False) as ctx:
                command, rest = cli.get_command(ctx, words[0]), words[1:]
                while isinstance(command, click.Group):
                    command, rest = command.get_command(ctx, rest[0]), rest[1:]
                assert command
                command.make_context(words[0], list(rest), parent=ctx)
            continue
        if "init my-papers" in line:
            shutil.rmtree(example_site / "my-papers", ignore_errors=True)
        if name == "undo":
            assert run("import", "papers.bib", "--date", "2025-09-18").exit_code == 0
        if name == "move":
            shutil.rmtree(example_site / "content/2025-09-18", ignore_errors=True)
            run("move", "2025-09-18", "2025-09-17")
        if name == "move" and not (example_site / "content/2025-09-17").exists():
            shutil.copytree(example_site / "my-papers/content/2025-09-17",
                            example_site / "content/2025-09-17")  # fmt: skip
        if not name and "init" not in line and not (example_site / "my-papers/page.txt").exists():
            shutil.copy(example_site / "page.txt", example_site / "my-papers/page.txt")
        done = run(*words)
        assert done.exit_code == 0, f"{line}: {done.output}"


def test_sentences_in_the_list_of_commands_are_whole() -> None:
    for words in ([], ["fetch"]):
        shown = run(*words, "--help").stdout
        listed = shown[shown.index("Commands:") : shown.index("Examples:")]
        assert "..." not in listed
        ends = re.split(r"\n  (?=\S)", listed.strip())[1:]
        assert all(one.rstrip().endswith((".", ")")) for one in ends), ends


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["biuld"], "No such command 'biuld'; did you mean 'build'?"),
        (["imprt", "x"], "No such command 'imprt'; did you mean 'import'?"),
        (["fetch", "arxv"], "No such command 'arxv'; did you mean 'arxiv'?"),
        (["zzz"], "No such command 'zzz'; expected one of build, check, "),
    ],
)
def test_a_command_that_is_mistyped_is_suggested(words: list[str], hint: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert hint in done.stderr


def test_quiet_leaves_out_reports_before_or_after_the_command(example_site: Path) -> None:
    assert run("build", "--no-search").stdout.count("\n") == 2
    for words in (["-q", "build"], ["build", "--quiet"], ["build", "-q", "--full"]):
        done = run(*words, "--no-search")
        assert (done.exit_code, done.output) == (0, "")
    assert run("import", "page.txt", "--date", "2025-09-17", "-q").output == ""
    assert run("undo", "-q").output == ""
    assert "2025-09-17" in run("export", "2025-09-17", "--format", "json", "-q").stdout
    (example_site / "content/2025-09-17/a.md").write_text("---\ntitel: x\n---\n")
    assert "unknown key 'titel'" in run("build", "-q").stderr
    checked = run("check", "-q")
    assert "unknown key 'titel'" in checked.stdout
    assert checked.stderr == ""
    (example_site / "content/2025-09-17/a.md").unlink()
    assert run("build", "--no-search").stdout  # nothing of it stays


@pytest.mark.parametrize("command", [["build", "--no-search"], ["import", "page.txt"],
                                     ["init", "new"], ["move", "2025-09-17", "2025-09-16"],
                                     ["undo"], ["undo", "--dry-run"]])  # fmt: skip
def test_a_summary_ends_with_what_is_next(example_site: Path, command: list[str]) -> None:
    if "undo" in command:
        assert run("import", "papers.bib", "--date", "2025-09-18").exit_code == 0
    lines = run(*command).stdout.rstrip().split("\n")
    after = [line for line in lines if line.startswith("next:")]
    assert len(after) == 1
    rest = "\n".join(lines[lines.index(after[0]) :])
    assert "site-gen" in rest or "the same command without --dry-run" in rest
    assert all(line.startswith("  ") for line in lines[lines.index(after[0]) + 1 :])
    assert example_site


def test_the_output_folder_has_a_short_option(example_site: Path) -> None:
    assert run("build", "--no-search", "-o", "out").exit_code == 0
    assert (example_site / "out/index.html").is_file()
    assert "out: " in run("check", "-o", "out").stdout


def see_check(site: Path, variables: dict[str, str]) -> bytes:
    """Give what 'check' prints on a terminal."""
    pty = pytest.importorskip("pty")
    (site / "content/2025-09-17/a.md").write_text("---\ntitel: x\n---\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "site_gen", "check"]
    environment = {**os.environ, "TERM": "xterm", **variables, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=site, stdout=theirs, stderr=theirs, env=environment, check=False)
    os.close(theirs)
    data = b""
    with contextlib.suppress(OSError):  # the end of a terminal
        while part := os.read(ours, 4096):
            data += part
    os.close(ours)
    return data


def test_colors_are_for_terminals_and_not_where_somebody_wants_none(example_site: Path) -> None:
    assert b"\x1b[31m" in see_check(example_site, {})
    assert b"\x1b" not in see_check(example_site, {"NO_COLOR": "1"})
    assert b"\x1b[31m" in see_check(example_site, {"NO_COLOR": ""})
    command = [sys.executable, "-m", "site_gen", "check"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=example_site, capture_output=True, env=environment, check=False
    )
    assert b"titel" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str) -> None:
    done = run("completion", shell)
    assert done.exit_code == 0
    assert f"_SITE_GEN_COMPLETE={shell}_complete" in done.stdout
    program = shutil.which(shell)
    if program:
        checked = subprocess.run(
            [program, "-n"], input=done.stdout, capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_what_is_typed_is_completed() -> None:
    environment = {
        "COMP_WORDS": "site-gen comp",
        "COMP_CWORD": "1",
        "_SITE_GEN_COMPLETE": "bash_complete",
    }
    done = CliRunner().invoke(cli, [], prog_name="site-gen", env=environment)
    assert done.stdout == "plain,completion\n"
