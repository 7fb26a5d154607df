"""What is installed is enough: a folder with only content/ becomes a site."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from site_gen.cli.help import GUIDES, REFERENCE
from tests.conftest import ROOT


def test_the_wheel_alone_builds_a_site(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    assert {"site_gen/templates/base.html", "site_gen/templates/static/style.css",
            "site_gen/topics.yaml", "site_gen/py.typed"} <= names  # fmt: skip
    assert not [
        name for name in names if name.startswith(("tests", "testing", "content", "benchmarks"))
    ]

    assert {f"site_gen/docs/guides/{topic}.md" for topic in GUIDES} <= names
    assert {f"site_gen/docs/{topic}.md" for topic in REFERENCE} <= names

    for words in (
        ["help", "tutorial"],
        ["init", "new", "--host", "cloudflare"],
        ["-C", "new", "build"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "site_gen", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.startswith("new/public: 3 papers of 1 day on 18 pages; ")
    assert (tmp_path / "new/.github/workflows/daily.yml").is_file()

    entry = tmp_path / "site" / "content" / "2025-09-17" / "a.md"
    entry.parent.mkdir(parents=True)
    entry.write_text("---\ntitle: A paper\n---\n\nText.\n")
    done = subprocess.run(
        [sys.executable, "-m", "site_gen", "build", "--base-url", "https://a.example"],
        cwd=tmp_path / "site",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("public: 1 paper of 1 day on 14 pages; ")
    page = (tmp_path / "site/public/2025-09-17/a/index.html").read_text(encoding="utf-8")
    assert "A paper" in page
    assert list(tmp_path.glob("site/public/assets/style.*.css"))
    assert "Content-Security-Policy" in (tmp_path / "site/public/_headers").read_text()
