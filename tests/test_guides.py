"""The guides: ``site-gen help`` shows them, and what they say to type does what they say."""

import os
import pty
import re
import shlex
import shutil
import socket
import subprocess
import sys
import textwrap
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hatchling.builders.wheel import WheelBuilder

from site_gen.cli import cli
from site_gen.cli.help import GUIDES, REFERENCE, TOPICS, format_plain, read_topic
from testing.links import find_dead
from tests.conftest import DATA, ROOT
from tests.hosts import Host, say
from tests.typed import read_blocks, type_in

RECORDED = (DATA / "recorded/hf_api/2026-06-03.json").read_bytes()
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://a.example</link>
<description>d</description><item><title>A paper of a feed</title><link>https://a.example/1</link>
<description>It says so.</description><pubDate>Wed, 17 Sep 2025 00:00:00 GMT</pubDate></item>
</channel></rss>"""


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["help", *words], prog_name="site-gen")


def answer(handler: BaseHTTPRequestHandler) -> None:
    """Give the papers of a day as Hugging Face does, and one paper to whoever asks for a feed."""
    say(body=RECORDED if handler.path.startswith("/api/") else FEED)(handler)


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def matches(expected: str, shown: str) -> bool:
    """Whether some line is the expected one; ``...`` stands for anything."""
    pattern = ".*".join(map(re.escape, expected.split("...")))
    return re.search(rf"^{pattern}$", shown, re.MULTILINE) is not None


@pytest.mark.skipif(shutil.which("git") is None, reason="the guides use git")
@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_to_type_does_what_it_says(
    guide: str, tmp_path: Path, host: Host
) -> None:
    text = read_topic(guide).replace("8786", str(find_port()))
    folder = tmp_path / "empty"
    folder.mkdir()
    host.answers = [answer]
    shown = type_in(folder, "".join(read_blocks(text, "sh")), HOST_OF_TESTS=host.url)

    for block in read_blocks(text, "text"):
        missing = [line for line in block.splitlines() if not matches(line, shown)]
        assert missing == [], shown


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_adds_to_a_workflow_is_yaml_and_shell(guide: str) -> None:
    for block in read_blocks(read_topic(guide), "yaml"):
        found = yaml.safe_load(textwrap.dedent(block))
        added = found[0] if isinstance(found, list) else found
        if isinstance(added, dict) and "run" in added:
            subprocess.run(["bash", "-n", "-c", added["run"]], check=True)


def test_what_the_readme_says_to_type_does_what_it_says(tmp_path: Path, host: Host) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    script = "".join(read_blocks((ROOT / "README.md").read_text(encoding="utf-8"), "sh"))
    page = DATA / "2025-09-17.txt"
    host.answers = [answer]
    type_in(folder, script.replace("page.txt", shlex.quote(str(page))), HOST_OF_TESTS=host.url)

    site = folder / "my-papers/public"
    assert "ada@example.org" in (site / "contact/index.html").read_text(encoding="utf-8")
    assert (site / "CNAME").read_text(encoding="utf-8") == "papers.example.org\n"
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "make site\nmake test\n"


NEWCOMER = """\
pip install ../site_gen-*.whl
site-gen init --title "Ada's papers"
mkdir -p content/pages content/static
printf '%s\\n' --- 'title: Contact' --- 'Write to ada@example.org.' > content/pages/contact.md
echo papers.example.org > content/static/CNAME
site-gen serve
site-gen import ../2024-05-27.json
site-gen build --base-url https://example.org/papers
"""


def test_eight_lines_lead_from_an_empty_folder_to_a_whole_site_below_a_path(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = NEWCOMER.splitlines()
    assert len(lines) <= 8
    commands = [line.split() for line in lines if line.startswith(("pip", "site-gen"))]
    assert len(commands) <= 6
    assert all(" ".join(words[:2]) in readme for words in commands)
    assert lines[2:5] == read_blocks(readme, "sh")[1].splitlines()

    list(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    shutil.copy(DATA / "recorded/hf_api/2024-05-27.json", tmp_path)
    installed, folder = tmp_path / "installed", tmp_path / "empty"
    folder.mkdir()
    type_in(folder, NEWCOMER, PYTHONPATH=str(installed))

    pages = (folder / "public/index.html", folder / "public/contact/index.html")
    assert all("Ada&#39;s papers" in page.read_text(encoding="utf-8") for page in pages)
    assert (folder / "public/CNAME").is_file()
    assert (folder / "public/2024-05-27/index.html").is_file()
    assert find_dead(folder / "public", ("https://example.org/papers",)) == []


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_shown_without_marks_for_programs(topic: str) -> None:
    shown = run(topic)

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.startswith("# ")
    assert "](" not in shown.stdout
    assert "<!--" not in shown.stdout


def test_topics_are_listed_with_their_titles_and_every_guide_is_one() -> None:
    shown = run()

    assert shown.exit_code == 0
    assert sorted(path.stem for path in (ROOT / "docs/guides").glob("*.md")) == sorted(GUIDES)
    listed = [line.split(maxsplit=1) for line in shown.stdout.splitlines() if line[:2] == "  "]
    assert [name for name, _ in listed] == [*GUIDES, *REFERENCE]
    assert all(f"# {title}\n" in read_topic(name) for name, title in listed)


def test_a_link_says_what_to_type_or_where_it_leads() -> None:
    assert format_plain(
        "[a\nb](../content.md#x), [c](#y), [d](https://d.example/), [e](reliability.md)"
    ) == ("a\nb (site-gen help content), c, d (https://d.example/), e")


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("tutorail", "No such topic 'tutorail'; did you mean 'tutorial'?"),
        ("settngs", "No such topic 'settngs'; did you mean 'settings'?"),
        ("zzz", "No such topic 'zzz'; expected one of tutorial, sources, "),
    ],
)
def test_an_unknown_topic_is_wrong_usage_with_a_suggestion(topic: str, hint: str) -> None:
    shown = run(topic)

    assert shown.exit_code == 2
    assert hint in shown.stderr


def test_the_name_of_a_command_shows_its_options() -> None:
    shown = run("move")

    assert shown.stdout.startswith("Usage: site-gen move [OPTIONS] DAY NEW-DAY\n")
    assert "site-gen move 2025-09-17 2025-09-18" in shown.stdout


def test_a_terminal_gets_a_pager_and_a_pipe_plain_text() -> None:
    command = [sys.executable, "-m", "site_gen", "help", "upgrade"]
    environment = {**os.environ, "PAGER": "sed s/^/paged:/", "TERM": "xterm"}
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert plain.stdout == format_plain(read_topic("upgrade"))

    ours, theirs = pty.openpty()
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs) as shown:
        os.close(theirs)
        text = b""
        with suppress(OSError):  # the end of a terminal
            while part := os.read(ours, 4096):
                text += part
    os.close(ours)
    assert shown.returncode == 0
    assert text.startswith(b"paged:# Upgrade site-gen\r\npaged:")
