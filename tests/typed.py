"""Runs what a document says to type: its blocks of shell, in their order, in one shell.

``site-gen`` is the program itself. Only what would leave this machine, or never end, is different:
``fetch`` asks a host of this machine, ``git`` pushes into a folder, ``serve`` is stopped when it
has answered, and programs that install or send something only write down how they were called.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ONLY_NOTED = ("make", "curl", "rsync")
_SITE_GEN = """#!/bin/sh
case "$1 ${{2-}}" in
    "serve "*) exec {python} {this} "$@" ;;
    "fetch hf" | "fetch arxiv") exec {python} -m site_gen "$@" --host "$HOST_OF_TESTS" ;;
    "fetch feed") exec {python} -m site_gen fetch feed "$HOST_OF_TESTS/feed.xml" ;;
esac
exec {python} -m site_gen "$@"
"""
# A wheel that is named is installed; what it depends on is there.
_PIP = """#!/bin/sh
case "$*" in
    *.whl) exec {python} -m pip "$@" --quiet --no-deps --no-index --target "$PYTHONPATH" ;;
esac
echo "pip $*" >>"$NOTES_OF_TESTS"
"""
_UVX = '#!/bin/sh\nexec "$@"\n'
_NOTED = '#!/bin/sh\necho "${0##*/} $*" >>"$NOTES_OF_TESTS"\n'
_GIT = """[init]
defaultBranch = main
[user]
name = Ada
email = ada@example.org
[url "{remote}/"]
insteadOf = https://github.com/
"""


def read_blocks(text: str, kind: str) -> list[str]:
    """Give the blocks of a language in a Markdown document."""
    return [block for name, block in _BLOCK.findall(text) if name == kind]


def list_lines(script: str) -> list[str]:
    """Give the lines of a script that a person types: no comments, no empty lines."""
    return [line for line in script.splitlines() if line.strip() and not line.startswith("#")]


def type_in(folder: Path, script: str, **variables: str) -> str:
    """Run lines of shell in a folder; give all that was printed. A line that fails ends the test.

    What was to be installed or sent is in ``notes``, beside the folder; what was pushed is in
    ``remote``. A variable ``PYTHONPATH`` says where site-gen was installed.
    """
    tools, notes, remote = (folder.parent / name for name in ("tools", "notes", "remote"))
    _write_programs(tools)
    (folder.parent / "gitconfig").write_text(_GIT.format(remote=remote))
    (remote / "ada").mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["git", "init", "-q", "--bare", "-b", "main", str(remote / "ada/my-papers.git")], check=True
    )
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "TMPDIR": str(folder.parent),
        "GIT_CONFIG_GLOBAL": str(folder.parent / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "NOTES_OF_TESTS": str(notes),
        **variables,
    }
    shown = folder.parent / "shown"
    # Not a pipe: what is left in the background when a line fails would keep it open.
    with (
        shown.open("w") as file,
        subprocess.Popen(
            ["sh", "-eux", "-c", script],
            cwd=folder,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as shell,
    ):
        status = shell.wait()
    with suppress(ProcessLookupError):
        os.killpg(shell.pid, signal.SIGKILL)
    text = shown.read_text(encoding="utf-8")
    assert status == 0, text
    return text


def _write_programs(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    python, this = shlex.quote(sys.executable), shlex.quote(__file__)
    programs = {"site-gen": _SITE_GEN.format(python=python, this=this), "uvx": _UVX}
    programs["pip"] = _PIP.format(python=python)
    for name, text in {**programs, **dict.fromkeys(_ONLY_NOTED, _NOTED)}.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)


def _serve(words: Sequence[str]) -> int:
    """Start the preview, ask it for its home page, and stop it as Ctrl-C does."""
    # Another program may have the port that a document names.
    command = [sys.executable, "-m", "site_gen", *words, "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as shown:
        assert shown.stdout
        for line in shown.stdout:
            sys.stdout.write(re.sub(r"(http://127\.0\.0\.1):\d+", r"\1:8000", line))
            if found := re.search(r"http://127\.0\.0\.1:\d+\S*", line):
                with urlopen(found[0], timeout=60) as answer:
                    assert answer.status == 200
                shown.send_signal(signal.SIGINT)
    return shown.returncode


if __name__ == "__main__":
    sys.exit(_serve(sys.argv[1:]))
