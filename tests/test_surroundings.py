"""What surrounds a build changes no byte of it; and no damage to its files ends in a traceback."""

import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.cli import cli
from testing.trees import read_tree
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")

PAPERS = {
    "2025-08-31/a": "title: Über 'große' Modelle\nauthors: [Ada Lovelace, José García, 李明]\n"
                    "topics: [C++, 视频]\norganization: ETH Zürich",
    "2025-08-31/b": "title: On $x^2$ \\& more\nauthors: [Ada Lovelace]\nkeywords: [b, a]",
    "2025-09-01/c": "title: A third\nauthors: [Ada Lovelace, İlker I.]\nupvotes: 7",
    "2025-12-31/d": "title: A fourth\nvenue: NeurIPS 2025\nlinks: {code: 'https://a.example/x'}",
}  # fmt: skip
UMASKS, ZONES, LOCALES = (
    ("000", "022", "077"),
    ("UTC", "Pacific/Kiritimati"),
    ("C", "C.UTF-8", "tr"),
)
CONFIGURATIONS = [*product(UMASKS, ZONES, LOCALES)]


def write(site: Path, names: list[str]) -> None:
    for name in names:
        path = site / f"content/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{PAPERS[name]}\n---\n\nWords of {name}, video diffusion.\n", "utf-8")
    settings = "base_url: https://a.example\nauthor_pages: 1\norganization_pages: 1\n"
    (site / "content/site.yaml").write_text(settings)


def build_in(number: int, site: Path, settings: tuple[str, str, str]) -> dict[str, str]:
    """Build a site as another machine would; give its files."""
    umask, zone, locale = settings
    write(site, random.Random(number).sample(sorted(PAPERS), len(PAPERS)))
    age = 1_000_000_000 + number
    for path in site.rglob("*"):
        os.utime(path, (age, age))
    env = {"PATH": os.environ["PATH"], "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(ROOT),
           "PYTHONHASHSEED": str(number * 7919), "HOME": str(site), "PYTHONUTF8": str(number % 2),
           "COLUMNS": str(40 + number), "USER": f"user{number}"}  # fmt: skip
    if number % 3 == 0:
        env["SOURCE_DATE_EPOCH"] = str(age + 800_000_000)  # 2027: no day of the site is to come
    words = ["build", "--jobs", str(1 + number % 2), *(["--full"] if number % 5 == 0 else [])]
    line = f'umask {umask}; exec "$0" -m site_gen -C "$1" {" ".join(words)}'
    done = subprocess.run(
        ["sh", "-c", line, sys.executable, str(site)],
        env=env, cwd=(site, "/")[number % 2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for path in (site / "public").rglob("*"):  # a folder may be more open, by its umask
        expected = 0o755 if path.is_dir() else 0o644
        assert stat.S_IMODE(path.stat().st_mode) & expected == expected, path
    return read_tree(site / "public")


def test_18_configurations_give_the_same_bytes(tmp_path: Path) -> None:
    assert len(CONFIGURATIONS) == 18
    places = ("site", "a b", "ünïcode", "deep/er/site")
    trees = [
        build_in(number, tmp_path / f"{number}" / places[number % len(places)], settings)
        for number, settings in enumerate(CONFIGURATIONS)
    ]
    assert len(trees[0]) > 50
    assert any("pagefind" in name for name in trees[0])
    assert [number for number, tree in enumerate(trees) if tree != trees[0]] == []


def test_another_site_has_other_bytes(tmp_path: Path) -> None:
    first = build_in(0, tmp_path / "a", CONFIGURATIONS[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PAPERS, "2025-12-31/d", "title: Another")
        assert build_in(0, tmp_path / "b", CONFIGURATIONS[0]) != first


# --- Damage


def _put(data: bytes) -> Callable[[Path, random.Random], object]:
    return lambda path, _: path.write_bytes(data)


def _turn(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(min(9, len(data))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data) + 1)])


def _become_folder(path: Path, _: random.Random) -> None:
    path.unlink()
    (path / "x").mkdir(parents=True)


def _become_link(path: Path, _: random.Random) -> None:
    path.unlink()
    path.symlink_to(path.name)


DAMAGES: Mapping[str, Callable[[Path, random.Random], object]] = {
    "gone": lambda path, _: path.unlink(), "empty": _put(b""), "cut": _cut, "bits": _turn,
    "other": _put(b"{}\0" * 999), "a folder": _become_folder, "a circle": _become_link,
}  # fmt: skip


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, words, prog_name="site-gen")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stderr


def test_100_damaged_files_of_the_last_build_end_in_no_traceback(site: Path) -> None:
    write(site, sorted(PAPERS))
    assert run("build", "--no-search")[0] == 0
    shutil.copytree("public", "good")
    shutil.copytree(".cache", "kept")
    chance, damages = random.Random(20251231), [*DAMAGES.values()]
    for number in range(25):
        files = [path for top in ("public", ".cache") for path in sorted(Path(top).rglob("*"))]
        mine = [path for path in files if path.is_file() and not path.is_symlink()]
        for path in chance.sample(mine, 4):
            chance.choice(damages)(path, chance)
        text = f"---\ntitle: A fifth\n---\n\nWords {number}.\n"
        Path("content/2025-12-31/e.md").write_text(text)
        code, said = run("build", "--no-search")
        assert code in {0, 1}
        assert said.count("\n") <= 1 + 4 * code, said
        if code:  # what stands in the way is named, and is not ours to remove
            assert "public" in said or ".cache" in said
        if number % 5 == 4:
            for folder, good in (("public", "good"), (".cache", "kept")):
                shutil.rmtree(folder)
                shutil.copytree(good, folder)
    Path("content/2025-12-31/e.md").unlink()
    shutil.rmtree("public")
    assert run("build", "--no-search", "--full")[0] == 0
    assert read_tree(Path("public")) == read_tree(Path("good"))
