"""One month's pages: the map step of a build.

``build_month`` takes a job and gives a result, both plain values that pickle, so that it runs in
this process, in another, or on another machine that sees the same folders. It writes only below
the staging folder; publishing is the build's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from site_gen.build.inputs.own_files import plan_own_files
from site_gen.build.month_files import list_days, plan_files
from site_gen.build.output_folder import (
    Folders,
    make_page_artifacts,
    stage_changed,
)
from site_gen.build.related_stage import read_related
from site_gen.content.store import load_topics, read_entries
from site_gen.content.unpublished.left_out import list_notices
from site_gen.model import (
    MOST_AUTHORS,
    MOST_TOPICS,
    Entry,
    InputError,
    Listing,
    MonthContent,
    Page,
    PaperLine,
    Problem,
    RecentPaper,
    Settings,
    TopicSummary,
    describe_many,
    entry_reference,
    fingerprint,
    full_reference,
    list_excess,
    listed_title,
)
from site_gen.plan.author_pages import Authored
from site_gen.plan.day_pages import plan_month
from site_gen.plan.feeds.feed_items import own_papers
from site_gen.plan.feeds.recent_papers import select_recent
from site_gen.plan.month_pages import plan_month_page
from site_gen.plan.month_summary import MonthContext
from site_gen.plan.removed_pages import plan_notices
from site_gen.plan.topic_pages import NEWEST, group_by_topic, plan_topic_months, summarise_topics
from site_gen.plan.week_pages import plan_weeks
from site_gen.render.templates import compile_templates, make_renderer
from site_gen.render.theme import load_theme


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthJob:
    """All that the pages of a month are made from, and where they go.

    ``config_hash`` stands for templates, settings and version. ``overlap_refs`` are the papers of
    the month before that are in this one's first week. ``last_pages`` are the files that the last
    build made of the month, each with its input key. ``related`` says whether it is known what is
    related to its papers. ``linked`` are the keys of authors and organizations whose names on it
    lead to their pages, ``sought`` those of authors whose names lead to the search if not there.
    ``own_files`` are files beside entries, as ``2025-09-17/fig.png``.
    """

    name: str
    folders: Folders
    settings: Settings
    config_hash: str
    listings: tuple[Listing, ...]
    context: MonthContext
    overlap_refs: tuple[str, ...] = ()
    last_pages: Mapping[str, str] = field(default_factory=dict)
    related: bool = False
    linked: frozenset[str] = frozenset()
    own_files: tuple[str, ...] = ()
    sought: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthResult:
    """What became of a month: its files with their input keys, those staged, those gone.

    ``content_hash`` stands for all its files, ``authors_hash`` for what pages of authors may know
    of its papers. ``notes`` say of what there is more than pages are made of.
    """

    name: str
    pages: Mapping[str, str] = field(default_factory=dict)
    staged: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
    content_hash: str = ""
    topics: Mapping[str, TopicSummary] = field(default_factory=dict)
    recent: Mapping[str, tuple[RecentPaper, ...]] = field(default_factory=dict)
    papers: tuple[Authored, ...] = ()
    authors_hash: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def prepare(folders: Folders, settings: Settings) -> None:
    """Read what all months need, so that processes forked from this one have it."""
    load_topics(folders.content)
    compile_templates(settings, load_theme(folders.templates))


def build_month(job: MonthJob) -> MonthResult:
    """Stage those pages of a month that are not in the output already.

    Raises TemplateError; what is wrong in the content is in the result.
    """
    # A dict for its order: files are read as they are listed, each once.
    refs = dict.fromkeys(
        full_reference(ref, listing.date) for listing in job.listings for ref in listing.papers
    )
    packs = job.folders.open_packs()
    entries, problems = packs.read_month(job.name, {**refs, **dict.fromkeys(job.overlap_refs)})
    removed, wrong = read_entries(job.folders.content, list_notices(job.listings))
    if problems := [*problems, *wrong]:
        return MonthResult(name=job.name, problems=tuple(problems))
    content = _collect_content(job, entries)
    # A paper that a day lists again is counted in the month in which it appeared first.
    first_here = [
        entry for entry in entries.values() if entry.first_day.isoformat()[:7] == job.name
    ]
    topics = group_by_topic(first_here)
    pages = (
        *_plan_pages(job, content, first_here, topics),
        *plan_notices(removed.values()),
    )
    try:
        files, staged = _stage_pages(job, content, pages)
    except InputError as err:  # of a file that is published as it is
        return MonthResult(name=job.name, problems=err.problems)
    # Without pages of authors and of organizations, the manifest keeps nothing of them.
    papers = tuple(_list_authored(content)) if job.settings.has_subjects else ()
    return MonthResult(
        name=job.name,
        pages=files,
        staged=tuple(staged),
        gone=frozenset(job.last_pages.keys() - files.keys()),
        content_hash=fingerprint(repr(sorted(files.items())).encode())[:32],
        topics=summarise_topics(topics, None if job.settings.is_slim else NEWEST),
        recent=select_recent(list_days(content)),
        papers=papers,
        authors_hash=fingerprint(repr(papers).encode("utf-8", "surrogatepass"))[:32]
        if papers
        else "",
        notes=tuple(_list_notes(first_here, job.listings)),
    )


def _list_notes(entries: Iterable[Entry], listings: Iterable[Listing]) -> Iterator[Problem]:
    """Say which papers and days have more of something than pages are made of."""
    for entry in entries:
        for key, message in list_excess(entry):
            yield Problem(entry.source.path, 0, f"{key}: {message}")
    for listing in listings:
        if message := describe_many(len(listing.papers)):
            yield Problem(listing.source.path, 0, message)


def _collect_content(job: MonthJob, entries: Mapping[str, Entry]) -> MonthContent:
    """Give all that the pages of a month are made from, as the planners take it."""
    appearances: dict[str, tuple[date, ...]] = {}
    for ref, day in job.context.appearances:
        appearances[ref] = (*appearances.get(ref, ()), day)
    return MonthContent(
        listings=job.listings,
        entries=entries,
        previous=job.context.previous,
        next=job.context.next,
        appearances=appearances,
        is_newest=job.context.is_newest,
        related=read_related(job.folders.work, job.name) if job.related else {},
        linked=job.linked,
        sought=job.sought,
    )


def _plan_pages(
    job: MonthJob,
    content: MonthContent,
    first_here: Sequence[Entry],
    topics: Mapping[str, tuple[str, tuple[PaperLine, ...]]],
) -> tuple[Page, ...]:
    """Plan the pages of a month; ``first_here`` are the papers that appeared first in it."""
    first = date.fromisoformat(f"{job.name}-01")
    context = job.context
    return (
        *plan_month(job.settings, content),
        plan_month_page(first, job.listings, first_here, context.previous, context.next),
        *_plan_weeks(job, [*first_here, *(content.entries[ref] for ref in job.overlap_refs)]),
        *(() if job.settings.is_slim else plan_topic_months(job.name, topics)),
    )


def _stage_pages(
    job: MonthJob, content: MonthContent, pages: Sequence[Page]
) -> tuple[dict[str, str], list[str]]:
    """Stage the files whose input keys are not those of the last build.

    Gives all files of the month, each with its input key, and those that were staged.
    """
    render = make_page_renderer(job.settings, job.folders.templates, job.config_hash)
    artifacts = (
        *make_page_artifacts(job.config_hash, render, pages),
        *plan_files(job.settings, job.config_hash, job.name, content, pages),
        *plan_own_files({ref: job.folders.content / ref for ref in job.own_files}),
    )
    return stage_changed(job.folders, artifacts, job.last_pages)


def _list_authored(content: MonthContent) -> Iterator[Authored]:
    """Give what pages of authors and of organizations may know of a month's papers."""
    for day in list_days(content):
        for place, entry in own_papers(day):
            if entry.authors or entry.organization:
                yield Authored(
                    name=entry_reference(entry),
                    title=listed_title(entry),
                    place=place,
                    content_hash=entry.content_hash[:16],
                    authors=entry.authors[:MOST_AUTHORS],
                    topics=entry.topics[:MOST_TOPICS],
                    upvotes=entry.upvotes,
                    organization=entry.organization,
                )


def _plan_weeks(job: MonthJob, entries: Iterable[Entry]) -> Iterator[Page]:
    """Plan the pages of a month's weeks; ``entries`` are its own and those of ``overlap_refs``."""
    listed = {listing.date: len(listing.papers) for listing in job.listings}
    context = job.context
    listed = {**dict(context.week_overlap), **listed}
    return plan_weeks(listed, entries, context.before, context.next)


@lru_cache(maxsize=2)
def make_page_renderer(
    settings: Settings, templates: Path, config_hash: str
) -> Callable[[Page], str]:
    """Make the renderer once a process and configuration: another may have another theme."""
    del config_hash
    return make_renderer(settings, load_theme(templates))
