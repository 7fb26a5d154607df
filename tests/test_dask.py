"""A cluster is one more executor: the same functions, the same bytes."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dask
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

from site_gen.build.manifest.database import manifest_path
from site_gen.cli import cli
from site_gen.model.errors import ToolError
from site_gen.system.workers import Dask

ENTRY = "---\ntitle: {title}\n---\n\nAbout {title}, at https://x.y/z, and $x^2$.\n"


@pytest.fixture
def cluster() -> Iterator[str]:
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=logging.CRITICAL,
    ) as made:
        yield made.scheduler_address


@pytest.mark.filterwarnings("default")  # its own threads and sockets
def test_a_cluster_builds_the_same_bytes(site: Path, cluster: str) -> None:
    for month in range(1, 7):
        folder = site / "content" / f"2025-{month:02}-03"
        folder.mkdir(parents=True)
        for slug in ("a", "b"):
            (folder / f"{slug}.md").write_text(ENTRY.format(title=f"{slug} {month}"))
    (site / "content/site.yaml").write_text("base_url: https://a.example\n")
    runner = CliRunner()
    done = runner.invoke(cli, ["build", "--output", "here"])
    assert done.exit_code == 0, done.output
    arguments = ["build", "--output", "there", "--executor", "dask", "--scheduler", cluster]
    done = runner.invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    with closing(sqlite3.connect(manifest_path(site, site / "there"))) as connection, connection:
        connection.execute("UPDATE day SET date = 'x' WHERE date LIKE '2025-03%'")
    (site / "content" / "2025-03-03" / "a.md").write_text(ENTRY.format(title="edited"))
    assert runner.invoke(cli, ["build", "--output", "here"]).exit_code == 0
    done = runner.invoke(cli, arguments)
    assert (done.exit_code, "the record of the last build is damaged" in done.stderr) == (0, True)
    (site / "content" / "2025-03-03" / "a.md").write_text("no front matter")
    done = runner.invoke(cli, arguments)

    assert done.exit_code == 1
    assert done.stderr.startswith("content/2025-03-03/a.md:1: no front matter; ")
    files = {
        name: {
            p.relative_to(site / name): p.read_bytes()
            for p in (site / name).rglob("*")
            if p.is_file() and ".site-gen" not in p.parts
        }
        for name in ("here", "there")
    }
    assert len(files["here"]) > 30
    assert files["here"] == files["there"]


@pytest.mark.filterwarnings("default")
def test_a_cluster_whose_workers_die_is_told(cluster: str) -> None:
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with (
        pytest.raises(ToolError, match=rf"^{cluster}: lost what it was building \(KilledWorker\)"),
        Dask(cluster) as executor,
    ):
        list(executor.map(os._exit, [1]))
    # The cluster starts other workers in their place, and cannot end while it does.
    with Client(cluster) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(2, timeout=60)


def test_a_cluster_and_its_address_belong_together(site: Path) -> None:
    done = CliRunner().invoke(cli, ["build", "--executor", "dask"])

    assert done.exit_code == 2
    assert "--executor dask and --scheduler URL belong together" in done.stderr
    assert list(site.iterdir()) == []
