"""One month's pages: the map step of a build.

``build_month`` takes a job and gives a result, both plain values that pickle, so that it runs in
this process, in another, or on another machine that sees the same folders. It writes only below
the staging folder; publishing is the build's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from site_gen import feed_formats, feeds, pictures, twins
from site_gen.citations import format_bibtex, format_csl, format_ris
from site_gen.errors import Problem
from site_gen.facts import Surroundings
from site_gen.files import holds, write_new
from site_gen.fingerprint import fingerprint, page_fingerprint
from site_gen.ledger import (
    format_paths,
    format_recent,
    format_topic_facts,
    pages_path,
    recent_path,
    topics_path,
)
from site_gen.listings import full_reference
from site_gen.model import Entry, Listing, MonthContent, Page, PaperRef, Settings, TopicFacts
from site_gen.month_pages import plan_month_page
from site_gen.outputs import Folders, read_paths
from site_gen.pages import plan_month
from site_gen.recent import find_recent
from site_gen.render import GENERATOR, compile_templates, make_renderer
from site_gen.store import load_topics, read_entries
from site_gen.theme import load_theme
from site_gen.topic_pages import find_topic_facts, group_by_topic, plan_topic_months
from site_gen.topics import with_topics
from site_gen.urls import output_path, permalink, picture_url
from site_gen.week_pages import plan_weeks
from site_gen.words import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthJob:
    """All that the pages of a month are made from, and where they go.

    ``salt`` stands for templates, settings and version. ``edge`` are the papers of the month
    before that are in this one's first week. ``doubtful`` are files that a build which was killed
    may have changed. With ``is_full`` nothing is known of the last build.
    """

    name: str
    folders: Folders
    settings: Settings
    salt: str
    listings: tuple[Listing, ...]
    around: Surroundings
    edge: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    is_full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthResult:
    """What became of a month: its files with their fingerprints, those staged, those gone."""

    name: str
    pages: Mapping[str, str] = field(default_factory=dict)
    staged: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
    indexed: str = ""
    topics: Mapping[str, TopicFacts] = field(default_factory=dict)
    recent: Mapping[str, tuple[PaperRef, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def prepare(job: MonthJob) -> None:
    """Read what all months need, so that processes forked from this one have it."""
    load_topics(job.folders.content)
    compile_templates(job.settings, load_theme(job.folders.templates))


def build_month(job: MonthJob) -> MonthResult:
    """Stage those pages of a month that are not in the output already.

    Raises TemplateError; what is wrong in the content is in the result.
    """
    refs = dict.fromkeys(
        full_reference(ref, listing.date) for listing in job.listings for ref in listing.papers
    )
    entries, problems = read_entries(job.folders.content, {**refs, **dict.fromkeys(job.edge)})
    if problems:
        return MonthResult(name=job.name, problems=tuple(problems))
    entries = with_topics(load_topics(job.folders.content), entries)
    appearances: dict[str, tuple[date, ...]] = {}
    for ref, day in job.around.appearances:
        appearances[ref] = (*appearances.get(ref, ()), day)
    pages = plan_month(
        job.settings,
        MonthContent(
            listings=job.listings,
            entries=entries,
            previous=job.around.previous,
            next=job.around.next,
            appearances=appearances,
            is_newest=job.around.is_newest,
        ),
    )
    own = [entry for entry in entries.values() if entry.first_day.isoformat()[:7] == job.name]
    first = date.fromisoformat(f"{job.name}-01")
    month_page = plan_month_page(first, job.listings, own, job.around.previous, job.around.next)
    topics = group_by_topic(own)
    weeks = _plan_weeks(job, [*own, *(entries[ref] for ref in job.edge)])
    pages = (*pages, month_page, *weeks, *plan_topic_months(job.name, topics))
    old = _last_pages(job)
    render = _renderer(job.settings, job.folders.templates, job.salt)
    made: dict[str, str] = {}
    staged: list[str] = []

    def is_due(path: str, stamp: str) -> bool:
        made[path] = stamp
        return stamp != old.get(path)

    def put(path: str, data: bytes) -> None:
        if stage(job.folders, path, data):
            staged.append(path)

    for page in pages:
        path = output_path(page.url)
        if is_due(path, page_fingerprint(job.salt, page)):
            put(path, render(page).encode())
    made_files = _stamp_files(_make_files(job, pages, entries))
    for path, stamp, make in chain(made_files, _plan_pictures(job)):
        if is_due(path, stamp):
            put(path, make())
    indexed = (f"{entry.first_day}/{entry.slug} {entry.stamp} {entry.topics}" for entry in own)
    return MonthResult(
        name=job.name,
        pages=made,
        staged=tuple(staged),
        gone=frozenset((old.keys() | job.doubtful) - made.keys()),
        indexed=fingerprint("\n".join(sorted(indexed)).encode()),
        topics=find_topic_facts(topics),
        recent=find_recent(_own_days(job, entries)),
    )


def _plan_pictures(job: MonthJob) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Plan the pictures of days: path, fingerprint, and what draws one."""
    for listing in job.listings if job.settings.pictures else ():
        drawn = (job.settings.title, listing.date, len(listing.papers))
        path = output_path(picture_url(listing.date))
        yield path, pictures.stamp(*drawn), partial(pictures.draw_day, *drawn)


