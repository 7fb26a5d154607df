"""Which papers are one: ``python -m testing identity``.

All papers of the corpus come again, told in other ways, to an archive that holds them: each must be
found (else it is missed: two pages of one paper). And they come to an archive that holds all but
the paper itself: none must be found (else two papers are one, falsely).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from site_gen.content.identity import compute_keys, is_same, match_entries
from site_gen.importing.formats.detect import read
from site_gen.model.papers import Entry, Paper
from site_gen.text.markdown import to_text
from testing.roundtrip import DAY, FORMATS, read_papers

Telling = Callable[[Sequence[Entry]], list[Paper]]


def _written_as(form: str) -> Telling:
    def tell(entries: Sequence[Entry]) -> list[Paper]:
        readings = read("identity", FORMATS[form].write(entries), DAY, DAY)
        return [paper for reading in readings for paper in reading.digest.papers]

    return tell


def _told_as(change: Callable[[Paper], Paper]) -> Telling:
    def tell(entries: Sequence[Entry]) -> list[Paper]:
        bare = [Paper(title=e.title, abstract=to_text(e.body)) for e in entries]
        return [change(paper) for paper in bare]

    return tell


def _sentence(paper: Paper) -> Paper:
    return replace(paper, abstract=paper.abstract.partition(". ")[0])


TELLINGS: Mapping[str, Telling] = {
    "with id: JSON": _written_as("json"),
    "with id: RIS": _written_as("ris"),
    "with id, another title": lambda entries: [
        Paper(title=f"On {e.title}", abstract="", arxiv_id=e.arxiv_id) for e in entries
    ],
    "title and abstract: text": _written_as("text"),
    "title and abstract: Markdown": _written_as("markdown"),
    "title in small letters, first 3/4 of the abstract": _told_as(
        lambda paper: replace(
            paper,
            title=paper.title.lower(),
            abstract=paper.abstract[: len(paper.abstract) * 3 // 4],
        )
    ),
    "title and the abstract's first sentence": _told_as(_sentence),
    "title only": _told_as(lambda paper: replace(paper, abstract="")),
}


def count(entries: Sequence[Entry], papers: Sequence[Paper]) -> tuple[int, int]:
    """Give how many papers are missed, and how many are taken for another."""
    found = match_entries(papers, [], entries, ())
    missed = sum(known is None for known in found)
    wrong = sum(
        known is not None and known.slug != entry.slug
        for entry, known in zip(entries, found, strict=True)
    )
    by_key: dict[str, list[Entry]] = {}
    for entry in entries:
        for key in compute_keys(entry):
            by_key.setdefault(key, []).append(entry)
    for entry, paper in zip(entries, papers, strict=True):
        near = (one for key in compute_keys(paper) for one in by_key.get(key, ()))
        wrong += any(one.slug != entry.slug and is_same(paper, one) for one in near)
    return missed, wrong


def main(_: Sequence[str]) -> int:
    """Print a row for each telling; 1 when a paper with an id is missed, or taken for another."""
    entries = read_papers()
    print("| told | papers | missed | taken for another |\n|---|--:|--:|--:|")
    failed = False
    for name, tell in TELLINGS.items():
        missed, wrong = count(entries, tell(entries))
        print(f"| {name} | {len(entries):,} | {missed} | {wrong} |", flush=True)
        failed = failed or (name.startswith("with id") and bool(missed or wrong))
    return int(failed)
