"""What every format gives: the papers it found, and the lines it did not understand.

A reader of a format takes ``(path, text)`` and gives ``Findings``, mostly with a ``Collector``;
``by_day`` parts them. ``Reading`` is one day of the outcome, ready to be merged into ``content/``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date

from site_gen.importing.formats.text_shapes import is_wordless
from site_gen.model import (
    FIELDS,
    Digest,
    InputError,
    Paper,
    Problem,
    Source,
    count,
    find_illegal,
)

# A time may follow, as in 2025-09-17T08:00; a longer number is no day.
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAME = rf"(?:{'|'.join(MONTHS)})[a-z]{{0,6}}"
"""A pattern for the English name of a month, short or whole, in small letters."""

_NAME = rf"{MONTH_NAME}\.?"
_DAY_WITHIN = re.compile(
    r"(?<![0-9])(?:(?P<year>20[0-9]{2})(?:[-/.]|年 ?|년 ?)(?P<month>[0-9]{1,2})(?:[-/.]|月 ?|월 ?)"
    rf"(?P<day>[0-9]{{1,2}})|(?:(?P<name>{_NAME}) (?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?,?"
    rf"|(?P<day3>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<name2>{_NAME}),?) (?P<year2>20[0-9]{{2}}))"
    r"(?![0-9])",
    re.IGNORECASE,
)
_MOST_OF_HEADING = 300
# A repository: an owner and a name. A sentence may end behind it, so the last character is no dot.
_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]*\w", re.IGNORECASE)
# Names of files have days with and without hyphens.
_FILE_DATE = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text gave for a day: its digest, where the day came from, the lines not understood."""

    digest: Digest
    reason: str
    unread: tuple[Problem, ...] = ()
    format: str = "page"
    bad: tuple[Problem, ...] = ()
    """Records that cannot be read: the others are imported, and the import is partly done."""

    notes: tuple[Problem, ...] = ()
    """What was read in a way that people may want to check; nothing is lost."""

    yearless: str = ""
    """The words of a date without a year, where the day is the most recent one that they name."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a format found: each paper with the day it names, if it names one, in its order."""

    papers: tuple[tuple[Paper, date | None], ...]
    unread: tuple[Problem, ...] = ()
    bad: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def describe_unread(path: str, line: int, words: str, why: str = "") -> Problem:
    """Give the problem that words of a file were not understood; ``why`` says what was expected."""
    return Problem(path, line, f"not understood: {words[:80]!r}{f'; {why}' if why else ''}")


class Collector:
    """Findings that grow record by record: one that cannot be read costs itself alone."""

    def __init__(self, path: str) -> None:
        """Begin without any. ``path`` labels messages."""
        self.path = path
        self.papers: list[tuple[Paper, date | None]] = []
        self.unread: list[Problem] = []
        self.bad: list[Problem] = []
        self.notes: list[Problem] = []
        self._unused: dict[str, tuple[str, int, int]] = {}

    @contextmanager
    def record(self) -> Iterator[None]:
        """Read a record within: an InputError makes it a bad one."""
        try:
            yield
        except InputError as err:
            self.bad += err.problems

    def skip_value(self, name: str, line: int) -> None:
        """Note a value that no entry has a place for, as ``field 'editor'``."""
        first, at, number = self._unused.get(name.casefold(), (name, line, 0))
        self._unused[name.casefold()] = first, at, number + 1

    def skip_keys(self, names: Iterable[str], line: int, kind: str = "key") -> None:
        """Note the values of keys, columns, fields or tags that no entry has a place for."""
        for name in names:
            self.skip_value(f"{kind} {name!r}", line)

    def skip_words(self, words: str, line: int, why: str = "") -> None:
        """Report words that were not understood."""
        self.unread.append(describe_unread(self.path, line, words, why))

    def skip_names(self, texts: Iterable[str], line: int) -> None:
        """Report what stood in the place of names, and is none."""
        for text in texts:
            self.skip_words(text, line, "expected a name")

    def finish(self) -> Findings:
        """Give all that was found; what was not used is told once for each name."""
        unused = [
            Problem(self.path, line, f"{name} ({count(number, 'value')}) is not used")
            for name, line, number in self._unused.values()
        ]
        unread = sorted((*self.unread, *unused), key=lambda problem: problem.line)
        return Findings(tuple(self.papers), tuple(unread), tuple(self.bad), tuple(self.notes))


