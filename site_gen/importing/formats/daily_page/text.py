"""The text of a Daily Papers page -> ``Digest``; ``layout`` writes it back, byte for byte.

The page begins with words of its own (banner, heading, byline, date). Then come its papers, each as
``cards`` knows it; where no line is a card's mark, titles and abstracts take turns, one a line. A
line that is neither a paper's nor known is told, never dropped. A text without the page's words is
refused, and so is one with markup below them: any two lines could be taken for a paper.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_gen.importing.formats.daily_page.card_marks import Line, is_mark
from site_gen.importing.formats.daily_page.cards import Card, Dealt, count_leads, deal
from site_gen.importing.formats.daily_page.page_day import choose_day, find_date_parts
from site_gen.importing.formats.daily_page.writer import find_layout
from site_gen.importing.formats.reading import MONTH_NAME, Reading, describe_unread
from site_gen.importing.formats.text_shapes import (
    describe_other,
    is_foreign,
    is_structure,
    is_wordless,
)
from site_gen.model import Digest, InputError, Paper, Problem, Source, find_illegal

_BANNER = re.compile(r"new|get trending papers in your email inbox.*|subscribe", re.IGNORECASE)
_HEADING = re.compile(r"(?:daily|trending) papers", re.IGNORECASE)
_BYLINE = re.compile(r"by ?AK and the research community", re.IGNORECASE)
_MONTH = rf"{MONTH_NAME}\.?"
_PERIOD = re.compile(  # what pages of a week or a month say in place of a date
    r"week [0-9]{1,2}(?:, ?[0-9]{4})?|[0-9]{4}-W[0-9]{2}|[0-9]{4}-[0-9]{2}"
    rf"|{_MONTH} [0-9]{{4}}|(?:week of )?{_MONTH} [0-9]{{1,2}} ?[-–] ?(?:{_MONTH} )?[0-9]{{1,2}}"
    r"(?:, ?[0-9]{4})?",
    re.IGNORECASE,
)
_OTHER = re.compile(  # the page's navigation and footer, when they are copied too
    r"hugging face(?:'s logo)?|models|datasets|spaces|community|docs|enterprise|pricing|buckets"
    r"|log in|sign up|papers|trending|daily|weekly|monthly|previous|next|search"
    r"|sort by:?(?: hot| top| new)?|submit(?: a)? paper|system theme|company|tos|privacy|about"
    r"|careers|website|©.*hugging face.*",
    re.IGNORECASE,
)
_SITE = re.compile(r"https?://huggingface\.co(?!/papers/[0-9])\S*", re.IGNORECASE)
_HEAD = 20  # a date further below the heading, or the top, is not the page's


def parse_digest(
    path: str, text: str, today: date, day: date | None = None, *, is_forced: bool = False
) -> Reading:
    """Read a Daily Papers page.

    ``path`` labels messages and may hold a date. The day is ``day``; else the page's own where it
    names a year; else the file name's; else the most recent such day not after ``today``.
    ``is_forced``: the text is one, even without the page's own words, or with markup in it.

    Raises InputError with every problem: no digest, two days, a title without an abstract, a
    character that cannot be published, a date that does not exist.
    """
    problems = list(_illegal(path, text))
    lines = [Line(n, _strip(line), line) for n, line in enumerate(text.split("\n"), start=1)]
    said = [line for line in lines if line.words]
    if not said:
        raise InputError(Problem(path, 0, "empty; expected the text of a Daily Papers page"))
    start = _papers_start(said)
    if not is_forced and (other := next(_find_other(path, said, start), None)):
        raise InputError(*problems, other)
    start = _count_known(said) if start is None else start
    reading, cards = _read(path, said, start, today, day, problems)
    digest = replace(reading.digest, layout=find_layout(text, lines, cards, reading.digest))
    told = (replace(x, message=f"{x.message}; kept for export only") for x in reading.unread)
    return replace(reading, digest=digest, unread=tuple(told))


def parse_lines(
    path: str, lines: Sequence[Line], today: date, day: date | None, name: str
) -> Reading:
    """Read a page of the format ``name`` whose titles are known: one at least. Raises as above."""
    said = [line for line in lines if line.words]
    start = _papers_start(said) or 0
    problems = [
        Problem(path, line.number, what.message)
        for line in lines
        for what in _illegal(path, line.words)
    ]
    return replace(_read(path, said, start, today, day, problems)[0], format=name)


def _find_other(path: str, said: Sequence[Line], start: int | None) -> Iterator[Problem]:
    """Tell what shows that a text is no page: it lacks the page's words, or has markup below."""
    if start is None:
        what = describe_other([line.words for line in said])
        yield Problem(path, said[0].number, what)
        return
    for line in said[start:]:
        if is_structure(line.words) and not is_mark(line):
            what = f"markup ({line.words[:40]!r}) where a page has titles and abstracts"
            hint = "expected its text as browsers copy it, or --format markdown or page"
            yield Problem(path, line.number, f"{what}; {hint}")


