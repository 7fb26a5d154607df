"""``site-gen fetch``: papers from where they are published -> entries in ``content/``."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import Any

import click

from site_gen.cli.commands import Commands
from site_gen.cli.console import Day, find_today, hold_content, name_agent
from site_gen.cli.import_ import import_lists
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.imports import FetchReport, ImportReport, MissingDay
from site_gen.cli.reports.report import name_program
from site_gen.content.store import load_settings
from site_gen.importing.fetched_days import (
    close_days,
    keep_days,
    keep_last_fetch,
    list_missing_days,
)
from site_gen.importing.formats import detect
from site_gen.importing.formats.days import list_readings
from site_gen.importing.formats.reading import Reading
from site_gen.importing.sources import (
    ARXIV,
    HUGGING_FACE,
    Fetched,
    FetchedDays,
    fetch_arxiv,
    fetch_days,
    fetch_feed,
)
from site_gen.system.durable import remove_abandoned
from site_gen.system.network.client import Client


@click.group("fetch", cls=Commands)
def fetch() -> None:
    """Fetch papers from Hugging Face, arXiv or a feed, and import them.

    A host that is busy is asked again, later; what did not change since the last time is not sent
    again.
    """


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing."),
        click.option("--strict", is_flag=True, help="Import nothing if a part is not understood."),
    ):
        command = option(command)
    return click.pass_obj(command)


_new_only = click.option(
    "--new-only", is_flag=True, help="Leave out what arXiv announced as cross-listed or replaced."
)


@fetch.command("hf")
@click.argument("day", required=False, type=Day(), metavar="[YYYY-MM-DD]")
@click.option("--since", type=Day(), help="All days from this one on that are not here yet.")
@click.option("--host", default=HUGGING_FACE, show_default=True, metavar="URL", help="The host.")
@_options
def hugging_face(
    site: Path, day: date | None, since: date | None, host: str, **how: Any
) -> FetchReport:
    """Fetch the Daily Papers of a day, today's unless given, from Hugging Face.

    Days are those of UTC. A day without papers is not asked for again; a day that was fetched
    before its end is. If a day cannot be fetched, the others are imported, and the command that
    fetches it later is printed.
    """
    if day and since:
        raise click.UsageError("either a day or --since, not both")
    today = find_today(UTC)
    if since and since > today:
        raise click.UsageError(f"--since {since} is to come; expected {today} or an earlier day")
    with hold_content(site, is_dry=how["dry_run"]):
        pass  # what was broken off is finished: its days are not missing
    days = list_missing_days(site / "content", since, today) if since else [day or today]
    # All is fetched before content/ is locked: a host may take minutes.
    with show_progress() as progress:
        fetched = fetch_days(open_client(site), host.rstrip("/"), days, today, progress)
    imported = _import_days(site, fetched, today, **how) if fetched.has_some else None
    return replace(
        _report(imported),
        days_with_papers=tuple(fetched.filled),
        days_without_papers=tuple(fetched.empty),
        days_missing=tuple(
            MissingDay(day=day, problems=problems) for day, problems in fetched.missing.items()
        ),
        retry=_write_retry(site, host, fetched, is_span=bool(since)),
    )


def _import_days(
    site: Path, fetched: FetchedDays, today: date, *, dry_run: bool, **how: bool
) -> ImportReport | None:
    """Import days, and keep which need not be asked for again."""
    content = site / "content"
    if not dry_run:
        with hold_content(site):
            keep_days(content, today, fetched.filled, fetched.empty)
    imported = _import(site, fetched.readings, dry_run=dry_run, **how)
    if not dry_run:
        with hold_content(site):
            close_days(content, today, [*fetched.filled, *fetched.empty])
    return imported


def _write_retry(site: Path, host: str, fetched: FetchedDays, *, is_span: bool) -> str:
    """Write the command that fetches the missing days of a span, or the one day that is missing."""
    if not fetched.missing:
        return ""
    first = min(fetched.missing)
    at = "" if host == HUGGING_FACE else f" --host {quote(host)}"
    return f"{name_program(site)} fetch hf {f'--since {first}' if is_span else first}{at}"


@fetch.command("arxiv")
@click.argument("categories", nargs=-1, required=True, metavar="CATEGORY...")
@_new_only
@click.option("--host", default=ARXIV, show_default=True, metavar="URL", help="The host.")
@_options
def arxiv(site: Path, categories: tuple[str, ...], host: str, **how: Any) -> FetchReport:
    """Fetch what arXiv announced last in categories such as cs.CL."""
    with show_progress() as progress:
        progress("Fetching announcements")
        text = fetch_arxiv(open_client(site), host.rstrip("/"), categories)
    return _import_list(site, text, **how)


@fetch.command("feed")
@click.argument("url")
@_new_only
@_options
def feed(site: Path, url: str, **how: Any) -> FetchReport:
    """Fetch an RSS, Atom or JSON feed."""
    with show_progress() as progress:
        progress("Fetching the feed")
        text = fetch_feed(open_client(site), url)
    return _import_list(site, text, **how)


def open_client(site: Path) -> Client:
    """Open a client that says whose site asks; what killed runs left of their caches goes."""
    agent = name_agent(load_settings(site / "content"))
    for name in ("answers", "asked", "papers"):
        remove_abandoned(site / ".cache/site-gen" / name)
    return Client(agent, site / ".cache/site-gen/answers")


def _import_list(site: Path, text: Fetched, **how: bool) -> FetchReport:
    """Import a list of papers that was fetched."""
    readings = detect.read(text.label, text.text, find_today(UTC), None, text.format)
    return _report(_import(site, readings, **how))


def _import(
    site: Path, readings: Sequence[Reading], *, dry_run: bool, **how: bool
) -> ImportReport | None:
    """Import what was fetched, and keep that a source answered."""
    imported = None
    if readings:
        imported = import_lists(site, [list_readings(readings)], dry_run=dry_run, **how)
    if not dry_run:
        keep_last_fetch(site, datetime.now(UTC))
    return imported


def _report(imported: ImportReport | None) -> FetchReport:
    if imported is None:
        return FetchReport(imported=None)
    return FetchReport(imported=replace(imported, next_steps=()), next_steps=imported.next_steps)
