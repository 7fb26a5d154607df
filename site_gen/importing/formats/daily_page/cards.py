"""The lines of a Daily Papers page -> its cards: a title, its abstract, what stands around them.

What stands around them (upvotes, who submitted it, how many authors, dates, comments, buttons) is
known by its form. Titles and abstracts are what is left: neither how long a line is nor how it
ends says which it is. Only a short line before a ``·`` is an organisation's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from site_gen.importing.formats.daily_page.card_marks import Line, Marked, is_date, mark
from site_gen.importing.formats.reading import web_links
from site_gen.model import Paper, Problem, Source, find_arxiv_id, one_line

# One name behind the host: a person's page or an organisation's, and never a paper.
_PROFILE = re.compile(r"https?://huggingface\.co/[\w.-]+/?", re.IGNORECASE)
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[^/]+/", re.IGNORECASE)
_COUNT = re.compile(r"[0-9]+")
# Lists of a few authors end so: it is nobody's name.
# From the first white space on, and possessive: else each space of a long run begins a search.
_AND_OTHERS = re.compile(r"(?<!\s)\s*+,?\s*+\bet al\.?\s*+$")
_DOTS = ("·", "•")
_LEADS = ("number", "votes")  # upvotes, where they stand above a title
_SHORT = 80  # an organisation's name is no longer


@dataclass(frozen=True, slots=True)
class Card:
    """A paper, and the numbers of the lines that hold its title and its abstract."""

    paper: Paper
    title: int
    abstract: int = 0


@dataclass(frozen=True, slots=True)
class Dealt:
    """Cards in their order, the lines not understood, and what is wrong."""

    cards: tuple[Card, ...] = ()
    unread: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()


_Chunk = tuple[Line, list[Marked]]  # a title, and what stands below it


def count_leads(lines: Sequence[Line]) -> int:
    """Count the lines at the end that stand above the title of the card that follows."""
    marked = list(mark(lines))
    at = len(marked)
    while at and marked[at - 1][1] in {*_LEADS, "submitted", "name"}:
        at -= 1
    return len(marked) - at


def deal(path: str, lines: Sequence[Line]) -> Dealt:
    """Read cards: each begins at a line with ``is_title``, else at the text after marks.

    A card that appears twice is one.
    """
    marked = list(mark(lines))
    problems: list[Problem] = []
    if any(line.is_title for line in lines):
        head, chunks = _split_by_titles(marked)
    else:
        head, chunks = _split_by_marks(path, marked, problems)
    has_leads = bool(_lead(head))
    # A date above all titles belongs to no card: it may be that of another day.
    unread = [line for line, kind in head if not kind or is_date(line)]
    cards: list[Card] = []
    before = head
    for title, body in chunks:
        card, left = _make(path, title, body, _lead(before) if has_leads else "")
        cards.append(card)
        unread += left
        before = body
    return Dealt(tuple(_once(cards)), tuple(unread), tuple(problems))


def _split_by_titles(marked: Sequence[Marked]) -> tuple[list[Marked], list[_Chunk]]:
    head: list[Marked] = []
    chunks: list[_Chunk] = []
    for line, kind in marked:
        if line.is_title:
            chunks.append((line, []))
        else:
            (chunks[-1][1] if chunks else head).append((line, kind))
    return head, chunks


def _split_by_marks(
    path: str, marked: Sequence[Marked], problems: list[Problem]
) -> tuple[list[Marked], list[_Chunk]]:
    """Take each text, or pair of texts, that stands between marks for a card's."""
    head: list[Marked] = []
    chunks: list[_Chunk] = []
    groups = [(key, list(found)) for key, found in groupby(marked, lambda one: not one[1])]
    below = [*(group[0][0].words for _, group in groups[1:]), ""]
    for (is_text, group), after in zip(groups, below, strict=False):
        if not is_text:
            (chunks[-1][1] if chunks else head).extend(group)
            continue
        texts = [line for line, _ in group]
        owner = [(texts.pop(), "foot")] if _ends_in_owner(texts, after) else []
        if _is_odd(texts):
            what = f"{len(texts)} lines together; expected a title and its abstract in turn"
            problems.append(Problem(path, texts[-1].number, what))
        chunks += _pairs(texts)
        chunks[-1][1].extend(owner)
    return head, chunks


