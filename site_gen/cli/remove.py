"""``site-gen remove``: papers are taken down; their entries stay, with the reason."""

from pathlib import Path
from typing import Any

import click

from site_gen.cli.console import hold_content
from site_gen.cli.reports.files import RemovedPaper, RemoveReport
from site_gen.content.removed import Removal, propose_removal, write_removals
from site_gen.content.selection import find_papers
from site_gen.model import find_illegal


class _Reason(click.ParamType[str]):
    """A text that says something."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the text, without the white space around it."""
        reason = str(value).strip()
        if not reason:
            self.fail("there is no reason; expected why the paper is taken down", param, ctx)
        if illegal := find_illegal(reason):
            self.fail(f"a control character ({illegal[1]}); expected text", param, ctx)
        return reason


@click.command("remove")
@click.argument("papers", nargs=-1, required=True, metavar="SLUG...")
@click.option(
    "--reason", type=_Reason(), required=True, help="Why; readers see it at the paper's address."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def remove(site: Path, papers: tuple[str, ...], reason: str, dry_run: bool) -> RemoveReport:
    """Take papers down: the site and exports leave them out, no import brings them back.

    SLUG is a paper's slug, day/slug, arXiv id, DOI, or the address of its page. The line 'removed'
    is written into its entry. The next build puts a notice at its address. To bring a paper back,
    take out that line. Of a paper that is removed already, the reason is written anew.
    """
    content = site / "content"
    with hold_content(site, is_dry=dry_run):
        refs = find_papers(content, papers)
        removals = [propose_removal(content, ref, reason) for ref in refs]
        if not dry_run:
            write_removals(content, removals)
    papers_removed = tuple(_report(removal) for removal in removals)
    return RemoveReport(is_dry_run=dry_run, papers=papers_removed)


def _report(removal: Removal) -> RemovedPaper:
    if not removal.is_change:
        return RemovedPaper(path=removal.path, outcome="unchanged")
    return RemovedPaper(path=removal.path, outcome="new reason" if removal.last else "removed")
