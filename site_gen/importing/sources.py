"""Lists of papers from where they are published: Hugging Face, arXiv, any feed.

Each source gives texts for the importer, as a file would.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote, urlencode

from site_gen.importing.formats import detect
from site_gen.importing.formats.reading import Reading
from site_gen.model import HostError, InputError, Problem, ToolError
from site_gen.system.files import decode
from site_gen.system.foreign_files import decode_foreign
from site_gen.system.network.client import Client
from site_gen.system.progress import Progress, no_progress, track

HUGGING_FACE = "https://huggingface.co"
ARXIV = "https://rss.arxiv.org"
_PAGE = 100  # papers an answer has at the most
# A bound for a host that never gives a last page.
_PAGES = 20


@dataclass(frozen=True, slots=True)
class Fetched:
    """A text from a source: what to call it in messages, and its format."""

    label: str
    text: str
    format: str | None = None


@dataclass(slots=True, kw_only=True)
class FetchedDays:
    """What a source had for some days, and which days are still to be fetched.

    ``filled`` are the days with papers, ``empty`` those without. Each day that is ``missing`` has
    the problems that say why; a day that was not asked for has none.
    """

    readings: list[Reading] = field(default_factory=list)
    filled: list[date] = field(default_factory=list)
    empty: list[date] = field(default_factory=list)
    missing: dict[date, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def has_some(self) -> bool:
        """Whether the source answered for any of the days."""
        return bool(self.filled or self.empty)


def fetch_days(
    client: Client,
    host: str,
    days: Sequence[date],
    today: date,
    progress: Progress = no_progress,
) -> FetchedDays:
    """Fetch the daily papers of days from Hugging Face.

    What arrived is kept when another day fails. Where the host does not answer, or two days fail
    one after the other, the days that are left are not asked for: that would only burden the host.
    """
    fetched = FetchedDays()
    has_failed = False
    steps = track(days, progress, "Fetching days", [1] * len(days))
    for number, day in enumerate(steps, 1):
        try:
            readings = _fetch_day(client, host, day, today)
        except (InputError, ToolError) as err:
            fetched.missing[day] = err.problems
            if has_failed or isinstance(err, HostError):
                fetched.missing |= dict.fromkeys(days[number:], ())
                break
            has_failed = True
        else:
            has_failed = False
            (fetched.filled if readings else fetched.empty).append(day)
            fetched.readings += readings
    return fetched


def _fetch_day(client: Client, host: str, day: date, today: date) -> list[Reading]:
    """Fetch all pages of a day, or raise: a part of a day would count as the whole of it."""
    readings: list[Reading] = []
    for page in range(_PAGES):
        # The first page is what a host gives without a number.
        query = {"date": day.isoformat(), "limit": _PAGE, **({"p": page} if page else {})}
        url = f"{host}/api/daily_papers?{urlencode(query)}"
        text = decode(url, client.get(url))
        papers = _count(url, text)
        if papers:
            readings += detect.read(url, text, today, day, "hf-json")
        # A page that is not full is the last; to ask for one more would cost a request a day.
        if papers < _PAGE:
            break
    return readings


def fetch_arxiv(client: Client, host: str, categories: Sequence[str]) -> Fetched:
    """Fetch what arXiv announced last in categories, each paper once.

    https://info.arxiv.org/help/rss.html. Raises ToolError, InputError.
    """
    # One address for all categories: arXiv then names a paper of two of them once.
    url = f"{host}/rss/{'+'.join(quote(name) for name in categories)}"
    return Fetched(url, decode(url, client.get(url)), "feed")


def fetch_feed(client: Client, url: str) -> Fetched:
    """Fetch a feed, whatever form it has. Raises ToolError, InputError."""
    return Fetched(url, decode_foreign(url, client.get(url)))


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
