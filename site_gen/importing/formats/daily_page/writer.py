"""``Digest`` -> the text of a page, byte for byte as it was pasted.

A layout is a page's text with holes for what its papers say; ``Digest`` names them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from site_gen.importing.formats.daily_page.cards import Card, Line
from site_gen.model import Digest, Entry, Listing, Paper
from site_gen.text import markdown

_BREAK = re.compile(r"\s*\n\s*")
# Doubled braces first: they stand for a brace of the page itself.
_HOLE = re.compile(r"\{\{|\}\}|\{(title|abstract|papers|page)\}")


def format_digest(digest: Digest) -> str:
    """Write a digest as the text it was read from; each title and abstract is a line."""
    digest = replace(digest, papers=tuple(map(_in_lines, digest.papers)))
    page = (*digest.banner, digest.heading, digest.byline, digest.header)
    usual = "\n\n".join(text for text in (*page, *_texts(digest.papers)) if text)
    return _fill(digest.layout, digest.papers, usual) if digest.layout else usual


def find_layout(text: str, lines: Sequence[Line], cards: Sequence[Card], digest: Digest) -> str:
    """Keep what the digest's values do not say, so that ``format_digest`` gives ``text``."""
    usual = format_digest(digest)
    if text.startswith(usual) and not text[len(usual) :].strip():
        return f"{{page}}{text[len(usual) :]}" if text != usual else ""
    holes = {card.title: "{title}" for card in cards}
    holes |= {card.abstract: "{abstract}" for card in cards if card.abstract}
    out = []
    for line in lines:
        hole = holes.get(line.number, "")
        at = line.text.index(line.words) if hole else len(line.text)
        tail = line.text[at + len(line.words) :]
        out.append(_quote(line.text[:at]) + hole + _quote(tail))
    whole = "\n".join(out)
    first, last = whole.find("{title}"), whole.rfind("{abstract}")
    if not 0 <= first < last:
        return whole
    short = f"{whole[:first]}{{papers}}{whole[last + len('{abstract}') :]}"
    return short if _fill(short, digest.papers, usual) == text else whole


def _in_lines(paper: Paper) -> Paper:
    if "\n" not in paper.title + paper.abstract:
        return paper
    title, abstract = (_BREAK.sub(" ", text) for text in (paper.title, paper.abstract))
    return replace(paper, title=title, abstract=abstract)


def _texts(papers: Sequence[Paper]) -> Iterator[str]:
    """Give titles and abstracts in turn; where an abstract is missing, upvotes set papers apart."""
    is_carded = not all(paper.abstract for paper in papers)
    for paper in papers:
        if is_carded:
            yield "-" if paper.upvotes is None else str(paper.upvotes)
        yield paper.title
        if paper.abstract:
            yield paper.abstract


def _quote(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _fill(layout: str, papers: Sequence[Paper], usual: str) -> str:
    """Put papers into a layout; those it has no room for follow, set apart as the others are."""
    left = list(papers)
    abstract = ""  # of the paper whose title was written last
    at, out = 0, []
    for match in _HOLE.finditer(layout):
        if abstract and match[1] == "title":  # an abstract that the page did not have
            out.append(f"\n\n{abstract}")
            abstract = ""
        out.append(layout[at : match.start()])
        at = match.end()
        if not match[1]:
            out.append(match[0][0])
        elif match[1] == "papers":
            before = "".join(out)
            space = before[len(before.rstrip()) :] or "\n\n"
            out.append(space.join(_texts(left)))
            left = []
        elif match[1] == "page":
            out.append(usual)
            left = []
        elif match[1] == "abstract":
            out.append(abstract)
            abstract = ""
        elif left:
            paper = left.pop(0)
            abstract = paper.abstract
            out.append(paper.title)
    out.append(f"\n\n{abstract}" if abstract else "")
    out.append(layout[at:])
    if left:
        out += ["" if layout.endswith("\n") else "\n\n", "\n\n".join(_texts(left)), "\n"]
    return "".join(out)


def make_digest(listing: Listing, entries: Sequence[Entry]) -> Digest:
    """Make the digest that a day of ``content/`` is, the way back of an import."""
    # A layout with a hole for each paper has the words around them too, and no way to tell which
    # belong to a paper that was taken down.
    is_left = not (listing.removed and "{title}" in listing.layout)
    return Digest(
        date=listing.date,
        header=listing.header or f"{listing.date:%b} {listing.date.day}",
        heading=listing.heading or "Daily Papers",
        byline=listing.byline,
        banner=listing.banner,
        layout=listing.layout if is_left else "",
        papers=tuple(
            Paper(title=entry.title, abstract=markdown.to_text(entry.body)) for entry in entries
        ),
    )
