"""What ``import`` and ``fetch`` report: what became of every paper and every line.

Counts grow with the papers, and lists only with days and with what has to be looked at: an import
may bring a million papers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from site_gen.cli.console import PARTLY_DONE, name_files
from site_gen.cli.reports.files import FileChange
from site_gen.cli.reports.report import Kind, Line, Report
from site_gen.model import Problem, count
from site_gen.system.files import shown

_DAYS = 7  # so many days have a line each; an archive has one for all


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdits:
    """Fields of a paper that were kept, because somebody edited them."""

    path: Path
    """The file of the paper."""
    fields: tuple[str, ...]
    """The fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedDay:
    """A day that was imported."""

    day: date
    """The day."""
    reason: str
    """How the day is known, in words."""
    format: str
    """The format that its papers were read as."""
    papers: int
    """Its papers, without those that were taken down."""
    changes: tuple[FileChange, ...] = ()
    """What a dry run would do to files; empty if it was no dry run."""
    conflicts: tuple[Problem, ...] = ()
    """Fields that were edited, and that the source changed too."""
    kept: tuple[KeptEdits, ...] = ()
    """Papers that were edited, without conflicts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDay:
    """A day with the papers of another day."""

    day: date
    """The day that was imported."""
    other: date
    """The day that has its papers."""
    way_out: str
    """How the other day is moved instead, in words, with the commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport(Report):
    """What became of the papers of an import."""

    is_dry_run: bool
    """Whether nothing was written."""
    content: Path
    """The folder of the content."""
    days: tuple[ImportedDay, ...]
    """The days, the earliest first."""
    found: int
    """Papers that were found."""
    new: int
    """Papers that are new."""
    updated: int
    """Papers that were updated."""
    unchanged: int
    """Papers that are as they were."""
    not_new: int
    """Papers that ``--new-only`` left out."""
    removed: int
    """Papers that were left out, because they were taken down."""
    with_edits_kept: int
    """Papers with fields that somebody edited, and that were kept."""
    with_conflicts: int
    """Papers with conflicts."""
    lines_not_understood: int
    """Lines that were not understood."""
    records_not_readable: int
    """Records that were left out; the exit code is 75 if there are any."""
    problems: tuple[Problem, ...]
    """Lines and records that were not understood, and notes. Of many, only the first are named."""
    left_out: tuple[Path, ...]
    """The files of papers that were taken down."""
    same_days: tuple[SameDay, ...]
    """Days that have the papers of another day."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        yield from (Line(problem, "complaint") for problem in self.problems)
        if not self.days:
            yield Line("no paper was announced as new: nothing is imported")
        yield from self._describe_days()
        if self.left_out:
            papers = count(len(self.left_out), "removed paper")
            yield Line(f"{papers} left out: {name_files(self.left_out)}")
        for same in self.same_days:
            text = f"{same.day} lists the papers of {same.other}. To move that day instead"
            yield Line(f"{text}: {same.way_out}", "complaint")
        yield from self._describe_sum()

    @property
    def exit_code(self) -> int:
        """75 if records could not be read, and the others were imported."""
        return PARTLY_DONE if self.records_not_readable else 0

    def _describe_days(self) -> Iterator[Line]:
        """Describe each day, or all in one line where they are many."""
        is_many = len(self.days) > _DAYS
        # What a dry run would write is what was asked for.
        kind: Kind = "result" if self.is_dry_run else "report"
        for day in self.days:
            for change in day.changes:
                yield Line(f"{change.kind:6} {shown(change.path)}", kind)
            yield from (Line(conflict, "complaint") for conflict in day.conflicts)
            for kept in day.kept:
                yield Line(f"{shown(kept.path)}: your {', '.join(kept.fields)} kept", kind)
            if not is_many:
                folder = self.content / day.day.isoformat()
                yield self._describe_day(str(day.day), day, count(day.papers, "paper"), folder)
        if is_many:
            span = f"{self.days[0].day} to {self.days[-1].day}"
            papers = count(sum(day.papers for day in self.days), "paper")
            papers = f"{papers} of {count(len(self.days), 'day')}"
            yield self._describe_day(span, self.days[0], papers, self.content)

    def _describe_day(self, name: str, day: ImportedDay, papers: str, folder: Path) -> Line:
        """Say where the papers of one day, or of many, went: in one line."""
        would = "would be imported" if self.is_dry_run else "imported"
        how = f"{day.reason} (read as {day.format})"
        return Line(f"{name}, {how}: {papers} {would} into {shown(folder)}")

    def _describe_sum(self) -> Iterator[Line]:
        """Account for every paper and line, in a table."""
        rows = {
            "papers found": self.found,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            **({"not new, left out": self.not_new} if self.not_new else {}),
            **({"removed, left out": self.removed} if self.removed else {}),
            "with edits kept": self.with_edits_kept,
            "with conflicts": self.with_conflicts,
            "lines not understood": self.lines_not_understood,
            **({"records not readable": n} if (n := self.records_not_readable) else {}),
        }
        for name, number in rows.items():
            yield Line(f"{name:<20} {number:>7,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDay:
    """A day that could not be fetched."""

    day: date
    """The day."""
    problems: tuple[Problem, ...]
    """Why; empty if it was not asked for, because the host had failed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport(Report):
    """What a source had, and what became of it."""

    days_with_papers: tuple[date, ...] = ()
    """Days that were fetched from Hugging Face, and that have papers."""
    days_without_papers: tuple[date, ...] = ()
    """Days on which Hugging Face had no papers."""
    days_missing: tuple[MissingDay, ...] = ()
    """Days that could not be fetched. If there are any, the exit code is 75, or 1 if no day was
    fetched."""
    retry: str = ""
    """The command that fetches the missing days later; empty if none is missing."""
    imported: ImportReport | None
    """What became of the papers; ``null`` if there were none."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        yield from (Line(f"{day}: no papers") for day in self.days_without_papers)
        if self.imported:
            yield from self.imported.describe()
        yield from (Line(one, "complaint") for day in self.days_missing for one in day.problems)
        if self.days_missing and self._asked > 1:
            missing = f"{len(self.days_missing):,} of {count(self._asked, 'day')} are missing"
            spans = ", ".join(_name_spans(missed.day for missed in self.days_missing))
            yield Line(f"{missing}: {spans}", "complaint")
            yield Line(f"to fetch them later: {self.retry}", "complaint")

    @property
    def exit_code(self) -> int:
        """75 if days are missing, or 1 if no day was fetched; else the code of the import."""
        if self.days_missing:
            return PARTLY_DONE if self._asked > len(self.days_missing) else 1
        return self.imported.exit_code if self.imported else 0

    @property
    def _asked(self) -> int:
        """How many days were to be fetched."""
        return len(self.days_with_papers) + len(self.days_without_papers) + len(self.days_missing)


def _name_spans(days: Iterable[date]) -> Iterator[str]:
    """Name days in their order, those that follow each other together."""
    # A day and its number have the same difference along a span.
    for _, span in groupby(enumerate(days), lambda pair: pair[1] - timedelta(pair[0])):
        first, *more = (day for _, day in span)
        yield f"{first} to {more[-1]}" if more else f"{first}"
