"""A digest, and what ``content/`` holds -> the changes that an import makes.

What a person wrote stays: a file that is there is never rewritten; new papers are added at the
end of the day's ``digest.yaml``, all else in it left as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from site_gen import markup
from site_gen.entries import format_entry
from site_gen.listings import format_listing, with_papers
from site_gen.model import Change, Digest, Entry, Listing, Paper
from site_gen.urls import make_slug

_SAME = 0.6  # share of words that two abstracts of one paper have in common, at the least
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """What ``content/`` holds already, as far as an import must know it.

    ``listing`` and ``text`` are the day's ``digest.yaml``; ``entries`` the day's own papers;
    ``elsewhere`` papers of other days whose file name could be that of a paper of the digest.
    """

    listing: Listing | None = None
    text: str = ""
    entries: Sequence[Entry] = ()
    elsewhere: Sequence[Entry] = ()


def propose(digest: Digest, present: Present, folder: str) -> tuple[Change, ...]:
    """Decide what an import does, in the digest's order, the ``digest.yaml`` last.

    ``folder`` is the day's folder, before the file names in ``Change.path``.
    """
    own: dict[str, list[Entry]] = {}  # by what a paper of the digest can find them by
    for entry in present.entries:
        for key in {entry.slug, re.sub(r"-[2-9]$", "", entry.slug), make_slug(entry.title)}:
            own.setdefault(key, []).append(entry)
    taken = {entry.slug for entry in present.entries}
    used: set[str] = set()
    changes, refs = [], []
    for paper in digest.papers:
        slug = make_slug(paper.title)
        ref = _find_own(paper, own.get(slug, ()), used) or _find_elsewhere(
            paper, present.elsewhere, used
        )
        if ref is None:
            slug = _free(slug, taken)
            taken.add(slug)
            entry = Entry(
                slug=slug,
                first_day=digest.date,
                title=paper.title,
                body=markup.from_text(paper.abstract),
                authors=paper.authors,
                arxiv_id=paper.arxiv_id,
                doi=paper.doi,
                topics=paper.topics,
                links=paper.links,
                upvotes=paper.upvotes,
            )
            changes.append(
                Change(path=f"{folder}/{slug}.md", kind="create", text=format_entry(entry))
            )
            ref = slug
        elif "/" not in ref:
            changes.append(Change(path=f"{folder}/{ref}.md", kind="keep", text=""))
        used.add(ref)
        refs.append(ref)
    changes.append(_propose_listing(digest, present, refs, f"{folder}/digest.yaml"))
    return tuple(changes)


def make_digest(listing: Listing, entries: Sequence[Entry]) -> Digest:
    """Make the digest that a day of ``content/`` is, the way back of an import."""
    return Digest(
        date=listing.date,
        header=listing.header or f"{listing.date:%b} {listing.date.day}",
        heading=listing.heading or "Daily Papers",
        byline=listing.byline,
        banner=listing.banner,
        layout=listing.layout,
        papers=tuple(
            Paper(title=entry.title, abstract=markup.to_text(entry.body)) for entry in entries
        ),
    )


def _propose_listing(digest: Digest, present: Present, refs: Sequence[str], path: str) -> Change:
    if present.listing is None:
        listing = Listing(
            date=digest.date,
            header=digest.header,
            heading=digest.heading,
            byline=digest.byline,
            banner=digest.banner,
            layout=digest.layout,
            papers=tuple(refs),
        )
        return Change(path=path, kind="create", text=format_listing(listing))
    listed = set(present.listing.papers)
    text = with_papers(present.text, [ref for ref in refs if ref not in listed])
    return Change(path=path, kind="keep" if text == present.text else "update", text=text)


def _find_own(paper: Paper, own: Sequence[Entry], used: set[str]) -> str | None:
    """Find the day's own entry of a paper: by its text, else by its name (it may be edited)."""
    base = make_slug(paper.title)
    numbered = re.compile(re.escape(base) + r"-[2-9]")
    free = [entry for entry in own if entry.slug not in used]
    for entry in free:
        if is_same_title(entry, paper) and is_same_text(entry, paper):
            return entry.slug
    for entry in free:
        is_named = numbered.fullmatch(entry.slug)
        if entry.slug == base or (is_named and is_same_title(entry, paper)):
            return entry.slug
    return None


def _find_elsewhere(paper: Paper, elsewhere: Sequence[Entry], used: set[str]) -> str | None:
    for entry in elsewhere:
        ref = f"{entry.first_day}/{entry.slug}"
        if ref not in used and is_same_title(entry, paper) and is_same_text(entry, paper):
            return ref
    return None


def is_same_title(entry: Entry, paper: Paper) -> bool:
    """Whether an entry's title is the paper's, but for case and punctuation."""
    return _words(entry.title) == _words(paper.title)


def is_same_text(entry: Entry, paper: Paper) -> bool:
    """Whether an entry's abstract is the paper's, edits aside."""
    mine, theirs = set(_words(markup.to_text(entry.body))), set(_words(paper.abstract))
    if not mine or not theirs:
        return mine == theirs
    return len(mine & theirs) / len(mine | theirs) >= _SAME


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _free(slug: str, taken: set[str]) -> str:
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name
