"""Write the newest versions of all dependencies, with their hashes, into ``requirements/``.

``python -m scripts.upgrade`` looks for new versions within the ranges of pyproject.toml. With
``--keep`` it keeps the versions that are listed and only adds or removes packages, after a change
of these ranges. Each list holds what builds the project too, so an installation takes nothing that
has no hash.

The lists are for every system and every Python that is supported. All Pythons get the same
version of a package, so that tests on one of them say something about the others.
"""

import argparse
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEVELS: Mapping[str, tuple[str, ...]] = {
    "tools": ("dev", "tools"),
    "dev": ("dev",),
    "site": (),
}
"""The lists by name, and the extras of pyproject.toml that each holds. The first holds all: the
others take their versions from it, so one environment can grow into the next."""

_COMPILE = (
    "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11",
    "--fork-strategy", "fewest", "--custom-compile-command", "make upgrade",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Write the lists; the exit code is 1 where a version cannot be found."""
    parser = argparse.ArgumentParser(description="Write requirements/.")
    parser.add_argument("--keep", action="store_true", help="keep the versions that are listed")
    is_kept = parser.parse_args(arguments).keep
    backend = "\n".join(read_backend(ROOT))
    settings = read_pip_settings()
    for level, extras in LEVELS.items():
        words = [word for extra in extras for word in ("--extra", extra)]
        if level == "tools":
            words += [] if is_kept else ["--upgrade"]
        else:
            words += ["--constraints", "requirements/tools.txt", "--no-annotate"]
        command = [*_COMPILE, *words, "-o", f"requirements/{level}.txt", "pyproject.toml", "-"]
        done = subprocess.run(
            [sys.executable, "-m", "uv", *command],
            cwd=ROOT,
            input=backend,
            text=True,
            env={**settings, **os.environ},
            check=False,
        )
        if done.returncode:
            return 1
    return 0


def read_backend(root: Path) -> Sequence[str]:
    """Give the requirements of what builds the project in a folder: ``hatchling>=1.26``."""
    with (root / "pyproject.toml").open("rb") as file:
        return tuple(tomllib.load(file)["build-system"]["requires"])


def read_pip_settings() -> Mapping[str, str]:
    """Give pip's settings of how an index is reached, as the environment variables of uv.

    uv reads no configuration of pip; without this, both could ask different indexes.
    """
    names = {
        "UV_DEFAULT_INDEX": ("global.index-url", "install.index-url", ":env:.index-url"),
        "SSL_CERT_FILE": ("global.cert", "install.cert", ":env:.cert"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True
    )
    found = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    values = {
        name: [found[key].strip("'\"") for key in keys if key in found]
        for name, keys in names.items()
    }
    return {name: chosen[-1] for name, chosen in values.items() if chosen}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
