"""What tests share: real papers, the shared folder, and a site to work on."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.hosts import Host, open_host

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def digest_text() -> str:
    """The real Daily Papers page: 115 papers."""
    return (DATA / "2025-09-17.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def nasty() -> list[dict[str, str]]:
    """Real papers chosen for the trouble their text makes."""
    lines = (DATA / "nasty.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout that holds the corpus; CI always has it."""
    if not SHARED.is_dir():
        message = f"needs {SHARED.name}/ beside the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> list[dict[str, str]]:
    """All 15,902 papers of the corpus."""
    with gzip.open(shared / "corpus" / "hf-daily-papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for a site; the person stands in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def host() -> Iterator[Host]:
    """A host that says what a test wants."""
    with open_host() as found:
        yield found


@pytest.fixture
def papers(site: Path) -> Path:
    """Three papers on two days of one week; two share a slug."""
    for name in ("2025-09-16/a", "2025-09-16/b", "2025-09-17/a"):
        path = site / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Of {name}\n---\n\nText.\n")
    (site / "content" / "site.yaml").write_text("base_url: https://a.example\n")
    return site / "content"
