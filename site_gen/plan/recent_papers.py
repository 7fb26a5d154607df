"""The newest papers of the feeds that span months: those of topics, and of papers with code.

Each month tells of its own newest; the newest months together give those of all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_gen.model.code_links import has_code
from site_gen.model.records import Entry
from site_gen.model.references import entry_reference
from site_gen.model.urls import topic_url
from site_gen.plan.feeds import Day, own_papers

NEWEST = 30
"""So many papers stand in each of these feeds."""

CODE = "/feeds/code/"
"""The folder of the feed of papers with code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentPaper:
    """A paper in a feed: ``day/slug``, its place in the day's digest, and the stamp of its file."""

    name: str
    place: int
    stamp: str


Recent = Mapping[str, tuple[RecentPaper, ...]]
"""The newest papers of each feed, by its folder: newest day first, in the digest's order."""


def find_recent(days: Iterable[Day]) -> dict[str, tuple[RecentPaper, ...]]:
    """Give what a month tells of the feeds that its papers are in."""
    found: dict[str, list[RecentPaper]] = {}
    for day in sorted(days, key=lambda day: day[0].date, reverse=True):
        for place, entry in own_papers(day):
            # 16 digits are enough to tell two texts of one file apart.
            ref = RecentPaper(name=entry_reference(entry), place=place, stamp=entry.stamp[:16])
            for folder in _folders(entry):
                found.setdefault(folder, []).append(ref)
    return {folder: tuple(refs[:NEWEST]) for folder, refs in sorted(found.items())}


def merge_recent(
    months: Iterable[str], read: Callable[[str], Recent], totals: Mapping[str, int]
) -> dict[str, tuple[RecentPaper, ...]]:
    """Give the newest papers of each feed, from no more months than that takes.

    ``months`` are newest first; ``totals`` say how many papers the feeds have in all, by folder.
    """
    found: dict[str, tuple[RecentPaper, ...]] = {}
    # Nobody counts the papers with code, so the search for them ends only when the feed is full.
    wanted = {CODE: NEWEST} | {folder: min(total, NEWEST) for folder, total in totals.items()}
    for month in months:
        for folder, refs in read(month).items():
            found[folder] = (*found.get(folder, ()), *refs)[:NEWEST]
        if all(len(found.get(folder, ())) >= count for folder, count in wanted.items()):
            break
    return dict(sorted(found.items()))


def _folders(entry: Entry) -> Iterator[str]:
    yield from dict.fromkeys(map(topic_url, entry.topics))
    if has_code(entry):
        yield CODE
