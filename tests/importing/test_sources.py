import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.importing.fetched_days import (
    EMPTY_DAYS,
    keep_days,
    list_missing_days,
    read_days,
    read_last_fetch,
)
from tests.conftest import DATA
from tests.hosts import Answer, Host, say

RECORDED = (DATA / "formats" / "hf-2026-06-03.json").read_bytes()
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://a.example</link>
<description>d</description><item><title>A paper</title><link>https://arxiv.org/abs/2509.00001</link>
<description>It says so.</description><pubDate>Wed, 17 Sep 2025 00:00:00 GMT</pubDate></item>
</channel></rss>"""
TODAY = datetime.now(UTC).date()


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["fetch", *args], prog_name="site-gen")


def paper(number: int) -> dict[str, object]:
    title, text = f"Paper number {number}", f"Abstract of number {number}."
    return {"paper": {"id": f"2509.{number:05}", "title": title, "summary": text}, "title": title}


def list_asked(host: Host) -> list[date]:
    """Give the days that were asked for."""
    return [date.fromisoformat(path.split("date=")[1][:10]) for path, _ in host.asked]


def test_a_recorded_answer_is_imported(site: Path, host: Host) -> None:
    host.answers = [say(body=RECORDED, ETag='"1"')]
    done = run("hf", "2026-06-03", "--host", host.url)

    assert (done.exit_code, done.stdout.split("\n")[0]) == (
        0,
        "2026-06-03, as given with --date (read as hf-json): 2 papers imported into "
        "content/2026-06-03",
    )
    assert [path for path, _ in host.asked] == ["/api/daily_papers?date=2026-06-03&limit=100"]
    assert len(list((site / "content/2026-06-03").glob("*.md"))) == 2
    host.answers = [say(304)]
    assert "unchanged                  2" in run("hf", "2026-06-03", "--host", host.url).stdout


def test_the_agent_names_the_site(site: Path, host: Host) -> None:
    (site / "content").mkdir()
    (site / "content/site.yaml").write_text("base_url: https://papers.example.org\n")
    host.answers = [say(body=b"[]")]
    run("hf", "2025-09-20", "--host", host.url)

    assert host.asked[0][1]["User-Agent"].endswith(" (+https://papers.example.org)")


def test_a_day_of_more_papers_than_an_answer_holds(site: Path, host: Host) -> None:
    rows = [paper(number) for number in range(115)]
    host.answers = [
        say(body=json.dumps(rows[:100]).encode()),
        say(body=json.dumps(rows[100:]).encode()),
    ]
    done = run("hf", "2025-09-17", "--host", host.url)

    assert done.exit_code == 0
    assert [path for path, _ in host.asked][1] == "/api/daily_papers?date=2025-09-17&limit=100&p=1"
    assert (site / "content/2025-09-17/digest.yaml").read_text().count("\n- paper-number-") == 115


def test_a_day_without_papers_is_remembered(site: Path, host: Host) -> None:
    host.answers = [say(body=b"[]")]
    done = run("hf", "2025-09-20", "--host", host.url)

    assert (done.exit_code, done.stdout) == (0, "2025-09-20: no papers\n")
    run("hf", TODAY.isoformat(), "--host", host.url)
    # Today is not over: papers may still come.
    assert read_days(site / "content", EMPTY_DAYS) == {date(2025, 9, 20)}


def test_since_asks_for_what_is_missing(site: Path, host: Host) -> None:
    content = site / "content"
    days = [TODAY - timedelta(days=number) for number in range(4, -1, -1)]
    (content / days[1].isoformat()).mkdir(parents=True)
    keep_days(content, TODAY, [], [days[2]])
    host.answers = [say(body=json.dumps([paper(1)]).encode()), say(body=b"[]")]
    done = run("hf", "--since", days[0].isoformat(), "--host", host.url)

    assert done.exit_code == 0
    assert list_asked(host) == [days[0], days[3], days[4]]
    assert read_days(content, EMPTY_DAYS) == {days[2], days[3]}
    assert list_missing_days(content, days[0], TODAY) == [TODAY]


def test_a_day_that_was_not_over_is_asked_for_again_when_it_is(
    site: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch_at(day: date, papers: int) -> None:
        morning = datetime.combine(day, time(6), UTC)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{morning.timestamp():.0f}")
        host.asked.clear()
        rows = [paper(number) for number in range(papers)]
        host.answers = [say(body=json.dumps(rows).encode()), say(body=b"[]")]
        done = run("hf", "--since", "2025-09-17", "--host", host.url)
        assert done.exit_code == 0

    days = [date(2025, 9, number) for number in (17, 18, 19)]
    fetch_at(days[0], 1)
    fetch_at(days[1], 3)
    assert list_asked(host) == days[:2]
    assert len(list((site / "content/2025-09-17").glob("*.md"))) == 3
    fetch_at(days[2], 0)
    # The second day was not over when it had no papers.
    assert list_asked(host) == days[1:]
    assert not (site / "content/.site-gen/open-days.json").exists()


def fetch_with_failures(site: Path, host: Host, *answers: Answer) -> tuple[Result, list[date]]:
    """Fetch as many days as there are answers; give the result and the days."""
    days = [TODAY - timedelta(days=number) for number in range(len(answers) - 1, -1, -1)]
    host.answers = list(answers)
    done = run("hf", "--since", str(days[0]), "--host", host.url)
    assert site.is_dir()
    return done, days


def answer_papers(number: int) -> Answer:
    return say(body=json.dumps([paper(number)]).encode())


@pytest.mark.parametrize("failure", [say(404), say(body=b"<p>Sign in"), say(body=b'[{"a": 1}]')])
def test_what_arrived_is_kept_when_a_later_day_fails(
    site: Path, host: Host, failure: Answer
) -> None:
    done, days = fetch_with_failures(site, host, answer_papers(1), failure, answer_papers(2))

    assert done.exit_code == 75
    assert sorted(path.name for path in (site / "content").glob("2*")) == [
        str(days[0]), str(days[2])
    ]  # fmt: skip
    *_, problem, missing, later = done.stderr.splitlines()
    assert problem.startswith(f"{host.url}/api/daily_papers?date={days[1]}&limit=100")
    assert missing == f"1 of 3 days are missing: {days[1]}"
    assert later == (f"to fetch them later: site-gen fetch hf --since {days[1]} --host {host.url}")
    host.asked.clear()
    host.answers = [answer_papers(3)]
    again = run(*later.removeprefix("to fetch them later: site-gen fetch ").split())
    assert again.exit_code == 0
    assert list_asked(host) == [days[1], days[2]]


def test_a_host_that_fails_for_two_days_is_left_alone(site: Path, host: Host) -> None:
    done, days = fetch_with_failures(
        site, host, answer_papers(1), say(404), say(404), answer_papers(2), answer_papers(3)
    )

    assert done.exit_code == 75
    assert list_asked(host) == days[:3]
    assert f"4 of 5 days are missing: {days[1]} to {days[4]}\n" in done.stderr


def test_a_host_that_asks_for_a_long_pause_is_left_alone(site: Path, host: Host) -> None:
    done, days = fetch_with_failures(
        site, host, answer_papers(1), say(429, Retry_After="3600"), answer_papers(2)
    )

    assert done.exit_code == 75
    assert list_asked(host) == days[:2]
    assert f"2 of 3 days are missing: {days[1]} to {days[2]}\n" in done.stderr


def test_days_that_are_missing_are_named_in_spans(site: Path, host: Host) -> None:
    done, days = fetch_with_failures(
        site, host, say(404), answer_papers(1), say(404), answer_papers(2), say(404)
    )

    named = f"{days[0]}, {days[2]}, {days[4]}"
    assert f"3 of 5 days are missing: {named}\n" in done.stderr


def test_nothing_is_done_when_no_day_arrived(site: Path, host: Host) -> None:
    done, days = fetch_with_failures(site, host, say(404), say(404), answer_papers(1))

    assert done.exit_code == 1
    assert f"3 of 3 days are missing: {days[0]} to {days[2]}\n" in done.stderr
    assert not (site / "content").exists()
    assert not (site / ".cache/site-gen/last-fetch").exists()


def test_a_day_of_which_a_part_arrived_is_missing(site: Path, host: Host) -> None:
    rows = [paper(number) for number in range(100)]
    done, days = fetch_with_failures(
        site, host, say(body=json.dumps(rows).encode()), say(404), answer_papers(200)
    )

    assert done.exit_code == 75
    assert list_asked(host) == [days[0], days[0], days[1], days[2]]
    assert not (site / "content" / str(days[0])).exists()


def test_when_a_source_last_answered_is_kept(site: Path, host: Host) -> None:
    host.answers = [say(body=b"[]")]
    run("hf", "--host", host.url, "--dry-run")
    assert read_last_fetch(site) is None
    run("hf", "--host", host.url)
    last = read_last_fetch(site)
    assert last
    assert datetime.now(UTC) - last < timedelta(minutes=10)


@pytest.mark.parametrize("source", ["arxiv", "feed"])
def test_new_papers_alone_where_these_are_wanted(site: Path, host: Host, source: str) -> None:
    item = re.search(rb"<item>.*</item>", FEED, re.DOTALL)
    assert item
    kind = b"<arxiv:announce_type>replace</arxiv:announce_type></item>"
    old = item[0].replace(b"A paper", b"An old paper").replace(b"00001", b"00002")
    feed = FEED.replace(b"<rss", b'<rss xmlns:arxiv="http://arxiv.org/schemas/atom"')
    both = feed.replace(item[0], item[0] + old.replace(b"</item>", kind))
    host.answers = [say(body=both)]
    asked = {"arxiv": ["cs.CL", "--host", host.url], "feed": [f"{host.url}/feed.xml"]}
    done = run(source, *asked[source], "--new-only")

    assert "papers found               2\nnew                        1\n" in done.stdout
    assert "not new, left out          1\n" in done.stdout
    assert sorted(path.name for path in (site / "content/2025-09-17").iterdir()) == [
        "a-paper.md", "digest.yaml"
    ]  # fmt: skip


def test_arxiv_categories_are_asked_for_at_once(site: Path, host: Host) -> None:
    host.answers = [say(body=FEED)]
    done = run("arxiv", "cs.CL", "cs.AI", "--host", host.url)

    assert done.exit_code == 0
    assert host.asked[0][0] == "/rss/cs.CL+cs.AI"
    assert "arxiv_id: '2509.00001'" in (site / "content/2025-09-17/a-paper.md").read_text()


def test_any_feed(site: Path, host: Host) -> None:
    host.answers = [say(301, Location="/feed.xml"), say(body=FEED)]
    done = run("feed", f"{host.url}/rss", "--dry-run")

    assert done.exit_code == 0
    assert "create content/2025-09-17/a-paper.md\n" in done.stdout
    assert not (site / "content").exists()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<!doctype html><title>Sign in</title>", "a web page; expected a list of papers as JSON"),
        (RECORDED[:99], "not JSON, or cut off; expected a list of papers as JSON"),
        (b'{"error": "no such day"}', "no list of papers ('no such day'); expected one as JSON"),
    ],
)
def test_an_answer_of_another_kind_is_told(site: Path, host: Host, body: bytes, what: str) -> None:
    host.answers = [say(body=body)]
    done = run("hf", "2025-09-17", "--host", host.url)

    assert done.exit_code == 1
    assert done.stderr == (f"{host.url}/api/daily_papers?date=2025-09-17&limit=100:1: {what}\n")
    assert not (site / "content").exists()


def test_a_day_or_since(host: Host) -> None:
    done = run("hf", "2025-09-17", "--since", "2025-09-16", "--host", host.url)

    assert done.exit_code == 2
    assert "either a day or --since, not both" in done.stderr


def test_since_is_no_day_to_come(host: Host) -> None:
    done = run("hf", "--since", "9999-01-01", "--host", host.url)

    assert done.exit_code == 2
    assert f"--since 9999-01-01 is to come; expected {TODAY} or an earlier day" in done.stderr


def test_today_is_asked_for_again_though_it_has_papers(tmp_path: Path) -> None:
    yesterday = TODAY - timedelta(days=1)
    for day in (yesterday, TODAY):
        (tmp_path / day.isoformat()).mkdir()

    assert list_missing_days(tmp_path, yesterday, TODAY) == [TODAY]
