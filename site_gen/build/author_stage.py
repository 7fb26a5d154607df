"""The pages of authors and of organizations in a build: those whose papers changed are made.

A month gives its papers; the index knows those of all other months. So a day reads and
writes the authors that it names, however many there are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from site_gen.build.changes import BuildPlan
from site_gen.build.feed_stage import EntryReader
from site_gen.build.manifest.authors import AuthorChanges, AuthorIndex, keys_of
from site_gen.build.month import MonthResult, make_page_renderer
from site_gen.build.output_folder import Folders, stage
from site_gen.model import Settings, output_path
from site_gen.plan.author_pages import (
    Authored,
    AuthorRow,
    author_paths,
    describe_author,
    plan_author,
    plan_author_feed,
    sort_papers,
)
from site_gen.system.workers import Phase, WorkerPool

_PARALLEL = 1_000  # authors that are due: below, starting processes costs more than it saves

Due = tuple[AuthorRow, tuple[Authored, ...]]
"""An author and the papers, newest first."""


@dataclass(frozen=True, slots=True)
class AuthorFiles:
    """What became of the authors: files staged, wanted, and gone; what changes in the index.

    ``listed`` are those who came, went, or are called otherwise; None where all lists are due.
    """

    staged: tuple[str, ...] = ()
    wanted: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    listed: frozenset[str] | None = frozenset()
    changes: AuthorChanges = field(default_factory=AuthorChanges)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorJob:
    """Some authors whose pages are to be staged."""

    folders: Folders
    settings: Settings
    config_hash: str
    due: Sequence[Due]


def build_authors(
    folders: Folders,
    build_plan: BuildPlan,
    index: AuthorIndex,
    results: Sequence[MonthResult],
    workers: WorkerPool,
) -> AuthorFiles:
    """Stage the pages and feeds of authors whose papers changed."""
    gone = index.read_months().keys() - build_plan.summaries.keys()
    papers: dict[str, Sequence[Authored]] = {result.name: result.papers for result in results}
    papers |= dict.fromkeys(gone, ())
    if not papers:
        return AuthorFiles()
    is_same = build_plan.has_same_config
    choice = choose_authors(index, build_plan.settings, papers, is_same=is_same)
    return AuthorFiles(
        staged=tuple(_stage_all(folders, build_plan, list(choice.due), workers)),
        wanted=choice.wanted,
        gone=choice.gone,
        # Other settings or templates may change every list, also of authors that did not change.
        listed=choice.listed if is_same else None,
        changes=AuthorChanges(
            months={
                **dict.fromkeys(papers, ""),
                **{result.name: result.authors_hash for result in results},
            },
            old=choice.old,
            new=choice.new,
            authors=choice.changed,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorChoice:
    """Which authors a build makes, and what changes in the index.

    ``old`` and ``new`` are papers as in ``AuthorChanges``. ``changed`` are the rows of authors that
    differ, None for one who has no page any more. ``listed`` are authors who came, went, or have
    another name.
    """

    old: Sequence[Authored]
    new: Sequence[Authored]
    due: Sequence[Due]
    changed: Mapping[str, AuthorRow | None]
    wanted: frozenset[str]
    gone: frozenset[str]
    listed: frozenset[str]


def choose_authors(
    index: AuthorIndex,
    settings: Settings,
    papers: Mapping[str, Sequence[Authored]],
    *,
    is_same: bool,
) -> AuthorChoice:
    """Decide whose pages are due: of those whose papers changed, or of all.

    ``settings`` say how many papers a page and a feed need; ``papers`` are those of months that
    were built or are gone. Where settings, templates or the program are not the same, the pages of
    all authors are due.
    """
    old, new = list[Authored](), list[Authored]()
    for month, of_month in papers.items():
        before, now = index.compare_papers(month, of_month)
        old += before
        new += now
    touched = _list_slugs((*old, *new))
    # Other settings or templates: nothing says whose pages are as they should be.
    if not is_same:
        touched |= _list_slugs(paper for of_month in papers.values() for paper in of_month)
        touched |= index.read_authors().keys()
    last = index.read_authors(touched)
    due = _select_with_page(_collect_papers(index, touched, old, new), settings)
    rows = {row.slug: row for row, _ in due}
    # Sorted, so that rows are written in the same order each time.
    changed = {slug: rows.get(slug) for slug in sorted(touched) if rows.get(slug) != last.get(slug)}
    wanted = _list_paths(rows.values())
    return AuthorChoice(
        old=old,
        new=new,
        due=due,
        changed=changed,
        wanted=wanted,
        gone=_list_paths(last.values()) - wanted,
        listed=frozenset(
            slug
            for slug, row in changed.items()
            if _describe_in_lists(row) != _describe_in_lists(last.get(slug))
        ),
    )


def _select_with_page(papers: Mapping[str, tuple[Authored, ...]], settings: Settings) -> list[Due]:
    """Select those authors, in order of slug, who have enough papers for a page."""
    return [
        (describe_author(slug, of_author, settings.author_feeds), of_author)
        for slug, of_author in sorted(papers.items())
        if 0 < settings.choose_least(slug) <= len(of_author)
    ]


def _list_slugs(papers: Iterable[Authored]) -> set[str]:
    return {slug for paper in papers for slug in keys_of(paper)}


def _list_paths(rows: Iterable[AuthorRow]) -> frozenset[str]:
    return frozenset(path for row in rows for path in author_paths(row))


def _collect_papers(
    index: AuthorIndex, touched: Collection[str], old: Iterable[Authored], new: Iterable[Authored]
) -> dict[str, tuple[Authored, ...]]:
    """Give the papers of authors, by slug, as they are now."""
    known = index.read_papers(touched)
    gone = {paper.name for paper in old}
    fresh: dict[str, list[Authored]] = {}
    for paper in new:
        for slug in keys_of(paper):
            fresh.setdefault(slug, []).append(paper)
    return {
        slug: sort_papers(
            (
                *(paper for paper in known.get(slug, ()) if paper.name not in gone),
                *fresh.get(slug, ()),
            )
        )
        for slug in touched
    }


def _describe_in_lists(row: AuthorRow | None) -> object:
    """Give what lists and sitemaps say of an author."""
    return row and (row.name, row.years)


def _stage_all(
    folders: Folders, build_plan: BuildPlan, due: list[Due], workers: WorkerPool
) -> Iterator[str]:
    """Stage the files of authors, in processes where they are many."""
    due.sort(key=lambda one: one[1][0].name)  # near in time: their feeds share entries
    # Four jobs a process: authors have one paper or hundreds, and small jobs end together.
    size = -(-len(due) // (4 * workers.most)) or 1
    jobs = [
        AuthorJob(
            folders=folders,
            settings=build_plan.settings,
            config_hash=build_plan.config_hash,
            due=due[at : at + size],
        )
        for at in range(0, len(due), size)
    ]
    phase = Phase("Rendering authors", [len(job.due) for job in jobs])
    for paths in workers.map(stage_authors, jobs, pays=len(due) >= _PARALLEL, phase=phase):
        yield from paths


def stage_authors(job: AuthorJob) -> list[str]:
    """Stage the files of some authors; give the paths of those that the output had not."""
    render = make_page_renderer(job.settings, job.folders.templates, job.config_hash)
    entries = EntryReader(job.folders, job.settings)
    staged = []
    for row, papers in job.due:
        pages = (
            (output_path(page.url), render(page).encode()) for page in plan_author(row, papers)
        )
        feed = entries.make_feed(
            plan_author_feed(row), ((paper.name, paper.place) for paper in papers)
        )
        for path, data in (*pages, *feed):
            if stage(job.folders, path, data):
                staged.append(path)
    return staged
