"""The papers of the frozen test. They never change: figures of different days are comparable."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"
PAPERS = DATA / "papers.jsonl.gz"
_PAPERS_HASH = "77eb35824e455ec656d88363e1243ed6670b41142122a6dafeaa83a84e975ee3"


class FrozenError(Exception):
    """A file of the frozen test is missing or was changed; the message says which."""


@dataclass(frozen=True, slots=True)
class FrozenPaper:
    """A paper of the frozen test.

    ``kind`` is ``corpus``, ``tex`` (a title with TeX) or ``zh`` (in Chinese). ``typed`` is what a
    person types for a title with TeX. Papers whose id begins with ``made-`` were made up.
    """

    id: str
    day: str
    title: str
    abstract: str
    kind: str
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    typed: str = ""

    @property
    def is_made_up(self) -> bool:
        """Tell if arXiv does not have the paper."""
        return self.id.startswith("made-")


def read_papers(path: Path = PAPERS) -> tuple[FrozenPaper, ...]:
    """Give the papers, in the order of their days. Raises FrozenError."""
    lines = gzip.decompress(read_frozen(path, _PAPERS_HASH)).decode().splitlines()
    return tuple(_make_paper(json.loads(line)) for line in lines)


def read_frozen(path: Path, wanted: str) -> bytes:
    """Give the bytes of a file whose SHA-256 is ``wanted``. Raises FrozenError."""
    try:
        data = path.read_bytes()
    except OSError as err:
        raise FrozenError(f"{path}: {err.strerror}; expected a file of the frozen test") from err
    found = hashlib.sha256(data).hexdigest()
    if found != wanted:
        raise FrozenError(f"{path}: changed; expected the SHA-256 {wanted}, found {found}")
    return data


def list_records(papers: Iterable[FrozenPaper]) -> Iterator[dict[str, Any]]:
    """Give the papers as records that ``site-gen import`` reads."""
    for paper in papers:
        yield {
            "date": paper.day,
            "title": paper.title,
            "abstract": paper.abstract,
            "authors": paper.authors,
            "ai_keywords": paper.keywords,
            "links": {("Code" if "github" in url else "Project"): url for url in paper.links},
            **({} if paper.is_made_up else {"arxiv_id": paper.id}),
        }


def _make_paper(row: dict[str, Any]) -> FrozenPaper:
    lists = {key: tuple(row.get(key, ())) for key in ("authors", "keywords", "links")}
    return FrozenPaper(**{**row, **lists})