def _is_odd(texts: Sequence[Line]) -> bool:
    """Whether texts cannot be pairs of a title and its abstract."""
    return len(texts) > 2 and bool(len(texts) % 2) and not any(map(find_id, texts))


def _ends_in_owner(texts: Sequence[Line], after: str) -> bool:
    """Whether the last of some texts is an organisation's name: a ``·`` follows it."""
    return len(texts) > 1 and after[:1] in _DOTS and len(texts[-1].words) <= _SHORT


def _pairs(texts: Sequence[Line]) -> Iterator[_Chunk]:
    """Part texts into titles with their abstracts: by the paper they lead to, else in turn."""
    at = 0
    while at < len(texts):
        mine = find_id(texts[at])
        is_told = at + 1 < len(texts) and bool(mine or find_id(texts[at + 1]))
        size = 2 if not is_told or mine == find_id(texts[at + 1]) else 1
        yield texts[at], [(line, "") for line in texts[at + 1 : at + size]]
        at += size


def _lead(marks: Sequence[Marked]) -> str:
    """Give the words with the upvotes that end a card's marks, and so begin the next one's."""
    found = ""
    for line, kind in marks:
        if kind in _LEADS:
            found = line.words
        elif kind not in {"name", "address"}:
            found = ""
    return found


def _make(path: str, title: Line, body: Sequence[Marked], lead: str) -> tuple[Card, Sequence[Line]]:
    """Make a card of its title's line and those below it; give the lines not understood too."""
    mine = find_id(title)
    texts = {at: body[at][0] for at in range(len(body)) if _is_text(body, at)}
    abstract = _choose_abstract(body, texts, mine)
    urls = [*title.urls, *(url for line, _ in body for url in line.urls)]
    said = {kind: line.words for line, kind in body}
    names = _AND_OTHERS.sub("", said.get("authors", "").partition(":")[2]).split(",")
    upvotes = _COUNT.search(said.get("own votes", lead))
    paper = Paper(
        title=title.words,
        abstract="\n\n".join(line.words for line in abstract),
        authors=tuple(dict.fromkeys(filter(None, map(one_line, names)))),
        arxiv_id=mine or next(filter(None, map(find_arxiv_id, urls)), ""),
        links=web_links({"Code": next(filter(_CODE.match, urls), "")}),
        upvotes=int(upvotes[0]) if upvotes else None,
        source=Source(path, title.number),
    )
    number = next((line.number for line in abstract), 0)
    used = set(abstract)
    return Card(paper, title.number, number), [x for x in texts.values() if x not in used]


def _choose_abstract(body: Sequence[Marked], texts: Mapping[int, Line], mine: str) -> list[Line]:
    """Choose the abstract of the paper ``mine``: what leads to it, else the texts above the foot.

    ``texts`` are those of ``body``, by their places.
    """
    foot = next((at for at, (_, kind) in enumerate(body) if kind == "foot"), len(body))
    own = {at: line for at, line in texts.items() if not line.is_aside}
    linked = [line for line in own.values() if mine and find_id(line) == mine]
    return linked or [line for at, line in own.items() if at < foot]


def _is_text(body: Sequence[Marked], at: int) -> bool:
    """Whether a line is neither a mark nor an organisation's name."""
    return not body[at][1] and not _is_owner(body, at)


def _is_owner(body: Sequence[Marked], at: int) -> bool:
    """Whether a text is an organisation's: it leads to its page, or a ``·`` follows."""
    line = body[at][0]
    after = body[at + 1][0].words if at + 1 < len(body) else ""
    is_short = len(line.words) <= _SHORT
    return is_short and (any(map(_PROFILE.fullmatch, line.urls)) or after[:1] in _DOTS)


def find_id(line: Line) -> str:
    """Give the arXiv id of the paper that a line leads to; nothing without one."""
    return next(filter(None, map(find_arxiv_id, line.urls)), "")


def _once(cards: Sequence[Card]) -> Iterator[Card]:
    """Leave out what is there already, as a page for wide and narrow screens has it."""
    found: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        same = found.setdefault((card.paper.arxiv_id, card.paper.title), [])
        abstract = card.paper.abstract
        if same and not same[0].paper.abstract:
            same[0] = card
        elif not any(abstract in {"", other.paper.abstract} for other in same):
            same.append(card)
    kept = {id(card) for same in found.values() for card in same}
    yield from (card for card in cards if id(card) in kept)