def _read(  # noqa: PLR0913, PLR0917 # what a page is read with
    path: str,
    said: Sequence[Line],
    start: int,
    today: date,
    day: date | None,
    problems: list[Problem],
) -> tuple[Reading, Sequence[Card]]:
    """Read the lines with words of a page whose papers begin at ``start``."""
    head, rest = said[:start], _without_footer(said[start:])
    header = next((line for line in head if find_date_parts(line.words)), None)
    page_day = choose_day(path, header, today, day, problems)
    is_carded = any(line.is_title or is_mark(line) for line in rest)
    problems += _second_days(path, rest, is_carded=is_carded)
    if other := list(_second_formats(path, rest)):
        raise InputError(*problems, *other)
    dealt = deal(path, rest) if is_carded else _pair(path, rest, problems)
    problems += dealt.problems
    problems += _wordless_titles(path, dealt.cards)
    if problems:
        raise InputError(*problems)
    papers = tuple(card.paper for card in dealt.cards)
    digest = replace(_read_head(path, head, header, page_day.day), papers=papers)
    unread = [line for line in head if not is_known(line.words)] + list(dealt.unread)
    unread_problems = tuple(describe_unread(path, line.number, line.words) for line in unread)
    yearless = "" if page_day.is_certain else digest.header
    return Reading(digest, page_day.reason, unread_problems, yearless=yearless), dealt.cards


def _read_head(path: str, head: Sequence[Line], header: Line | None, day: date) -> Digest:
    """Read the words of the page that stand above its papers."""
    return Digest(
        date=day,
        header=header.words if header else "",
        heading=next(_list_words(head, _HEADING), ""),
        byline=next(_list_words(head, _BYLINE), ""),
        banner=tuple(_list_words(head, _BANNER)),
        papers=(),
        source=Source(path, header.number if header else 1),
    )


def _list_words(lines: Sequence[Line], form: re.Pattern[str]) -> Iterator[str]:
    """Give the words of the lines that have a form."""
    yield from (line.words for line in lines if form.fullmatch(line.words))


def _wordless_titles(path: str, cards: Sequence[Card]) -> Iterator[Problem]:
    for card in cards:
        if is_wordless(card.paper.title):
            what = f"no title: {card.paper.title[:40]!r}; expected one in words"
            yield Problem(path, card.title, what)


def _strip(line: str) -> str:
    return line.strip("\ufeff").strip()


def _illegal(path: str, text: str) -> Iterator[Problem]:
    if found := find_illegal(text):
        at, name = found
        line = text.count("\n", 0, at) + 1
        yield Problem(path, line, f"a control character ({name}); expected plain text")


def is_known(words: str) -> bool:
    """Whether a line is the page's own: its heading, date, navigation or footer."""
    return bool(
        find_date_parts(words)
        or any(
            kind.fullmatch(words.lstrip("-*· "))
            for kind in (_BANNER, _HEADING, _BYLINE, _OTHER, _PERIOD, _SITE)
        )
    )


def _papers_start(said: Sequence[Line]) -> int | None:
    """Give the index of the first card: after the date, else after the page's words."""
    titled = next((i for i, line in enumerate(said) if line.is_title), None)
    if titled is not None:
        return titled - count_leads(said[:titled])
    dated = next((i for i, line in enumerate(said) if find_date_parts(line.words)), None)
    heading = _find_heading(said, dated)
    if dated is not None and _is_page_date(said, heading, dated):
        return dated + 1
    if heading is None:
        return None
    return heading + 1 + _count_known(said[heading + 1 :])


def _find_heading(said: Sequence[Line], dated: int | None) -> int | None:
    """Give the index of the page's heading: the last shortly above its date, else the first."""
    headings = [i for i, line in enumerate(said) if _HEADING.fullmatch(line.words)]
    near_date = [i for i in headings if dated is not None and dated - _HEAD < i < dated]
    return next(iter((*near_date[-1:], *headings)), None)


def _is_page_date(said: Sequence[Line], heading: int | None, dated: int) -> bool:
    """Whether a date is the page's: shortly below its heading, and above all marks of cards.

    Without a heading only words of the page may stand above it: letters and logs have dates too.
    """
    if heading is None and not all(is_known(line.words) for line in said[:dated]):
        return False
    top = heading or 0
    near = said[top : top + _HEAD]
    marks = (i for i, line in enumerate(near) if is_mark(line) and not is_known(line.words))
    return top < dated < top + next(marks, len(near))


def _count_known(said: Sequence[Line]) -> int:
    """Count the lines at the start that are the page's own."""
    return next((at for at, line in enumerate(said) if not is_known(line.words)), len(said))


def _without_footer(said: Sequence[Line]) -> Sequence[Line]:
    end = len(said)
    while end and _OTHER.fullmatch(said[end - 1].words):
        end -= 1
    return said[:end]


def _second_days(path: str, rest: Sequence[Line], *, is_carded: bool) -> Iterator[Problem]:
    for line in rest:
        is_date = find_date_parts(line.words) and not is_carded  # cards have dates of their own
        if _HEADING.fullmatch(line.words) or is_date:
            what = f"a second day begins here ({line.words!r}); expected one day, one file"
            yield Problem(path, line.number, what)
            return


def _second_formats(path: str, rest: Sequence[Line]) -> Iterator[Problem]:
    for line in rest:
        if not line.is_aside and is_foreign(line.words):
            what = f"another format begins here ({line.words[:40]!r}); expected one, one file"
            yield Problem(path, line.number, what)
            return


def _pair(path: str, rest: Sequence[Line], problems: list[Problem]) -> Dealt:
    if len(rest) % 2 and not problems:
        lone = rest[-1]
        what = f"no abstract after {lone.words[:80]!r}; expected a title and then its abstract"
        problems.append(Problem(path, lone.number, what))
    cards = (
        Card(
            Paper(title=title.words, abstract=abstract.words, source=Source(path, title.number)),
            title.number,
            abstract.number,
        )
        for title, abstract in zip(rest[::2], rest[1::2], strict=False)
    )
    return Dealt(tuple(cards))
