"""Write the parts of the documentation that follow from the code.

``python -m scripts.generate_docs`` writes them, ``--check`` only says what is out of date. In a
document, a part stands between ``<!-- generated: NAME -->`` and ``<!-- end: NAME -->``. To add a
part, write a function that returns its text, name it in ``PARTS``, and put the two lines where it
belongs.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from scripts import package_docs

ROOT = Path(__file__).parents[1]
_PART = re.compile(
    r"(?P<open><!-- generated: (?P<name>[\w-]+) -->\n)(?P<text>.*?)"
    r"(?P<close><!-- end: (?P=name) -->)",
    re.DOTALL,
)

PARTS: Mapping[str, Callable[[], str]] = {**package_docs.PARTS}
"""What stands between the lines with its name, in any document."""


def generate(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each document that has a generated part, its text, and what the text should be."""
    for path in (root / "README.md", *sorted((root / "docs").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if _PART.search(text):
            yield path, text, _PART.sub(_fill, text)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Write what is out of date, or only name it; 1 when ``--check`` names something."""
    parser = argparse.ArgumentParser(description="Write the generated parts of docs/.")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if it is not as is")
    is_check = parser.parse_args(arguments).check
    is_stale = False
    for path, text, expected in generate(root):
        if text == expected:
            continue
        is_stale = True
        name = path.relative_to(root)
        if is_check:
            what = "differs from the code; expected what 'make docs' writes"
            print(f"{name}: {what}", file=sys.stderr)
        else:
            path.write_text(expected, encoding="utf-8")
            print(name)
    return int(is_check and is_stale)


def _fill(match: re.Match[str]) -> str:
    return f"{match['open']}{PARTS[match['name']]()}{match['close']}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
