"""The commands of ``python -m benchmarks`` and ``python -m testing``."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import COMMANDS as MEASURES
from testing.__main__ import COMMANDS as FINDERS
from testing.__main__ import main
from testing.soak import Finder, soak
from tests.conftest import ROOT

PACKAGES = {"benchmarks": MEASURES, "testing": FINDERS}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_command_is_a_module_of_that_name(package: str) -> None:
    for name in PACKAGES[package]:
        tree = ast.parse(
            (ROOT / package / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
        )
        assert "main" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("package", "command"), [("benchmarks", "compare"), ("testing", "kill")])
def test_a_command_loads_no_other(package: str, command: str) -> None:
    program = (
        f"import sys, runpy; sys.argv = ['{package}', '{command}', '--help'];"
        "import atexit; atexit.register(lambda: print(*sorted(sys.modules)));"
        f"runpy.run_module('{package}', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = done.stdout.split("\n")[-2].split()
    others = {
        f"{package}.{name.replace('-', '_')}" for name in PACKAGES[package] if name != command
    }
    assert f"{package}.{command}" in loaded
    assert not others & set(loaded)


@pytest.mark.parametrize("arguments", [[], ["stories"]])
def test_an_unknown_command_is_wrong_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: python -m testing {story,kill,")


def test_a_soak_runs_each_finder_and_counts_rounds_with_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(seed: int, _: float) -> list[str]:
        return ["pytest", f"{tmp_path}/{seed}"]  # there is no such file

    finders = [Finder("bad", 1, fail), Finder("good", 0, lambda *_: ["this", "-q"])]
    found = soak(finders, 0, 7)
    out = capsys.readouterr()

    assert found == 1
    assert [
        line.split(" | ")[0:2] + line.split(" | ")[3:] for line in out.out.split("\n")[2:-1]
    ] == [
        ["| good", "1", "0 |"],
        ["| bad", "1", "1 |"],
    ]
    assert f"python -m pytest {tmp_path}/7" in out.err
