"""``site-gen check``: what is wrong in ``content/``, all at once."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from site_gen.cli.budget import describe_budget
from site_gen.cli.console import echo, find_today, finish_broken_off, hold_content, report
from site_gen.content.check import check, mend
from site_gen.content.findings import Finding
from site_gen.content.removed import count_removed
from site_gen.content.store import scan
from site_gen.model import InputError, Problem, count


@click.command("check")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the site was built; DIR/public."
)
@click.pass_obj
def check_(site: Path, fix: bool, output: Path | None) -> None:
    """Show what is wrong in content/, with file and line; exit 1 when there are errors.

    Errors are what a build stops at, papers with two entries, and ids that are not valid. All else
    is a warning. --fix writes ids that are addresses as ids, lists papers that are not listed, puts
    quotes around texts that YAML reads as numbers, dates or yes/no, and reads UTF-8 anew that was
    read as Latin-1, such as 'JosÃ©', if that is certain for all of the file. Papers that were taken
    down are counted. Where the site was built, its files and bytes are compared with what hosts
    take, and with how the site grows.
    """
    content = site / "content"
    mended: Collection[Finding] = ()
    problems: list[Problem] = []
    if fix:
        with hold_content(site):
            # All findings come first: mending a file while it is checked would move its lines.
            findings = list(_check(site))
            mended, problems = mend(content, findings)
            mended = frozenset(mended)
    else:
        finish_broken_off(site)
        findings = list(_check(site))
    kinds = Counter(_report(finding, is_mended=finding in mended) for finding in findings)
    if problems:
        raise InputError(*problems)
    days = (day for month in scan(content)[0] for day in month.days)
    papers = {day.date: len(day.slugs) for day in days}
    for line in describe_budget(output or site / "public", papers):
        report(line)
    fixed = f", {kinds['mended']:,} mended" if fix else ""
    taken = count_removed(content)
    removed = f", {taken:,} removed" if taken else ""
    errors, warnings = count(kinds["error"], "error"), count(kinds["warning"], "warning")
    report(f"{errors}, {warnings}{fixed}{removed}", err=True)
    if kinds["error"]:
        raise SystemExit(1)


def _check(site: Path) -> Iterator[Finding]:
    return check(site, find_today())


def _report(finding: Finding, *, is_mended: bool) -> str:
    """Print a finding, and give its kind."""
    kind = "mended" if is_mended else "error" if finding.is_error else "warning"
    echo(f"{finding.problem} [{kind}]", fg="red" if kind == "error" else None)
    return kind
