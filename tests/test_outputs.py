import subprocess
import sys
from pathlib import Path

import pytest

from site_gen import ledger, outputs
from site_gen.errors import OutputError

HOLD = """
import sys, time
from pathlib import Path
from site_gen.outputs import lock
with lock(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_strangers_folder_is_refused_unless_forced(site: Path) -> None:
    (site / "public").mkdir()
    outputs.check(site, site / "public", is_forced=False)
    (site / "public" / "mine.txt").write_text("mine")

    with pytest.raises(OutputError, match="holds files that site-gen did not write; .*--force"):
        outputs.check(site, site / "public", is_forced=False)
    outputs.check(site, site / "public", is_forced=True)
    (site / "public" / ".site-gen").mkdir()
    outputs.check(site, site / "public", is_forced=False)


@pytest.mark.parametrize("name", ["templates", "content"])
def test_links_that_lead_in_a_circle_do_not_stop_the_check(site: Path, name: str) -> None:
    (site / name).symlink_to(name)
    outputs.check(site, site / "public", is_forced=False)


def test_the_second_build_waits_and_a_lock_dies_with_its_process(site: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(site / "public")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        waited = []

        def wait() -> None:
            waited.append(1)
            holder.kill()

        with outputs.lock(site / "public", wait):
            assert waited == [1]


def test_staging_is_empty_and_leaves_nothing(site: Path) -> None:
    (site / ".public.site-gen").mkdir()
    (site / ".public.site-gen" / "left").write_text("by a build that was killed")

    with outputs.staging(site / "public") as folder:
        assert list(folder.iterdir()) == []
        (folder / "x").write_text("")
    assert list(site.iterdir()) == []


def test_a_journal_puts_files_in_doubt(site: Path) -> None:
    outputs.begin(site, ["a/index.html"], ["b"])
    assert outputs.read_last(site).doubtful == {"a/index.html", "b"}

    (site / ledger.JOURNAL).write_text("{not whole")
    assert outputs.read_last(site).doubtful == frozenset()
