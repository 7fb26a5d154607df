"""The record of the last build: which files in an output folder are ours."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

NAME = ".site-gen.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The files we wrote, by output path, and the fingerprint of what the search indexes."""

    paths: frozenset[str] = frozenset()
    search: str = ""


def parse_ledger(text: str) -> Ledger | None:
    """Read a ledger; None when it is not one of ours."""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        return None
    paths, search = data.get("paths"), data.get("search")
    if not isinstance(paths, list) or not isinstance(search, str) or not _are_ours(paths):
        return None
    return Ledger(paths=frozenset(paths), search=search)


def format_ledger(ledger: Ledger) -> str:
    """Write a ledger."""
    data = {"format": _FORMAT, "search": ledger.search, "paths": sorted(ledger.paths)}
    return json.dumps(data, indent=0) + "\n"


def _are_ours(paths: Iterable[object]) -> bool:
    return all(
        isinstance(path, str) and path and not path.startswith("/") and ".." not in path.split("/")
        for path in paths
    )
