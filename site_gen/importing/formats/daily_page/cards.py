"""The lines of a Daily Papers page -> its cards: a title, its abstract, what stands around them.

What stands around them (upvotes, who submitted it, how many authors, dates, comments, buttons) is
known by its form. Titles and abstracts are what is left: neither how long a line is nor how it
ends says which it is. Only a short line before a ``·`` is an organisation's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from site_gen.importing.formats.reading import web_links
from site_gen.model import Paper, Problem, Source, find_arxiv_id, one_line

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:published on )?{_MONTH}\.? [0-9]{{1,2}}[0-9]*(?:, ?[0-9]{{4}}[0-9]*)?"  # comments glued
)
_AUTHORS = r"\[?(?:[-*] )?[0-9]+ authors?(?:\]\(\S*\))?"
_BUTTON = (
    r"(?:github(?: ?[0-9.]+k?)?|[0-9]+(?:\.[0-9]+)?k|(?:view )?(?:arxiv page|pdf)|project page"
    r"|\+[0-9]+)"
)
_MARKS = {  # what a line is that is no text of a paper; the number in it counts
    "number": re.compile(r"([0-9]{1,6})"),
    "votes": re.compile(r"-|\[-\] ?(?:-|([0-9]{1,6}))"),
    "own votes": re.compile(
        rf"(?:upvotes?|votes?):? ?([0-9]{{0,6}})(?: {_BUTTON})*", re.IGNORECASE
    ),
    "submitted": re.compile(r"submitted by\b ?(?P<name>.*)", re.IGNORECASE),
    "authors": re.compile(r"authors: ?(?P<people>.*)", re.IGNORECASE),
    "foot": re.compile(
        rf"[·•\[\]]|(?:.{{1,80}} ?)?[·•] ?(?:{_DATE}|{_AUTHORS})|{_DATE}|{_AUTHORS}"
        rf"|(?:.{{1,80}} ?)?[·•]",
        re.IGNORECASE,
    ),
    "button": re.compile(rf"(?:{_BUTTON} ?)+|\[link: .*", re.IGNORECASE),
}
_ADDRESS = re.compile(r"[<(\[\]]*(https?://[^\s<>]+?)[>)\]]*", re.IGNORECASE)
# One name behind the host: a person's page or an organisation's, and never a paper.
_PROFILE = re.compile(r"https?://huggingface\.co/[\w.-]+/?", re.IGNORECASE)
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[^/]+/", re.IGNORECASE)
_COUNT = re.compile(r"[0-9]+")
# Lists of a few authors end so: it is nobody's name.
_AND_OTHERS = re.compile(r",?\s*\bet al\.?\s*$")
_DOTS = ("·", "•")
_LEADS = ("number", "votes")  # upvotes, where they stand above a title
_SHORT = 80  # an organisation's name is no longer


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words without the white space around, and where they lead."""

    number: int
    words: str
    text: str = ""
    urls: tuple[str, ...] = ()
    is_title: bool = False
    is_aside: bool = False
    """Whether it is no text of a paper, and no mark: it is reported."""


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


_Marked = tuple[Line, str]  # a line, and which of _MARKS it is; a text is none
_Chunk = tuple[Line, list[_Marked]]  # a title, and what stands below it


def is_mark(line: Line) -> bool:
    """Whether a line is a card's, but no text. A date alone may be the page's own."""
    return not is_date(line) and bool(_find_kind(line.words) or _ADDRESS.fullmatch(line.words))


def is_date(line: Line) -> bool:
    """Whether a line is a date alone: below a title, it is when the paper was published."""
    return bool(re.fullmatch(_DATE, line.words, re.IGNORECASE))


def count_leads(lines: Sequence[Line]) -> int:
    """Count the lines at the end that stand above the title of the card that follows."""
    marked = list(_mark(lines))
    at = len(marked)
    while at and marked[at - 1][1] in {*_LEADS, "submitted", "name"}:
        at -= 1
    return len(marked) - at


def deal(path: str, lines: Sequence[Line]) -> Dealt:
    """Read cards: each begins at a line with ``is_title``, else at the text after marks.

    A card that appears twice is one.
    """
    marked = list(_mark(lines))
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


