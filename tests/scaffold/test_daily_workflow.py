"""The workflow of a new site, run day by day against recorded answers of Hugging Face."""

import json
import sqlite3
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme
from click.testing import CliRunner

from site_gen import __version__
from site_gen.cli import cli
from site_gen.model import SMALL_ARCHIVE, count
from tests.conftest import DATA
from tests.hosts import Host, open_host, open_proxy, say
from tests.scaffold.sandbox import Run, Sandbox

DAY_TWO = datetime.now(UTC).date()
DAY_ONE = DAY_TWO - timedelta(days=1)
OLD_DAY = "2024-05-27"


class Api:
    """Hugging Face as it answered once: a list of papers for a day; others have none."""

    def __init__(self, host: Host) -> None:
        self.days: dict[date, list[object]] = {}
        self.failing: set[date] = set()
        self._host = host
        host.answers = [self._answer]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        day = _find_day(handler.path)
        rows = json.dumps(self.days.get(day, [])).encode()
        say(404 if day in self.failing else 200, rows)(handler)

    def take_asked(self) -> list[date]:
        """Give the days that were asked for since this was asked last."""
        days = [_find_day(path) for path, _ in self._host.asked]
        self._host.asked.clear()
        return days


def _find_day(path: str) -> date:
    return date.fromisoformat(parse_qs(urlsplit(path).query)["date"][0])


@pytest.fixture
def source(api: tuple[Api, dict[str, str]]) -> Api:
    return api[0]


def read_recorded(day: str, most: int) -> list[object]:
    """Read the first papers of a recorded answer."""
    rows: list[object] = json.loads((DATA / f"recorded/hf_api/{day}.json").read_bytes())
    return rows[:most]


@pytest.fixture
def api(tmp_path: Path) -> Iterator[tuple[Api, dict[str, str]]]:
    """The API at its real address, and the variables that lead there: no option names it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("huggingface.co").configure_cert(tls)
    with open_host(tls) as host:
        port = int(host.url.rpartition(":")[2])
        with open_proxy({"huggingface.co:443": port}) as proxy:
            found = Api(host)
            found.days = {
                DAY_ONE: read_recorded("2026-06-03", 4),
                DAY_TWO: read_recorded("2025-12-11", 3),
            }
            yield found, {"https_proxy": proxy, "SSL_CERT_FILE": str(tmp_path / "ca.pem")}


@pytest.fixture
def start(
    tmp_path: Path, api: tuple[Api, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Sandbox]:
    """Make a new site with a day of long ago, and push it."""

    def make(host: str) -> Sandbox:
        monkeypatch.chdir(tmp_path)
        archive = tmp_path / "archive.json"
        archive.write_text(json.dumps(read_recorded(OLD_DAY, 3)))
        for command in (
            ["init", "site", "--host", host, "--base-url", "https://papers.example.com",
             "--install-from", f"site-gen=={__version__}", "--yes"],
            ["-C", "site", "import", "--date", OLD_DAY, str(archive)],
        ):  # fmt: skip
            assert CliRunner().invoke(cli, command).exit_code == 0
        sandbox = Sandbox(tmp_path, api[1])
        sandbox.push(tmp_path / "site")
        return sandbox

    return make


def run_on(sandbox: Sandbox, day: date, event: str = "schedule", **env: str) -> Run:
    """Run the workflow in the morning of a day."""
    morning = datetime.combine(day, time(6, 37), UTC)
    return sandbox.run(event, SOURCE_DATE_EPOCH=f"{morning.timestamp():.0f}", **env)


def read_site(folder: Path) -> dict[str, bytes]:
    """Read all files of a site but the one that names the build."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != ".site-gen")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_keys(cache: Path, table: str, name: str) -> dict[str, str]:
    """Read what outputs depend on, from a cache's manifest: what has a new key is made again."""
    (manifest,) = (cache / ".cache/site-gen").glob("*.sqlite")
    with closing(sqlite3.connect(manifest)) as connection:
        return dict(connection.execute(f"SELECT {name}, input_key FROM {table}"))


