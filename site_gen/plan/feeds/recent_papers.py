"""The newest papers of the feeds that span months: those whose kind selects papers.

Each month records its own newest papers; the newest months together give the newest of all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from site_gen.model import RecentPaper, entry_reference
from site_gen.plan.feeds.feed_items import Day, own_papers
from site_gen.plan.feeds.feed_table import FeedPlan, select_folders

Recent = Mapping[str, tuple[RecentPaper, ...]]
"""The newest papers of each feed, by its folder: newest day first, in the digest's order."""


def select_recent(days: Iterable[Day]) -> dict[str, tuple[RecentPaper, ...]]:
    """Give the newest papers of a month, by the folder of each feed that they are in."""
    found: dict[str, list[RecentPaper]] = {}
    most: dict[str, int] = {}
    for day in sorted(days, key=lambda day: day[0].date, reverse=True):
        for place, entry in own_papers(day):
            # 16 digits are enough to tell two texts of one file apart.
            ref = RecentPaper(
                name=entry_reference(entry), place=place, content_hash=entry.content_hash[:16]
            )
            folders = select_folders(entry)
            most |= folders
            for folder in folders:
                found.setdefault(folder, []).append(ref)
    return {folder: tuple(refs[: most[folder]]) for folder, refs in sorted(found.items())}


def merge_recent(
    months: Iterable[str], read: Callable[[str], Recent], plans: Sequence[FeedPlan]
) -> dict[str, tuple[RecentPaper, ...]]:
    """Give the newest papers of these feeds, by folder, from no more months than that takes.

    ``months`` are newest first. A feed that has no paper is left out.
    """
    most = {plan.folder: plan.kind.most for plan in plans}
    wanted = {plan.folder: min(plan.total or plan.kind.most, plan.kind.most) for plan in plans}
    found: dict[str, tuple[RecentPaper, ...]] = {}
    for month in months:
        for folder, refs in read(month).items():
            if folder in most:
                found[folder] = (*found.get(folder, ()), *refs)[: most[folder]]
        if all(len(found.get(folder, ())) >= count for folder, count in wanted.items()):
            break
    return dict(sorted(found.items()))
