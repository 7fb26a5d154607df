"""What ``enrich`` reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_gen.cli.reports.report import Line, Report
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
class EnrichReport(Report):
    """Which papers were found at arXiv."""

    is_review: bool
    """Whether nothing was written."""
    found: int
    """Papers that were found."""
    unsure: int
    """Papers for which there are only candidates."""
    unknown: int
    """Papers that arXiv does not know."""
    papers: tuple[EnrichedPaper, ...]
    """The papers that were found, and those with candidates."""

    def describe(self) -> Iterator[Line]:
        """Give the sum as text; each paper was printed as soon as arXiv answered."""
        yield Line(f"{count(self.found, 'paper')} found, {self.unsure:,} unsure, "
                   f"{self.unknown:,} not known")  # fmt: skip
