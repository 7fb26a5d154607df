"""A digest, and what ``content/`` holds -> the changes that an import makes.

What a person wrote stays. New papers become entries and are added at the end of the day's
``digest.yaml``; what a source says anew of a paper goes where nobody edited it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from site_gen.content.digest_file import format_listing
from site_gen.content.entry_file import format_entry
from site_gen.content.identity import SameKey, is_same, match_entries
from site_gen.content.yaml_edit import Value, add_items, set_values
from site_gen.importing.day_files import Lost, Slugs
from site_gen.importing.three_way import (
    Base,
    Revision,
    is_from_format,
    is_untouched,
    make_base,
    revise,
)
from site_gen.model import (
    DAY_WORDS,
    Change,
    Digest,
    Entry,
    Listing,
    Paper,
    Problem,
    copy_facts,
    entry_reference,
    full_reference,
    make_slug,
)
from site_gen.text import markdown

_DELETED = ("removal",)
_PAGES = ("page", "markdown", "html")  # the formats of days that have words of their own
_DAYS = "days"  # the key of a base that names the further days on which we listed a paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What ``content/`` holds already, as far as an import must know it.

    ``listing`` and ``text`` are the day's ``digest.yaml``; ``entries`` the day's own papers;
    ``elsewhere`` papers of other days that may be papers of the digest. ``files`` are the
    texts of all these entries, by ``day/slug``, and ``bases`` what we wrote of them last; those
    of the day are all there, also where the file is gone.
    """

    listing: Listing | None = None
    text: str = ""
    entries: Sequence[Entry] = ()
    elsewhere: Sequence[Entry] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, Base] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a paper: where it is, the keys that were updated, and those kept as edited.

    ``removed`` is one whose entry says that it was taken down: nothing is written of it.
    """

    ref: str
    kind: Literal["new", "updated", "unchanged", "removed"]
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an import of a digest would do.

    ``entries`` are those that are new; ``bases`` what is written of papers now, by ``day/slug``;
    ``moved`` are the names that files had of which there is a base under another name now.
    """

    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    entries: tuple[Entry, ...] = ()
    bases: Mapping[str, Base] = field(default_factory=dict)
    moved: tuple[str, ...] = ()


def propose(digest: Digest, present: Present, source: str = "") -> Proposal:
    """Decide what an import does, in the digest's order, the ``digest.yaml`` last.

    ``source`` is the format of the digest. A paper that a digest has twice is one. One whose
    file, or whose reference, somebody removed stays away, as long as the day is there.
    """
    papers = _each_once(digest.papers)
    bases_of_lost = (one for one in present.bases.items() if one[0] not in present.files)
    lost = Lost(dict(bases_of_lost))
    known_bases, moved = _follow_renames(present, lost)
    untouched = {
        entry.slug
        for entry in present.entries
        if is_untouched(entry, known_bases.get(entry_reference(entry), {}))
    }
    known = match_entries(papers, present.entries, present.elsewhere, untouched)
    slugs = Slugs(entry.slug for entry in present.entries)
    changes: list[Change] = []
    outcomes: list[Outcome] = []
    entries: list[Entry] = []
    bases: dict[str, Base] = {}
    for paper, entry in zip(papers, known, strict=True):
        if entry and entry.removed:
            outcomes.append(Outcome(ref=entry_reference(entry), kind="removed"))
        elif entry:
            ref = entry_reference(entry)
            base = known_bases.get(ref, {})
            made = revise(entry, present.files.get(ref, ""), base, paper, source)
            bases[ref] = _on_day(ref, made.base, digest.date)
            outcomes.append(_describe_revision(ref, made))
            changes.append(_change_entry(ref, made))
        # Where the day itself was removed, its papers are imported again.
        elif deleted := lost.find(paper) if present.listing else "":
            outcomes.append(Outcome(ref=deleted, kind="unchanged", kept=_DELETED))
        else:
            new = make_entry(digest, paper, slugs.take(make_slug(paper.title)))
            ref = entry_reference(new)
            entries.append(new)
            bases[ref] = make_base(paper, new.body, source)
            outcomes.append(Outcome(ref=ref, kind="new"))
            changes.append(Change(path=f"{ref}.md", kind="create", text=format_entry(new)))
    return Proposal(
        changes=(*changes, *_propose_listing(digest, present, outcomes, source)),
        outcomes=tuple(outcomes),
        entries=tuple(entries),
        bases=bases,
        moved=moved,
    )