def _stamp_files(
    files: Iterable[tuple[str, bytes]],
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Give files, which are quicker made than asked about, as pictures are planned."""
    for path, data in files:
        yield path, fingerprint(data)[:32], partial(bytes, data)


def _plan_weeks(job: MonthJob, entries: Iterable[Entry]) -> Iterator[Page]:
    """Plan the pages of a month's weeks; ``entries`` are its own, and those of its edge."""
    own = {listing.date: len(listing.papers) for listing in job.listings}
    around = job.around
    return plan_weeks({**dict(around.edge), **own}, entries, around.before, around.next)


def format_records(result: MonthResult) -> Iterator[tuple[str, str]]:
    """Give the records that a month leaves for the next build: path and text of each."""
    yield pages_path(result.name), format_paths(result.pages)
    yield topics_path(result.name), format_topic_facts(result.topics)
    yield recent_path(result.name), format_recent(result.recent)


def _make_files(
    job: MonthJob, pages: Iterable[Page], entries: Mapping[str, Entry]
) -> Iterator[tuple[str, bytes]]:
    """Make the files of a month that are for programs."""
    yield sitemap_path(job.name), feeds.format_sitemap(job.settings, feeds.list_pages(pages))
    yield from _make_archive(job, entries)
    yield from _make_twins(job, entries)


def _make_archive(job: MonthJob, entries: Mapping[str, Entry]) -> Iterator[tuple[str, bytes]]:
    """Make the archive documents of the feed, one a day, each leading to the day before."""
    previous = job.around.previous
    for listing, own in _own_days(job, entries):
        feed = feeds.archive_feed(job.settings, (listing, own), previous)
        url = feeds.archive_url(listing.date)
        there = permalink(job.settings.base_url, url)
        yield output_path(url), feed_formats.format_atom(feed, GENERATOR, there)
        previous = listing.date


def _own_days(job: MonthJob, entries: Mapping[str, Entry]) -> Iterator[feeds.Day]:
    """Give the days of a month, each with the entries that appeared first on it."""
    own: dict[date, dict[str, Entry]] = {}
    for entry in entries.values():
        own.setdefault(entry.first_day, {})[entry.slug] = entry
    for listing in sorted(job.listings, key=lambda listing: listing.date):
        yield listing, own.get(listing.date, {})


def _make_twins(job: MonthJob, entries: Mapping[str, Entry]) -> Iterator[tuple[str, bytes]]:
    """Make the data files of a month: five a day, and one of all papers that are its own."""
    settings, own = job.settings, []
    for listing in sorted(job.listings, key=lambda listing: listing.date):
        day = listing.date
        papers = [entries[full_reference(ref, day)] for ref in listing.papers]
        heading = f"{settings.title}, {long_date(day)}"
        own += [entry for entry in papers if entry.first_day == day]
        yield f"{day}.json", twins.format_json(settings, day, papers)
        yield f"{day}.md", twins.format_markdown(settings, heading, papers)
        yield f"{day}.bib", format_bibtex(settings, papers).encode()
        yield f"{day}.ris", format_ris(settings, papers).encode()
        yield f"{day}.csl.json", format_csl(settings, papers).encode()
    yield f"{job.name}.jsonl", twins.format_jsonl(settings, own)


def sitemap_path(name: str) -> str:
    """Name the sitemap of a month."""
    return f"sitemaps/{name}.xml"


def stage(folders: Folders, path: str, data: bytes) -> bool:
    """Put a file into the staging folder, unless the output has it already."""
    if not folders.is_new and holds(folders.output / path, data):
        return False
    write_new(f"{folders.staging}/{path}", data)
    return True


def _last_pages(job: MonthJob) -> Mapping[str, str]:
    pages = read_paths(job.folders.output / pages_path(job.name))
    return {p: "" if job.is_full or p in job.doubtful else stamp for p, stamp in pages.items()}


@lru_cache(maxsize=2)
def _renderer(settings: Settings, templates: Path, salt: str) -> Callable[[Page], str]:
    """Make the renderer once a process and salt: another salt is another theme."""
    del salt
    return make_renderer(settings, load_theme(templates))
