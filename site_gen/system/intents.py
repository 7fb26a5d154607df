"""An intent <-> its text: what a transaction is to write, in lines of JSON.

The first line says how many files follow. A line each gives the path of a file, the hash of what
was there before, and what it becomes; nothing where the file goes.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from site_gen.model import InputError, Problem

_FORMAT = 1
_is_token = re.compile(r"[0-9a-f]{16}").fullmatch
_is_hash = re.compile(r"[0-9a-f]{32}").fullmatch


@dataclass(frozen=True, slots=True)
class Step:
    """One file: its path below the folder, the hash of what was there, and what it becomes.

    ``old`` is None where there was no file, ``new`` where there will be none.
    """

    path: str
    old: str | None
    new: bytes | None


@dataclass(frozen=True, slots=True)
class Intent:
    """What a transaction is to write, in this order; ``token`` is in the names of staged files."""

    token: str
    steps: tuple[Step, ...]


def hash_new(data: bytes | None) -> str | None:
    """Give the hash of what a file becomes; None where it goes."""
    return None if data is None else hash_bytes(data)


def hash_bytes(data: bytes) -> str:
    """Give the hash by which an intent knows the content of a file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def format_intent(intent: Intent) -> str:
    """Give the text of an intent. What files become must be text in UTF-8."""
    rows: list[dict[str, Any]] = [
        {"format": _FORMAT, "token": intent.token, "files": len(intent.steps)}
    ]
    rows += [
        {"path": one.path, "old": one.old, "new": None if one.new is None else one.new.decode()}
        for one in intent.steps
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def parse_intent(path: str, text: str) -> Intent:
    """Read an intent; ``path`` labels the InputError that says what is wrong with its text."""
    lines = text.split("\n")
    head = _load(path, 1, lines[0])
    token, files = head.get("token"), head.get("files")
    if not (
        head.get("format") == _FORMAT
        and isinstance(token, str)
        and _is_token(token)
        and files == len(lines) - 2
        and lines[-1] == ""
    ):
        raise _damaged(path, 1)
    rows = enumerate(lines[1:-1], start=2)
    return Intent(token, tuple(_parse_step(path, number, line) for number, line in rows))


def _parse_step(path: str, number: int, line: str) -> Step:
    row = _load(path, number, line)
    name, old, new = row.get("path"), row.get("old"), row.get("new")
    is_right = isinstance(name, str) and isinstance(new, str | None) and _is_inside(name)
    is_change = not (old is new is None)
    if not is_right or not is_change or not (old is None or _is_text_hash(old)):
        raise _damaged(path, number)
    return Step(str(name), old, None if new is None else str(new).encode())


def _is_text_hash(old: Any) -> bool:
    return isinstance(old, str) and bool(_is_hash(old))


def _is_inside(name: str) -> bool:
    """Whether a path stays below its folder: an intent may come from a stranger's repository."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and "/".join(parts) == name
        and ".." not in parts
        and not name.startswith("/")
        and not set("\\:\0") & set(name)
    )


def _load(path: str, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise _damaged(path, number)
    return row


def _damaged(path: str, number: int) -> InputError:
    message = (
        "not what site-gen writes here; expected the files of a command that was broken off: "
        "delete this file, look at content/, and run that command again"
    )
    return InputError(Problem(path, number, message))
