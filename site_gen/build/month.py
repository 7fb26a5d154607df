"""One month's pages: the map step of a build.

``build_month`` takes a job and gives a result, both plain values that pickle, so that it runs in
this process, in another, or on another machine that sees the same folders. It writes only below
the staging folder; publishing is the build's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from site_gen.build.month_files import list_days, plan_files
from site_gen.build.output_folder import Artifact, Folders, stage
from site_gen.build.related_stage import read_related
from site_gen.content.removed import list_removed, read_shown
from site_gen.content.store import load_topics, read_entries
from site_gen.content.topic_rules import with_topics
from site_gen.model import (
    Entry,
    Listing,
    MonthContent,
    Page,
    PaperLine,
    Problem,
    RecentPaper,
    Settings,
    TopicFacts,
    entry_reference,
    fingerprint,
    full_reference,
    one_line,
    output_path,
    page_fingerprint,
)
from site_gen.plan.author_pages import Authored
from site_gen.plan.day_pages import plan_month
from site_gen.plan.feeds.feed_items import own_papers
from site_gen.plan.feeds.recent_papers import find_recent
from site_gen.plan.month_pages import plan_month_page
from site_gen.plan.month_summary import Surroundings
from site_gen.plan.removed_pages import plan_notices
from site_gen.plan.topic_pages import find_topic_facts, group_by_topic, plan_topic_months
from site_gen.plan.week_pages import plan_weeks
from site_gen.render.templates import compile_templates, make_renderer
from site_gen.render.theme import load_theme


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthJob:
    """All that the pages of a month are made from, and where they go.

    ``salt`` stands for templates, settings and version. ``edge`` are the papers of the month
    before that are in this one's first week. ``last_pages`` are the files that the last build made
    of the month, each with its key. ``related`` says whether it is known what is related to its
    papers. ``authors`` are the names on its papers that are links, each with its author's slug.
    """

    name: str
    folders: Folders
    settings: Settings
    salt: str
    listings: tuple[Listing, ...]
    around: Surroundings
    edge: tuple[str, ...] = ()
    last_pages: Mapping[str, str] = field(default_factory=dict)
    related: bool = False
    authors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthResult:
    """What became of a month: its files with their fingerprints, those staged, those gone.

    ``content_hash`` names all its files; ``indexed`` what the search finds in it.
    """

    name: str
    pages: Mapping[str, str] = field(default_factory=dict)
    staged: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
    content_hash: str = ""
    indexed: str = ""
    topics: Mapping[str, TopicFacts] = field(default_factory=dict)
    recent: Mapping[str, tuple[RecentPaper, ...]] = field(default_factory=dict)
    papers: tuple[Authored, ...] = ()
    authored: str = ""
    problems: tuple[Problem, ...] = ()


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
    entries, problems = read_shown(job.folders.content, {**refs, **dict.fromkeys(job.edge)})
    removed, wrong = read_entries(job.folders.content, list_removed(job.listings))
    if problems := [*problems, *wrong]:
        return MonthResult(name=job.name, problems=tuple(problems))
    entries = with_topics(load_topics(job.folders.content), entries)
    content = _collect_content(job, entries)
    own = [entry for entry in entries.values() if entry.first_day.isoformat()[:7] == job.name]
    topics = group_by_topic(own)
    pages = (*_plan_pages(job, content, own, topics), *plan_notices(removed.values()))
    files, staged = _stage_pages(job, content, pages)
    # Without the place in the digest: the search does not know it, so a new order changes nothing.
    indexed = (f"{entry_reference(entry)} {entry.stamp} {entry.topics}" for entry in own)
    papers = tuple(_list_authored(content)) if job.settings.author_pages else ()
    return MonthResult(
        name=job.name,
        pages=files,
        staged=tuple(staged),
        gone=frozenset(job.last_pages.keys() - files.keys()),
        content_hash=fingerprint(repr(sorted(files.items())).encode())[:32],
        indexed=fingerprint("\n".join(sorted(indexed)).encode()),
        topics=find_topic_facts(topics),
        recent=find_recent(list_days(content)),
        papers=papers,
        authored=fingerprint(repr(papers).encode("utf-8", "surrogatepass"))[:32] if papers else "",
    )


def _collect_content(job: MonthJob, entries: Mapping[str, Entry]) -> MonthContent:
    """Give all that the pages of a month are made from, as the planners take it."""
    appearances: dict[str, tuple[date, ...]] = {}
    for ref, day in job.around.appearances:
        appearances[ref] = (*appearances.get(ref, ()), day)
    return MonthContent(
        listings=job.listings,
        entries=entries,
        previous=job.around.previous,
        next=job.around.next,
        appearances=appearances,
        is_newest=job.around.is_newest,
        related=read_related(job.folders.work, job.name) if job.related else {},
        authors=job.authors,
    )


def _plan_pages(
    job: MonthJob,
    content: MonthContent,
    own: Sequence[Entry],
    topics: Mapping[str, tuple[str, tuple[PaperLine, ...]]],
) -> tuple[Page, ...]:
    """Plan the pages of a month; ``own`` are the papers that appeared first in it."""
    first = date.fromisoformat(f"{job.name}-01")
    around = job.around
    return (
        *plan_month(job.settings, content),
        plan_month_page(first, job.listings, own, around.previous, around.next),
        *_plan_weeks(job, [*own, *(content.entries[ref] for ref in job.edge)]),
        *plan_topic_months(job.name, topics),
    )


def _stage_pages(
    job: MonthJob, content: MonthContent, pages: Sequence[Page]
) -> tuple[dict[str, str], list[str]]:
    """Stage the files whose keys are others than in the last build.

    Gives all files of the month, each with its key, and those that were staged.
    """
    render = make_page_renderer(job.settings, job.folders.templates, job.salt)
    artifacts = (
        *(
            Artifact(
                output_path(page.url),
                page_fingerprint(job.salt, page),
                partial(_render_page, render, page),
            )
            for page in pages
        ),
        *plan_files(job.settings, job.salt, job.name, content, pages),
    )
    due = (one for one in artifacts if one.key != job.last_pages.get(one.path))
    staged = [one.path for one in due if stage(job.folders, one.path, one.make())]
    return {one.path: one.key for one in artifacts}, staged


def _render_page(render: Callable[[Page], str], page: Page) -> bytes:
    return render(page).encode()


def _list_authored(content: MonthContent) -> Iterator[Authored]:
    """Give what pages of authors may know of a month's papers."""
    for day in list_days(content):
        for place, entry in own_papers(day):
            if entry.authors:
                yield Authored(
                    name=entry_reference(entry),
                    title=one_line(entry.title),
                    place=place,
                    stamp=entry.stamp[:16],
                    authors=entry.authors,
                    topics=entry.topics,
                    upvotes=entry.upvotes,
                )


def _plan_weeks(job: MonthJob, entries: Iterable[Entry]) -> Iterator[Page]:
    """Plan the pages of a month's weeks; ``entries`` are its own, and those of its edge."""
    own = {listing.date: len(listing.papers) for listing in job.listings}
    around = job.around
    return plan_weeks({**dict(around.edge), **own}, entries, around.before, around.next)


@lru_cache(maxsize=2)
def make_page_renderer(settings: Settings, templates: Path, salt: str) -> Callable[[Page], str]:
    """Make the renderer once a process and salt: another salt is another theme."""
    del salt
    return make_renderer(settings, load_theme(templates))