def find_new(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """Name what is new or has another value than before."""
    return {name for name, value in after.items() if before.get(name) != value}


def list_commits(sandbox: Sandbox) -> list[str]:
    log = sandbox.git("log", "--reverse", "--format=%an: %s", "main", folder=sandbox.remote)
    return log.splitlines()


def build_anew(sandbox: Sandbox, folder: Path) -> dict[str, bytes]:
    """Build what is in the repository, without any cache, at the second day."""
    sandbox.git("clone", "--quiet", str(sandbox.remote), str(folder))
    env = {"SOURCE_DATE_EPOCH": str(int(datetime.combine(DAY_TWO, time(), UTC).timestamp()))}
    assert CliRunner().invoke(cli, ["-C", str(folder), "build"], env=env).exit_code == 0
    return read_site(folder / "public")


@pytest.mark.parametrize("host", ["github-pages", "cloudflare"])
def test_the_second_day_fetches_renders_and_commits_what_is_new(
    tmp_path: Path, source: Api, start: Callable[[str], Sandbox], host: str
) -> None:
    sandbox = start(host)
    first = run_on(sandbox, DAY_ONE)
    assert first.is_green, first.printed
    assert len(source.take_asked()) >= 14
    site, pages = read_site(sandbox.cache / "public"), read_keys(sandbox.cache, "page", "path")

    second = run_on(sandbox, DAY_TWO)
    assert second.is_green, second.printed
    # The first day was not over when it was fetched. All others were.
    assert source.take_asked() == [DAY_ONE, DAY_TWO]
    who = [line.partition(":")[0] for line in list_commits(sandbox)]
    assert who == ["Ada", "github-actions[bot]", "github-actions[bot]"]
    after = read_site(sandbox.published)
    new, gone = find_new(site, after), site.keys() - after.keys()
    assert f"{DAY_TWO}/index.html" in new
    assert (
        f"; {count(len(new), 'file')} written, {len(gone):,} removed; " in second.printed["Build"]
    )
    rendered = find_new(pages, read_keys(sandbox.cache, "page", "path"))
    assert f"{DAY_TWO}/index.html" in rendered
    assert rendered <= new
    assert not [path for path in rendered if path.startswith(OLD_DAY)]
    assert after == build_anew(sandbox, tmp_path / "anew")


def test_the_second_day_of_a_large_archive_indexes_the_newest_month(
    tmp_path: Path, source: Api, start: Callable[[str], Sandbox]
) -> None:
    sandbox = start("cloudflare")
    put_many(tmp_path / "site/content", SMALL_ARCHIVE)
    sandbox.push(tmp_path / "site")
    assert run_on(sandbox, DAY_ONE).is_green
    bundles = read_keys(sandbox.cache, "bundle", "name")
    second = run_on(sandbox, DAY_TWO)

    fresh = find_new(bundles, read_keys(sandbox.cache, "bundle", "name"))
    assert f"{DAY_TWO:%Y-%m}" in fresh
    assert {"2023", "2024"} < bundles.keys()
    assert fresh.isdisjoint({"2023", "2024"})
    # On the first day of a month, the day before is indexed too: its month joins those of its year.
    number = sum(map(len, source.days.values()))
    assert f"; {number} indexed; " in second.printed["Build"]


def test_a_source_that_fails_leaves_the_site_of_yesterday(
    source: Api, start: Callable[[str], Sandbox]
) -> None:
    sandbox = start("github-pages")
    assert run_on(sandbox, DAY_ONE).is_green
    site, commits, cache = read_site(sandbox.published), list_commits(sandbox), sandbox.cache
    source.failing = {DAY_ONE, DAY_TWO}
    for env in ({}, {"https_proxy": "http://127.0.0.1:9"}):
        second = run_on(sandbox, DAY_TWO, **env)

        assert second.jobs == {"build": "failure", "deploy": "skipped", "complete": "skipped"}
        assert "2 of 2 days are missing" in second.printed["Fetch what was missed"]
        assert "Build" not in second.printed
        assert read_site(sandbox.published) == site
        assert (list_commits(sandbox), sandbox.cache) == (commits, cache)


def test_what_arrived_is_published_and_the_run_is_red_when_a_day_fails(
    source: Api, start: Callable[[str], Sandbox]
) -> None:
    sandbox = start("github-pages")
    source.failing = {DAY_ONE}
    first = run_on(sandbox, DAY_TWO)

    assert first.jobs == {"build": "success", "deploy": "success", "complete": "failure"}
    assert "not all papers could be fetched" in first.printed["Say that the fetch is not complete"]
    assert (sandbox.published / str(DAY_TWO) / "index.html").is_file()
    source.failing.clear()
    source.take_asked()
    second = run_on(sandbox, DAY_TWO, "workflow_dispatch")
    assert second.jobs == {"build": "success", "deploy": "success", "complete": "skipped"}
    assert source.take_asked() == [DAY_ONE, DAY_TWO]
    assert (sandbox.published / str(DAY_ONE) / "index.html").is_file()


def test_a_push_is_published_and_fetches_and_commits_nothing(
    tmp_path: Path, source: Api, start: Callable[[str], Sandbox]
) -> None:
    sandbox = start("github-pages")
    settings = tmp_path / "site/content/site.yaml"
    settings.write_text(f"{settings.read_text()}description: Ours\n")
    sandbox.push(tmp_path / "site")
    commits = list_commits(sandbox)
    done = run_on(sandbox, DAY_ONE, "push")

    assert done.is_green, done.printed
    assert source.take_asked() == []
    assert list_commits(sandbox) == commits
    assert b"Ours" in (sandbox.published / "index.html").read_bytes()


def test_a_run_that_brings_nothing_new_commits_nothing(
    source: Api, start: Callable[[str], Sandbox]
) -> None:
    sandbox = start("netlify")
    run_on(sandbox, DAY_ONE)
    commits = list_commits(sandbox)
    again = run_on(sandbox, DAY_ONE, "workflow_dispatch")

    assert again.jobs == {"build": "success", "complete": "skipped"}
    assert source.take_asked()[-1] == DAY_ONE
    assert list_commits(sandbox) == commits


def put_many(content: Path, number: int) -> None:
    """Write papers of a year that is over."""
    for at in range(number):
        path = content / f"2023-{at // 500 + 1:02}-01/paper-{at}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\ntitle: Paper {at}\n---\n")
