import ast
import subprocess
import sys

from benchmarks.__main__ import COMMANDS
from tests.conftest import ROOT


def test_a_command_is_a_module_of_that_name() -> None:
    for name in COMMANDS:
        tree = ast.parse((ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8"))
        assert "main" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_a_command_loads_no_other() -> None:
    program = (
        "import sys, runpy; sys.argv = ['benchmarks', 'kill', '--help'];"
        "import atexit; atexit.register(lambda: print(*sorted(sys.modules)));"
        "runpy.run_module('benchmarks', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = done.stdout.split("\n")[-2].split()
    assert "benchmarks.kill" in loaded
    assert not {f"benchmarks.{name}" for name in COMMANDS if name != "kill"} & set(loaded)
