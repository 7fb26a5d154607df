"""What ``site-gen check`` says of the size of a built site: which hosts take it, and till when."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from site_gen.build.manifest.site_list import read_site_list
from site_gen.model import count, megabytes
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
_TOPIC_MONTH = re.compile(r"(topics/[^/]+/\d{4})-\d\d/index\.html")


def describe_budget(
    output: Path, sizes: Mapping[str, int], papers: Mapping[date, int]
) -> Iterator[str]:
    """Give lines of text on the size of the site in ``output``; nothing where there is none.

    ``sizes`` has the bytes of its files, by output path. ``papers`` says how many papers each day
    has.
    """
    if not sizes:
        return
    now, growth = measure(sizes), compute_growth(papers)
    yield f"{shown(output)}: {count(now['files'], 'file')}, {megabytes(now['bytes'])}"
    if growth:
        more = {unit: value * growth.share for unit, value in now.items()}
        yield (
            f"  grows by {more['files']:,.1f} files and {megabytes(round(more['bytes']))} a day, as"
            f" its papers did from {growth.start} to {growth.end}"
        )
    else:
        yield "  its days reach over less than three months: nothing is said of its growth"
    limits = load_limits()
    for limit in limits:
        yield f"  {limit.host}: {_compare(limit, now[limit.unit], growth)}"
    yield f"  limits as of {min(limit.day for limit in limits)}"
    yield from _list_settings(sizes)


def is_over_a_limit(sizes: Mapping[str, int]) -> bool:
    """Whether some host does not take a site whose files have these bytes, by output path."""
    now = measure(sizes)
    return any(now[limit.unit] > limit.most for limit in load_limits())


def read_sizes(output: Path) -> dict[str, int]:
    """Give the bytes of the files of the site that are there, by output path."""
    files = {path: output / path for path in read_site_list(output).paths()}
    return {path: file.stat().st_size for path, file in files.items() if file.is_file()}


def _compare(limit: HostLimit, now: int, growth: Growth | None) -> str:
    most, left = _say(limit.unit, limit.most), limit.most - now
    if left < 0:
        return f"takes {most}: {_say(limit.unit, -left)} too many"
    used = f"takes {most}, {now / limit.most:.0%} are used"
    if not growth:
        return used
    day = find_day(limit, now, growth)
    return f"{used}; full in {day:%Y-%m}" if day else f"{used}; not full within ten years"


def _say(unit: Unit, number: int) -> str:
    if unit == "bytes":
        return megabytes(number)
    return count(number, "file") + (" in one folder" if unit == "folder" else "")


def _list_settings(sizes: Mapping[str, int]) -> Iterator[str]:
    """Say which settings make a site smaller, and by how much at most."""
    for name, pattern, what in _SETTINGS:
        some = [size for path, size in sizes.items() if re.match(pattern, path)]
        if some:
            yield _say_less(f"{name} ({what}) takes away up to", len(some), sum(some))
    by_month = [path[:7] for path in sizes if _OF_DAYS.fullmatch(path)]
    if by_month:
        some = [size for path, size in sizes.items() if re.match(rf"{_AUTHORS}|{_PICTURES}", path)]
        topics = [found[1] for path in sizes if (found := _TOPIC_MONTH.fullmatch(path))]
        files = len(some) + len(by_month) - _OF_MONTHS * len(set(by_month))
        files += len(topics) - len(set(topics))  # years in place of months
        what = "profile: slim (site-gen help settings) takes away about"
        yield _say_less(what, files, sum(some))


def _say_less(what: str, files: int, size: int) -> str:
    return f"  {what} {count(files, 'file')}, {megabytes(size)}"