def _describe_revision(ref: str, made: Revision) -> Outcome:
    return Outcome(
        ref=ref,
        kind="unchanged" if made.text is None else "updated",
        updated=made.updated if made.text is not None else (),
        kept=made.kept,
        conflicts=made.conflicts,
    )


def _change_entry(ref: str, made: Revision) -> Change:
    kind: Literal["keep", "update"] = "keep" if made.text is None else "update"
    return Change(path=f"{ref}.md", kind=kind, text=made.text or "")


def make_entry(digest: Digest, paper: Paper, slug: str) -> Entry:
    """Make the entry of a paper that is new."""
    return Entry(
        slug=slug,
        first_day=digest.date,
        body=markdown.from_text(paper.abstract),
        links=paper.links,
        **copy_facts(paper),
    )


def _follow_renames(present: Present, lost: Lost) -> tuple[Mapping[str, Base], tuple[str, ...]]:
    """Give what we wrote of each paper, also where its file has another name now.

    A base that is found so is lost no longer.
    """
    bases, moved = dict(present.bases), []
    for entry in present.entries:
        if entry_reference(entry) not in bases and (found := lost.take_renamed(entry)):
            ref, bases[entry_reference(entry)] = found
            moved.append(ref)
    return bases, tuple(moved)


def _propose_listing(
    digest: Digest, present: Present, outcomes: Sequence[Outcome], source: str
) -> Iterator[Change]:
    """Say what becomes of the day's ``digest.yaml``: papers that are shown are listed."""
    path = f"{digest.date}/digest.yaml"
    refs = [one.ref for one in outcomes if one.kept != _DELETED and one.kind != "removed"]
    if present.listing:
        words = _find_words(digest, present, outcomes, source)
        text = _extend_listing(digest.date, present, present.listing, refs)
        text = set_values(present.listing.source.path, text, words) if words else text
        yield Change(path=path, kind="keep" if text == present.text else "update", text=text)
    elif refs or not outcomes:  # a day of removed papers alone is no new day
        listing = Listing(
            date=digest.date,
            header=digest.header,
            heading=digest.heading,
            byline=digest.byline,
            banner=digest.banner,
            layout=digest.layout,
            # The words of a source's page are kept for an export: pages show those of the site.
            show=() if digest.heading or digest.byline or digest.banner else None,
            papers=tuple(ref.removeprefix(f"{digest.date}/") for ref in refs),
        )
        yield Change(path=path, kind="create", text=format_listing(listing))


def _extend_listing(day: date, present: Present, listing: Listing, refs: Sequence[str]) -> str:
    """Give the text of a day's listing with further papers at its end."""
    listed = {full_reference(ref, day) for ref in listing.papers}
    listed |= {entry_reference(entry) for entry in present.entries}  # shown, though not named
    listed |= {  # taken out, though it was named
        ref for ref in refs if str(day) in present.bases.get(ref, {}).get(_DAYS, "").split()
    }
    missing = [ref.removeprefix(f"{day}/") for ref in refs if ref not in listed]
    return add_items(listing.source.path, present.text, "papers", missing)


def _find_words(
    digest: Digest, present: Present, outcomes: Sequence[Outcome], source: str
) -> Mapping[str, Value]:
    """Give the words of a page for a day that other formats made: they have none of their own.

    Only the first page of a day brings its words, so that words which somebody took out stay out.
    """
    day = f"{digest.date}/"
    bases = (base for ref, base in present.bases.items() if ref.startswith(day))
    is_first = source in _PAGES and not any(is_from_format(base, _PAGES) for base in bases)
    if not is_first or not any(outcome.kind == "new" for outcome in outcomes):
        return {}
    texts: dict[str, Value] = {"byline": digest.byline, "banner": digest.banner}
    written = set(re.findall(r"^(byline|banner)\b", present.text, re.MULTILINE))
    words = {key: value for key, value in texts.items() if value and key not in written}
    if not words or (present.listing and present.listing.show is not None):
        return words
    # What a person wrote there is shown as before.
    own = (key for key in DAY_WORDS if getattr(present.listing, key, ()))
    return {**words, "show": tuple(own)}


def _each_once(papers: Sequence[Paper]) -> list[Paper]:
    kept: list[Paper] = []
    known = SameKey[Paper]()
    for paper in papers:
        if not any(is_same(paper, other) for other in known.find(paper)):
            kept.append(paper)
            known.add(paper)
    return kept


def _on_day(ref: str, base: Base, day: date) -> Base:
    """Remember that a paper of another day is listed on this one."""
    if ref.startswith(f"{day}/"):
        return base
    return {**base, _DAYS: " ".join(sorted({*base.get(_DAYS, "").split(), str(day)}))}
