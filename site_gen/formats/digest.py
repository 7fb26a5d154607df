"""The text of a Daily Papers page -> ``Digest``, and back, byte for byte.

The page begins with words of its own (banner, heading, byline, date), then titles and abstracts
take turns, one a line. A line that is neither a paper's nor known is told, never dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from site_gen.characters import find_illegal
from site_gen.errors import InputError, Problem
from site_gen.formats.reading import Reading, day_in_name
from site_gen.model import Digest, Paper, Source

_BANNER = re.compile(r"new|get trending papers in your email inbox.*|subscribe", re.IGNORECASE)
_HEADING = re.compile(r"daily papers", re.IGNORECASE)
_BYLINE = re.compile(r"by ?AK and the research community", re.IGNORECASE)
_OTHER = re.compile(  # the page's navigation and footer, when they are copied too
    r"hugging face(?:'s logo)?|models|datasets|spaces|community|docs|enterprise|pricing|buckets"
    r"|log in|sign up|papers|trending|daily|weekly|monthly|previous|next|search"
    r"|system theme|company|tos|privacy|about|careers|website|©.*hugging face.*",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:, ?(?P<year>[0-9]{4}))?"
    r"|(?P<day2>[0-9]{1,2}) (?P<month2>[A-Za-z]{3,9})\.?(?:,? (?P<year2>[0-9]{4}))?"
)
_HEAD = 20  # a date further below the heading, or the top, is not the page's
_HOLE = re.compile(r"\{\{|\}\}|\{(title|abstract|papers|page)\}")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    words: str  # without the white space around it


def parse_digest(path: str, text: str, today: date, day: date | None = None) -> Reading:
    """Read a Daily Papers page.

    ``path`` labels messages and may hold a date. The day is ``day``; else the page's own where it
    names a year; else the file name's; else the most recent such day not after ``today``.

    Raises InputError with every problem: no digest, two days, a title without an abstract, a
    character that cannot be published, a date that does not exist.
    """
    problems = list(_illegal(path, text))
    lines = [_Line(n, line, _strip(line)) for n, line in enumerate(text.split("\n"), start=1)]
    said = [line for line in lines if line.words]
    if not said:
        raise InputError(Problem(path, 0, "empty; expected the text of a Daily Papers page"))
    start = _papers_start(said)
    if start is None:
        what = "not a digest; expected 'Daily Papers' and a date such as 'Sep 17' above the papers"
        raise InputError(*problems, Problem(path, said[0].number, what))
    head, rest = said[:start], _without_footer(said[start:])
    header = next((line for line in head if _date_parts(line.words)), None)
    date_, reason = _choose_day(path, header, today, day, problems)
    problems += _second_days(path, rest)
    papers = _pair(path, rest, problems)
    if problems:
        raise InputError(*problems)
    digest = Digest(
        date=date_,
        header=header.words if header else "",
        heading=next((x.words for x in head if _HEADING.fullmatch(x.words)), ""),
        byline=next((x.words for x in head if _BYLINE.fullmatch(x.words)), ""),
        banner=tuple(x.words for x in head if _BANNER.fullmatch(x.words)),
        papers=papers,
        source=Source(path, header.number if header else 1),
    )
    unread = tuple(
        Problem(path, line.number, f"not understood: {line.words[:80]!r}; kept for export only")
        for line in head
        if not _is_known(line.words)
    )
    return Reading(replace(digest, layout=_layout(text, lines, rest, digest)), reason, unread)


def format_digest(digest: Digest) -> str:
    """Write a digest as the text it was read from."""
    page = (*digest.banner, digest.heading, digest.byline, digest.header)
    papers = (text for paper in digest.papers for text in (paper.title, paper.abstract))
    usual = "\n\n".join(text for text in (*page, *papers) if text)
    return _fill(digest.layout, digest.papers, usual) if digest.layout else usual


def _strip(line: str) -> str:
    return line.strip("\ufeff").strip()


def _illegal(path: str, text: str) -> Iterator[Problem]:
    if found := find_illegal(text):
        at, name = found
        line = text.count("\n", 0, at) + 1
        yield Problem(path, line, f"a control character ({name}); expected plain text")


def _is_known(words: str) -> bool:
    return bool(
        _date_parts(words)
        or any(kind.fullmatch(words) for kind in (_BANNER, _HEADING, _BYLINE, _OTHER))
    )


def _papers_start(said: Sequence[_Line]) -> int | None:
    """Give the index of the first paper's title: after the date, else after the page's words."""
    heading = next((i for i, x in enumerate(said) if _HEADING.fullmatch(x.words)), None)
    dated = next((i for i, x in enumerate(said) if _date_parts(x.words)), None)
    if dated is not None and (heading or 0) < dated < (heading or 0) + _HEAD:
        return dated + 1
    if heading is None:
        return None
    after = heading + 1
    while after < len(said) and _is_known(said[after].words):
        after += 1
    return after


def _without_footer(said: Sequence[_Line]) -> Sequence[_Line]:
    end = len(said)
    while end and _OTHER.fullmatch(said[end - 1].words):
        end -= 1
    return said[:end]


def _date_parts(words: str) -> tuple[int | None, int, int] | None:
    """Read a date as it stands: year (None when not said), month, day of the month."""
    match = _DATE.fullmatch(words)
    if not match:
        return None
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return year, month, day
    name = (match["month"] or match["month2"]).lower()
    if name[:3] not in _MONTHS:
        return None
    said_year = match["year"] or match["year2"]
    month = _MONTHS.index(name[:3]) + 1
    return int(said_year) if said_year else None, month, int(match["day"] or match["day2"])


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _choose_day(
    path: str, header: _Line | None, today: date, given: date | None, problems: list[Problem]
) -> tuple[date, str]:
    parts = _date_parts(header.words) if header else None
    if given:
        return given, "as given with --date"
    if header and parts:
        year, month, day = parts
        if not _make_date(year or 2000, month, day):  # 2000 has every day there is
            what = f"no such day: {header.words!r}; expected a date such as 'Sep 17'"
            problems.append(Problem(path, header.number, what))
            return today, ""
        if year and (said := _make_date(year, month, day)):
            return said, f"as the page says in line {header.number}"
    if named := day_in_name(path):
        differs = parts and (named.month, named.day) != parts[1:]
        note = f"; the page says {header.words!r}" if header and differs else ""
        return named, f"from the file's name{note}"
    if header and parts:
        years = range(today.year, 0, -1)
        found = (_make_date(year, parts[1], parts[2]) for year in years)
        recent = next(day for day in found if day and day <= today)
        return recent, f"the most recent {header.words!r} (line {header.number} has no year)"
    problems.append(Problem(path, 1, "no date; expected one such as 'Sep 17', or --date"))
    return today, ""


def _second_days(path: str, rest: Sequence[_Line]) -> Iterator[Problem]:
    for line in rest:
        if _HEADING.fullmatch(line.words) or _date_parts(line.words):
            what = f"a second day begins here ({line.words!r}); expected one day, one file"
            yield Problem(path, line.number, what)
            return


def _pair(path: str, rest: Sequence[_Line], problems: list[Problem]) -> tuple[Paper, ...]:
    if len(rest) % 2 and not problems:
        lone = rest[-1]
        what = f"no abstract after {lone.words[:80]!r}; expected a title and then its abstract"
        problems.append(Problem(path, lone.number, what))
    return tuple(
        Paper(title=title.words, abstract=abstract.words, source=Source(path, title.number))
        for title, abstract in zip(rest[::2], rest[1::2], strict=False)
    )


def _layout(text: str, lines: Sequence[_Line], rest: Sequence[_Line], digest: Digest) -> str:
    """Keep what the digest's values do not say, so that ``format_digest`` gives ``text``."""
    usual = format_digest(digest)
    if text.startswith(usual) and not text[len(usual) :].strip():
        return f"{{page}}{text[len(usual) :]}" if text != usual else ""
    holes = {x.number: ("title", "abstract")[i % 2] for i, x in enumerate(rest)}
    out = []
    for line in lines:
        hole = holes.get(line.number)
        at = line.text.index(line.words) if hole else 0
        tail = line.text[at + len(line.words) :] if hole else ""
        shown = _quote(line.text[:at]) + f"{{{hole}}}" + _quote(tail) if hole else _quote(line.text)
        out.append(shown)
    whole = "\n".join(out)
    first, last = whole.find("{title}"), whole.rfind("{abstract}")
    if first < 0:
        return whole
    short = f"{whole[:first]}{{papers}}{whole[last + len('{abstract}') :]}"
    return short if _fill(short, digest.papers, usual) == text else whole


def _quote(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _fill(layout: str, papers: Sequence[Paper], usual: str) -> str:
    """Put papers into a layout; those it has no room for follow, set apart as the others are."""
    left = [text for paper in papers for text in (paper.title, paper.abstract)]
    at, out = 0, []
    for match in _HOLE.finditer(layout):
        out.append(layout[at : match.start()])
        at = match.end()
        if not match[1]:
            out.append(match[0][0])
        elif match[1] == "papers":
            before = "".join(out)
            space = before[len(before.rstrip()) :] or "\n\n"
            out.append(space.join(left))
            left = []
        elif match[1] == "page":
            out.append(usual)
            left = []
        elif left:
            out.append(left.pop(0))
    out.append(layout[at:])
    if left:
        out += ["" if layout.endswith("\n") else "\n\n", "\n\n".join(left), "\n"]
    return "".join(out)
