"""What every format gives: the papers it found, and the lines it did not understand.

A room of a format takes ``(path, text)`` and gives ``Findings``; ``by_day`` parts them. ``Reading``
is one day of the outcome, ready to be merged into ``content/``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from site_gen.importing.formats.text_shapes import is_wordless
from site_gen.model.characters import find_illegal
from site_gen.model.errors import InputError, Problem
from site_gen.model.paper_fields import find_texts
from site_gen.model.papers import Digest, Paper, Source

# A time may follow, as in 2025-09-17T08:00; a longer number is no day.
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
# Names of files have days with and without hyphens.
_FILE_DATE = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text gave for a day: its digest, where the day came from, the lines not understood."""

    digest: Digest
    reason: str
    unread: tuple[Problem, ...] = ()
    format: str = "page"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a format found: each paper with the day it names, if it names one, in its order."""

    papers: tuple[tuple[Paper, date | None], ...]
    unread: tuple[Problem, ...] = ()


def by_day(path: str, found: Findings, day: date | None, name: str) -> tuple[Reading, ...]:
    """Give what a format found, a reading for each day, the earliest first.

    A paper's day is ``day``; else the one it names; else the file name's. Raises InputError with
    what is wrong: no paper, no day, a character that cannot be published.
    """
    papers = [one for one in found.papers if not is_wordless(one[0].title)]
    unread = found.unread + tuple(
        Problem(path, paper.source.line, f"not understood: no title in {paper.title[:40]!r}")
        for paper, _ in found.papers
        if is_wordless(paper.title)
    )
    if not papers:
        raise InputError(*unread, Problem(path, 0, f"no papers; expected some, as {name}"))
    problems = [
        Problem(path, paper.source.line, f"a control character ({bad[1]}); expected plain text")
        for paper, _ in papers
        if (bad := find_illegal("\n".join((paper.abstract, *find_texts(paper)))))
    ]
    named = day_in_name(path)
    days: dict[date, list[Paper]] = {}
    for paper, own in papers:
        if at := day or own or named:
            days.setdefault(at, []).append(paper)
        else:
            what = f"no day for {paper.title[:60]!r}; expected one in the file's name, or --date"
            problems.append(Problem(path, paper.source.line, what))
            break
    if problems:
        raise InputError(*problems)
    reason = "as given with --date" if day else "as its papers say"
    return tuple(
        Reading(
            Digest(
                date=at,
                header=f"{at:%b} {at.day}",
                heading="Daily Papers",
                papers=tuple(listed),
                source=Source(path, 1),
            ),
            reason if day or any(own for _, own in papers) else "from the file's name",
            unread if at == min(days) else (),
            name,
        )
        for at, listed in sorted(days.items())
    )


def join(text: str) -> str:
    """Give a text as one line, its white space single: titles and wrapped lines."""
    return " ".join(text.split())


def number_lines(text: str, places: Iterable[int]) -> list[int]:
    """Give the lines, from 1, of places in a text that come in their order."""
    lines, line, counted = [], 1, 0
    for at in places:
        line += text.count("\n", counted, at)
        counted = at
        lines.append(line)
    return lines


def read_day(source: Source, text: str) -> date | None:
    """Give the day that a text begins with, as YYYY-MM-DD; None when it begins otherwise.

    Raises InputError when there is no such day.
    """
    match = _DAY.match(text.strip())
    if match and not _make_date(match):
        what = f"no such day: {match[0]!r}; expected one of the calendar, as YYYY-MM-DD"
        raise InputError(Problem(source.path, source.line, what))
    return _make_date(match) if match else None


def day_in_name(path: str) -> date | None:
    """Give the day in a file's name, as in 2025-09-17.txt."""
    match = _FILE_DATE.search(path.replace("\\", "/").rsplit("/", 1)[-1])
    return _make_date(match) if match else None


def web_links(
    pairs: Mapping[str, object] | Iterable[tuple[str, object]],
) -> tuple[tuple[str, str], ...]:
    """Keep the links that an entry may hold: names with http(s) addresses."""
    found = pairs.items() if isinstance(pairs, Mapping) else pairs
    return tuple(
        (name, url.strip())
        for name, url in found
        if isinstance(url, str) and url.strip().lower().startswith(("https://", "http://"))
    )


def _make_date(match: re.Match[str]) -> date | None:
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
