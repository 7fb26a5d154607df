"""The whole site: ``content/`` and templates -> ``public/``.

Months are built apart from each other (the map, ``month_jobs``), and what spans them from small
summaries of days (the reduce, ``site_wide``). A month whose files and surroundings are as they were
is not read; of a month that is due, only pages are rendered whose own values changed. All is staged
before the first file is published (``stage``), so that a mistake leaves the last good site as it
is. What the next build needs to know is kept in the manifest, when all is published.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from site_gen.build import output_folder
from site_gen.build.changes import BuildPlan, plan_build
from site_gen.build.inputs.site_inputs import Choices
from site_gen.build.manifest import upgrade
from site_gen.build.manifest.database import (
    Manifest,
    ManifestError,
    manifest_path,
    open_manifest,
)
from site_gen.build.manifest.months import LastBuild, read_last
from site_gen.build.manifest.site_list import (
    SiteList,
    SiteSize,
    read_site_list,
    write_site_list,
)
from site_gen.build.manifest.start import LATE, Start, choose_start, start_over
from site_gen.build.output_folder import Folders
from site_gen.build.publish import publish
from site_gen.content.unpublished.left_out import list_late
from site_gen.model import (
    URLS,
    InputError,
    Problem,
    output_path,
    paper_url,
    parse_reference,
    permalink,
)
from site_gen.search.pagefind import find_pagefind, load_version
from site_gen.system.files import explain_unwritable, sync_folder
from site_gen.system.locks import lock
from site_gen.system.progress import Progress, no_progress
from site_gen.system.public_folders import make_public_folder
from site_gen.system.workers import open_workers

if TYPE_CHECKING:
    from site_gen.build.stage import BuildOutput, Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Options(Choices):
    """How to build.

    ``is_index_late`` leaves the search's index as the last build made it; the next build without it
    makes what is due of the index. ``jobs`` are processes; 0: as many as help. ``is_full`` trusts
    nothing of the last build; ``is_forced`` writes into a folder that is not ours. ``executor``
    builds months elsewhere. ``progress`` takes how far the build is; ``wait`` is called with a
    folder that another process must release.
    """

    has_search: bool = True
    is_index_late: bool = False
    jobs: int = 0
    is_full: bool = False
    is_forced: bool = False
    executor: AbstractContextManager[Executor] | None = None
    progress: Progress = no_progress
    wait: Callable[[Path], None] = lambda _folder: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did, and the ``size`` of the site.

    ``reason`` says why it could not go on from the last one; ``notes`` what pages leave out. So
    many ``drafts`` and ``days_to_come`` stay out of the site.
    """

    papers: int
    days: int
    pages: int
    written: int = 0
    removed: int = 0
    indexed: int = 0
    reason: str = ""
    notes: tuple[Problem, ...] = ()
    size: SiteSize = field(default=SiteSize())
    drafts: int = 0
    days_to_come: int = 0


def build(site: Path, output: Path, options: Options | None = None) -> Report:
    """Build the site whose folder is ``site`` into ``output``.

    Raises SiteError, and then leaves the last good site as it is.
    """
    options = options or Options()
    # Before the lock: a folder that is not ours gets no file of ours, not even for a moment.
    output_folder.check(site, output, is_forced=options.is_forced)
    output = output.resolve()  # a link to a folder stays, and files are staged on the folder's disk
    path = manifest_path(site, output)
    with lock(output, options.wait):
        start = choose_start(path, output, is_full=options.is_full)
        try:
            return _build_since(path, site, output, options, start)
        except ManifestError as err:
            start = start_over(path, output, f"the record of the last build is damaged: {err}")
        except output_folder.MissingFilesError as err:
            start = start_over(path, output, str(err))
        try:
            return _build_since(path, site, output, options, start)
        except ManifestError as err:
            # The manifest was new this time, so it is not damaged: it cannot be written there.
            raise explain_unwritable(path, str(err)) from err


def _build_since(path: Path, site: Path, output: Path, options: Options, start: Start) -> Report:
    """Build what is due since the last build. Raises SiteError and ManifestError."""
    program = find_pagefind() if options.has_search else None
    search = f"Pagefind {load_version()}" if program else ""
    if program and options.is_index_late:
        search += LATE
    with ExitStack() as stack:
        last = LastBuild()
        if not start.is_clean:
            manifest = stack.enter_context(open_manifest(path, is_new=False))
            last = read_last(manifest)
        build_plan = _plan_build(last, site, options)
        # An index that is as it should be stays so where pages do not change.
        if build_plan.is_unchanged and last.search in {search, search.removesuffix(LATE)}:
            return _report(build_plan, last)
        folders = stack.enter_context(_open_folders(site, output, has_drafts=options.has_drafts))
        if start.is_clean:  # a mistake in content leaves no trace
            manifest = stack.enter_context(open_manifest(path, is_new=True))
        tools = _make_tools(folders, build_plan, options, program)
        report = _build(folders, build_plan, manifest, tools, (search, start.ours))
    return replace(report, reason=start.reason)


