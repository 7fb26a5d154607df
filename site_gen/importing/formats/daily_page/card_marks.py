"""What the lines of a Daily Papers page are: texts, or marks of a card such as its upvotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen.importing.formats.reading import MONTH_NAME

# The number of comments may be glued to a date.
_DATE = rf"(?:published on )?{MONTH_NAME}\.? [0-9]{{1,2}}[0-9]*(?:, ?[0-9]{{4}}[0-9]*)?"
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
_ADDRESS = re.compile(r"[<(\[\]]*(https?://[^\s<>])([^\s<>]*+)[>)\]]*", re.IGNORECASE)
_COMPLETED = {("submitted", ""): "name", ("own votes", "number"): "own votes"}
"""A mark that lacks its value, and the kind of the line below it -> what that line is."""


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


Marked = tuple[Line, str]  # a line, and which of _MARKS it is; a text is none


def is_mark(line: Line) -> bool:
    """Whether a line is a card's, but no text. A date alone may be the page's own."""
    return not is_date(line) and bool(_find_kind(line.words) or find_address(line.words))


def find_address(words: str) -> str:
    """Give the web address that a line is, without brackets around it; else nothing.

    >>> find_address("<https://a.b/c>"), find_address("[https://a.b]"), find_address("see a.b")
    ('https://a.b/c', 'https://a.b', '')
    """
    match = _ADDRESS.fullmatch(words)
    return match[1] + match[2].rstrip(">)]") if match else ""


def is_date(line: Line) -> bool:
    """Whether a line is a date alone: below a title, it is when the paper was published."""
    return bool(re.fullmatch(_DATE, line.words, re.IGNORECASE))


def mark(lines: Sequence[Line]) -> Iterator[Marked]:
    """Say what each line is. An address alone belongs to the text above it."""
    waiting: Marked | None = None
    for line in lines:
        kind = _find_kind_below(line, waiting)
        if kind == "address" and waiting and not waiting[1]:
            waiting = _with_address(waiting[0], line), ""
            continue
        if waiting:
            yield waiting
        waiting = line, kind
    if waiting:
        yield waiting


def _find_kind_below(line: Line, above: Marked | None) -> str:
    """Say what a line is: a mark, an address, the value of the mark above; a text is none."""
    if line.is_title or line.is_aside:
        return ""
    kind = _find_kind(line.words)
    if not kind and find_address(line.words):
        return "address"
    completed = _COMPLETED.get((above[1], kind)) if above else None
    if not above or not completed:
        return kind
    said = _MARKS[above[1]].fullmatch(above[0].words)
    return kind if said and said[1] else completed


def _with_address(text: Line, line: Line) -> Line:
    """Give a text the address below it; one that is a link already adds none."""
    address = "" if line.urls else find_address(line.words)
    return replace(text, urls=(*text.urls, address)) if address else text


def _find_kind(words: str) -> str:
    return next((kind for kind, form in _MARKS.items() if form.fullmatch(words)), "")
