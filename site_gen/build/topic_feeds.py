"""The feeds of topics, and of papers with code: their papers are known by name, and read when due.

Entries are read once, and their items made once, for all the feeds that are made together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from site_gen.build.output_folder import Folders, stage
from site_gen.content.store import load_topics, read_entries
from site_gen.content.topic_rules import with_topics
from site_gen.model.errors import InputError
from site_gen.model.fingerprint import fingerprint
from site_gen.model.records import Entry, Settings
from site_gen.model.urls import URLS, feed_urls, output_path, permalink
from site_gen.plan import feeds
from site_gen.plan.feed_formats import FeedItem
from site_gen.plan.recent_papers import CODE, RecentPaper


@dataclass(frozen=True, slots=True)
class RecentFeed:
    """A feed that is a choice of all papers: what it is called, and its newest papers."""

    folder: str
    title: str
    description: str
    papers: tuple[RecentPaper, ...]

    def paths(self) -> tuple[str, ...]:
        """Give the output paths of its three forms."""
        return tuple(map(output_path, feed_urls(self.folder)))

    def key(self, salt: str) -> str:
        """Name all that it is made from; ``salt`` stands for settings, rules and version."""
        seen = (salt, self.folder, (self.title, self.description), self.papers)
        return fingerprint(repr(seen).encode("utf-8", "surrogatepass"))[:32]


class Papers:
    """Reads entries, each once, and makes their items once. Each process reads its own."""

    def __init__(self, folders: Folders, settings: Settings) -> None:
        self.folders = folders
        self.settings = settings
        self.vocabulary = load_topics(folders.content)
        self._plain: dict[str, Entry] = {}
        self._entries: dict[str, Entry] = {}
        self._items: dict[str, FeedItem] = {}

    def __reduce__(self) -> tuple[type["Papers"], tuple[Folders, Settings]]:
        """Begin anew in another process."""
        return Papers, (self.folders, self.settings)

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
        found, problems = read_entries(self.folders.content, missing)
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
                self._items[name] = feeds.paper_item(self.settings, entries[name], place)
        return [self._items[name] for name, _ in wanted]

    def stage_feeds(self, due: Sequence[RecentFeed]) -> list[str]:
        """Stage these feeds; give the paths of the files that the output had not."""
        files = (file for feed in due for file in self._write(feed))
        return [path for path, data in files if stage(self.folders, path, data)]

    def _write(self, recent: RecentFeed) -> Iterable[tuple[str, bytes]]:
        items = self.find_items((ref.name, ref.place) for ref in recent.papers)
        feed = feeds.make_feed(self.settings, recent.folder, recent.title, items)
        if not feed:
            return [(path, b"") for path in recent.paths()]
        home = permalink(
            self.settings.base_url, URLS.home if recent.folder == CODE else recent.folder
        )
        told = replace(feed, description=recent.description, home=home)
        return feeds.write_feed(self.settings, recent.folder, told)
