"""Parts of docs/ that show the packages, their modules and imports, and the commands.

``scripts/generate_docs.py`` puts them where documents want them.
"""

import ast
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path

import click
import grimp

from site_gen.cli import cli

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "site_gen"
_WIDTH = 90
_NOT_PACKAGES = {"site_gen", "__main__"}  # the version, and what starts the command line

Edges = Counter[tuple[str, str]]
"""How many imports lead from modules of one package to modules of another."""


def read_layers() -> list[list[str]]:
    """Return the layers of the import contract in pyproject.toml, the highest first."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [layer.split(" | ") for layer in layers]


def count_imports() -> Edges:
    """Count the imports between packages, as grimp finds them in the source."""
    graph = grimp.build_graph("site_gen", cache_dir=None)
    return Counter(
        (_package(importer), _package(imported))
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if len({_package(importer), _package(imported)} - _NOT_PACKAGES) == 2
    )


def _package(module: str) -> str:
    return module.removeprefix("site_gen.").split(".")[0]


def find_direct(edges: Edges) -> list[tuple[str, str]]:
    """Return the edges that no longer path implies: the fewest arrows with the same meaning."""
    direct = {importer: {b for a, b in edges if a == importer} for importer, _ in edges}

    def reach(package: str) -> set[str]:
        found = direct.get(package, set())
        return found.union(*map(reach, found)) if found else set()

    return sorted((a, b) for a, b in edges if not any(b in reach(c) for c in direct[a]))


def format_layers() -> str:
    """Draw the packages by layer, with arrows for imports, in Mermaid."""
    edges = count_imports()
    lines = ["```mermaid", "flowchart TD"]
    for number, layer in enumerate(read_layers()):
        lines += [f"  subgraph layer{number}[ ]", *(f"    {name}" for name in layer), "  end"]
    lines += (f"  {a} -->|{edges[a, b]}| {b}" for a, b in find_direct(edges))
    return "\n".join([*lines, "```", ""])


def format_packages() -> str:
    """List the packages by layer, each with the packages that it imports and how often."""
    edges = count_imports()
    layers = read_layers()
    order = [name for layer in layers for name in layer]
    rows = ["| layer | package | imports from (number of imports) |", "|--:|---|---|"]
    for number, layer in zip(range(len(layers), 0, -1), layers, strict=True):
        for name in layer:
            used = [f"`{b}` {edges[name, b]}" for b in order if edges[name, b]]
            rows.append(f"| {number} | `{name}` | {', '.join(used) or 'nothing'} |")
    return "\n".join([*rows, ""])


def format_modules(package: str) -> str:
    """List the modules of a package, each with the first sentence of its docstring."""
    path = PACKAGE / f"{package}.py"
    paths = [path] if path.is_file() else sorted((PACKAGE / package).rglob("*.py"))
    rows = [
        f"| `site_gen/{path.relative_to(PACKAGE).as_posix()}` | {_read_summary(path)} |"
        for path in paths
        if path.name != "__init__.py"
    ]
    return "\n".join(["| module | what it holds |", "|---|---|", *rows, ""])


def _read_summary(path: Path) -> str:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    words = doc.split("\n\n", maxsplit=1)[0].split()
    return " ".join(words).replace("``", "`").replace("|", "\\|")


def format_help(context: click.Context) -> str:
    """Return what ``--help`` of a command prints, as a code block."""
    return f"```text\n{context.command.get_help(context)}\n```\n"


def walk_commands() -> Iterator[click.Context]:
    """Yield site-gen, its commands, and theirs."""
    top = click.Context(cli, None, "site-gen", terminal_width=_WIDTH, **cli.context_settings)
    yield top
    yield from _walk(top)


def _walk(context: click.Context) -> Iterator[click.Context]:
    group = context.command
    if not isinstance(group, click.Group):
        return
    for name in group.list_commands(context):
        if command := group.get_command(context, name):
            below = click.Context(command, context, name)
            yield below
            yield from _walk(below)


def _name_part(context: click.Context) -> str:
    """Name the part of a command: ``help-fetch-hf`` is that of ``site-gen fetch hf``."""
    return "-".join(["help", *context.command_path.split()[1:]])


PARTS: Mapping[str, Callable[[], str]] = {
    "layers": format_layers,
    "packages": format_packages,
    **{f"modules-{name}": partial(format_modules, name) for name in chain(*read_layers())},
    **{_name_part(context): partial(format_help, context) for context in walk_commands()},
}
"""The parts, by the name that a document gives them."""
