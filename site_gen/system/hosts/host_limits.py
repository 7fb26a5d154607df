"""How large a site may be at hosts, and when a site that grows meets a limit.

The limits are in ``host_limits.toml``, each with its source and the day on which it was read.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil
from pathlib import Path
from typing import Literal, get_args

_PATH = Path(__file__).with_suffix(".toml")
_YEAR = timedelta(days=365)
_SHORT = timedelta(days=90)
_FAR = 3_650  # days: nobody knows how a site grows for longer

Unit = Literal["files", "folder", "bytes"]
"""What a limit counts: files of a site, files in one folder, bytes of a site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimit:
    """How much a host takes, what says so, and on which day it was read there."""

    host: str
    unit: Unit
    most: int
    source: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How a site grows: it has ``share`` of its papers more each day, counted from ``start``.

    ``end`` is the newest day with papers.
    """

    share: float
    start: date
    end: date


@cache
def load_limits() -> tuple[HostLimit, ...]:
    """Give the limits of hosts, in the order of the data file."""
    rows = tomllib.loads(_PATH.read_text(encoding="utf-8"))["limits"]
    limits = tuple(HostLimit(**row) for row in rows)
    if wrong := {limit.unit for limit in limits} - set(get_args(Unit)):
        raise ValueError(f"{_PATH.name}: unknown units {wrong}")
    return limits


def measure(sizes: Mapping[str, int]) -> dict[Unit, int]:
    """Measure a site as limits count it; ``sizes`` are the bytes of its files, by path."""
    folders: dict[str, int] = {}
    for path in sizes:
        folder = path.rpartition("/")[0]
        folders[folder] = folders.get(folder, 0) + 1
    most = max(folders.values(), default=0)
    return {"files": len(sizes), "folder": most, "bytes": sum(sizes.values())}


def compute_growth(papers: Mapping[date, int]) -> Growth | None:
    """Compute how a site grows, from how many papers each day has: by the last year of them.

    None where the days reach over less than three months: these say nothing of a year.
    """
    days: Collection[date] = [day for day, count in papers.items() if count]
    if not days or max(days) - min(days) < _SHORT:
        return None
    end = max(days)
    start = max(min(days), end - _YEAR)
    recent = sum(count for day, count in papers.items() if day > start)
    share = recent / sum(papers.values()) / (end - start).days
    return Growth(share=share, start=start, end=end)


def find_day(limit: HostLimit, now: int, growth: Growth) -> date | None:
    """Give the day on which a site meets a limit, if it has ``now`` and grows like that.

    None where it does so in more than ten years, or never. Files grow as papers do.
    """
    left, more = max(0, limit.most - now), now * growth.share
    # Multiplied, not divided: what grows by next to nothing would need more days than there are.
    if left > more * _FAR or more == 0 or growth.end > date.max - timedelta(days=_FAR):
        return None
    return growth.end + timedelta(days=ceil(left / more))
