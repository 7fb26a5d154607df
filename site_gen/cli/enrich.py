"""``site-gen enrich``: what arXiv knows of papers that are here -> their entries."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from itertools import islice
from pathlib import Path

import click

from site_gen.cli.console import find_today, hold_content
from site_gen.cli.fetch import open_client
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.enrich import Candidate, EnrichedPaper, EnrichReport, UpdatedPaper
from site_gen.cli.reports.printing import announce
from site_gen.importing.arxiv_lookup import (
    ARXIV_API,
    WAIT,
    Asked,
    Match,
    enrich,
    list_incomplete,
    look_up,
)
from site_gen.importing.arxiv_updates import (
    BATCH,
    list_recent,
    look_up_all,
    update_entries,
)
from site_gen.model import Entry, InputError, Paper, Problem, find_arxiv_id, parse_day
from site_gen.system.network.client import Client
from site_gen.system.progress import Progress, track

_RECENT = "90"  # days: most versions and venues of a paper come within them
_PHASE = "Asking arXiv for papers"


class _Since(click.ParamType[date]):
    """The first of the days that are looked at: a day, or how many days ago it was."""

    name = "since"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day."""
        day = parse_day(value)
        if not (day or value.isdecimal()):
            expected = "expected YYYY-MM-DD, or a number of days, as 90"
            self.fail(f"{value!r} is not a day; {expected}", param, ctx)
        try:
            return day or find_today(UTC) - timedelta(days=int(value))
        except (OverflowError, ValueError):  # before the first day of the calendar
            return date.min


@dataclass(frozen=True, slots=True)
class _How:
    """How arXiv is asked: what the options say."""

    client: Client
    host: str
    wait: float
    most: int | None
    is_review: bool


@click.command("enrich")
@click.option(
    "--since",
    type=_Since(),
    metavar="[DATE|DAYS]",
    is_flag=False,
    flag_value=_RECENT,
    help="Look again at papers with an arXiv id, of the days since then; of 90 days unless given.",
)
@click.option("--review", is_flag=True, help="List what might be meant; write nothing.")
@click.option("--again", is_flag=True, help="Ask again for what arXiv did not know.")
@click.option("--most", type=click.IntRange(1), help="Ask for so many papers at the most.")
@click.option("--host", default=ARXIV_API, show_default=True, metavar="URL", help="The host.")
@click.option("--wait", default=WAIT, show_default=True, help="Seconds between two questions.")
@click.pass_obj
def enrich_(  # noqa: PLR0913, PLR0917 # one for each option
    site: Path,
    since: date | None,
    review: bool,
    again: bool,
    most: int | None,
    host: str,
    wait: float,
) -> EnrichReport:
    """Find papers that lack an arXiv id, or authors, at arXiv: by id, else by title.

    Where the id, or title and abstract, agree, then id, authors, categories and links are added to
    the entry, unless it has them. Each is asked for once; a run that was broken off goes on where
    it was.

    With --since it looks again at recent papers, for a new version, a comment, a venue, a DOI, a
    link to code, and whether they were withdrawn. What you edited stays.
    """
    if since and again:
        raise click.UsageError("either --since or --again, not both: --since asks for all again")
    with hold_content(site, is_dry=review):
        pass  # what was broken off is finished: its papers are there
    how = _How(open_client(site), host.rstrip("/"), wait, most, is_review=review)
    with show_progress() as progress:
        progress("Reading papers")
        if since:
            return _look_again(site, since, how, progress)
        return _look_up(site, how, progress, asks_all=again or review)


def _look_up(site: Path, how: _How, progress: Progress, *, asks_all: bool) -> EnrichReport:
    """Ask for each paper that lacks something, and report what became of it."""
    asked = Asked(site)
    kinds, papers = Counter[str](), []
    entries = list_incomplete(site / "content")
    due = list(islice((pair for pair in entries if asks_all or pair[1] not in asked), how.most))
    for path, entry in track(due, progress, _PHASE, [1] * len(due)):
        if not asks_all and entry in asked:  # another entry has its title
            continue
        if kinds:
            time.sleep(how.wait)
        match = look_up(how.client, how.host, path, entry)
        kinds["found" if match.paper else "unsure" if match.candidates else "unknown"] += 1
        if match.paper or match.candidates:
            papers.append(_report(site, match, is_review=how.is_review))
            announce(papers[-1].describe(is_review=how.is_review))  # now: it may go on for hours
        if not how.is_review and not match.paper:
            asked.add(entry)
    return EnrichReport(
        is_review=how.is_review,
        found=kinds["found"],
        unsure=kinds["unsure"],
        unknown=kinds["unknown"],
        papers=tuple(papers),
    )


def _look_again(site: Path, since: date, how: _How, progress: Progress) -> EnrichReport:
    """Ask for many papers at once, bring answers into entries, and report what became of them."""
    entries = list(islice(list_recent(site / "content", since), how.most))
    batches = [entries[at : at + BATCH] for at in range(0, len(entries), BATCH)]
    found, updates = 0, []
    for number, batch in enumerate(track(batches, progress, _PHASE, [*map(len, batches)])):
        if number:
            time.sleep(how.wait)
        papers = look_up_all(how.client, how.host, batch)
        # Not the number of answers: two entries may have one id.
        found += sum(find_arxiv_id(entry.arxiv_id) in papers for entry in batch)
        for update in _update(site, batch, papers, is_dry=how.is_review):
            announce(update.describe(is_review=how.is_review))  # now, as above
            updates.append(update)
    return EnrichReport(
        is_review=how.is_review,
        since=since,
        found=found,
        unknown=len(entries) - found,
        updates=tuple(updates),
    )


def _update(
    site: Path, entries: Sequence[Entry], papers: Mapping[str, Paper], *, is_dry: bool
) -> Iterator[UpdatedPaper]:
    """Write what arXiv says now; give the papers that changed or that a person must look at."""
    with hold_content(site, is_dry=is_dry):  # not while arXiv is asked, which may take hours
        updates = update_entries(site / "content", entries, papers, is_dry=is_dry)
    for update in updates:
        if update.keys or update.problems:
            yield UpdatedPaper(path=update.path, fields=update.keys, problems=update.problems)


def _report(site: Path, match: Match, *, is_review: bool) -> EnrichedPaper:
    """Write what was found, unless it is only reviewed, and make its record."""
    added: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    if match.paper and not is_review:
        try:
            with hold_content(site):  # not while arXiv is asked, which may take hours
                added = tuple(enrich(site / "content", match))
        except InputError as err:  # a file that only a person can change
            problems = err.problems
    return EnrichedPaper(
        path=match.path,
        arxiv_id=match.paper.arxiv_id if match.paper else "",
        added=added,
        candidates=tuple(
            Candidate(arxiv_id=paper.arxiv_id, title=paper.title) for paper in match.candidates
        ),
        problems=problems,
    )
