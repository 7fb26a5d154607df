"""Which papers are related: two maps over months.

``read_texts`` makes the vectors of a month from its entries, and gives who wrote them;
``find_related`` compares a month's papers with those before them. Each leaves a file in the work
folder, where the later jobs of the same build read it; the manifest keeps both for later builds.
NumPy is loaded here, when something is due, and never before.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_gen.build.output_folder import Folders
from site_gen.content.removed import read_shown
from site_gen.model import PaperLine, Problem, fingerprint, paper_url
from site_gen.system.files import write_new

_STAMP = 32  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsJob:
    """A month whose papers are to be read, and their words weighed.

    ``code`` names the program that weighs them; without it that is not done.
    """

    name: str
    folders: Folders
    refs: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsResult:
    """What became of it: ``stamp`` names what was found; the authors of papers with some."""

    name: str
    stamp: str = ""
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
    """Weigh the words of a month's papers, and keep that; tell what cannot be read."""
    entries, problems = read_shown(job.folders.content, job.refs)
    if problems:
        return TextsResult(name=job.name, problems=tuple(problems))
    authors = {name: entry.authors for name, entry in entries.items() if entry.authors}
    if not job.code:
        return TextsResult(name=job.name, authors=authors)
    from site_gen.related import bm25  # noqa: PLC0415 # loads NumPy

    data = bm25.format_vectors(bm25.make_vectors(entries.values()))
    stamp = f"{job.code}{fingerprint(data)[:_STAMP]}"
    write_new(text_path(job.folders.work, job.name), data)
    return TextsResult(name=job.name, stamp=stamp, authors=authors)


def find_related(job: RelatedJob) -> tuple[str, str]:
    """Find and keep what is related to each paper of a month; name the month and what was found."""
    from site_gen.related import bm25, nearest  # noqa: PLC0415 # they load NumPy

    months = (*job.before, job.name)
    work = job.folders.work
    texts = [bm25.parse_vectors(text_path(work, month).read_bytes()) for month in months]
    papers: list[tuple[int, int]] = [
        (month, place) for month, one in enumerate(texts) for place in range(len(one.counts))
    ]
    # Titles are decoded only of months that have a neighbour: most of a window has none.
    lines: dict[int, list[tuple[str, str]]] = {len(texts) - 1: bm25.parse_titles(texts[-1])}

    def tell(place: int) -> tuple[str, str, str]:
        month, at = papers[place]
        if month not in lines:
            lines[month] = bm25.parse_titles(texts[month])
        slug, title = lines[month][at]
        return f"{months[month]}-{texts[month].days[at]:02}", slug, title

    first = len(papers) - len(texts[-1].counts)
    found = nearest.search_neighbours(texts[:-1], texts[-1], job.most)
    rows = [
        json.dumps([*tell(first + at)[:2], *(tell(place) for place in near.tolist())])
        for at, near in enumerate(found)
    ]
    data = "".join(f"{row}\n" for row in rows).encode()
    write_new(relation_path(work, job.name), data)
    return job.name, fingerprint(data)[:_STAMP]


def read_related(work: Path, month: str) -> Mapping[str, tuple[PaperLine, ...]]:
    """Read what is related to each paper of a month, by ``day/slug``."""
    found = {}
    for line in relation_path(work, month).read_text(encoding="utf-8").split("\n")[:-1]:
        day, slug, *near = json.loads(line)
        found[f"{day}/{slug}"] = tuple(_line(*one) for one in near)
    return found


def _line(day: str, slug: str, title: str) -> PaperLine:
    first = date.fromisoformat(day)
    return PaperLine(title=title, url=paper_url(first, slug), day=first)
