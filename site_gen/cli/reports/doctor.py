"""What ``doctor`` reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from site_gen.cli.reports.report import Line, Report
from site_gen.model import count

ResultKind = Literal["ok", "warning", "error"]
_COLORS = {"error": "red", "warning": "yellow"}


@dataclass(frozen=True, slots=True)
class Result:
    """What was seen of one thing that builds, previews or fetches need."""

    topic: Literal["versions", "pagefind", "content", "output", "watches", "disk", "hosts", "fetch"]
    """What was looked at."""
    kind: ResultKind
    """Whether it is as it should be. An error stops a build."""
    message: str
    """What was seen, in words; it may have several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorReport(Report):
    """Whether site-gen can work here."""

    errors: int
    """Errors; the exit code is 1 if there are any."""
    warnings: int
    """Warnings."""
    results: tuple[Result, ...]
    """What was seen of each thing."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        for result in self.results:
            first, *more = result.message.split("\n")
            yield Line(f"{result.kind:<8} {first}", "result", _COLORS.get(result.kind))
            yield from (Line(f"{'':<8} {line}", "result") for line in more)
        yield Line(f"{count(self.errors, 'error')}, {count(self.warnings, 'warning')}", "complaint")

    @property
    def exit_code(self) -> int:
        """1 if there are errors."""
        return 1 if self.errors else 0
