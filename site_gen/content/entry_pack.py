"""Entries that were read, kept in one file of a month for the later jobs of the same build.

Several stages of a build need the same entries: related papers, pages, the search, feeds. The first
job that reads a month keeps it; the others, in any process, load what they need of it.
"""

import os
import pickle  # only of files that this build wrote
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from site_gen.content.removed import read_shown
from site_gen.content.store import load_topics
from site_gen.content.topic_rules import Vocabulary, with_topics
from site_gen.model import Entry, Problem, month_of
from site_gen.system.durable import move
from site_gen.system.files import write_new

_SIZE = 8  # bytes that give the length of an index

Index = Mapping[str, tuple[int, int]]
"""Where each entry is in a pack, by ``day/slug``: where it begins, and how many bytes it has."""


class EntryPacks:
    """Reads entries with their topics: from packs of months, else from their files.

    ``content`` has the files of entries. ``folder`` is that of the packs: a folder of this build
    alone, so that no pack is older than it. With ``has_drafts`` drafts are read as other papers.
    """

    def __init__(self, content: Path, folder: Path, *, has_drafts: bool = False) -> None:
        self._content = content
        self._has_drafts = has_drafts
        self._folder = folder
        self._indexes: dict[str, Index] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The site's rules for topics. Raises InputError."""
        return load_topics(self._content)

    def read(
        self, refs: Iterable[str], *, has_topics: bool = True
    ) -> tuple[dict[str, Entry], list[Problem]]:
        """Read entries, by ``day/slug``; one that cannot be read, or is not shown, is a problem.

        Without ``has_topics``, entries that no pack has may lack the topics that rules give.
        """
        wanted = list(refs)
        packed = self._load(wanted)
        missing = [x for x in wanted if x not in packed]
        entries, problems = read_shown(self._content, missing, has_drafts=self._has_drafts)
        if entries and has_topics:
            entries = with_topics(self.vocabulary, entries)
        entries |= packed
        return {ref: entries[ref] for ref in wanted if ref in entries}, problems

    def read_month(self, month: str, refs: Iterable[str]) -> tuple[dict[str, Entry], list[Problem]]:
        """Read entries as ``read`` does, and keep those of this month for later jobs.

        ``refs`` have all papers of the month.
        """
        entries, problems = self.read(refs)
        if not problems and self._find_index(month) is None:
            self._write(month, {x: entry for x, entry in entries.items() if month_of(x) == month})
        return entries, problems

    def _load(self, refs: Iterable[str]) -> dict[str, Entry]:
        """Load those entries that packs have."""
        # By month: each pack is opened once for all that is wanted of it.
        by_month: dict[str, list[str]] = {}
        for ref in refs:
            by_month.setdefault(month_of(ref), []).append(ref)
        entries: dict[str, Entry] = {}
        for month, of_month in by_month.items():
            if index := self._find_index(month):
                with self._path(month).open("rb") as file:
                    entries |= {ref: _load(file, *index[ref]) for ref in of_month if ref in index}
        return entries

    def _find_index(self, month: str) -> Index | None:
        """Find the index of a month's pack; None where there is none yet."""
        if month not in self._indexes:
            try:
                with self._path(month).open("rb") as file:
                    end = file.seek(-_SIZE, os.SEEK_END)
                    size = int.from_bytes(file.read(_SIZE), "big")
                    self._indexes[month] = _load(file, end - size, size)
            # Not remembered: another process may write the pack later.
            except FileNotFoundError:
                return None
        return self._indexes[month]

    def _write(self, month: str, entries: Mapping[str, Entry]) -> None:
        index: dict[str, tuple[int, int]] = {}
        packed = bytearray()
        for ref, entry in entries.items():
            blob = pickle.dumps(entry, pickle.HIGHEST_PROTOCOL)
            index[ref] = (len(packed), len(blob))
            packed += blob
        # The index is last: only then it is known where each entry is.
        tail = pickle.dumps(index, pickle.HIGHEST_PROTOCOL)
        path = self._path(month)
        # Under another name first: a job of another month may look for this pack just now.
        unfinished = path.with_suffix(".unfinished")
        write_new(unfinished, bytes(packed) + tail + len(tail).to_bytes(_SIZE, "big"))
        move(unfinished, path)

    def _path(self, month: str) -> Path:
        return self._folder / f"{month}.pack"


def _load(file: BinaryIO, start: int, size: int) -> Any:
    file.seek(start)
    return pickle.loads(file.read(size))  # noqa: S301 # this build wrote it
