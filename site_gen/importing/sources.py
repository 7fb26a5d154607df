"""Lists of papers from where they are published: Hugging Face, arXiv, any feed.

Each source gives texts for the importer, as a file would. Days on which there were no papers are
kept in ``content/.site-gen/empty-days.json``, so that they are not asked for again.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from site_gen.model import InputError, Problem
from site_gen.system.files import decode, read_optional, read_text
from site_gen.system.foreign_files import decode_foreign
from site_gen.system.network.client import Client
from site_gen.system.progress import Progress, no_progress, track
from site_gen.system.transactions import commit_texts

HUGGING_FACE = "https://huggingface.co"
ARXIV = "https://rss.arxiv.org"
EMPTY_DAYS = ".site-gen/empty-days.json"
_PAGE = 100  # papers an answer has at the most
# A bound for a host that never gives a last page.
_PAGES = 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """A text from a source: what to call it in messages, its format, the day asked for."""

    label: str
    text: str
    format: str | None = None
    day: date | None = None


def fetch_hugging_face(
    client: Client, host: str, days: Sequence[date], progress: Progress = no_progress
) -> Iterator[Fetched]:
    """Fetch the daily papers of days; nothing for a day without. Raises ToolError, InputError."""
    for day in track(days, progress, "Fetching days", [1] * len(days)):
        for page in range(_PAGES):
            # The first page is what a host gives without a number.
            query = {"date": day.isoformat(), "limit": _PAGE, **({"p": page} if page else {})}
            url = f"{host}/api/daily_papers?{urlencode(query)}"
            text = decode(url, client.get(url))
            papers = _count(url, text)
            if papers:
                yield Fetched(url, text, "hf-json", day)
            # A page that is not full is the last; to ask for one more would cost a request a day.
            if papers < _PAGE:
                break


def fetch_arxiv(client: Client, host: str, categories: Sequence[str]) -> Iterator[Fetched]:
    """Fetch what arXiv announced last in categories, each paper once.

    https://info.arxiv.org/help/rss.html. Raises ToolError, InputError.
    """
    # One address for all categories: arXiv then names a paper of two of them once.
    url = f"{host}/rss/{'+'.join(quote(name) for name in categories)}"
    yield Fetched(url, decode(url, client.get(url)), "feed")


def fetch_feed(client: Client, url: str) -> Iterator[Fetched]:
    """Fetch a feed, whatever form it has. Raises ToolError, InputError."""
    yield Fetched(url, decode_foreign(url, client.get(url)))


def list_missing_days(content: Path, since: date, today: date) -> list[date]:
    """Name the days that are neither in ``content`` nor known to be empty; today's is, always."""
    empty = read_empty(content)
    span = [since + timedelta(days=number) for number in range((today - since).days + 1)]
    return [
        day
        for day in span
        # More papers may still come today.
        if day == today or not (day in empty or (content / day.isoformat()).is_dir())
    ]


def read_empty(content: Path) -> set[date]:
    """Read which days had no papers."""
    try:
        return {date.fromisoformat(day) for day in json.loads(read_text(content / EMPTY_DAYS))}
    except (InputError, ValueError, TypeError):
        return set()


def keep_empty(content: Path, days: Sequence[date]) -> None:
    """Keep which days had no papers. Raises OutputError."""
    if days:
        all_of_them = sorted(read_empty(content) | set(days))
        # A day a line, sorted, so that versions of it merge.
        text = json.dumps([day.isoformat() for day in all_of_them], indent=0)
        commit_texts(content, {EMPTY_DAYS: (read_optional(content / EMPTY_DAYS), f"{text}\n")})


def _count(url: str, text: str) -> int:
    """Count the papers of an answer."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        kind = "a web page" if text.lstrip()[:1] == "<" else "not JSON, or cut off"
        raise InputError(Problem(url, 1, f"{kind}; expected a list of papers as JSON")) from None
    if not isinstance(rows, list):
        error = rows.get("error", "") if isinstance(rows, dict) else ""
        hint = f" ({str(error)[:100]!r})" if error else ""
        raise InputError(Problem(url, 1, f"no list of papers{hint}; expected one as JSON"))
    return len(rows)
