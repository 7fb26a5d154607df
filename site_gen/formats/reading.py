"""What every format gives: the papers it found, and the lines it did not understand.

A room of a format takes ``(path, text)`` and gives ``Findings``; ``formats`` chooses the room and
the days. ``Reading`` is one day of the outcome, ready to be merged into ``content/``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from site_gen.errors import Problem
from site_gen.model import Digest, Paper

_ID = r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}"
_ARXIV_ID = re.compile(
    rf"(?:(?:https?://)?(?:[a-z.]+\.)?(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers"
    rf"|alphaxiv\.org/abs)/|(?:oai:)?arxiv(?:\.org)?:\s*)?(?P<id>{_ID})(?:v[0-9]+)?(?:\.pdf|\.md)?",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_FILE_DATE = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text gave for a day: its digest, where the day came from, the lines not understood."""

    digest: Digest
    reason: str
    unread: tuple[Problem, ...] = ()
    format: str = "page"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a format found: each paper with the day it names, if it names one, in its order."""

    papers: tuple[tuple[Paper, date | None], ...]
    unread: tuple[Problem, ...] = ()


def join(text: str) -> str:
    """Give a text as one line, its white space single: titles and wrapped lines."""
    return " ".join(text.split())


def find_arxiv_id(text: str) -> str:
    """Give the arXiv id, without its version, that a text or an address is; else nothing.

    https://info.arxiv.org/help/arxiv_identifier.html tells both schemes.
    """
    match = _ARXIV_ID.fullmatch(text.strip())
    return match["id"] if match else ""


def find_doi(text: str) -> str:
    """Give the DOI that a text or an address is; else nothing."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else ""


def find_day(text: str) -> date | None:
    """Give the day that a text begins with, as YYYY-MM-DD; None when there is no such day."""
    match = _DAY.match(text.strip())
    return _make_date(match) if match else None


def day_in_name(path: str) -> date | None:
    """Give the day in a file's name, as in 2025-09-17.txt."""
    match = _FILE_DATE.search(path.replace("\\", "/").rsplit("/", 1)[-1])
    return _make_date(match) if match else None


def web_links(
    pairs: Mapping[str, object] | Iterable[tuple[str, object]],
) -> tuple[tuple[str, str], ...]:
    """Keep the links that an entry may hold: names with http(s) addresses."""
    found = pairs.items() if isinstance(pairs, Mapping) else pairs
    return tuple(
        (name, url.strip())
        for name, url in found
        if isinstance(url, str) and url.strip().lower().startswith(("https://", "http://"))
    )


def _make_date(match: re.Match[str]) -> date | None:
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
