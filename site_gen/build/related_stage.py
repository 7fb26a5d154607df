"""Which papers are related: two maps over months.

``read_texts`` makes the vectors of a month from its entries, and gives who wrote them;
``compute_related`` compares a month's papers with those before them. Each leaves a file in the work
folder, where the later jobs of the same build read it; the manifest keeps both for later builds.
NumPy is loaded here, when something is due, and never before.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_gen.build.output_folder import Folders
from site_gen.content.store import read_entries
from site_gen.model import PaperLine, Problem, fingerprint, paper_url
from site_gen.system.files import write_new

_HASH_DIGITS = 32


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
    """What became of it: the hash of the vectors; the authors of papers that have some."""

    name: str
    content_hash: str = ""
    authors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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


def read_texts(job: TextsJob) -> TextsResult:
    """Weigh the words of a month's papers, and keep that; report what cannot be read."""
    entries, problems = read_entries(job.folders.content, job.refs)
    if problems:
        return TextsResult(name=job.name, problems=tuple(problems))
    authors = {name: entry.authors for name, entry in entries.items() if entry.authors}
    if not job.code_hash:
        return TextsResult(name=job.name, authors=authors)
    from site_gen.related import bm25  # noqa: PLC0415 # loads NumPy

    data = bm25.format_vectors(bm25.make_vectors(entries.values()))
    content_hash = f"{job.code_hash}{fingerprint(data)[:_HASH_DIGITS]}"
    write_new(text_path(job.folders.work, job.name), data)
    return TextsResult(name=job.name, content_hash=content_hash, authors=authors)


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