def _mark(lines: Sequence[Line]) -> Iterator[_Marked]:
    """Say what each line is. An address alone belongs to the text above it."""
    waiting: _Marked | None = None
    for line in lines:
        is_plain = not (line.is_title or line.is_aside)
        kind = _find_kind(line.words) if is_plain else ""
        address = _ADDRESS.fullmatch(line.words) if is_plain and not kind else None
        if address and not line.urls and waiting and not waiting[1]:
            waiting = replace(waiting[0], urls=(*waiting[0].urls, address[1])), ""
            kind = "address"
        elif address:
            kind = "address"
        elif waiting and not kind and is_plain and waiting[1] == "submitted":
            said = _MARKS["submitted"].fullmatch(waiting[0].words)
            kind = "" if said and said["name"] else "name"  # of who submitted it
        elif waiting and kind == "number" and waiting[1] == "own votes":
            said = _MARKS["own votes"].fullmatch(waiting[0].words)
            kind = "number" if said and said[1] else "own votes"
        if kind == "address" and waiting and not waiting[1]:
            continue
        if waiting:
            yield waiting
        waiting = line, kind
    if waiting:
        yield waiting


def _find_kind(words: str) -> str:
    return next((kind for kind, form in _MARKS.items() if form.fullmatch(words)), "")


def _split_by_titles(marked: Sequence[_Marked]) -> tuple[list[_Marked], list[_Chunk]]:
    head: list[_Marked] = []
    chunks: list[_Chunk] = []
    for line, kind in marked:
        if line.is_title:
            chunks.append((line, []))
        else:
            (chunks[-1][1] if chunks else head).append((line, kind))
    return head, chunks


def _split_by_marks(
    path: str, marked: Sequence[_Marked], problems: list[Problem]
) -> tuple[list[_Marked], list[_Chunk]]:
    """Take each text, or pair of texts, that stands between marks for a card's."""
    head: list[_Marked] = []
    chunks: list[_Chunk] = []
    groups = [(key, list(found)) for key, found in groupby(marked, lambda one: not one[1])]
    for at, (is_text, group) in enumerate(groups):
        if not is_text:
            (chunks[-1][1] if chunks else head).extend(group)
            continue
        texts = [line for line, _ in group]
        owner = []
        after = groups[at + 1][1][0][0].words if at + 1 < len(groups) else ""
        if len(texts) > 1 and after[:1] in _DOTS and len(texts[-1].words) <= _SHORT:
            owner = [(texts.pop(), "foot")]
        if len(texts) > 2 and len(texts) % 2 and not any(map(find_id, texts)):
            what = f"{len(texts)} lines together; expected a title and its abstract in turn"
            problems.append(Problem(path, texts[-1].number, what))
        chunks += [(one[0], [(line, "") for line in one[1:]]) for one in _pairs(texts)]
        chunks[-1][1].extend(owner)
    return head, chunks


def _pairs(texts: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Part texts into titles with their abstracts: by the paper they lead to, else in turn."""
    at = 0
    while at < len(texts):
        mine = find_id(texts[at])
        is_told = at + 1 < len(texts) and bool(mine or find_id(texts[at + 1]))
        size = 2 if not is_told or mine == find_id(texts[at + 1]) else 1
        yield texts[at : at + size]
        at += size


def _lead(marks: Sequence[_Marked]) -> str:
    """Give the words with the upvotes that end a card's marks, and so begin the next one's."""
    found = ""
    for line, kind in marks:
        if kind in _LEADS:
            found = line.words
        elif kind not in {"name", "address"}:
            found = ""
    return found


def _make(
    path: str, title: Line, body: Sequence[_Marked], lead: str
) -> tuple[Card, Sequence[Line]]:
    """Make a card of its title's line and those below it; give the lines not understood too."""
    mine = find_id(title)
    end = next((at for at, (_, kind) in enumerate(body) if kind == "foot"), len(body))
    texts = [(at, line) for at, (line, kind) in enumerate(body) if not kind]
    left = [(at, line) for at, line in texts if not _is_owner(body, at)]
    own = [(at, line) for at, line in left if not line.is_aside]
    abstract = [line for _, line in own if mine and find_id(line) == mine]
    abstract = abstract or [line for at, line in own if at < end]
    votes = lead
    people: list[str] = []
    urls = [url for line in (title, *(line for line, _ in body)) for url in line.urls]
    for line, kind in body:
        if kind == "own votes":
            votes = line.words
        elif kind == "authors":
            names = _AND_OTHERS.sub("", line.words.partition(":")[2])
            people = [one_line(name) for name in names.split(",")]
    count = _COUNT.search(votes)
    code = next((url for url in urls if _CODE.match(url)), "")
    paper = Paper(
        title=title.words,
        abstract="\n\n".join(line.words for line in abstract),
        authors=tuple(dict.fromkeys(filter(None, people))),
        arxiv_id=mine or next(filter(None, map(find_arxiv_id, urls)), ""),
        links=web_links({"Code": code}),
        upvotes=int(count[0]) if count else None,
        source=Source(path, title.number),
    )
    number = abstract[0].number if abstract else 0
    used = set(abstract)
    return Card(paper, title.number, number), [x for _, x in left if x not in used]


def _is_owner(body: Sequence[_Marked], at: int) -> bool:
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
