"""The same source gives the same wheel and the same source distribution, byte for byte."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT

LEFT_OUT = (".git", ".venv", ".cache", "public", "dist", "__pycache__", ".*_cache", ".hypothesis")
# As in a shell, where a person or a workflow types it.
BUILD = 'umask "$1"; exec "$2" -m hatchling build -d "$3" -t wheel -t sdist'


def copy_source(folder: Path, umask: int, order: Callable[[list[str]], list[str]]) -> None:
    """Copy the source as a clone has it: files are made in an order, with the modes of a umask."""
    skip = shutil.ignore_patterns(*LEFT_OUT)
    names = [
        (Path(at) / name).relative_to(ROOT).as_posix()
        for at, _, files in os.walk(ROOT)
        for name in files
    ]
    for name in order(sorted(names)):
        parts = Path(name).parts
        if skip("", list(parts)):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
        is_program = os.access(ROOT / name, os.X_OK)
        target.chmod((0o777 if is_program else 0o666) & ~umask)


def build(source: Path, umask: int, variables: Mapping[str, str]) -> Mapping[str, bytes]:
    out = source.parent / f"dist-{source.name}"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        ["sh", "-c", BUILD, "sh", f"{umask:03o}", sys.executable, str(out)],
        cwd=source,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in out.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="needs sh")
def test_two_builds_are_equal(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "a" / "longer päth"
    copy_source(one, 0o022, lambda names: names)
    copy_source(other, 0o077, lambda names: names[::-1])
    plain = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "PYTHONUTF8": "0"}
    odd = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1234"}
    first, second = build(one, 0o022, plain), build(other, 0o077, odd)

    assert sorted(name.rsplit(".", 1)[-1] for name in first) == ["gz", "whl"]
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []

    (archive,) = (tmp_path / "dist-one").glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert build(unpacked, 0o022, plain) == first, "the source distribution builds others"