def keep_new(readings: Iterable[Reading]) -> tuple[list[Reading], int]:
    """Leave out papers that arXiv did not announce as new, and days that have no other papers.

    Gives what is left, and how many papers were left out.
    """
    kept, number = [], 0
    for reading in readings:
        papers = tuple(paper for paper in reading.digest.papers if not paper.announced)
        number += len(reading.digest.papers) - len(papers)
        if papers or not reading.digest.papers:  # a day without papers may be told too
            kept.append(replace(reading, digest=replace(reading.digest, papers=papers)))
    return kept, number


def by_day(path: str, found: Findings, day: date | None, name: str) -> tuple[Reading, ...]:
    """Give what a format found, a reading for each day, the earliest first.

    A paper's day is ``day``; else the one it names; else the file name's. A paper with a character
    that cannot be published is a bad record. Raises InputError with what is wrong when there is no
    paper, or no day.
    """
    found = _sort_out(path, found)
    if not found.papers:
        none = Problem(path, 0, f"no papers; expected some, as {name}")
        raise InputError(*(found.bad or (*found.unread, none)))
    days = _group(path, found, day)
    digests = [
        Digest(
            date=at,
            header=f"{at:%b} {at.day}",
            heading="Daily Papers",
            papers=tuple(days[at]),
            source=Source(path, 1),
        )
        for at in sorted(days)
    ]
    reason = "as its papers say" if any(own for _, own in found.papers) else "from the file's name"
    reason = "as given with --date" if day else reason
    first = Reading(digests[0], reason, found.unread, name, found.bad, found.notes)
    return (first, *(Reading(digest, reason, format=name) for digest in digests[1:]))


def _group(path: str, found: Findings, day: date | None) -> dict[date, list[Paper]]:
    """Part papers by their days. Raises InputError for a paper without one."""
    named = day_in_name(path)
    days: dict[date, list[Paper]] = {}
    for paper, own in found.papers:
        if at := day or own or named:
            days.setdefault(at, []).append(paper)
        else:
            what = f"no day for {paper.title[:60]!r}; expected one in the file's name, or --date"
            raise InputError(*found.bad, Problem(path, paper.source.line, what))
    return days


def _sort_out(path: str, found: Findings) -> Findings:
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


def find_texts(paper: Paper) -> Iterator[str]:
    """Give every text that the fields of a paper hold."""
    for one in FIELDS:
        value = getattr(paper, one.name, None)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                yield from item if isinstance(item, tuple) else (item,)


def find_code(text: str) -> str:
    """Give the first address of a repository in a text; nothing without one."""
    match = _CODE.search(text)
    return match[0] if match else ""


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


def search_day(text: str) -> date | None:
    """Give the first day with a year that a text names, in figures or in English words.

    >>> search_day("Papers of September 17, 2025"), search_day("2025年9月17日")
    (datetime.date(2025, 9, 17), datetime.date(2025, 9, 17))
    >>> search_day("17 Sep") is None
    True
    """
    for match in _DAY_WITHIN.finditer(text[:_MOST_OF_HEADING]):
        year, day = match["year"] or match["year2"], match["day"] or match["day2"] or match["day3"]
        name = (match["name"] or match["name2"] or "").lower()[:3]
        with suppress(ValueError):  # there is no such day, or month
            return date(int(year), int(match["month"] or MONTHS.index(name) + 1), int(day))
    return None


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
