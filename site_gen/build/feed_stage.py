"""The feeds of a build: their papers are known by name, and read where a feed is due.

Entries are read once, and their items made once, for feeds that are made together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from site_gen.build.output_folder import Folders, stage
from site_gen.content.store import read_listing
from site_gen.content.unpublished.left_out import LeftOut
from site_gen.model import (
    DayScan,
    Entry,
    InputError,
    MonthScan,
    RecentPaper,
    Settings,
    fingerprint,
    monday_of,
)
from site_gen.plan.feeds import feed_items
from site_gen.plan.feeds.feed_formats import FeedItem
from site_gen.plan.feeds.feed_table import NEWEST, FeedPlan, have_enough

Value = TypeVar("Value")

_MOST_REMEMBERED = 4_096  # entries, and items; as many papers as other caches hold


@dataclass(frozen=True, slots=True)
class RecentFeed:
    """A feed whose papers months select, and the newest of them."""

    plan: FeedPlan
    papers: tuple[RecentPaper, ...]

    def compute_input_keys(self, config_hash: str) -> dict[str, str]:
        """Give the output paths of its documents, each with the input key, the same for all."""
        return dict.fromkeys(self.plan.paths(), self.compute_input_key(config_hash))

    def compute_input_key(self, config_hash: str) -> str:
        """Give one hash for all that it is made from; ``config_hash`` for what all pages are."""
        inputs = (config_hash, self.plan.folder, self.plan.subject, self.papers)
        return fingerprint(repr(inputs).encode("utf-8", "surrogatepass"))[:32]


class EntryReader:
    """Reads entries and makes their items, each once while they are remembered.

    Each process has its own. It remembers no more than so many, so that memory does not grow with
    the archive.
    """

    def __init__(self, folders: Folders, settings: Settings) -> None:
        self.folders = folders
        self.settings = settings
        self.packs = folders.open_packs()
        self._entries: dict[str, Entry] = {}
        self._items: dict[str, FeedItem] = {}

    def __reduce__(self) -> tuple[type["EntryReader"], tuple[Folders, Settings]]:
        """Begin anew in another process."""
        return EntryReader, (self.folders, self.settings)

    def read(self, refs: Iterable[str], *, has_topics: bool = True) -> dict[str, Entry]:
        """Give entries by ``day/slug``. Raises InputError.

        Without ``has_topics`` they may lack the topics that rules give.
        """
        wanted = list(refs)
        missing = [ref for ref in wanted if ref not in self._entries]
        found, problems = self.packs.read(missing, has_topics=has_topics)
        if problems:
            raise InputError(*problems)
        entries = {ref: found[ref] if ref in found else self._entries[ref] for ref in wanted}
        if has_topics:
            _remember(self._entries, found)
        return entries

    def make_items(self, papers: Iterable[tuple[str, int]]) -> list[FeedItem]:
        """Give the items of papers: ``day/slug`` and place in that day. Raises InputError."""
        wanted = list(papers)
        entries = self.read(name for name, _ in wanted if name not in self._items)
        made = {
            name: feed_items.paper_item(self.settings, entries[name], place)
            for name, place in wanted
            if name in entries
        }
        # From these, not from what is remembered: that may be fewer than one feed needs.
        items = [made[name] if name in made else self._items[name] for name, _ in wanted]
        _remember(self._items, made)
        return items

    def make_feed(
        self, plan: FeedPlan, papers: Iterable[tuple[str, int]]
    ) -> Iterator[tuple[str, bytes]]:
        """Make the documents of a feed of the first of these papers: ``day/slug`` and place.

        Nothing is read where there is no feed. Raises InputError.
        """
        if not plan.formats:
            return
        items = self.make_items(islice(papers, plan.kind.most))
        if feed := feed_items.make_feed(self.settings, plan, items):
            yield from feed_items.write_feed(self.settings, plan, feed)

    def stage_feeds(self, due: Sequence[RecentFeed]) -> list[str]:
        """Stage these feeds; give the paths of the files that the output had not."""
        files = (
            file
            for recent in due
            for file in self.make_feed(
                recent.plan, ((ref.name, ref.place) for ref in recent.papers)
            )
        )
        return [path for path, data in files if stage(self.folders, path, data)]

    def read_newest(
        self, scan: Iterable[MonthScan], left_out: LeftOut | None = None
    ) -> list[feed_items.Day]:
        """Read as many of the newest days as feeds have room for. Raises InputError.

        ``left_out`` are papers that listings may name, and the site does not have.
        """
        away = left_out or LeftOut()
        newest: list[feed_items.Day] = []
        days: list[DayScan] = [day for month in scan for day in month.days]
        total, weeks = 0, set[date]()
        for number, day in enumerate(reversed(days)):
            weeks.add(monday_of(day.date))
            if have_enough(papers=total, days=number, weeks=len(weeks)):
                break
            listing, problems = read_listing(
                self.folders.content, day, away.removed, away.unpublished
            )
            if problems:
                raise InputError(*problems)
            # Items of papers show topics, items of days do not.
            entries = self.read(day.refs, has_topics=total < NEWEST.most)
            newest.append((listing, {entry.slug: entry for entry in entries.values()}))
            total += len(entries)
        return newest


def _remember(known: dict[str, Value], new: Mapping[str, Value]) -> None:
    """Add values to those known, and forget the ones that were added first."""
    known |= new
    # A dict keeps the order in which names came; a list, because it changes meanwhile.
    for name in list(islice(known, max(0, len(known) - _MOST_REMEMBERED))):
        del known[name]
