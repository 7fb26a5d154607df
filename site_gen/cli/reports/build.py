"""What ``build`` and ``serve`` report."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_gen.build.build import Report as Built
from site_gen.cli.reports.report import Line, Report
from site_gen.model import Problem, count, megabytes
from site_gen.system.files import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport(Report):
    """What a build did, and what the site has."""

    output: Path
    """The folder of the site."""
    papers: int
    """Papers of the site."""
    days: int
    """Days of the site."""
    pages: int
    """Pages of the site."""
    written: int
    """Files that were written, because they are new or changed."""
    removed: int
    """Files that were removed."""
    indexed: int
    """Papers that were indexed for the search."""
    files: int
    """Files of the site."""
    bytes: int
    """Bytes of these files."""
    drafts: int
    """Drafts, which stay out of the site."""
    days_to_come: int
    """Days to come, which stay out of the site."""
    seconds: float
    """How long the build took."""
    reason: str
    """Why all was built again; empty if the build went on from the last one."""
    notes: tuple[Problem, ...]
    """What pages leave out."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        output = shown(self.output)
        if self.reason:
            yield Line(f"{output}: {self.reason}; all is built again", "notice")
        yield from (Line(note, "complaint") for note in self.notes)
        search = f"; {self.indexed:,} indexed" if self.indexed else ""
        yield Line(
            f"{output}: {count(self.papers, 'paper')} of {count(self.days, 'day')} on "
            f"{count(self.pages, 'page')}; {count(self.written, 'file')} written, "
            f"{self.removed:,} removed{search}; {count(self.files, 'file')}, "
            f"{megabytes(self.bytes)} in all; {self.seconds:,.2f} s"
        )
        waiting = [count(self.drafts, "draft")] if self.drafts else []
        if self.days_to_come:
            waiting.append(f"{count(self.days_to_come, 'day')} to come")
        if waiting:
            is_one = self.drafts + self.days_to_come == 1
            yield Line(f"{output}: {' and '.join(waiting)} {'stays' if is_one else 'stay'} out")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeReport(Report):
    """Where the site is shown. It is reported when the first build is done."""

    url: str
    """The address."""
    host: str
    """The name or address of this machine that the server listens at."""
    is_private: bool
    """Whether this machine alone can read the site."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        if not self.is_private:
            warning = f"Other machines that reach {self.host} can read this site"
            yield Line(f"{warning}, with what is not published yet", "complaint", "yellow")
        yield Line(f"Serving {self.url} - press Ctrl-C to stop", "result")


def report_build(
    output: Path, built: Built, seconds: float, next_steps: tuple[str, ...] = ()
) -> BuildReport:
    """Make the report of a build."""
    return BuildReport(
        output=output,
        papers=built.papers,
        days=built.days,
        pages=built.pages,
        written=built.written,
        removed=built.removed,
        indexed=built.indexed,
        files=built.size.files,
        bytes=built.size.bytes,
        drafts=built.drafts,
        days_to_come=built.days_to_come,
        seconds=seconds,
        reason=built.reason,
        notes=built.notes,
        next_steps=next_steps,
    )
