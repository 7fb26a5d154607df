"""What a format found -> its days, each a ``Reading``; and all readings of a file, as a list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from site_gen.importing.formats.reading import Findings, Reading, day_in_name, find_texts
from site_gen.importing.formats.text_shapes import is_wordless
from site_gen.model import (
    Digest,
    InputError,
    Paper,
    Problem,
    Source,
    describe_many,
    find_illegal,
    list_excess,
    mark_withdrawn,
)
from site_gen.text.mojibake import find_misread

_AHEAD = timedelta(days=1)  # a day begins earlier elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingList:
    """The readings of a file, the earliest day first, and what of the file was not understood.

    ``unread`` and ``bad`` are as in ``Reading``; of many, only the first are named, so they are
    counted beside. The readings of a file that ``is_large`` are read one by one, and only once.
    """

    readings: Iterable[Reading]
    unread: Sequence[Problem] = ()
    bad: Sequence[Problem] = ()
    unread_count: int = 0
    bad_count: int = 0
    paper_count: int = 0
    is_large: bool = False


def list_readings(readings: Iterable[Reading]) -> ReadingList:
    """Make the list of readings that are there already."""
    readings = sorted(readings, key=lambda reading: reading.digest.date)
    unread = [problem for reading in readings for problem in reading.unread]
    bad = [problem for reading in readings for problem in reading.bad]
    return ReadingList(
        readings=readings,
        unread=unread,
        bad=bad,
        unread_count=len(unread),
        bad_count=len(bad),
        paper_count=sum(len(reading.digest.papers) for reading in readings),
    )


def keep_new(reading: Reading) -> tuple[Reading | None, int]:
    """Leave out papers that arXiv did not announce as new; None where a day has no other papers.

    Gives what is left, and how many papers were left out.
    """
    every = reading.digest.papers
    papers = tuple(paper for paper in every if not paper.announced)
    if every and not papers:  # a day without papers may be told too
        return None, len(every)
    return replace(reading, digest=replace(reading.digest, papers=papers)), len(every) - len(papers)


def by_day(path: str, found: Findings, day: date | None, name: str) -> tuple[Reading, ...]:
    """Give what a format found, a reading for each day, the earliest first.

    A paper's day is ``day``; else the one it names; else the file name's. A paper with a character
    that cannot be published is a bad record. Raises InputError with what is wrong when there is no
    paper, or no day.
    """
    found = sort_out(path, found)
    if not found.papers:
        none = Problem(path, 0, f"no papers; expected some, as {name}")
        raise InputError(*(found.bad or (*found.unread, none)))
    named = day_in_name(path)
    days: dict[date, list[Paper]] = {}
    for paper, own in found.papers:
        days.setdefault(choose_day(paper, day or own or named, found.bad), []).append(paper)
    reason = name_reason(day, has_own_days=any(own for _, own in found.papers))
    first, *others = (make_reading(path, at, days[at], reason, name) for at in sorted(days))
    first = replace(first, unread=found.unread, bad=found.bad, notes=found.notes)
    return (first, *others)


def choose_day(paper: Paper, day: date | None, bad: Iterable[Problem] = ()) -> date:
    """Give the day of a paper. Raises InputError, with what else is ``bad``, where it has none."""
    if not day:
        what = f"no day for {paper.title[:60]!r}; expected one in the file's name, or --date"
        raise InputError(*bad, Problem(paper.source.path, paper.source.line, what))
    return day


def name_reason(day: date | None, *, has_own_days: bool) -> str:
    """Say where the days of papers come from; ``day`` is the one that was given."""
    if day:
        return "as given with --date"
    return "as its papers say" if has_own_days else "from the file's name"


def make_reading(path: str, day: date, papers: Sequence[Paper], reason: str, form: str) -> Reading:
    """Make the reading of a day from its papers."""
    digest = Digest(
        date=day,
        header=f"{day:%b} {day.day}",
        heading="Daily Papers",
        papers=tuple(papers),
        source=Source(path, 1),
    )
    return Reading(digest, reason, format=form)


def sort_out(path: str, found: Findings) -> Findings:
    """Report the papers without a title, or with a character that cannot be published."""
    papers, unread, bad = [], list(found.unread), list(found.bad)
    for paper, own in found.papers:
        line = paper.source.line
        if sign := find_illegal("\n".join((paper.abstract, *find_texts(paper)))):
            bad.append(Problem(path, line, f"a control character ({sign[1]}); expected plain text"))
        elif is_wordless(paper.title):
            what = f"not understood: no title in {paper.title[:40]!r}"
            unread.append(Problem(path, line, what))
        else:
            papers.append((paper, own))
    return Findings(tuple(papers), tuple(unread), tuple(bad), found.notes)


def is_future(day: date, today: date) -> bool:
    """Whether a day has begun nowhere yet."""
    return day - today > _AHEAD  # no sum: the last day has no next one


def describe_future(day: date) -> str:
    """Say that a day is yet to come."""
    return f"{day} is yet to come; expected a day that has begun, or --date"


def complete(reading: Reading) -> Reading:
    """Mark papers that say that they were withdrawn; note what people may want to look at.

    That is UTF-8 that was read as Latin-1, and more of something than pages are made of.
    """
    papers = tuple(map(mark_withdrawn, reading.digest.papers))
    notes = (*reading.notes, *_list_misread(papers), *_list_excess(papers))
    return replace(reading, digest=replace(reading.digest, papers=papers), notes=notes)


def _list_excess(papers: Sequence[Paper]) -> Iterator[Problem]:
    """Note what papers have more of than pages are made of: all of it is kept."""
    for paper in papers:
        for key, message in list_excess(paper):
            yield Problem(paper.source.path, paper.source.line, f"{key}: {message}")
    if message := describe_many(len(papers)):
        yield Problem(papers[0].source.path, 0, message)


def _list_misread(papers: Iterable[Paper]) -> Iterator[Problem]:
    """Note papers whose texts look like UTF-8 that was read as Latin-1: they stay as they are."""
    for paper in papers:
        if misread := find_misread("\n".join((paper.abstract, *find_texts(paper)))):
            what = f"{misread[0].found!r} looks like {misread[0].meant!r}, read as Latin-1"
            what = f"{what}; kept as it is: 'check --fix' can mend it"
            yield Problem(paper.source.path, paper.source.line, what)
