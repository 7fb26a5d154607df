"""Which papers are related: two maps over months.

``read_texts`` makes the vectors of a month from its entries, and gives who wrote them;
``compute_related`` compares a month's papers with those before them. Each leaves a file in the work
folder, where the later jobs of the same build read it; the manifest keeps both for later builds.
NumPy is loaded here, when something is due, and never before.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from site_gen.build.changes import BuildPlan
from site_gen.build.manifest.database import Manifest
from site_gen.build.manifest.months import RelatedRow, read_text
from site_gen.build.output_folder import Folders
from site_gen.model import (
    MOST_AUTHORS,
    Entry,
    PaperLine,
    Problem,
    fingerprint,
    paper_url,
    subject_keys,
)
from site_gen.search.bundles import compute_search_hash
from site_gen.system.files import write_new
from site_gen.system.workers import Phase

WINDOW = 10_000
"""So many papers before a month may be related to its own: whole months, and at least one.

More find little that is nearer, and an edited abstract has as many compared again."""

CODE_DIGITS = 8
"""So many digits of the code hash stand at the start of the hash of texts."""

_HASH_DIGITS = 32


class MapJobs(Protocol):
    """Runs a function for each job, here or in processes."""

    def __call__(
        self, call: Callable[[Any], Any], jobs: Sequence[Any], *, phase: Phase | None = None
    ) -> Iterator[Any]:
        """Give the results in order; what is reported is that of ``phase``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsJob:
    """A month whose papers are to be read, and their words weighed.

    ``code_hash`` stands for the program that weighs them; without it that is not done.
    """

    name: str
    folders: Folders
    refs: tuple[str, ...]
    code_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsResult:
    """What became of it: the hash of the vectors; the keys of papers that have some.

    ``search_hash`` stands for what the search finds in the month.
    """

    name: str
    content_hash: str = ""
    search_hash: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedJob:
    """A month whose papers are to be compared with those before, at most so many each.

    ``before`` are the earlier months to look in, the oldest first. The vectors of all these months
    are in the work folder.
    """

    name: str
    folders: Folders
    before: tuple[str, ...]
    most: int


def text_path(work: Path, month: str) -> Path:
    """Name the file of the vectors of a month."""
    return work / "texts" / f"{month}.bin"


def relation_path(work: Path, month: str) -> Path:
    """Name the file of what is related to the papers of a month."""
    return work / "relations" / f"{month}.rows"


