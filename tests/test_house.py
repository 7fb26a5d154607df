"""What import-linter cannot say of the packages: their sizes, printing, and clocks.

Who may import whom is in ``[tool.importlinter]`` of pyproject.toml; ``make lint`` runs it.
"""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "site_gen"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
FOLDERS = sorted({path.parent for path in MODULES.values()})
PURE = ("model", "text", "plan")
MOST_LINES = 300
MOST_MODULES = 14
MOST_COMMANDS = 20
MOST_OF_BUILD = 17  # until its records are one database
VAGUE = {"utils", "helpers", "base", "core", "manager", "common"}


def package(name: str) -> str:
    return name.split("/", maxsplit=1)[0]


@pytest.mark.parametrize("name", [name for name in MODULES if package(name) in PURE])
def test_a_pure_package_has_no_clock_and_no_network(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    assert "now(" not in text
    assert "today(" not in text
    assert "urllib.request" not in text


@pytest.mark.parametrize("name", [name for name in MODULES if package(name) != "cli"])
def test_only_the_command_line_prints(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "print"]


@pytest.mark.parametrize("name", MODULES)
def test_no_module_is_crowded(name: str) -> None:
    assert MODULES[name].read_text(encoding="utf-8").count("\n") <= MOST_LINES
    assert not set(name.removesuffix(".py").split("/")) & VAGUE


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_package_is_crowded(folder: Path) -> None:
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    most = {"cli": MOST_COMMANDS, "build": MOST_OF_BUILD}.get(folder.name, MOST_MODULES)
    assert len(modules) <= most
