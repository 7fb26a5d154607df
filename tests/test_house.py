"""What import-linter cannot say of the packages: their sizes, printing, and clocks.

Who may import whom is in ``[tool.importlinter]`` of pyproject.toml; ``make lint`` runs it.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from scripts.figures import compute_complexity
from site_gen.model.urls import URLS

PACKAGE = Path(__file__).parents[1] / "site_gen"
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
FOLDERS = sorted({path.parent for path in MODULES.values()})
PURE = ("model", "text", "plan")
MOST_LINES = 300
MOST_MODULES = 14
MOST_COMMANDS = 20
MOST_COMPLEX = 15
ADDRESS = re.compile(
    r"/?(topics|authors|organizations|feeds|api|archive|search|reading-list|about|pagefind|assets|sitemaps)/"
    r"|.*\b(feed\.xml|atom\.xml|feed\.json|archive\.xml|index\.json|all\.opml)$"
)
DATA_FILE = re.compile(r"\.(json|jsonl|md|bib|ris|csl\.json|xml)$")
MAY_JOIN = {
    "model/urls.py": "it is the one place for addresses",
    "build/changes.py": "names entry files below content/",
    "model/hosts/headers.py": "has addresses with wildcards, as hosts read them",
    "model/hosts/redirects.py": "has addresses that a site does not have, and so redirects from",
    "content/selection.py": "reads what a person types, such as topics/video",
}
TEMPLATES = sorted((PACKAGE.parent / "templates").glob("*.html"))
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
    assert len(modules) <= (MOST_COMMANDS if folder.name == "cli" else MOST_MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_no_function_has_too_many_branches(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    counts = {function.name: compute_complexity(function) for function in functions}
    assert {name: count for name, count in counts.items() if count > MOST_COMPLEX} == {}


def joined_addresses(tree: ast.Module) -> Iterator[str]:
    """Give the texts of a module, but docstrings, that look like addresses of this site."""
    documents = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            ends = (part for part in node.values[1:] if isinstance(part, ast.Constant))
            yield from (str(part.value) for part in ends if DATA_FILE.match(str(part.value)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_address = ADDRESS.match(node.value) or node.value in fixed_addresses()
            if is_address and id(node) not in documents:
                yield node.value


def fixed_addresses() -> set[str]:
    """Give the addresses that every site has, and their files.

    Without home: ``/`` parts paths too. ``404.html`` is the name of a template too.
    """
    urls = set(astuple(URLS)) - {URLS.home}
    return urls | {url[1:] for url in urls - {URLS.not_found}}


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in MODULES
        if name not in MAY_JOIN and package(name) not in {"content", "importing", "cli"}
    ],
)
def test_only_model_urls_joins_an_address(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert list(joined_addresses(tree)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_joins_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"(?:href|permalink)\((?:\s*[\"']|[^()]*~)[^)]*\)|href=\"/[^\"]*", text) == []


def test_joined_addresses_are_found() -> None:
    text = '"""/api/ is named here."""\na = "/api/"\nb = f"{day}.json"\nc = f"topics/{x}/"'
    assert sorted(joined_addresses(ast.parse(text))) == [".json", "/api/", "topics/"]
