"""How large a built site is, which hosts take it and till when, and what makes it smaller."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

from site_gen.model import MonthScan, Settings, count, megabytes
from site_gen.search.bundles import find_pack_size
from site_gen.system.files import shown
from site_gen.system.hosts.host_limits import (
    Growth,
    HostLimit,
    Unit,
    compute_growth,
    find_day,
    load_limits,
    measure,
)

_DAY = r"\d{4}-\d\d-\d\d"
# What a setting takes away: the files whose paths look so.
_AUTHORS, _PICTURES = r"(?:sitemaps/authors-|authors/)", rf"{_DAY}/og\.png"
_SETTINGS = (
    ("author_pages", _AUTHORS, "authors with more papers, 0 for none"),
    (
        "organization_pages",
        r"(?:sitemaps/organizations-|organizations/)",
        "organizations with more papers, 0 for none",
    ),
    ("pictures: no", _PICTURES, "no picture of a day"),
)
_OF_DAYS = re.compile(rf"{_DAY}(?:/archive\.xml|\.(?:json|md|bib|ris|csl\.json))")
_OF_MONTHS = 6  # of each month there are so many files in place of those of its days
_TEXTS = re.compile(r"pagefind/([^/]+)/fragment/")
_SLIM = Settings(profile="slim")
_NEVER = "not full within ten years"
_TOPIC_MONTH = re.compile(r"(topics/[^/]+/\d{4})-\d\d/index\.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthOfSite:
    """How a site grows: as its papers did."""

    files_a_day: float
    """Files that come with each day."""
    bytes_a_day: int
    """Bytes that come with each day."""
    start: date
    """The first day that was counted."""
    end: date
    """The last day that was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostUse:
    """How much of the limit of a host a site uses."""

    host: str
    """The host, with its plan."""
    unit: Unit
    """What the limit counts: files of a site, files in one folder, or bytes of a site."""
    used: int
    """How many of them the site has."""
    most: int
    """How many of them the host takes."""
    full: date | None
    """When the site meets the limit, if it grows on; ``null`` if not within ten years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What a setting takes away of a site."""

    setting: str
    """The setting."""
    about: str
    """What it does."""
    is_estimate: bool
    """Whether the numbers are an estimate; else they are the most that it can take away."""
    files: int
    """Files that it takes away."""
    bytes: int
    """Bytes that it takes away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeOfSite:
    """How large a site is, and which hosts take it."""

    output: Path
    """The folder of the site."""
    files: int
    """Its files."""
    bytes: int
    """Its bytes."""
    growth: GrowthOfSite | None
    """How it grows; ``null`` if its days reach over less than three months."""
    hosts: tuple[HostUse, ...]
    """The hosts."""
    limits_day: date
    """The day on which the limits of the hosts were read."""
    savings: tuple[Saving, ...]
    """What makes it smaller."""

    @property
    def is_over_a_limit(self) -> bool:
        """Whether some host does not take the site."""
        return any(host.used > host.most for host in self.hosts)

    def describe(self) -> Iterator[str]:
        """Give it as lines of text."""
        yield f"{shown(self.output)}: {count(self.files, 'file')}, {megabytes(self.bytes)}"
        if self.growth:
            yield (
                f"  grows by {self.growth.files_a_day:,.1f} files and "
                f"{megabytes(self.growth.bytes_a_day)} a day, as its papers did from "
                f"{self.growth.start} to {self.growth.end}"
            )
        else:
            yield "  its days reach over less than three months: nothing is said of its growth"
        for host in self.hosts:
            yield f"  {host.host}: {self._compare(host)}"
        yield f"  limits as of {self.limits_day}"
        for one in self.savings:
            how = "takes away about" if one.is_estimate else "takes away up to"
            less = f"{count(one.files, 'file')}, {megabytes(one.bytes)}"
            yield f"  {one.setting} ({one.about}) {how} {less}"

    def _compare(self, host: HostUse) -> str:
        most = _say(host.unit, host.most)
        if host.used > host.most:
            return f"takes {most}: {_say(host.unit, host.used - host.most)} too many"
        used = f"takes {most}, {host.used / host.most:.0%} are used"
        if not self.growth:
            return used
        return f"{used}; full in {host.full:%Y-%m}" if host.full else f"{used}; {_NEVER}"


def measure_site(
    output: Path, sizes: Mapping[str, int], papers: Mapping[date, int]
) -> SizeOfSite | None:
    """Measure the site in ``output``; None where there is none.

    ``sizes`` has the bytes of its files, by output path. ``papers`` says how many papers each day
    has.
    """
    if not sizes:
        return None
    now, growth, limits = measure(sizes), compute_growth(papers), load_limits()
    return SizeOfSite(
        output=output,
        files=now["files"],
        bytes=now["bytes"],
        growth=_measure_growth(now, growth),
        hosts=tuple(_compare_host(limit, now[limit.unit], growth) for limit in limits),
        limits_day=min(limit.day for limit in limits),
        savings=tuple(_list_savings(sizes)),
    )


def count_papers(months: Iterable[MonthScan]) -> dict[date, int]:
    """Count the papers of each day."""
    return {day.date: len(day.slugs) for month in months for day in month.days}


def _measure_growth(now: Mapping[Unit, int], growth: Growth | None) -> GrowthOfSite | None:
    if not growth:
        return None
    return GrowthOfSite(
        files_a_day=now["files"] * growth.share,
        bytes_a_day=round(now["bytes"] * growth.share),
        start=growth.start,
        end=growth.end,
    )


def _compare_host(limit: HostLimit, now: int, growth: Growth | None) -> HostUse:
    full = find_day(limit, now, growth) if growth else None
    return HostUse(host=limit.host, unit=limit.unit, used=now, most=limit.most, full=full)


def _list_savings(sizes: Mapping[str, int]) -> Iterator[Saving]:
    """List settings that make a site smaller, and by how much."""
    for name, pattern, about in _SETTINGS:
        some = [size for path, size in sizes.items() if re.match(pattern, path)]
        if some:
            yield _make_saving((name, about), len(some), some, is_estimate=False)
    by_month = [path[:7] for path in sizes if _OF_DAYS.fullmatch(path)]
    if by_month:
        some = [size for path, size in sizes.items() if re.match(rf"{_AUTHORS}|{_PICTURES}", path)]
        topics = [found[1] for path in sizes if (found := _TOPIC_MONTH.fullmatch(path))]
        files = len(some) + len(by_month) - _OF_MONTHS * len(set(by_month))
        files += len(topics) - len(set(topics))  # years in place of months
        files += sum(_count_packs_less(sizes))
        yield _make_saving(
            ("profile: slim", "site-gen help settings"), files, some, is_estimate=True
        )


def _count_packs_less(sizes: Iterable[str]) -> Iterator[int]:
    """Count how many files less each bundle of the search has, if its packs are those of slim."""
    bundles = Counter(found[1] for path in sizes if (found := _TEXTS.match(path)))
    for name, number in bundles.items():
        papers = number * find_pack_size(Settings(), name)
        yield number - ceil(papers / find_pack_size(_SLIM, name))


def _make_saving(
    setting: tuple[str, str], files: int, sizes: Sequence[int], *, is_estimate: bool
) -> Saving:
    name, about = setting
    return Saving(setting=name, about=about, is_estimate=is_estimate, files=files, bytes=sum(sizes))


def _say(unit: Unit, number: int) -> str:
    if unit == "bytes":
        return megabytes(number)
    return count(number, "file") + (" in one folder" if unit == "folder" else "")
