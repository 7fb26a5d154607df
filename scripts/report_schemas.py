"""JSON Schemas of what commands print with ``--json``: made of the records of their reports.

Names and types are those of the fields, and descriptions are the strings that stand below them in
the code. https://json-schema.org/specification
"""

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from scripts.template_docs import find_members
from site_gen.cli.reports.json_document import Document
from site_gen.cli.reports.report import Report
from site_gen.cli.reports.table import REPORTS

_Schema = dict[str, Any]
_PLAIN: Mapping[type, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    Path: {
        "type": "string",
        "$comment": "relative to the folder of the site; absolute if it is outside of it",
    },
}


def make_schema(command: str) -> str:
    """Give the JSON Schema of the document of a command."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"site-gen {command} --json",
        **_describe_record(Document),
    }
    schema["properties"]["command"]["const"] = command
    report = _describe_record(_load_report(command))
    about = schema["properties"]["report"]["description"]
    schema["properties"]["report"] = {"description": about, "anyOf": [report, {"type": "null"}]}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def list_reports() -> str:
    """Give the table of the reports, with their schemas."""
    abouts = {command: _summarize(_load_report(command)) for command in REPORTS}
    rows = [
        f"| `{command}` | {about} | [{command}](schemas/{command}.json) |"
        for command, about in abouts.items()
    ]
    return "\n".join(("| command | its report | schema |", "|---|---|---|", *rows, ""))


def _summarize(record: type) -> str:
    return _join(inspect.getdoc(record) or "").split(". ")[0].rstrip(".")


def _load_report(command: str) -> type[Report]:
    module, name = REPORTS[command].split(":")
    report: type[Report] = getattr(import_module(module), name)
    return report


def _describe(kind: Any) -> _Schema:
    """Describe a type: of a field, or of what it has."""
    args, origin = get_args(kind), get_origin(kind)
    if origin is UnionType:
        return {"anyOf": [_describe(one) for one in args]}
    if origin is Literal:
        return {"enum": list(args)}
    if origin is tuple and args[1:] == (Ellipsis,):
        return {"type": "array", "items": _describe(args[0])}
    if kind is Report:  # a class for each command
        return {}
    if is_dataclass(kind) and isinstance(kind, type):
        return _describe_record(kind)
    return dict(_PLAIN[kind])


def _describe_record(record: type) -> _Schema:
    names = record.__dataclass_fields__  # type: ignore[attr-defined] # it is a dataclass
    members = {name: one for name, one in find_members(record).items() if name in names}
    return {
        "description": _join(inspect.getdoc(record) or ""),
        "type": "object",
        "properties": {
            name: {**({"description": _join(about)} if about else {}), **_describe(kind)}
            for name, (kind, about) in members.items()
        },
        "required": list(members),
        "additionalProperties": False,
    }


def _join(docstring: str) -> str:
    return " ".join(docstring.split()).replace("``", "`")


FILES: Mapping[str, Callable[[], str]] = {
    f"docs/schemas/{command}.json": partial(make_schema, command) for command in REPORTS
}
"""The schemas, by the file that each is written to."""

PARTS: Mapping[str, Callable[[], str]] = {"reports": list_reports}
"""What ``generate_docs`` puts between the lines with its name."""
