"""Clocks that are wrong, and days at the ends of the calendar: all commands work as on any day."""

import json
import os
import time
from datetime import UTC, date, datetime, tzinfo
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.cli import cli, console

PAGE = "Daily Papers\n\nSep 17\n\nA title of a paper\n\nIts abstract is here.\n"
DAYS = [
    date(1, 9, 17), date(1969, 12, 31), date(1970, 1, 1), date(1999, 2, 3), date(2038, 1, 20),
    date(2099, 7, 8), date(9999, 12, 27), date(9999, 12, 30), date(9999, 12, 31),
]  # fmt: skip


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, words, prog_name="site-gen")
    assert (done.exception, done.exit_code) == (None, 0), (words, done.output, done.exception)
    return done.output


@pytest.fixture(params=[*((day, "variable") for day in DAYS), *((day, "clock") for day in DAYS)])
def today(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, site: Path) -> date:
    """A day on which it is noon, by SOURCE_DATE_EPOCH or by the clock; files have its time."""
    day: date
    how: str
    day, how = request.param
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    seconds = int((now - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            found = cls(day.year, day.month, day.day, 12, tzinfo=UTC)
            return found if tz else found.replace(tzinfo=None)

        def astimezone(self, tz: tzinfo | None = None) -> "Clock":  # noqa: ARG002 # as in UTC
            return self

    if how == "variable":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
    else:
        monkeypatch.setattr(console, "datetime", Clock)
        monkeypatch.setattr(time, "time_ns", lambda: seconds * 10**9)
    (site / "content").mkdir()
    settings = "base_url: https://a.example\npictures: no\nfeed_hub: https://hub.example\n"
    (site / "content/site.yaml").write_text(settings)
    return day


def touch(day: date) -> None:
    """Give files the time of a day, as far as the file system knows it."""
    seconds = (day - date(1970, 1, 1)).days * 86_400
    for path in Path("content").rglob("*"):
        os.utime(path, (max(0, min(seconds, 2**32)),) * 2)


def test_all_commands_work_on_any_day(today: date, site: Path) -> None:
    Path("page.txt").write_text(PAGE)
    row = {"title": "B", "abstract": "Words.", "date": str(today), "authors": ["A"]}
    Path("rows.json").write_text(json.dumps([row]))
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Papers"
    message["Date"] = format_datetime(datetime(today.year, today.month, today.day, 8, tzinfo=UTC))
    message.set_content(PAGE.replace("A title", "Another title"))
    Path("mail.eml").write_bytes(bytes(message))

    assert f"{today}, as its papers say" in run("import", "rows.json")
    run("import", "page.txt")
    run("import", "mail.eml")
    touch(today)
    run("check")
    run("build", "--no-search")
    first = {path: path.read_bytes() for path in Path("public").rglob("*") if path.is_file()}
    assert " 0 files written" in run("build", "--no-search")
    run("build", "--no-search", "--full")
    assert {path: path.read_bytes() for path in first} == first
    assert (site / f"public/{today}/b/index.html").is_file()
    assert str(today) in Path("public/atom.xml").read_text()
    run("export", str(today), "--format", "email", "-o", "day.eml")
    run("export", str(today), "--week", "--format", "email", "-o", "week.eml")
    run("remove", "b", "--reason", "x")


def test_a_day_after_today_is_told(today: date) -> None:
    if today.year == 9999:
        pytest.skip("no later year")
    row = {"title": "B", "abstract": "Words.", "date": f"{today.year + 1:04}-06-01"}
    Path("rows.json").write_text(json.dumps([row]))
    done = CliRunner().invoke(cli, ["import", "rows.json"], prog_name="site-gen")

    assert (done.exit_code, "is yet to come" in done.stderr) == (1, True)


def test_a_page_without_a_year_in_the_first_year(
    monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str((date.min - date(1970, 1, 1)).days * 86_400))
    (site / "page.txt").write_text(PAGE)
    done = CliRunner().invoke(cli, ["import", "page.txt"], prog_name="site-gen")

    what = "page.txt:3: no 'Sep 17' has been yet; expected a date with its year\n"
    assert (done.exit_code, done.stderr) == (1, what)
