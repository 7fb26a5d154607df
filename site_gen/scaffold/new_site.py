"""Where a new site may be, and writing it: what is there already is never written over."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from site_gen.model import OutputError, Problem
from site_gen.system.files import explain_unwritable, is_missing, shown

# What a folder may hold and still be new: a repository that was just made, and its tools.
_KEPT = ("README.md", ".gitignore")
_MAY_BE_THERE = ("readme", "license", "licence", "copying")
_MOST_NAMED = 3
_WAY_OUT = "expected an empty folder, as 'site-gen init NEW-FOLDER'"
_MOVE_IT = "is there already, and is left; move it away, or use 'site-gen init NEW-FOLDER'"


def check_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Raise OutputError where a new site with these files cannot be written to a folder."""
    if problems := list(_find_problems(folder, files)):
        raise OutputError(*problems)


def write_site(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files of a new site, by path; give those that were there already, and are left.

    Raises OutputError; then nothing that was written stays.
    """
    kept: list[str] = []
    made: list[Path] = []
    target = folder
    try:
        for name, text in files.items():
            target = folder / name
            if name in _KEPT and not is_missing(target):
                kept.append(name)
                continue
            _make_folders(target.parent, made)
            # 'x': a file that came meanwhile is not written over.
            with target.open("x", encoding="utf-8", newline="\n") as file:
                made.append(target)
                file.write(text)
    except BaseException as err:  # also at Ctrl-C
        _take_back(made)
        if isinstance(err, OSError):
            raise explain_unwritable(target, err.strerror) from err
        raise
    return kept


def _find_problems(folder: Path, files: Mapping[str, str]) -> Iterator[Problem]:
    paths = (folder, *folder.absolute().parents)
    above = next(path for path in paths if not is_missing(path))
    if not above.is_dir():
        yield Problem(shown(above), 0, f"not a folder; {_WAY_OUT}")
    elif not os.access(above, os.W_OK | os.X_OK):
        yield from explain_unwritable(above, "Permission denied").problems
    elif above is folder:
        yield from _find_others(folder, files)


def _find_others(folder: Path, files: Mapping[str, str]) -> Iterator[Problem]:
    """Find what a folder holds that a new site must not: its own files, or those of anything."""
    there = [name for name in files if name not in _KEPT and not is_missing(folder / name)]
    for name in there:
        yield Problem(shown(folder / name), 0, _MOVE_IT)
    tops = {Path(name).parts[0] for name in there}
    names = (path.name for path in folder.iterdir())
    strange = sorted(name for name in names if _is_strange(name) and name not in tops)
    if strange:
        more = f" and {len(strange) - _MOST_NAMED} more" if len(strange) > _MOST_NAMED else ""
        named = ", ".join(strange[:_MOST_NAMED])
        yield Problem(shown(folder), 0, f"not empty: it holds {named}{more}; {_WAY_OUT}")


def _is_strange(name: str) -> bool:
    """Whether a folder with a file of that name is in use for something else."""
    return name[:1] != "." and not name.lower().startswith(_MAY_BE_THERE)


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [path for path in (folder, *folder.parents) if is_missing(path)]
    for path in reversed(missing):
        path.mkdir()
        made.append(path)


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:  # somebody put a file into it
            continue
