"""Reports as JSON: what a command prints with ``--json``."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from site_gen.cli.reports.report import Report
from site_gen.model import Problem
from site_gen.system.files import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a command prints with ``--json``."""

    command: str
    """The command, such as ``import``; empty if none was recognised."""
    exit_code: int
    """The code that the program ends with: docs/commands.md lists them."""
    errors: tuple[Problem, ...] = ()
    """What stopped the command."""
    report: Report | None = None
    """What the command did; ``null`` if it was stopped."""


def format_document(document: Document, site: Path) -> str:
    """Write a document as JSON, with the paths of a site relative to its folder.

    Dates are ISO 8601. All characters but ASCII are escaped: a pipe may have any encoding.
    """
    return json.dumps(_Encoder(site).encode(document), indent=2)


class _Encoder:
    def __init__(self, site: Path) -> None:
        self._site = site.absolute()
        self._prefix = f"{shown(site)}/"

    def encode(self, value: object) -> Any:
        """Make a value of what JSON has."""
        if isinstance(value, Problem):
            return {**asdict(value), "path": value.path.removeprefix(self._prefix)}
        if is_dataclass(value):
            return {one.name: self.encode(getattr(value, one.name)) for one in fields(value)}
        if isinstance(value, Path):
            return self._encode_path(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Iterable) and not isinstance(value, str):
            return [self.encode(one) for one in value]
        return value

    def _encode_path(self, path: Path) -> str:
        path = path.absolute()
        is_inside = path.is_relative_to(self._site)
        return (path.relative_to(self._site) if is_inside else path).as_posix()
