"""``site-gen check``: what is wrong in ``content/``, all at once."""

from collections import Counter
from pathlib import Path

import click

from site_gen.build.manifest.site_list import read_sizes
from site_gen.cli.console import find_day_of_site, finish_broken_off, hold_content
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.check import CheckReport, ReportedFinding, report_finding
from site_gen.cli.reports.printing import announce
from site_gen.cli.reports.site_size import count_papers, measure_site
from site_gen.content.check import check, mend
from site_gen.content.findings import Finding
from site_gen.content.removed import count_removed
from site_gen.content.store import WORDS, read_or_ours, scan
from site_gen.model import InputError, Problem
from site_gen.related.words.word_file import parse_words


@click.command("check")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt.")
@click.option("--links", is_flag=True, help="Ask other hosts whether links lead to something.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the site was built; DIR/public."
)
@click.pass_obj
def check_(site: Path, *, fix: bool, links: bool, output: Path | None) -> CheckReport:
    """Show what is wrong in content/, with file and line; exit 1 when there are errors.

    Errors are what a build stops at, papers with two entries, and ids that are not valid. All else
    is a warning. --fix writes ids that are addresses as ids, lists papers that are not listed, puts
    quotes around texts that YAML reads as numbers, dates or yes/no, and reads UTF-8 anew that was
    read as Latin-1, such as 'JosÃ©', if that is certain for all of the file. Papers that were taken
    down are counted, and drafts are listed as notes. Where the site was built, its files and bytes
    are compared with what hosts take, and with how the site grows.

    --links asks other hosts for each link in texts and in 'links': one request at a time a host, at
    most one a second. A link that leads to nothing is a warning; one that the host does not answer
    for certain is a note. Answers are kept in .cache/site-gen/links.json for a week. Links that
    follow from an arXiv id or a DOI are not asked for.
    """
    content = site / "content"
    mended = frozenset[Finding]()
    problems: list[Problem] = []
    if fix:
        with hold_content(site):
            # All findings come first: mending a file while it is checked would move its lines.
            findings = _check(site)
            changed, problems = mend(content, findings)
        mended = frozenset(changed)
    else:
        finish_broken_off(site)
        findings = _check(site)
    reported = [_announce(finding, is_mended=finding in mended) for finding in findings]
    if problems:
        raise InputError(*problems)
    checked = None
    if links:
        from site_gen.cli.checks.check_links import check_links  # noqa: PLC0415 # loads urllib3

        with show_progress() as progress:
            found, checked = check_links(site, find_day_of_site(site), progress)
        reported += [_announce(finding, is_mended=False) for finding in found]
    months = scan(content).months
    output = output or site / "public"
    kinds = Counter(one.kind for one in reported)
    return CheckReport(
        errors=kinds["error"],
        warnings=kinds["warning"],
        notes=kinds["note"],
        mended=kinds["mended"] if fix else None,
        removed=count_removed(content, months),
        findings=tuple(reported),
        links=checked,
        size=measure_site(output, read_sizes(output), count_papers(months)),
    )


def _check(site: Path) -> list[Finding]:
    with show_progress() as progress:
        findings = list(check(site, find_day_of_site(site), progress))
    try:
        parse_words(*read_or_ours(site / "content", WORDS))
    except InputError as err:
        findings += (Finding(problem=problem, is_error=True) for problem in err.problems)
    return findings


def _announce(finding: Finding, *, is_mended: bool) -> ReportedFinding:
    """Print a finding, and make its record."""
    reported = report_finding(finding, is_mended=is_mended)
    announce(reported.describe())
    return reported
