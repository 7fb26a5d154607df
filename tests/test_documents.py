"""The documentation agrees with the repository: links, commands, modules and generated parts."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from benchmarks.__main__ import COMMANDS as MEASURES
from scripts import generate_docs
from site_gen.cli import cli
from testing.__main__ import COMMANDS as FINDERS
from tests.conftest import ROOT

ALL = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
MOST_CHARACTERS = 120
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
GENERATED = re.compile(r"<!-- generated: .*?<!-- end: ", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")
PLACE = re.compile(r"`((?:site_gen|templates|tests|testing|benchmarks|scripts|docs)/[\w./-]*)`")
SYMBOL = re.compile(r"`([A-Za-z]*_\w+|[A-Z]\w+)`")  # of Python: one word, in code
OLD_WORDS = re.compile(r"\b(rooms?|floors?|tells? of|those that|the person)\b", re.IGNORECASE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    """Name the headings of a page as GitHub does."""
    headings = re.findall(
        r"^#+ (.*)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def command_lines(text: str) -> Iterator[str]:
    """Yield what a reader could type after ``site-gen``: in code blocks, and in code of a line."""
    for block in FENCE.findall(text):
        yield from re.findall(r"^(?:.*[|] )?site-gen (.*)$", block, re.MULTILINE)
    yield from re.findall(r"`site-gen ([^`]+)`", FENCE.sub("", text))


def test_generated_parts_are_as_the_code_is() -> None:
    stale = [path for path, text, expected in generate_docs.generate(ROOT) if text != expected]
    assert not stale, "run: make docs"


def test_every_package_and_command_is_in_a_document() -> None:
    text = "".join(map(read, ALL))
    assert all(f"<!-- generated: {name} -->" in text for name in generate_docs.PARTS)


@pytest.mark.parametrize("page", ALL)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    for target in filter(None, (one or other for one, other in LINK.findall(read(page)))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), target


@pytest.mark.parametrize("page", ALL)
def test_no_line_is_too_long_to_read_but_rows_of_tables(page: str) -> None:
    # A row of a table cannot be broken into lines; everything else can, links too.
    for number, line in enumerate(read(page).splitlines(), 1):
        assert line.startswith("|") or len(line) <= MOST_CHARACTERS, f"{page}:{number}"


@pytest.mark.parametrize("page", ALL)
def test_every_command_and_option_exists(page: str) -> None:
    for line in command_lines(GENERATED.sub("", read(page))):
        command: click.Command = cli
        context = click.Context(cli)
        words = shlex.split(line.replace("\\|", " ").replace("|", " "), comments=True)
        for word in (word.strip("[],.") for word in words):
            if isinstance(command, click.Group) and re.fullmatch("[a-z]+", word):
                found = command.get_command(context, word)
                assert found or command is not cli, f"site-gen {line}"
                command = found or command
            elif word.startswith("--"):
                known = {
                    name
                    for param in (*command.params, *cli.params)
                    for name in (*param.opts, *param.secondary_opts)
                }
                assert word in {*known, "--help", "--version"}, f"site-gen {line}"


@pytest.mark.parametrize("page", ALL)
def test_every_make_verb_exists(page: str) -> None:
    verbs = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", read(page), re.MULTILINE)) <= verbs


@pytest.mark.parametrize("page", [name for name in ALL if name != "CHANGELOG.md"])
def test_every_file_that_is_named_exists(page: str) -> None:
    missing = [name for name in PLACE.findall(read(page)) if not (ROOT / name).exists()]
    assert not missing


def test_every_symbol_that_a_how_to_names_is_in_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "site_gen").rglob("*.py"))
    how_tos = read("docs/architecture.md").partition("## How to change it")[2]
    symbols = set(SYMBOL.findall(how_tos))
    assert len(symbols) > 10
    assert symbols <= set(re.findall(r"\w+", code))


def test_every_table_of_the_manifest_is_named() -> None:
    schema = read("site_gen/build/manifest/database.py")
    named = (
        read("docs/architecture.md").partition("Tables of the manifest:")[2].partition("\n\n")[0]
    )
    assert sorted(re.findall(r"`(\w+)`", named)) == sorted(re.findall(r"TABLE (\w+) \(", schema))


@pytest.mark.parametrize("page", ALL)
def test_pages_use_plain_words(page: str) -> None:
    assert not OLD_WORDS.findall(GENERATED.sub("", read(page)))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_a_number_a_date_and_three_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.name[:4]}: .+\n\nDate: \d{{4}}-\d\d-\d\d", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert 10 <= text.count("\n") <= 40


def test_decisions_are_numbered_in_a_row_and_listed() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = read("docs/decisions/README.md")
    assert all(f"]({path.name})" in index for path in DECISIONS)


def test_every_command_is_described() -> None:
    headings = re.findall(r"^## (\w+)$", read("docs/commands.md"), re.MULTILINE)
    assert sorted(headings) == cli.list_commands(click.Context(cli))


def test_every_command_that_measures_or_looks_for_faults_is_described() -> None:
    text = read("docs/performance.md")
    assert [name for name in MEASURES if f"`python -m benchmarks {name}" not in text] == []
    finders = [name for name in FINDERS if name != "soak"]  # which is a verb of make
    assert [name for name in finders if f"`python -m testing {name}" not in text] == []


def test_the_changelog_has_versions_with_a_day_and_their_parts_in_order() -> None:
    text = read("CHANGELOG.md")
    versions = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert [
        line for line in versions if not re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d", line)
    ] == []
    for part in text.split("\n## ")[1:]:
        names = [name.split()[0] for name in re.findall(r"^### (.*)$", part, re.MULTILINE)]
        assert names == sorted(set(names), key=["Upgrade", "Added", "Changed", "Fixed"].index)
