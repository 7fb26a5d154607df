"""``site-gen fetch``: papers from where they are published -> entries in ``content/``."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from typing import Any

import click

from site_gen import __version__
from site_gen.cli.commands import Commands
from site_gen.cli.console import Day, find_today, hold_content
from site_gen.cli.import_ import import_lists
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.imports import FetchReport
from site_gen.content.store import load_settings
from site_gen.importing.formats import detect
from site_gen.importing.formats.days import list_readings
from site_gen.importing.sources import (
    ARXIV,
    HUGGING_FACE,
    Fetched,
    fetch_arxiv,
    fetch_feed,
    fetch_hugging_face,
    keep_empty,
    list_missing_days,
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

    Days are those of UTC. A day on which there were no papers is not asked for again.
    """
    if day and since:
        raise click.UsageError("either a day or --since, not both")
    with hold_content(site, is_dry=how["dry_run"]):
        pass  # what was broken off is finished: its days are not missing
    today = find_today(UTC)
    content = site / "content"
    days = list_missing_days(content, since, today) if since else [day or today]
    # All is fetched before content/ is locked: a host may take minutes.
    with show_progress() as progress:
        texts = list(fetch_hugging_face(open_client(site), host.rstrip("/"), days, progress))
    filled = {text.day for text in texts}
    empty = [searched for searched in days if searched not in filled]
    if not how["dry_run"]:
        with hold_content(site):
            # Papers of today may still come.
            keep_empty(content, [empty_day for empty_day in empty if empty_day < today])
    return replace(_import(site, texts, **how), days_without_papers=tuple(empty))


@fetch.command("arxiv")
@click.argument("categories", nargs=-1, required=True, metavar="CATEGORY...")
@_new_only
@click.option("--host", default=ARXIV, show_default=True, metavar="URL", help="The host.")
@_options
def arxiv(site: Path, categories: tuple[str, ...], host: str, **how: Any) -> FetchReport:
    """Fetch what arXiv announced last in categories such as cs.CL."""
    with show_progress() as progress:
        progress("Fetching announcements")
        texts = list(fetch_arxiv(open_client(site), host.rstrip("/"), categories))
    return _import(site, texts, **how)


@fetch.command("feed")
@click.argument("url")
@_new_only
@_options
def feed(site: Path, url: str, **how: Any) -> FetchReport:
    """Fetch an RSS, Atom or JSON feed."""
    with show_progress() as progress:
        progress("Fetching the feed")
        texts = list(fetch_feed(open_client(site), url))
    return _import(site, texts, **how)


def open_client(site: Path) -> Client:
    """Open a client that says whose site asks; what killed runs left of their caches goes."""
    url = load_settings(site / "content").base_url
    # A host that has a complaint can find out whom to ask.
    agent = f"site-gen/{__version__}{f' (+{url})' if url else ''}"
    for name in ("answers", "asked", "papers"):
        remove_abandoned(site / ".cache/site-gen" / name)
    return Client(agent, site / ".cache/site-gen/answers")


def _import(site: Path, texts: Iterable[Fetched], **how: bool) -> FetchReport:
    today = find_today(UTC)
    readings = [
        reading
        for text in texts
        for reading in detect.read(text.label, text.text, today, text.day, text.format)
    ]
    if not readings:
        return FetchReport(days_without_papers=(), imported=None)
    imported = import_lists(site, [list_readings(readings)], **how)
    return FetchReport(
        days_without_papers=(),
        imported=replace(imported, next_steps=()),
        next_steps=imported.next_steps,
    )
