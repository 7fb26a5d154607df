"""What an import says at its end: what became of every paper and every line.

Counts grow with the papers, and lines only with what has to be looked at: an import may bring a
million papers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_gen.cli.console import echo, name_files, report
from site_gen.cli.import_dates import report_same_days
from site_gen.importing.formats.days import keep_new
from site_gen.importing.formats.reading import Reading
from site_gen.importing.proposal import Outcome, Proposal
from site_gen.model import Problem, count
from site_gen.system.files import shown

_DAYS = 7  # so many days have a line each; an archive has one for all


@dataclass(slots=True)
class _Days:
    """The first of the days that were imported, with their lines, and what all of them have."""

    number: int = 0
    papers: int = 0
    first: Reading | None = None
    last: Reading | None = None
    lines: list[str] = field(default_factory=list)


class ImportReport:
    """What became of papers so far."""

    def __init__(self, content: Path, *, is_dry: bool) -> None:
        """Begin with nothing. ``is_dry``: nothing is written, and what would be is named."""
        self._content, self.is_dry = content, is_dry
        self._days = _Days()
        self._said: list[
            tuple[int, object, bool]
        ] = []  # the day's number, a line, whether an error
        self._kinds = Counter[str]()
        self._removed: dict[str, None] = {}
        self._notes: list[Problem] = []
        self._same_days: list[tuple[date, date]] = []
        self._old = 0
        self.written = 0
        """How many papers are written: those of earlier parts of a large import."""

    @property
    def papers(self) -> int:
        """How many papers there were so far."""
        return self._days.papers

    def choose_new(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """Give what arXiv announced as new, and count the papers that are left out."""
        for reading in readings:
            kept, left_out = keep_new(reading)
            self._old += left_out
            if kept:
                yield kept
            else:
                self._notes += reading.notes

    def add(self, reading: Reading, proposal: Proposal, same_day: date | None) -> None:
        """Count what became of the papers of a day; ``same_day`` has the same papers."""
        if same_day:
            self._same_days.append((reading.digest.date, same_day))
        self._days.number += 1
        self._notes += reading.notes
        self._add_papers(proposal)
        for outcome in proposal.outcomes:
            self._count(outcome)
        self._add_day(reading, proposal)

    def show(self, problems: Sequence[Problem], bad: int, unread: int) -> None:
        """Print all of it; ``bad`` records and ``unread`` lines were not understood."""
        for problem in (*problems, *self._notes):
            echo(problem, err=True)
        if not self._days.number:
            report("no paper was announced as new: nothing is imported")
        self._show_days()
        self._show_removed()
        report_same_days(self._same_days, is_dry=self.is_dry)
        self._show_sum(bad, unread)
        report(f"next: {self._choose_next(unread)}")

    def _add_papers(self, proposal: Proposal) -> None:
        """Note the files of a dry run, conflicts, and what was kept as somebody edited it."""
        for change in proposal.changes if self.is_dry else ():
            if change.kind != "keep":
                self._say(f"{change.kind:6} {shown(self._content / change.path)}")
        for outcome in proposal.outcomes:
            for problem in outcome.conflicts:
                self._say(problem, err=True)
            if outcome.kept and not outcome.conflicts:
                kept = ", ".join(outcome.kept)
                self._say(f"{shown(self._content / outcome.ref)}.md: your {kept} kept")

    def _say(self, line: object, *, err: bool = False) -> None:
        self._said.append((self._days.number, line, err))

    def _count(self, outcome: Outcome) -> None:
        self._kinds[outcome.kind] += 1
        self._kinds["kept"] += bool(outcome.kept)
        self._kinds["conflicts"] += bool(outcome.conflicts)
        if outcome.kind == "removed":
            self._removed[outcome.ref] = None

    def _add_day(self, reading: Reading, proposal: Proposal) -> None:
        days = self._days
        number = sum(outcome.kind != "removed" for outcome in proposal.outcomes)
        days.papers += number
        if days.number <= _DAYS:
            day = reading.digest.date
            place = shown(self._content / day.isoformat())
            days.lines.append(self._describe(str(day), reading, count(number, "paper"), place))
        days.first = days.first or reading
        days.last = reading

    def _describe(self, days: str, reading: Reading, papers: str, place: str) -> str:
        """Say where the papers of one day, or of many, went: in one line."""
        would = "would be imported" if self.is_dry else "imported"
        return f"{days}, {reading.reason} (read as {reading.format}): {papers} {would} into {place}"

    def _show_days(self) -> None:
        """Print the lines of each day, and one for all where they are many."""
        days = self._days
        lines = days.lines if days.number <= _DAYS else []
        said = iter(self._said)
        one = next(said, None)
        for number in range(1, days.number + 1):
            while one and one[0] == number:
                self._print(*one[1:])
                one = next(said, None)
            if lines:
                report(lines[number - 1])
        if days.first and days.last and not lines:
            span = f"{days.first.digest.date} to {days.last.digest.date}"
            papers = f"{count(days.papers, 'paper')} of {count(days.number, 'day')}"
            report(self._describe(span, days.first, papers, shown(self._content)))

    def _print(self, line: object, is_error: bool) -> None:
        # What a dry run would write is what was asked for.
        (echo if is_error or self.is_dry else report)(line, err=is_error)

    def _choose_next(self, unread: int) -> str:
        """Say what one does after an import."""
        if self.is_dry:
            return "the same command without --dry-run writes this"
        if self._kinds["conflicts"]:
            return "settle the conflicts that are named above, then 'site-gen build'"
        look = "look at the lines that were not understood, " if unread else ""
        return f"{look}'site-gen serve' shows the papers, 'site-gen undo' takes the import back"

    def _show_removed(self) -> None:
        """Name the papers that were left out, because they were taken down."""
        if self._removed:
            named = name_files([self._content / f"{ref}.md" for ref in self._removed])
            report(f"{count(len(self._removed), 'removed paper')} left out: {named}")

    def _show_sum(self, bad: int, unread: int) -> None:
        """Account for every paper and line, in a table."""
        kinds = self._kinds
        papers = sum(kinds[kind] for kind in ("new", "updated", "unchanged", "removed"))
        rows = {
            "papers found": papers + self._old,
            "new": kinds["new"],
            "updated": kinds["updated"],
            "unchanged": kinds["unchanged"],
            **({"not new, left out": self._old} if self._old else {}),
            **({"removed, left out": kinds["removed"]} if kinds["removed"] else {}),
            "with edits kept": kinds["kept"],
            "with conflicts": kinds["conflicts"],
            "lines not understood": unread,
            **({"records not readable": bad} if bad else {}),
        }
        for name, number in rows.items():
            report(f"{name:<20} {number:>7,}")
