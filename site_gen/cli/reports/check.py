"""What ``check`` reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from site_gen.cli.reports.report import Line, Report
from site_gen.cli.reports.site_size import SizeOfSite
from site_gen.content.findings import Finding
from site_gen.model import Problem, count

FindingKind = Literal["error", "warning", "note", "mended"]
"""An ``error`` stops a build or is wrong for certain; nothing has to be done about a ``note``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinding:
    """What was found in the content."""

    kind: FindingKind
    """How bad it is; or that it was mended."""
    problem: Problem
    """Where it is, and what was expected."""

    def describe(self) -> Iterator[Line]:
        """Give it as text."""
        color = "red" if self.kind == "error" else None
        yield Line(f"{self.problem} [{self.kind}]", "result", color)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLinks:
    """What other hosts say of links."""

    links: int
    """Links to other hosts."""
    alive: int
    """Links that lead to something."""
    dead: int
    """Links that lead to nothing."""
    in_doubt: int
    """Links for which the host gave no certain answer."""
    asked: int
    """Links that were asked for now, and not known from the last week."""

    def describe(self) -> Iterator[Line]:
        """Give it as text."""
        yield Line(
            f"{count(self.links, 'link')} at other hosts: {self.alive:,} lead to something, "
            f"{self.dead:,} to nothing, {self.in_doubt:,} in doubt; {self.asked:,} asked now",
            "complaint",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport(Report):
    """What is wrong in the content, and which hosts take the site."""

    errors: int
    """Errors; the exit code is 1 if there are any."""
    warnings: int
    """Warnings."""
    notes: int
    """Notes."""
    mended: int | None
    """Findings that were mended; ``null`` without ``--fix``."""
    removed: int
    """Papers that were taken down."""
    findings: tuple[ReportedFinding, ...]
    """All of them, by file."""
    links: CheckedLinks | None
    """What other hosts say of links; ``null`` without ``--links``."""
    size: SizeOfSite | None
    """How large the site is; ``null`` if it was not built yet."""

    def describe(self) -> Iterator[Line]:
        """Give the sums as text; each finding was printed as soon as it was found."""
        if self.links:
            yield from self.links.describe()
        if self.size:
            yield from map(Line, self.size.describe())
        fixed = "" if self.mended is None else f", {self.mended:,} mended"
        removed = f", {self.removed:,} removed" if self.removed else ""
        errors, warnings = count(self.errors, "error"), count(self.warnings, "warning")
        notes = f", {count(self.notes, 'note')}" if self.notes else ""
        yield Line(f"{errors}, {warnings}{notes}{fixed}{removed}", "notice")

    @property
    def exit_code(self) -> int:
        """1 if there are errors."""
        return 1 if self.errors else 0


def report_finding(finding: Finding, *, is_mended: bool) -> ReportedFinding:
    """Make the record of a finding."""
    kind: FindingKind = "error" if finding.is_error else "note" if finding.is_note else "warning"
    return ReportedFinding(kind="mended" if is_mended else kind, problem=finding.problem)
