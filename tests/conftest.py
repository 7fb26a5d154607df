"""What tests share: real papers and a site to work on."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from scripts.sample_corpus import SAMPLE, read_rows
from tests.hosts import Host, open_host

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared/corpus/hf-daily-papers.jsonl.gz"
"""The 15,902 papers that the sample was chosen from. They are not in this repository."""

# A build of packages may set it to a day of long ago, on which the digests of tests are to come.
os.environ.pop("SOURCE_DATE_EPOCH", None)
# Hosts of tests are on this machine, and no proxy leads to them.
for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[name]
# A shell without job control starts what runs in the background with Ctrl-C ignored, and programs
# that tests start would inherit that: a test that interrupts one would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def digest_text() -> str:
    """The real Daily Papers page: 115 papers."""
    return (DATA / "2025-09-17.txt").read_bytes().decode()


@pytest.fixture(scope="session")
def sample() -> list[dict[str, Any]]:
    """The 300 papers of the corpus whose text makes the most trouble."""
    return read_rows(SAMPLE)


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(SAMPLE, id="sample"),
        pytest.param(
            CORPUS,
            id="corpus",
            marks=pytest.mark.skipif(not CORPUS.is_file(), reason="needs the full corpus"),
        ),
    ],
)
def corpus_path(request: pytest.FixtureRequest) -> Path:
    """The sample; then the full corpus too, where it is beside the checkout."""
    path: Path = request.param
    return path


@pytest.fixture(scope="session")
def corpus(corpus_path: Path) -> list[dict[str, Any]]:
    """The papers of the sample, then those of the full corpus."""
    return read_rows(corpus_path)


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
