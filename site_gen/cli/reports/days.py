"""What ``move`` and ``undo`` report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from site_gen.cli.console import name_files
from site_gen.cli.reports.files import FileChange
from site_gen.cli.reports.report import DRY_RUN_STEP, Line, Report, name_program
from site_gen.importing.history.move_day import Move
from site_gen.importing.history.undo import Undo, name_days
from site_gen.model import count, day_url
from site_gen.system.files import shown

_Texts = Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReport(Report):
    """How a day got another date."""

    is_dry_run: bool
    """Whether nothing was written."""
    old: date
    """The date that the day had."""
    new: date
    """The date that the day has now."""
    folder: Path
    """The folder of the day."""
    papers: int
    """Papers that moved with the day."""
    other_days: int
    """Other days that refer to its papers: their files follow."""
    old_url: str
    """The address that the page of the day had."""
    new_url: str
    """The address of the page of the day."""
    changes: tuple[FileChange, ...]
    """The files."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        if self.is_dry_run:
            for change in self.changes:
                verb = "remove" if change.kind == "remove" else "write "
                yield Line(f"{verb} {shown(change.path)}", "result")
        follow = "follows" if self.other_days == 1 else "follow"
        others = f", {count(self.other_days, 'other day')} {follow}" if self.other_days else ""
        would = "would be moved" if self.is_dry_run else "moved"
        papers = count(self.papers, "paper")
        yield Line(f"{shown(self.folder)}: {papers} {would} from {self.old}{others}")
        yield Line(
            "to lead from the old addresses to the new ones, in site.yaml:  "
            f"redirects: {{{self.old_url}*: '{self.new_url}:splat'}}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPaper:
    """A paper that stays, because another day lists it."""

    path: Path
    """The file of the paper."""
    listing: Path
    """The file of the day that lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReport(Report):
    """How the last import was taken back."""

    is_dry_run: bool
    """Whether nothing was written."""
    content: Path
    """The folder of the content."""
    days: tuple[date, ...]
    """The days of the import."""
    papers_removed: int
    """Papers that are gone."""
    days_removed: int
    """Days that are gone."""
    files_restored: int
    """Files that are as before the import."""
    edited: tuple[Path, ...]
    """Files that were edited since, and are left."""
    shortened: tuple[Path, ...]
    """Files of days that were edited since, and are left without the papers that are gone."""
    listed: tuple[ListedPaper, ...]
    """Papers that are left, because other days list them."""
    changes: tuple[FileChange, ...]
    """The files."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        if self.is_dry_run:
            for change in self.changes:
                yield Line(f"{change.kind} {shown(change.path)}", "result")
        if self.edited:
            yield Line(f"edited since, and left: {name_files(self.edited)}")
        if self.shortened:
            named = name_files(self.shortened)
            yield Line(f"edited since, and without the papers that are gone: {named}")
        for one in self.listed:
            yield Line(f"{shown(one.path)}: left, because {shown(one.listing)} lists it")
        would = "would be" if self.is_dry_run else "is"
        papers, days = count(self.papers_removed, "paper"), count(self.days_removed, "day")
        names = name_days([str(day) for day in self.days])
        yield Line(
            f"{shown(self.content)}: the import of {names} {would} taken back: "
            f"{papers} and {days} removed, {count(self.files_restored, 'file')} as before"
        )


def report_move(site: Path, old: date, new: date, proposed: Move, *, is_dry: bool) -> MoveReport:
    """Make the report of a move."""
    content = site / "content"
    program = name_program(site)
    step = f"add that line if the day was published already; '{program} build' makes the pages"
    return MoveReport(
        is_dry_run=is_dry,
        old=old,
        new=new,
        folder=content / str(new),
        papers=proposed.papers,
        other_days=len(proposed.listings),
        old_url=day_url(old),
        new_url=day_url(new),
        changes=_list_changes(content, proposed.texts),
        next_steps=(DRY_RUN_STEP if is_dry else step,),
    )


def report_undo(site: Path, proposed: Undo, *, is_dry: bool) -> UndoReport:
    """Make the report of an import that is taken back."""
    content = site / "content"
    program = name_program(site)
    step = f"'{program} import' brings other papers, '{program} build' brings the site up to date"
    return UndoReport(
        is_dry_run=is_dry,
        content=content,
        days=tuple(map(date.fromisoformat, proposed.days)),
        papers_removed=len(proposed.removed),
        days_removed=proposed.days_gone,
        files_restored=len(proposed.restored),
        edited=tuple(content / path for path in proposed.edited),
        shortened=tuple(content / path for path in proposed.shortened),
        listed=tuple(
            ListedPaper(path=content / f"{ref}.md", listing=content / path)
            for ref, path in proposed.listed.items()
        ),
        changes=_list_changes(content, proposed.texts),
        next_steps=(DRY_RUN_STEP if is_dry else step,),
    )


def _list_changes(content: Path, texts: _Texts) -> tuple[FileChange, ...]:
    """List what becomes of files, from what was read of them and what they become."""

    def name_kind(before: str | None, after: str | None) -> Literal["create", "update", "remove"]:
        if after is None:
            return "remove"
        return "create" if before is None else "update"

    return tuple(
        FileChange(kind=name_kind(*pair), path=content / path)
        for path, pair in sorted(texts.items())
    )
