"""``Digest`` -> the text of a page, byte for byte as it was pasted.

A layout is a page's text with holes for what its papers say; ``Digest`` names them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.cards import Card
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
    writer = _Writer(list(papers), usual)
    at = 0
    for match in _HOLE.finditer(layout):
        if match[1] == "title":
            writer.put_missing()
        writer.out.append(layout[at : match.start()])
        writer.put(match[1] or "", match[0][0])
        at = match.end()
    writer.put_missing()
    writer.out.append(layout[at:])
    if writer.left:
        end = "" if layout.endswith("\n") else "\n\n"
        writer.out += [end, "\n\n".join(_texts(writer.left)), "\n"]
    return "".join(writer.out)


@dataclass(slots=True)
class _Writer:
    """The text so far, and the papers that are not in it."""

    left: list[Paper]
    usual: str
    out: list[str] = field(default_factory=list)
    abstract: str = ""
    """Of the paper whose title was written last."""

    def put_missing(self) -> None:
        """Put an abstract for which the page had no hole."""
        if self.abstract:
            self.out.append(f"\n\n{self.abstract}")
            self.abstract = ""

    def put(self, hole: str, sign: str) -> None:
        """Fill a hole; without a name it stands for a brace of the page itself, ``sign``."""
        match hole:
            case "":
                self.out.append(sign)
            case "papers":
                before = "".join(self.out)
                space = before[len(before.rstrip()) :] or "\n\n"
                self.out.append(space.join(_texts(self.left)))
                self.left = []
            case "page":
                self.out.append(self.usual)
                self.left = []
            case "abstract":
                self.out.append(self.abstract)
                self.abstract = ""
            case _ if self.left:
                paper = self.left.pop(0)
                self.abstract = paper.abstract
                self.out.append(paper.title)


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
