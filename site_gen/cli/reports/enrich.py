"""What ``enrich`` reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_gen.cli.reports.report import Kind, Line, Report
from site_gen.model import Problem, count
from site_gen.system.files import shown

_WIDTH = 60  # characters of a title in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A paper at arXiv that may be meant."""

    arxiv_id: str
    """Its arXiv id."""
    title: str
    """Its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichedPaper:
    """What arXiv knows of a paper."""

    path: Path
    """The file of the paper."""
    arxiv_id: str
    """Its arXiv id; empty if it was not found for certain."""
    added: tuple[str, ...]
    """The fields that were added to the file."""
    candidates: tuple[Candidate, ...]
    """Papers that may be meant, the most similar first."""
    problems: tuple[Problem, ...] = ()
    """Why the file could not be changed."""

    def describe(self, *, is_review: bool) -> Iterator[Line]:
        """Give it as text."""
        name = shown(self.path)
        yield from (Line(problem, "complaint") for problem in self.problems)
        if self.arxiv_id:
            added = f": {', '.join(self.added)}" if self.added else ""
            yield Line(f"{name}: {self.arxiv_id}{added}")
        elif self.candidates:
            hint = "" if is_review else "; --review lists them"
            number = count(len(self.candidates), "paper")
            yield Line(f"{name}: {number} might be it{hint}", "result")
            for paper in self.candidates if is_review else ():
                yield Line(f"  {paper.arxiv_id:<16} {paper.title[:_WIDTH]}", "result")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedPaper:
    """What arXiv says now of a paper that was looked at again."""

    path: Path
    """The file of the paper."""
    fields: tuple[str, ...]
    """The fields that follow arXiv now, or would without ``--review``."""
    problems: tuple[Problem, ...]
    """Fields that were edited, and that arXiv changed too."""

    def describe(self, *, is_review: bool) -> Iterator[Line]:
        """Give it as text."""
        yield from (Line(problem, "complaint") for problem in self.problems)
        if self.fields:
            # What would be written is what a review was asked for.
            kind: Kind = "result" if is_review else "report"
            yield Line(f"{shown(self.path)}: {', '.join(self.fields)}", kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichReport(Report):
    """Which papers were found at arXiv."""

    is_review: bool
    """Whether nothing was written."""
    since: date | None = None
    """The first day whose papers were looked at again; ``null`` without ``--since``."""
    found: int
    """Papers that were found."""
    unsure: int = 0
    """Papers for which there are only candidates; none with ``--since``."""
    unknown: int
    """Papers that arXiv does not know."""
    papers: tuple[EnrichedPaper, ...] = ()
    """The papers that were found, and those with candidates; none with ``--since``."""
    updates: tuple[UpdatedPaper, ...] = ()
    """With ``--since``: papers that arXiv says something new of."""

    def describe(self) -> Iterator[Line]:
        """Give the sum as text; each paper was printed as soon as arXiv answered."""
        if self.since is None:
            found = f"{count(self.found, 'paper')} found, {self.unsure:,} unsure"
            yield Line(f"{found}, {self.unknown:,} not known")
            return
        looked_at = f"{count(self.found + self.unknown, 'paper')} looked at again"
        updated = sum(bool(update.fields) for update in self.updates)
        would_be = "would be updated" if self.is_review else "updated"
        yield Line(f"{looked_at}: {updated:,} {would_be}, {self.unknown:,} not known")