def compute_windows(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Give the months before each in which related papers are looked for, the oldest first."""
    names = sorted(papers)
    windows = {}
    for at, name in enumerate(names):
        first, count = at, 0
        # One month at least, or the first of a large month would have no neighbours at all.
        while first and (first == at or count + papers[names[first - 1]] <= WINDOW):
            first -= 1
            count += papers[names[first]]
        windows[name] = tuple(names[first:at])
    return windows


def needs_texts(build_plan: BuildPlan, name: str) -> bool:
    """Whether the words of a month must be weighed again: its files or the program changed."""
    row = build_plan.last.months.get(name)
    if name in build_plan.changed or not row:
        return True
    # Another version of the program may weigh words otherwise.
    return not row.related.text_hash.startswith(build_plan.code_hash[:CODE_DIGITS])


def list_last_relations(build_plan: BuildPlan) -> dict[str, RelatedRow]:
    """Give what the last build knew of the relations of each month."""
    return {name: row.related for name, row in build_plan.last.months.items()}


def compute_relations(
    map_jobs: MapJobs,
    folders: Folders,
    build_plan: BuildPlan,
    manifest: Manifest,
    sources: tuple[Iterable[TextsResult], Mapping[str, tuple[str, ...]]],
) -> tuple[dict[str, RelatedRow], tuple[str, ...]]:
    """Find what is related to what, and the months that were compared anew.

    ``sources`` are the texts that were due, and the windows of all months.
    """
    read, windows = sources
    last = list_last_relations(build_plan)
    texts = {name: row.text_hash for name, row in last.items()}
    texts |= {result.name: result.content_hash for result in read if result.content_hash}
    input_keys = {
        name: _compute_input_key(build_plan, windows[name], texts, name) for name in windows
    }
    built = {name: row.input_key for name, row in last.items()}
    due = [name for name, input_key in input_keys.items() if built.get(name) != input_key]
    # The largest first, so that no process waits for one that began late.
    due.sort(key=lambda name: -build_plan.count_papers(name))
    # Of months that are not compared anew, the hash is that of the last build.
    hashes = {name: row.content_hash for name, row in last.items()}
    hashes |= _compare_papers(
        map_jobs,
        folders,
        manifest,
        build_plan,
        {name: windows[name] for name in due},
    )
    rows = {name: RelatedRow(texts[name], key, hashes[name]) for name, key in input_keys.items()}
    return rows, tuple(due)


def _compare_papers(
    map_jobs: MapJobs,
    folders: Folders,
    manifest: Manifest,
    build_plan: BuildPlan,
    windows: Mapping[str, tuple[str, ...]],
) -> dict[str, str]:
    """Compute what is related to the papers of the months in ``windows``; give a hash of each."""
    # Jobs may run on other machines, which see the folders and not the manifest.
    for month in {month for name, window in windows.items() for month in (*window, name)}:
        restore(text_path(folders.work, month), partial(read_text, manifest, month))
    jobs = [
        RelatedJob(name=name, folders=folders, before=window, most=build_plan.settings.related)
        for name, window in windows.items()
    ]
    phase = Phase("Comparing papers", [build_plan.count_papers(name) for name in windows])
    return dict(map_jobs(compute_related, jobs, phase=phase))


def restore(path: Path, read: Callable[[], bytes]) -> None:
    """Put what the manifest has of a month into the work folder, unless it was made anew."""
    if not path.exists():
        write_new(path, read())


def _compute_input_key(
    build_plan: BuildPlan, window: Iterable[str], texts: Mapping[str, str], name: str
) -> str:
    """Give one hash for all that the relations of a month are made from."""
    inputs = (build_plan.settings.related, [(other, texts[other]) for other in (*window, name)])
    return fingerprint(repr(inputs).encode())[:32]


def list_changed_relations(
    build_plan: BuildPlan, related: Mapping[str, RelatedRow]
) -> Iterator[str]:
    """Find the months whose papers are now related to others, or to papers called otherwise."""
    last = list_last_relations(build_plan)
    for name, row in related.items():
        if name in last and last[name].content_hash != row.content_hash:
            yield name


def list_subjects(entry: Entry) -> tuple[str, ...]:
    """Give the keys of a paper's authors and organization, as far as they get pages by it."""
    return subject_keys(entry.authors[:MOST_AUTHORS], entry.organization)


def read_texts(job: TextsJob) -> TextsResult:
    """Weigh the words of a month's papers, and keep that; report what cannot be read."""
    entries, problems = job.folders.open_packs().read_month(job.name, job.refs)
    if problems:
        return TextsResult(name=job.name, problems=tuple(problems))
    keys = {name: found for name, entry in entries.items() if (found := list_subjects(entry))}
    search_hash = compute_search_hash(entries.values())
    if not job.code_hash:
        return TextsResult(name=job.name, search_hash=search_hash, keys=keys)
    from site_gen.related import bm25  # noqa: PLC0415 # loads NumPy

    data = bm25.format_vectors(bm25.make_vectors(entries.values()))
    content_hash = f"{job.code_hash}{fingerprint(data)[:_HASH_DIGITS]}"
    write_new(text_path(job.folders.work, job.name), data)
    return TextsResult(name=job.name, content_hash=content_hash, search_hash=search_hash, keys=keys)


def compute_related(job: RelatedJob) -> tuple[str, str]:
    """Compute and keep what is related to each paper of a month; give the month, and a hash."""
    from site_gen.related import bm25, nearest  # noqa: PLC0415 # they load NumPy

    months = (*job.before, job.name)
    work = job.folders.work
    vectors = [bm25.parse_vectors(text_path(work, month).read_bytes()) for month in months]
    papers: list[tuple[int, int]] = [
        (month, place) for month, one in enumerate(vectors) for place in range(len(one.counts))
    ]
    # Titles are decoded only of months that have a neighbour: most of a window has none.
    lines: dict[int, list[tuple[str, str]]] = {len(vectors) - 1: bm25.parse_titles(vectors[-1])}

    def describe(place: int) -> tuple[str, str, str]:
        month, at = papers[place]
        if month not in lines:
            lines[month] = bm25.parse_titles(vectors[month])
        slug, title = lines[month][at]
        return f"{months[month]}-{vectors[month].days[at]:02}", slug, title

    # The papers of the month itself stand last, behind those of its window.
    first = len(papers) - len(vectors[-1].counts)
    neighbours = nearest.search_neighbours(vectors[:-1], vectors[-1], job.most)
    rows = [
        json.dumps([*describe(first + at)[:2], *(describe(place) for place in near.tolist())])
        for at, near in enumerate(neighbours)
    ]
    data = "".join(f"{row}\n" for row in rows).encode()
    write_new(relation_path(work, job.name), data)
    return job.name, fingerprint(data)[:_HASH_DIGITS]


def read_related(work: Path, month: str) -> Mapping[str, tuple[PaperLine, ...]]:
    """Read what is related to each paper of a month, by ``day/slug``."""
    related = {}
    for line in relation_path(work, month).read_text(encoding="utf-8").split("\n")[:-1]:
        day, slug, *near = json.loads(line)
        related[f"{day}/{slug}"] = tuple(_make_line(*neighbour) for neighbour in near)
    return related


def _make_line(day: str, slug: str, title: str) -> PaperLine:
    first = date.fromisoformat(day)
    return PaperLine(title=title, url=paper_url(first, slug), day=first)
