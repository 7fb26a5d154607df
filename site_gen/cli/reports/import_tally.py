"""What became of papers so far, while an import goes on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from site_gen.cli.reports.files import FileChange
from site_gen.cli.reports.imports import ImportedDay, ImportReport, KeptEdits, SameDay
from site_gen.cli.reports.report import DRY_RUN_STEP, name_program
from site_gen.importing.formats.days import keep_new
from site_gen.importing.formats.reading import Reading
from site_gen.importing.proposal import Outcome, Proposal
from site_gen.model import Problem


class ImportTally:
    """Counts papers, and keeps what has to be looked at."""

    def __init__(self, site: Path, *, is_dry: bool) -> None:
        """Begin with nothing. ``is_dry``: nothing is written, and what would be is named."""
        self._program, self._content, self.is_dry = name_program(site), site / "content", is_dry
        self._days: list[ImportedDay] = []
        self._kinds = Counter[str]()
        self._removed: dict[str, None] = {}
        self._notes: list[Problem] = []
        self._same_days: list[SameDay] = []
        self._old = 0
        self.papers = 0
        """How many papers there were so far."""
        self.written = 0
        """How many papers are written: those of earlier parts of a large import."""

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
        day = reading.digest.date
        if same_day:
            self._same_days.append(self._compare(day, same_day))
        self._notes += reading.notes
        for outcome in proposal.outcomes:
            self._count(outcome)
        papers = sum(outcome.kind != "removed" for outcome in proposal.outcomes)
        self.papers += papers
        outcomes = proposal.outcomes
        self._days.append(
            ImportedDay(
                day=day,
                reason=reading.reason,
                format=reading.format,
                papers=papers,
                changes=tuple(self._list_changes(proposal)) if self.is_dry else (),
                conflicts=tuple(one for outcome in outcomes for one in outcome.conflicts),
                kept=tuple(self._list_kept(outcomes)),
            )
        )

    def report(self, problems: Sequence[Problem], bad: int, unread: int) -> ImportReport:
        """Make the report; ``bad`` records and ``unread`` lines were not understood."""
        kinds = self._kinds
        papers = sum(kinds[kind] for kind in ("new", "updated", "unchanged", "removed"))
        return ImportReport(
            is_dry_run=self.is_dry,
            content=self._content,
            days=tuple(self._days),
            found=papers + self._old,
            new=kinds["new"],
            updated=kinds["updated"],
            unchanged=kinds["unchanged"],
            not_new=self._old,
            removed=kinds["removed"],
            with_edits_kept=kinds["kept"],
            with_conflicts=kinds["conflicts"],
            lines_not_understood=unread,
            records_not_readable=bad,
            problems=(*problems, *self._notes),
            left_out=tuple(self._content / f"{ref}.md" for ref in self._removed),
            same_days=tuple(self._same_days),
            next_steps=(self._choose_next(unread),),
        )

    def _count(self, outcome: Outcome) -> None:
        self._kinds[outcome.kind] += 1
        self._kinds["kept"] += bool(outcome.kept)
        self._kinds["conflicts"] += bool(outcome.conflicts)
        if outcome.kind == "removed":
            self._removed[outcome.ref] = None

    def _list_changes(self, proposal: Proposal) -> Iterator[FileChange]:
        for change in proposal.changes:
            if change.kind != "keep":
                yield FileChange(kind=change.kind, path=self._content / change.path)

    def _list_kept(self, outcomes: Iterable[Outcome]) -> Iterator[KeptEdits]:
        for outcome in outcomes:
            if outcome.kept and not outcome.conflicts:
                path = self._content / f"{outcome.ref}.md"
                yield KeptEdits(path=path, fields=outcome.kept)

    def _compare(self, day: date, other: date) -> SameDay:
        """Say how another day is moved in place of an import of its papers."""
        move = f"'{self._program} move {other} {day}'"
        undo = "" if self.is_dry else f"'{self._program} undo', and then "
        return SameDay(day=day, other=other, way_out=undo + move)

    def _choose_next(self, unread: int) -> str:
        """Say what one does after an import."""
        if self.is_dry:
            return DRY_RUN_STEP
        if self._kinds["conflicts"]:
            return f"settle the conflicts that are named above, then '{self._program} build'"
        look = "look at the lines that were not understood, " if unread else ""
        serve, undo = f"'{self._program} serve'", f"'{self._program} undo'"
        return f"{look}{serve} shows the papers, {undo} takes the import back"
