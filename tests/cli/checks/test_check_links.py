from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.system.links import probe
from tests.hosts import Host, open_host, say


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


@pytest.fixture(autouse=True)
def without_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_PAUSE", 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1758100000")  # 2025-09-17


def write(papers: Path, host: Host) -> None:
    for day in ("2025-09-16", "2025-09-17"):
        (papers / f"{day}/digest.yaml").write_text("papers: [a]\n")
    (papers / "2025-09-16/b.md").unlink()
    text = (papers / "2025-09-16/a.md").read_text()
    (papers / "2025-09-16/a.md").write_text(f"{text}\n[x]({host.url}/a) and {host.url}/b\n")


def test_no_host_is_asked_unless_that_is_wanted(papers: Path) -> None:
    with open_host() as host:
        write(papers, host)
        assert run("check").exit_code == 0
        assert host.requests == []


def test_links_are_asked_for_once_a_week(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_host() as host:
        host.answers = [say(200), say(404)]
        write(papers, host)
        done = run("check", "--links")
        assert done.stdout == (
            f"content/2025-09-16/a.md:7: '{host.url}/b' says 404 Not Found; expected a page "
            "[warning]\n"
        )
        assert done.stderr == (
            "Asking other hosts for 2 links ...\n"
            "2 links at other hosts: 1 lead to something, 1 to nothing, 0 in doubt; 2 asked now\n"
            "0 errors, 1 warning\n"
        )
        assert done.exit_code == 0
        asked = len(host.requests)
        assert asked == 3  # the second with HEAD and GET
        again = run("check", "--links")
        assert (again.stdout, len(host.requests)) == (done.stdout, asked)

        monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{1758100000 + 7 * 86400}")
        host.answers = [say(200)]
        assert run("check", "--links").stdout == ""
        assert len(host.requests) == asked + 2
