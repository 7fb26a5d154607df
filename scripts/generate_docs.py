"""Write the parts of the documentation that follow from the code.

``python -m scripts.generate_docs`` writes them, ``--check`` only says what is out of date. In a
document, a part stands between ``<!-- generated: NAME -->`` and ``<!-- end: NAME -->``; some files
are generated as a whole. To add a part, write a function that gives its text, name it in ``PARTS``
and put the two lines where it is to stand.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts import licences, package_docs, report_schemas, template_docs
from site_gen.content.settings.table import TABLE
from site_gen.importing.formats.detect import NAMES
from site_gen.model.fields.row import Kind, OnImport
from site_gen.model.paper_fields import FIELDS
from site_gen.plan import data_files

ROOT = Path(__file__).parents[1]
_PART = re.compile(
    r"(?P<open><!-- generated: (?P<name>[\w-]+) -->\n)(?P<text>.*?)"
    r"(?P<close><!-- end: (?P=name) -->)",
    re.DOTALL,
)
_MARK = re.compile(r"<!-- (?:generated|end): ([a-z-]+) -->")
_ON_IMPORT: Mapping[OnImport, str] = {
    "same format": "follows the format that first brought it",
    "any format": "follows every format",
    "new papers": "stays as it was first imported",
    "never": "is yours: no import writes it",
}
_SCHEMAS: Mapping[Kind, Mapping[str, Any]] = {
    "text": {"type": ["string", "null"]},
    "texts": {"type": ["array", "null"], "items": {"type": ["string", "null"]}},
    "names": {"type": ["array", "null"], "items": {"type": ["string", "null"]}},
    "links": {
        "type": ["object", "null"],
        "additionalProperties": {"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://"},
    },
    "count": {"type": "integer", "minimum": 0},
    "flag": {"type": "boolean"},
}


def list_entry_fields() -> str:
    """Give the table of the keys of an entry's front matter."""
    rows = ((f"`{one.name}`", one.about, _ON_IMPORT[one.on_import]) for one in FIELDS)
    return _table(("key", "what it is", "when its paper is imported again"), rows)


def list_data_fields() -> str:
    """Give the table of what data files say of a paper."""
    rows = ((f"`{name}`", about) for name, about in data_files.NAMES)
    return _table(("name", "what it is"), rows)


def list_format_fields() -> str:
    """Give the table of the fields that each format brings, and holds when it is exported."""
    rows = []
    for form in NAMES:
        brought = [one.name for one in FIELDS if form in one.imported_from]
        held = [one.name for one in FIELDS if form in one.exported_to]
        rows.append((f"`{form}`", ", ".join(brought), ", ".join(held)))
    return _table(("format", "an import reads", "an export holds"), rows)


def make_entry_schema() -> str:
    """Give the JSON Schema of an entry's front matter: https://json-schema.org/specification."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The front matter of a paper",
        "type": "object",
        "properties": {
            one.name: {"description": one.about, **_SCHEMAS[one.kind]} for one in FIELDS
        },
        "required": ["title"],
        "additionalProperties": False,
    }
    schema["properties"]["title"] |= {"type": "string", "pattern": r"\S"}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def list_settings() -> str:
    """Give the table of the keys of ``content/site.yaml``."""
    rows = [(f"`{key}`", row.text, row.default) for key, row in TABLE.items()]
    return _table(("key", "what it is", "default"), rows)


PARTS: Mapping[str, Callable[[], str]] = {
    **package_docs.PARTS,
    **template_docs.PARTS,
    **report_schemas.PARTS,
    "data-fields": list_data_fields,
    "settings": list_settings,
    "entry-fields": list_entry_fields,
    "format-fields": list_format_fields,
    "licences": licences.list_licences,
}
"""What stands between the lines with its name, in any document."""

FILES: Mapping[str, Callable[[], str]] = {
    "docs/schemas/entry.json": make_entry_schema,
    **report_schemas.FILES,
}
"""The files that are generated as a whole."""


def generate(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Give each file that has something generated, its text, and what the text is to be.

    Raises ValueError for marks that no part belongs to, or that do not come in pairs.
    """
    for path in (root / "README.md", *sorted((root / "docs").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        marks = sorted(_MARK.findall(text))
        parts = sorted(match["name"] for match in _PART.finditer(text))
        wrong = {*marks} - PARTS.keys() or marks != sorted(parts * 2)
        if wrong:
            expected = ", ".join(PARTS)
            raise ValueError(
                f"{path.name}: marks {marks}; expected pairs with a name of {expected}"
            )
        if marks:
            yield path, text, _PART.sub(_fill, text)
    for name, make in FILES.items():
        path = root / name
        yield path, path.read_text(encoding="utf-8") if path.is_file() else "", make()


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
            print(
                f"{name}: differs from the code; expected what 'make docs' writes", file=sys.stderr
            )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(expected, encoding="utf-8")
            print(name)
    return int(is_check and is_stale)


def _fill(match: re.Match[str]) -> str:
    return f"{match['open']}{PARTS[match['name']]()}{match['close']}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
