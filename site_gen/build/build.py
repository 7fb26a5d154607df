"""The whole site: ``content/`` and templates -> ``public/``.

Months are built apart from each other (the map, ``months``), and what spans them from small facts
about days (the reduce, ``rest``). A month whose files and surroundings are as they were is not
read; of a month that is due, only pages are rendered whose own values changed. All is staged
before the first file is published (``staged``), so that a mistake leaves the last good site as it
is.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from site_gen.build import output_folder
from site_gen.build.changes import Survey, survey
from site_gen.build.ledger import RecordError
from site_gen.build.output_folder import Folders, Last
from site_gen.build.publish import publish
from site_gen.model.urls import base_path
from site_gen.search.pagefind import find_pagefind, load_version
from site_gen.system.locks import lock
from site_gen.system.workers import open_workers

if TYPE_CHECKING:
    from site_gen.build.stage import Staged


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build.

    ``base_url`` goes before that of ``site.yaml``; with ``needs_base_url`` it is an error to
    have none: feeds would lead to this machine. ``jobs`` are processes, 0 for as many as pay.
    ``is_full`` trusts nothing of the last build; ``is_forced`` writes into a folder that is not
    ours. ``executor`` builds months elsewhere. ``progress`` is told how many months are done, of
    how many; ``wait`` is called with a folder that another process must let go of first.
    """

    base_url: str | None = None
    needs_base_url: bool = False
    has_search: bool = True
    jobs: int = 0
    is_full: bool = False
    is_forced: bool = False
    executor: AbstractContextManager[Executor] | None = None
    progress: Callable[[int, int], None] = lambda _done, _all: None
    wait: Callable[[Path], None] = lambda _folder: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. ``reason`` says why it could not go on from the last one."""

    papers: int
    days: int
    pages: int
    written: int = 0
    removed: int = 0
    indexed: int = 0
    reason: str = ""


def build(site: Path, output: Path, options: Options | None = None) -> Report:
    """Build the site whose folder is ``site`` into ``output``.

    Raises SiteError, and then leaves the last good site as it is.
    """
    options = options or Options()
    output_folder.check(site, output, is_forced=options.is_forced)
    output = output.resolve()  # a link to a folder stays, and files are staged on the folder's disk
    with lock(output, options.wait):
        try:
            return _build_since(output_folder.read_last(output), site, output, options)
        except RecordError as err:
            return _build_since(output_folder.start_over(output, str(err)), site, output, options)


def _build_since(last: Last, site: Path, output: Path, options: Options) -> Report:
    """Build what is due since the last build. Raises SiteError and RecordError."""
    program = find_pagefind() if options.has_search else None
    search = f"Pagefind {load_version()}" if program else ""
    with output_folder.staging(output) as staging:
        found = _survey(last, site, options)
        if found.is_unchanged and last.ledger.search == search:
            return _report(found, last.ledger.pages)
        is_new = not output.is_dir() or not any(output.iterdir())
        return _build(
            Folders(site / "content", site / "templates", output, staging, is_new),
            found,
            options,
            program,
            search,
        )


def _survey(last: Last, site: Path, options: Options) -> Survey:
    """See what is due, while nobody imports.

    Later imports replace whole files and remove none, and the next build sees what they changed:
    so the lock is not held longer. A build only reads ``content/``, and may do so without a lock.
    """
    with lock(site / "content", options.wait, is_needed=False):
        return survey(
            site,
            last,
            base_url=options.base_url,
            needs_base_url=options.needs_base_url,
            is_full=options.is_full,
        )


def _build(
    folders: Folders, found: Survey, options: Options, program: Path | None, search: str
) -> Report:
    """Make what is due, publish it, and tell the next build."""
    # A build without changes, as there are many, loads nothing that makes a page.
    from site_gen.build import month, stage  # noqa: PLC0415

    ready = partial(month.prepare, folders, found.settings)
    workers = open_workers(options.jobs, options.executor, ready)
    with stage.stage_due(folders, found, program, workers, options.progress) as made:
        gone, ledger = stage.find_gone(folders.output, made), made.make_ledger(search)
        _publish(folders, made, gone)
        made.pending.keep()
        output_folder.end(folders.output, ledger, made.make_records(), gone)
    return replace(
        _report(found, ledger.pages),
        written=len(made.staged),
        removed=len(gone),
        indexed=made.bundles.papers,
    )


def _publish(folders: Folders, made: "Staged", gone: set[str]) -> None:
    """Take over what is staged; a journal tells the next build if this one is killed."""
    staged, last, output = made.staged, made.found.last, folders.output
    if not staged and not gone:
        return
    if last.ledger.salt:
        added = {path for path in staged if not (output / path).exists()}
    else:  # nothing is known: files that are as they should be may not be in the log
        added = made.find_all()
    journal = folders.staging if folders.is_new else output
    output_folder.begin(journal, {*staged, *gone}, last.doubtful, added)
    home = f"{base_path(made.found.settings.base_url)}/"
    publish(folders.staging, output, staged, gone, home)


def _report(found: Survey, pages: int) -> Report:
    """Tell what the site has; nothing was done yet."""
    days = [day for month in found.facts.values() for day in month]
    return Report(
        papers=sum(day.own for day in days),
        days=len(days),
        pages=pages,
        reason=found.last.reason,
    )
