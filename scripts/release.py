"""What a release needs: ``python -m scripts.release check TAG``, and ``... build FOLDER``.

``check`` compares a tag such as ``v0.2.0`` with the version in pyproject.toml, in the program and
in CHANGELOG.md. ``build`` makes the wheel and the source distribution twice, the second time from
the unpacked first one and in another environment, and compares their bytes. The workflow
``release.yml`` runs both. ``check`` needs nothing but Python.
"""

import argparse
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PROGRAM = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_RELEASED = re.compile(r"^## (\d\S*) - \d{4}-\d\d-\d\d$", re.MULTILINE)
# Each build has what differs between machines: who runs it, and where.
_PLAIN = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}
_OTHER = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1234"}


def find_problems(tag: str, root: Path = ROOT) -> Iterator[str]:
    """Yield what in a folder does not have the version that a tag names."""
    with (root / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    if tag != f"v{version}":
        yield f"the tag is {tag}; expected v{version}, as in pyproject.toml"
    program = _PROGRAM.search((root / "site_gen/__init__.py").read_text(encoding="utf-8"))
    if not program or program[1] != version:
        yield f"site_gen/__init__.py has another version; expected {version}"
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if version not in _RELEASED.findall(changes):
        yield f"CHANGELOG.md has no line '## {version} - YYYY-MM-DD'; expected the day of release"


def build(source: Path, out: Path, umask: int, variables: Mapping[str, str]) -> dict[str, bytes]:
    """Build a source folder into another folder; give the files by name."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(out), "-t", "wheel", "-t", "sdist"],
        cwd=source,
        env={**kept, **variables},
        umask=umask,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def build_twice(root: Path, out: Path) -> Sequence[str]:
    """Build a folder into ``out``; give the names of the files that a second build made otherwise.

    Raises ValueError where ``out`` is not empty: old files would be released too.
    """
    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty; expected a new folder")
    first = build(root, out.absolute(), 0o022, _PLAIN)
    with tempfile.TemporaryDirectory() as name:
        (archive,) = out.glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(Path(name) / "source", filter="data")
        (source,) = (Path(name) / "source").iterdir()
        second = build(source, Path(name) / "dist", 0o077, _OTHER)
    return [one for one in first.keys() | second.keys() if first.get(one) != second.get(one)]


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Check a tag, or build twice; 1 where something is not as it must be."""
    parser = argparse.ArgumentParser(description="Check and build a release.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("tag")
    commands.add_parser("build").add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    if asked.command == "check":
        problems = list(find_problems(asked.tag, root))
    else:
        problems = [
            f"{name}: a second build has other bytes; expected the same"
            for name in build_twice(root, asked.folder)
        ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
