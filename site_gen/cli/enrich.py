"""``site-gen enrich``: ids, authors and categories for entries that lack them, from arXiv."""

import time
from itertools import islice
from pathlib import Path

import click

from site_gen.cli.console import echo, hold_content, report
from site_gen.cli.fetch import open_client
from site_gen.importing.arxiv_lookup import (
    ARXIV_API,
    WAIT,
    Asked,
    Match,
    enrich,
    list_incomplete,
    look_up,
)
from site_gen.model import InputError, count
from site_gen.system.files import shown


@click.command("enrich")
@click.option("--review", is_flag=True, help="List what might be meant; write nothing.")
@click.option("--again", is_flag=True, help="Ask again for what arXiv did not know.")
@click.option("--most", type=click.IntRange(1), help="Ask for so many papers at the most.")
@click.option("--host", default=ARXIV_API, show_default=True, metavar="URL", help="The host.")
@click.option("--wait", default=WAIT, show_default=True, help="Seconds between two questions.")
@click.pass_obj
def enrich_(  # noqa: PLR0913, PLR0917 # one for each option
    site: Path, review: bool, again: bool, most: int | None, host: str, wait: float
) -> None:
    """Find papers that lack an arXiv id, or authors, at arXiv: by id, else by title.

    Where the id, or title and abstract, agree, then id, authors, categories and links are added to
    the entry, unless it has them. Each is asked for once; a run that was broken off goes on where
    it was.
    """
    with hold_content(site, is_dry=review):
        pass  # what was broken off is finished: its papers are there
    client, asked = open_client(site), Asked(site)
    certain = unsure = unknown = 0
    entries = list_incomplete(site / "content")
    due = (pair for pair in entries if again or review or pair[1] not in asked)
    for number, (path, entry) in enumerate(islice(due, most)):
        if number:
            time.sleep(wait)
        match = look_up(client, host.rstrip("/"), path, entry)
        certain += bool(match.paper)
        unsure += bool(match.candidates)
        unknown += not (match.paper or match.candidates)
        _report(site, match, is_review=review)
        if not review and not match.paper:
            asked.add(entry)
    report(f"{count(certain, 'paper')} found, {unsure:,} unsure, {unknown:,} not known")


def _report(site: Path, match: Match, *, is_review: bool) -> None:
    name = shown(match.path)
    if match.paper:
        outcome = match.paper.arxiv_id
        if not is_review:
            try:
                with hold_content(site):  # not while arXiv is asked, which may take hours
                    outcome = f"{outcome}: {', '.join(enrich(site / 'content', match))}"
            except InputError as err:  # a file that only a person can change
                echo(err, err=True)
        report(f"{name}: {outcome}")
    elif match.candidates:
        hint = "" if is_review else "; --review lists them"
        number = count(len(match.candidates), "paper")
        echo(f"{name}: {number} might be it{hint}")
        for paper in match.candidates if is_review else ():
            echo(f"  {paper.arxiv_id:<16} {paper.title[:60]}")
