"""JSON Lines and CSV of any size -> the days in them, in memory that grows with the rows alone.

A file is read twice. The first time all rows are read, and no more is kept of each than its day and
its place. So all that is wrong is known before anything is imported, and the days can be given in
their order, whatever the order of the rows: a day's rows are read again when it is asked for.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import SEEK_END, StringIO
from typing import BinaryIO

from site_gen.importing.formats.days import (
    ReadingList,
    choose_day,
    complete,
    describe_future,
    is_future,
    make_reading,
    name_reason,
    sort_out,
)
from site_gen.importing.formats.reading import Collector, Findings, Reading, day_in_name
from site_gen.importing.formats.records.data_files import read_json_line, read_row, read_rows
from site_gen.model import MOST_OF_DAY, InputError, Paper, Problem, describe_full_day
from site_gen.system.foreign_files import ForeignLine, read_lines
from site_gen.system.progress import Progress, no_progress

FORMATS = ("jsonl", "csv")
"""The formats whose files may have any size."""

_MEGABYTE = 1_000_000  # bytes
_MOST_NAMED = 1_000  # problems of one kind; the others are counted


@dataclass(frozen=True, slots=True)
class Wanted:
    """How papers without a day get one, and which day is today."""

    today: date
    day: date | None = None
    """The day that was given."""
    progress: Progress = no_progress
    """Takes how many megabytes are read."""


def read_row_file(path: str, file: BinaryIO, form: str, wanted: Wanted) -> ReadingList:
    """Read a file of rows, which stays open: its days are read when they are asked for.

    ``form`` is one of ``FORMATS``; ``path`` labels messages. Raises InputError where it has no
    paper, a paper has no day or one to come, or a day has too many papers.
    """
    return _RowFile(path, file, form, wanted).list_readings()


class _Problems:
    """What is wrong: the first of it, and how much there is."""

    def __init__(self, path: str) -> None:
        self.named: list[Problem] = []
        self.number = 0
        self._path = path

    def add(self, problems: Sequence[Problem]) -> None:
        self.number += len(problems)
        self.named += problems[: max(0, _MOST_NAMED - len(self.named))]

    def list(self) -> list[Problem]:
        """Give the problems that are named, and one that counts the others."""
        more = self.number - len(self.named)
        return [
            *self.named,
            *([Problem(self._path, 0, f"{more:,} more like these")] if more else []),
        ]


class _Feed:
    """Lines of CSV, and the place of the next one: a quoted value may go on over several."""

    def __init__(self, lines: Iterator[ForeignLine], start: int = 0, number: int = 1) -> None:
        self.place = start, number
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            start, number = line.start, self.place[1]
            # A CR alone ends a line of CSV too, as in ``parse_csv``.
            parts = StringIO(line.text, newline="") if "\r" in line.text[:-2] else (line.text,)
            for text in parts:
                start, number = start + len(text.encode()), number + 1
                self.place = start, number
                yield text.lstrip("\ufeff") if line.start == 0 else text


class _RowFile:
    """A file of rows: which days it has, and the papers of a day."""

    def __init__(self, path: str, file: BinaryIO, form: str, wanted: Wanted) -> None:
        self._path, self._file, self._form, self._wanted = path, file, form, wanted
        self._named = day_in_name(path)
        self._columns: Sequence[str] = ()
        self._rows: dict[date, array[int]] = {}  # of each row the byte and the line of its start
        self._papers: dict[date, int] = {}
        self._has_own_days = False
        self._unread, self._bad = _Problems(path), _Problems(path)
        self._scan()

    def list_readings(self) -> ReadingList:
        return ReadingList(
            readings=map(self._read_day, sorted(self._rows)),
            unread=self._unread.list(),
            bad=self._bad.list(),
            unread_count=self._unread.number,
            bad_count=self._bad.number,
            paper_count=sum(self._papers.values()),
            is_large=True,
        )

    def _scan(self) -> None:
        found = Collector(self._path)
        size = self._file.seek(0, SEEK_END) // _MEGABYTE
        for start, number in self._read_all(found):
            self._wanted.progress(f"Reading {self._path}, MB", start // _MEGABYTE, size)
            of_row = sort_out(self._path, found.take())
            self._unread.add(of_row.unread)
            self._bad.add(of_row.bad)
            self._note(start, number, of_row.papers)
        rest = found.finish()
        self._unread.add(rest.unread)
        self._bad.add(rest.bad)
        if not self._rows:
            none = Problem(self._path, 0, f"no papers; expected some, as {self._form}")
            raise InputError(*(self._bad.list() or (*self._unread.list(), none)))
        last = max(self._rows)
        if not self._wanted.day and is_future(last, self._wanted.today):
            raise InputError(Problem(self._path, self._rows[last][1], describe_future(last)))

    def _read_all(self, found: Collector) -> Iterator[tuple[int, int]]:
        """Read all rows into ``found``, one by one; give the byte and the line of each."""
        lines = read_lines(self._path, self._file)
        if self._form == "jsonl":
            for line in lines:
                read_json_line(line.number, line.text, found)
                yield line.start, line.number
            return
        feed = _Feed(lines)
        place = feed.place
        for number, row in read_rows(feed, found):
            if self._columns:
                read_row(number, self._columns, row, found)
            self._columns = self._columns or row
            yield place
            place = feed.place

    def _note(self, start: int, number: int, papers: Sequence[tuple[Paper, date | None]]) -> None:
        """Keep where the papers of a row are. Raises InputError for one without a day."""
        days = list(self._choose_days(papers))
        self._has_own_days = self._has_own_days or any(own for _, own in papers)
        for day in dict.fromkeys(days):
            self._rows.setdefault(day, array("q")).extend((start, number))
        for day in days:
            self._papers[day] = self._papers.get(day, 0) + 1
            if self._papers[day] > MOST_OF_DAY:
                raise InputError(Problem(self._path, number, describe_full_day(day)))

    def _choose_days(self, papers: Iterable[tuple[Paper, date | None]]) -> Iterator[date]:
        for paper, own in papers:
            yield choose_day(paper, self._wanted.day or own or self._named, self._bad.named)

    def _read_day(self, day: date) -> Reading:
        """Read the papers of a day again."""
        papers: list[Paper] = []
        rows = self._rows[day]
        for start, number in zip(rows[::2], rows[1::2], strict=True):
            of_row = sort_out(self._path, self._read_again(start, number)).papers
            days = self._choose_days(of_row)
            papers += [paper for (paper, _), its in zip(of_row, days, strict=True) if its == day]
        reason = name_reason(self._wanted.day, has_own_days=self._has_own_days)
        return complete(make_reading(self._path, day, papers, reason, self._form))

    def _read_again(self, start: int, number: int) -> Findings:
        found = Collector(self._path)
        lines = read_lines(self._path, self._file, start, number)
        if self._form == "jsonl":
            read_json_line(number, next(lines).text, found)
        else:
            first, row = next(read_rows(_Feed(lines, start, number), found, number))
            read_row(first, self._columns, row, found)
        return found.take()
