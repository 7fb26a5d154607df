"""Which days were fetched: what ``fetch hf --since`` need not ask for again.

A day is here when it has a folder in ``content/``. Two lists in ``content/.site-gen/`` say more:
days that had no papers, and days that were fetched before they were over, so that more papers may
have come since. They are kept with the content, because a workflow runs each time on a new machine.
"""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from site_gen.model import InputError, OutputError
from site_gen.system.files import read_optional, read_text, write
from site_gen.system.transactions import commit_texts

EMPTY_DAYS = ".site-gen/empty-days.json"
OPEN_DAYS = ".site-gen/open-days.json"
# In .cache, which a site does not commit: it is about this machine.
_LAST_FETCH = ".cache/site-gen/last-fetch"


def list_missing_days(content: Path, since: date, today: date) -> list[date]:
    """Name the days from ``since`` on of which a source may have papers that are not here.

    These are the days without a folder that are not known to be empty, the days that were not over
    when they were fetched, and ``today``.
    """
    empty, still_open = read_days(content, EMPTY_DAYS), read_days(content, OPEN_DAYS)
    span = [since + timedelta(days=number) for number in range((today - since).days + 1)]
    return [
        day
        for day in span
        if day == today
        or day in still_open
        or not (day in empty or (content / day.isoformat()).is_dir())
    ]


def keep_days(
    content: Path, today: date, filled: Collection[date], empty: Collection[date]
) -> None:
    """Keep which days had no papers, and which of the others are not over; before the import.

    An import that is broken off then leaves no day half full that is not asked for again. Raises
    OutputError.
    """
    _add_and_drop(content, EMPTY_DAYS, {day for day in empty if day < today}, ())
    _add_and_drop(content, OPEN_DAYS, {day for day in filled if day >= today}, ())


def close_days(content: Path, today: date, days: Collection[date]) -> None:
    """Keep that days are imported as they were when they were over. Raises OutputError."""
    _add_and_drop(content, OPEN_DAYS, (), {day for day in days if day < today})


def _add_and_drop(content: Path, name: str, new: Collection[date], gone: Collection[date]) -> None:
    before = read_days(content, name)
    days = sorted((before | {*new}) - {*gone})
    if days != sorted(before):
        # A day a line, sorted, so that versions of it merge. An empty list needs no file.
        text = f"{json.dumps([day.isoformat() for day in days], indent=0)}\n" if days else None
        commit_texts(content, {name: (read_optional(content / name), text)})


def read_days(content: Path, name: str) -> set[date]:
    """Read a list of days; one that cannot be read is empty: its days are asked for again."""
    try:
        return {date.fromisoformat(day) for day in json.loads(read_text(content / name))}
    except (InputError, ValueError, TypeError):
        return set()


def keep_last_fetch(site: Path, now: datetime) -> None:
    """Keep when a source last answered on this machine, for ``doctor``."""
    try:
        write(site / _LAST_FETCH, f"{now.astimezone(UTC).isoformat(timespec='seconds')}\n".encode())
    except OutputError:
        return  # it only helps to advise


def read_last_fetch(site: Path) -> datetime | None:
    """Read when a source last answered on this machine; None where that is not known."""
    try:
        last = datetime.fromisoformat(read_text(site / _LAST_FETCH).strip())
    except (InputError, ValueError):
        return None
    return last if last.tzinfo else None
