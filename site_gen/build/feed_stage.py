"""The feeds of a build: their papers are known by name, and read where a feed is due.

Entries are read once, and their items made once, for all the feeds that are made together.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from site_gen.build.output_folder import Folders, stage
from site_gen.content.removed import read_shown
from site_gen.content.store import load_topics, read_listing
from site_gen.content.topic_rules import with_topics
from site_gen.model import DayScan, Entry, InputError, MonthScan, RecentPaper, Settings, fingerprint
from site_gen.plan.feeds import feed_items
from site_gen.plan.feeds.feed_formats import FeedItem
from site_gen.plan.feeds.feed_table import NEWEST, FeedPlan, have_enough


@dataclass(frozen=True, slots=True)
class RecentFeed:
    """A feed whose papers months select, and the newest of them."""

    plan: FeedPlan
    papers: tuple[RecentPaper, ...]

    def key(self, salt: str) -> str:
        """Name all that it is made from; ``salt`` stands for settings, rules and version."""
        seen = (salt, self.plan.folder, self.plan.subject, self.papers)
        return fingerprint(repr(seen).encode("utf-8", "surrogatepass"))[:32]


class EntryReader:
    """Reads entries, each once, and makes their items once. Each process reads its own."""

    def __init__(self, folders: Folders, settings: Settings) -> None:
        self.folders = folders
        self.settings = settings
        self.vocabulary = load_topics(folders.content)
        self._plain: dict[str, Entry] = {}
        self._entries: dict[str, Entry] = {}
        self._items: dict[str, FeedItem] = {}

    def __reduce__(self) -> tuple[type["EntryReader"], tuple[Folders, Settings]]:
        """Begin anew in another process."""
        return EntryReader, (self.folders, self.settings)

    def read(self, refs: Iterable[str]) -> dict[str, Entry]:
        """Give entries by ``day/slug``, with their topics. Raises InputError."""
        wanted = list(refs)
        found = self.read_plain(ref for ref in wanted if ref not in self._entries)
        self._entries |= with_topics(self.vocabulary, found)
        return {ref: self._entries[ref] for ref in wanted}

    def read_plain(self, refs: Iterable[str]) -> dict[str, Entry]:
        """Give entries by ``day/slug``, with the topics of their files alone. Raises InputError."""
        wanted = list(refs)
        missing = [ref for ref in wanted if ref not in self._plain]
        found, problems = read_shown(self.folders.content, missing)
        if problems:
            raise InputError(*problems)
        self._plain |= found
        return {ref: self._plain[ref] for ref in wanted}

    def find_items(self, papers: Iterable[tuple[str, int]]) -> list[FeedItem]:
        """Give the items of papers: ``day/slug`` and place in that day. Raises InputError."""
        wanted = list(papers)
        entries = self.read(name for name, _ in wanted if name not in self._items)
        for name, place in wanted:
            if name not in self._items:
                self._items[name] = feed_items.paper_item(self.settings, entries[name], place)
        return [self._items[name] for name, _ in wanted]

    def make_feed(
        self, plan: FeedPlan, papers: Iterable[tuple[str, int]]
    ) -> Iterator[tuple[str, bytes]]:
        """Make the documents of a feed of the first of these papers: ``day/slug`` and place.

        Nothing is read where there is no feed. Raises InputError.
        """
        if not plan.formats:
            return
        items = self.find_items(islice(papers, plan.kind.most))
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
        self, scan: Iterable[MonthScan], removed: Collection[str] = ()
    ) -> list[feed_items.Day]:
        """Read as many of the newest days as feeds have room for. Raises InputError.

        ``removed`` are the papers that were taken down, by ``day/slug``.
        """
        found: list[feed_items.Day] = []
        days: list[DayScan] = [day for month in scan for day in month.days]
        total, weeks = 0, set[tuple[int, int]]()
        for number, day in enumerate(reversed(days)):
            weeks.add(_week(day.date))
            if have_enough(papers=total, days=number, weeks=len(weeks)):
                break
            listing, problems = read_listing(self.folders.content, day, removed)
            if problems:
                raise InputError(*problems)
            read = self.read if total < NEWEST.most else self.read_plain  # days show no topics
            own = read(day.refs)
            found.append((listing, {entry.slug: entry for entry in own.values()}))
            total += len(own)
        return found


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