@contextmanager
def _open_folders(site: Path, output: Path, *, has_drafts: bool) -> Iterator[Folders]:
    with output_folder.staging(output) as staging:
        folders = Folders(
            content=site / "content",
            templates=site / "templates",
            output=output,
            staging=staging / "site",
            work=staging / "work",
            is_new=not output.is_dir() or not any(output.iterdir()),
            has_drafts=has_drafts,
        )
        make_public_folder(folders.staging)  # it may become the output
        folders.work.mkdir()
        yield folders


def _plan_build(last: LastBuild, site: Path, options: Options) -> BuildPlan:
    """Plan what is due, while nobody imports.

    The lock is not held longer: whole files are replaced, and the next build sees what changed. A
    build only reads ``content/``, and may do so without a lock.
    """
    with lock(site / "content", options.wait, is_needed=False):
        return plan_build(site, last, options)


def _make_tools(
    folders: Folders, build_plan: BuildPlan, options: Options, program: Path | None
) -> "Tools":
    # A build without changes, as there are many, loads nothing that makes a page.
    from site_gen.build import month, stage  # noqa: PLC0415

    ready = partial(month.prepare, folders, build_plan.settings)
    workers = open_workers(options.jobs, options.executor, ready, options.progress)
    return stage.Tools(
        program=program,
        workers=workers,
        progress=options.progress,
        is_index_late=options.is_index_late,
    )


def _build(
    folders: Folders,
    build_plan: BuildPlan,
    manifest: Manifest,
    tools: "Tools",
    last: tuple[str, frozenset[str]],
) -> Report:
    """Make what is due, publish it, and keep what the next build needs to know.

    ``last`` are the version of the search, and the files that a clean build replaces.
    """
    from site_gen.build import site_wide, stage  # noqa: PLC0415 # as above

    search, ours = last
    staged = stage.stage_due(folders, build_plan, manifest, tools)
    _reject_taken_down(folders.content, staged.months.build_plan)
    stage.check_links(folders, staged)
    if build_plan.settings.redirects:
        others = replace(staged, site_wide=site_wide.SiteWideFiles({}, ())).list_all()
        site_wide.check_redirects(folders, build_plan.settings, staged.site_wide.files, others)
    gone = stage.find_gone(manifest, folders.output, staged, ours)
    build = replace(staged.make_build(search), size=_measure(folders, staged, gone))
    # Recorded before publishing, committed after it: what cannot be recorded fails while the last
    # good site is whole, and a build that is killed leaves what the build before recorded.
    stage.record(manifest, folders, staged, build)
    if old := upgrade.find_old_folder(folders.output):
        upgrade.set_aside(old)
    _publish(folders, staged, gone, build.id, tools.progress)
    manifest.commit()
    upgrade.remove_old_folder(folders.output)
    return replace(
        _report(build_plan, build),
        written=len(staged.paths),
        removed=len(gone),
        indexed=staged.bundles.papers,
        notes=tuple(note for month in staged.months.results for note in month.notes),
    )


def _measure(folders: Folders, staged: "BuildOutput", gone: set[str]) -> SiteSize:
    """Give the size of the site with what is staged and without what is gone."""
    last = staged.months.build_plan.last
    if not last.id:
        return output_folder.measure_site(folders, staged.list_all())
    return last.size.add(output_folder.measure_change(folders, staged.paths, gone))


def _reject_taken_down(content: Path, build_plan: BuildPlan) -> None:
    """Raise InputError where a paper that was built is taken down now, or a draft."""
    refs = (ref for month in build_plan.scan if month.name in build_plan.due for ref in month.refs)
    if late := list_late(content, refs, build_plan.left_out):
        raise InputError(*late)


def _publish(
    folders: Folders, staged: "BuildOutput", gone: set[str], build: str, progress: Progress
) -> None:
    """Move what is staged into the output, and remove what is gone."""
    build_plan, output = staged.months.build_plan, folders.output
    # It names this build before the first file is moved: if this one is killed, the next one finds
    # a build that the manifest does not know.
    last_list = read_site_list(output)
    if not staged.paths and not gone and last_list.build == build:
        return
    if build_plan.last.id:
        during = last_list.change(build, staged.paths, ())
        after = during.change(build, (), gone)
    else:  # files that are as they should be may not be in the list of the last build
        during = SiteList().change(build, staged.list_all() | gone, ())
        after = SiteList().change(build, staged.list_all(), ())
    write_site_list(folders.staging if folders.is_new else output, during, folders.work)
    home = permalink(build_plan.settings.base_url, URLS.home)
    notices = {output_path(paper_url(*parse_reference(ref))) for ref in build_plan.removed}
    publish(folders.staging, output, staged.paths, gone, home, notices=notices, progress=progress)
    if gone:
        # Only now: until they are removed, the files that are gone must be known as ours.
        write_site_list(output, after, folders.work)
    # The site is on the disk before the manifest says so: after a power cut, an older manifest and
    # a newer site list disagree, and the next build is a clean one.
    sync_folder(output)


def _report(build_plan: BuildPlan, build: LastBuild) -> Report:
    """Describe what the site has by a build; nothing was done yet."""
    days, left_out = build_plan.days, build_plan.left_out
    return Report(
        papers=sum(day.entry_count for day in days),
        days=len(days),
        pages=build.pages,
        size=build.size,
        drafts=len(left_out.drafts),
        days_to_come=left_out.days_to_come,
    )
