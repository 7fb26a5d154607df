"""What becomes of files; and what ``remove``, ``words`` and ``export`` report."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from site_gen.cli.reports.report import Kind, Line, Report
from site_gen.model import count
from site_gen.system.files import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """What a command does to a file, or would do."""

    kind: Literal["create", "update", "remove"]
    """What happens to the file."""
    path: Path
    """The file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedPaper:
    """A paper that was taken down."""

    path: Path
    """The file of the paper."""
    outcome: Literal["removed", "new reason", "unchanged"]
    """Whether it was removed now, was removed before for another reason, or for the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveReport(Report):
    """Which papers were taken down."""

    is_dry_run: bool
    """Whether nothing was written."""
    papers: tuple[RemovedPaper, ...]
    """The papers, in the order in which they were named."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        kind: Kind = "result" if self.is_dry_run else "report"
        yield from (Line(self._describe(paper), kind) for paper in self.papers)

    def _describe(self, paper: RemovedPaper) -> str:
        path = shown(paper.path)
        if paper.outcome == "unchanged":
            return f"{path}: removed already, for this reason"
        if self.is_dry_run:
            return f"update {path}"
        is_first = paper.outcome == "removed"
        return f"{path}: removed" if is_first else f"{path}: removed already; the reason is new"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsReport(Report):
    """Which related words were learnt."""

    is_dry_run: bool
    """Whether nothing was written."""
    path: Path
    """The file of the words."""
    is_changed: bool
    """Whether these words differ from those that the file had."""
    words: int
    """Words with related words."""
    abbreviations: int
    """Abbreviations."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        verb = "would be written" if self.is_dry_run else "written"
        verb = verb if self.is_changed else "as it was"
        near, short = count(self.words, "word"), count(self.abbreviations, "abbreviation")
        yield Line(f"{shown(self.path)}: {verb}: {near}, {short}", "result")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport(Report):
    """Where papers were written. As text, nothing is said of it."""

    output: Path
    """The file."""
    format: str
    """Its format."""
    bytes: int
    """Its bytes."""

    def describe(self) -> Iterator[Line]:
        """Give nothing: the file has what was asked for."""
        yield from ()
