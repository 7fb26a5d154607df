"""``site-gen enrich``: ids, authors and categories for entries that lack them, from arXiv."""

import time
from collections import Counter
from itertools import islice
from pathlib import Path

import click

from site_gen.cli.console import hold_content
from site_gen.cli.fetch import open_client
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.enrich import Candidate, EnrichedPaper, EnrichReport
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
from site_gen.model import InputError, Problem
from site_gen.system.progress import track


@click.command("enrich")
@click.option("--review", is_flag=True, help="List what might be meant; write nothing.")
@click.option("--again", is_flag=True, help="Ask again for what arXiv did not know.")
@click.option("--most", type=click.IntRange(1), help="Ask for so many papers at the most.")
@click.option("--host", default=ARXIV_API, show_default=True, metavar="URL", help="The host.")
@click.option("--wait", default=WAIT, show_default=True, help="Seconds between two questions.")
@click.pass_obj
def enrich_(  # noqa: PLR0913, PLR0917 # one for each option
    site: Path, review: bool, again: bool, most: int | None, host: str, wait: float
) -> EnrichReport:
    """Find papers that lack an arXiv id, or authors, at arXiv: by id, else by title.

    Where the id, or title and abstract, agree, then id, authors, categories and links are added to
    the entry, unless it has them. Each is asked for once; a run that was broken off goes on where
    it was.
    """
    with hold_content(site, is_dry=review):
        pass  # what was broken off is finished: its papers are there
    client, asked = open_client(site), Asked(site)
    kinds, papers = Counter[str](), []
    with show_progress() as progress:
        progress("Reading papers")
        entries = list_incomplete(site / "content")
        asks_all = again or review
        due = list(islice((pair for pair in entries if asks_all or pair[1] not in asked), most))
        for path, entry in track(due, progress, "Asking arXiv for papers", [1] * len(due)):
            if not asks_all and entry in asked:  # another entry has its title
                continue
            if kinds:
                time.sleep(wait)
            match = look_up(client, host.rstrip("/"), path, entry)
            kinds["found" if match.paper else "unsure" if match.candidates else "unknown"] += 1
            if match.paper or match.candidates:
                papers.append(_report(site, match, is_review=review))
                announce(papers[-1].describe(is_review=review))  # now: it may go on for hours
            if not review and not match.paper:
                asked.add(entry)
    return EnrichReport(
        is_review=review,
        found=kinds["found"],
        unsure=kinds["unsure"],
        unknown=kinds["unknown"],
        papers=tuple(papers),
    )


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
