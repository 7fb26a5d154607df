"""The Pagefind program that is installed."""

from importlib import import_module
from pathlib import Path

from site_gen.model import Problem, ToolError


def find_pagefind() -> Path:
    """Give the path of the Pagefind program. Raises ToolError when it is not installed."""
    try:
        # By name, because the package has no types and may be missing.
        return Path(import_module("pagefind_bin").get_executable())
    except (ImportError, FileNotFoundError):
        message = (
            "the Pagefind program is missing; expected it from 'pip install \"pagefind[bin]\"'"
        )
        raise ToolError(Problem("", 0, f"{message}; --no-search builds without it")) from None


def load_version() -> str:
    """Give the version of Pagefind; empty when it is not known."""
    # It loads a parser for mail: not for a build without search.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("pagefind_bin")
    except PackageNotFoundError:
        return ""
