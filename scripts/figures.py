"""Print figures of the code: ``python scripts/figures.py [FOLDER]``.

FOLDER is a checkout, this one unless given, so an older one can be measured beside it. Complexity
is one more than the number of branches of a function: if, for, while, except, case, conditional
expressions, comprehensions, and each further operand of ``and`` and ``or``. Ruff's C901 leaves out
the last three kinds, so its numbers are lower.
"""

import ast
import statistics
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

LONG = 50  # lines of a function
COMPLEX = 10
_BRANCHES = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension,
    ast.match_case,
)  # fmt: skip
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1])
    package = root / "site_gen"
    paths = sorted(package.rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    folders = Counter(
        path.parent.relative_to(root).as_posix() for path in paths if path.name != "__init__.py"
    )
    edges = {path: len(set(list_imports(tree, package))) for path, tree in trees.items()}
    functions = [
        node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)
    ]
    sizes = sorted((node.end_lineno or 0) - node.lineno + 1 for node in functions)
    hard = [node for node in functions if compute_complexity(node) > COMPLEX]
    lines = sum(map(count_lines, paths))
    tests = sum(map(count_lines, (root / "tests").rglob("*.py")))
    print(f"modules                     {sum(folders.values())}")
    for folder, count in sorted(folders.items()):
        print(f"  {folder:26}{count}")
    print(f"import edges                {sum(edges.values())}")
    print(f"mean fan-out                {statistics.mean(edges.values()):.1f}")
    print(f"functions                   {len(sizes)}")
    print(f"  lines, median / p90 / max {sizes[len(sizes) // 2]} / "
          f"{sizes[len(sizes) * 9 // 10]} / {sizes[-1]}")  # fmt: skip
    print(f"  over {LONG} lines             {sum(size > LONG for size in sizes)}")
    print(f"  complexity over {COMPLEX}        {len(hard)} ({len(hard) / len(sizes):.1%})")
    comments = sum(map(count_comments, paths))
    print(f"lines                       {lines}")
    print(f"  with a comment            {comments} ({comments / lines:.1%})")
    print(f"test lines per source line  {tests / lines:.2f}")


def list_imports(tree: ast.Module, package: Path) -> Iterator[str]:
    """Give the modules of the package that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("site_gen."))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("site_gen"):
            module = str(node.module)
            folder = package.parent / module.replace(".", "/")
            for name in node.names:
                is_module = (folder / f"{name.name}.py").is_file()
                yield f"{module}.{name.name}" if is_module else module


def compute_complexity(function: ast.AST) -> int:
    """Count the branches of a function, and one; a function inside it is counted by itself."""
    total, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            continue
        total += isinstance(node, _BRANCHES)
        if isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
        waiting += ast.iter_child_nodes(node)
    return total


def count_lines(path: Path) -> int:
    """Count the lines of a file."""
    return path.read_text(encoding="utf-8").count("\n")


def count_comments(path: Path) -> int:
    """Count the lines of a module that have a comment."""
    with path.open("rb") as file:
        return sum(token.type == tokenize.COMMENT for token in tokenize.tokenize(file.readline))


if __name__ == "__main__":
    main()
