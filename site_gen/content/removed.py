"""Papers that were taken down: which they are, and how one is taken down.

The entry of such a paper stays in ``content/``, with ``removed:`` in its front matter. A build
leaves it out of folders and listings (``unpublished/left_out.py``). It reads entries with
``read_shown``, and asks again with ``list_late`` before it publishes them. So no page, feed
or data file can have the paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from site_gen.content.entry_file import glance, parse_entry, read_entry
from site_gen.content.store import read_entries
from site_gen.content.unpublished.state import WHY_LATE, State, find_state
from site_gen.content.yaml_edit import set_keys
from site_gen.model import Entry, MonthScan, Problem
from site_gen.system.transactions import commit_texts

_KEY = "removed"


def find_removed(content: Path, refs: Iterable[str]) -> frozenset[str]:
    """Give those of some papers, by ``day/slug``, that were taken down."""
    return frozenset(
        ref for ref in refs if find_state(glance(f"{content}/{ref}.md")) is State.REMOVED
    )


def count_removed(content: Path, months: Iterable[MonthScan]) -> int:
    """Count the papers of some months of ``content/`` that were taken down."""
    return len(find_removed(content, (ref for month in months for ref in month.refs)))


def read_shown(
    content: Path, refs: Iterable[str], *, has_drafts: bool = False
) -> tuple[dict[str, Entry], list[Problem]]:
    """Read entries, by ``day/slug``, of papers that a build shows.

    One that cannot be read is a problem; so is one that was taken down since the build looked, or
    became a draft, unless the build shows drafts.
    """
    entries, problems = read_entries(content, refs)
    for entry in entries.values():
        if entry.removed or (entry.draft and not has_drafts):
            state = State.REMOVED if entry.removed else State.DRAFT
            problems.append(Problem(entry.source.path, 0, WHY_LATE[state]))
    return entries, problems


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking a paper down does to its file.

    ``before`` is the text that was read, ``text`` what it becomes. ``last`` is the reason that
    stood there before, empty where the paper was not taken down.
    """

    path: Path
    before: str
    text: str
    last: str
    is_change: bool


def propose_removal(content: Path, ref: str, reason: str) -> Removal:
    """Give the file of a paper, ``day/slug``, with the reason why it is taken down.

    Every other byte of the file stays. Raises InputError where the file cannot be read or changed.
    """
    path = content / f"{ref}.md"
    entry, text = read_entry(content, ref)
    last, label = entry.removed, entry.source.path
    changed = text if last == reason else set_keys(label, text, {_KEY: reason})
    # Raises where the reason is no text for a page.
    parse_entry(label, changed, entry.slug, entry.first_day)
    return Removal(path, text, changed, last, is_change=changed != text)


def write_removals(content: Path, removals: Iterable[Removal]) -> None:
    """Write the files of removals, all of them or none. Raises OutputError."""
    texts = {one.path.relative_to(content).as_posix(): (one.before, one.text) for one in removals}
    commit_texts(content, texts)
