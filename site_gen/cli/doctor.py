"""``site-gen doctor``: whether builds, previews and fetches can work here."""

import os
import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from site_gen import __version__
from site_gen.build import output_folder
from site_gen.build.manifest.site_list import read_sizes
from site_gen.cli.reports.doctor import DoctorReport, Result, ResultKind
from site_gen.cli.reports.site_size import count_papers, measure_site
from site_gen.content.store import load_settings, scan
from site_gen.importing.fetched_days import read_last_fetch
from site_gen.model import SiteError, count, megabytes
from site_gen.search.pagefind import find_pagefind, load_version
from site_gen.system.files import shown
from site_gen.system.probes import (
    count_folders,
    measure_free,
    read_most_watches,
    run_version,
)

_LEAST_FREE = 50_000_000  # bytes: below, even a small build fails
_STALE = timedelta(days=2)


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where the site is built; DIR/public."
)
@click.pass_obj
def doctor(site: Path, output: Path | None) -> DoctorReport:
    """Say whether site-gen can work here; exit 1 when something stops a build.

    It looks at versions, Pagefind, the settings of the site, the output folder, watches of
    folders, free space, what hosts take, and how old the last fetch is. It changes nothing and
    asks no host. 'check' looks at the papers.
    """
    output = output or site / "public"
    results = tuple(_examine(site, output))
    kinds = Counter(result.kind for result in results)
    return DoctorReport(errors=kinds["error"], warnings=kinds["warning"], results=results)


def _examine(site: Path, output: Path) -> Iterator[Result]:
    python = platform.python_version()
    yield Result(
        "versions", "ok", f"site-gen {__version__}, Python {python}, {platform.platform()}"
    )
    yield _examine_pagefind()
    yield from _examine_site(site)
    yield _examine_output(site, output)
    yield from _examine_watches(site)
    sizes = read_sizes(output)
    yield _examine_disk(output, sum(sizes.values()))
    yield from _examine_budget(site, output, sizes)
    yield _examine_fetch(site)


def _examine_pagefind() -> Result:
    """Run Pagefind."""
    try:
        program = find_pagefind()
    except SiteError as err:
        return Result("pagefind", "error", str(err))
    try:
        said = run_version(program)
    except OSError as err:
        message = f"{program}: cannot be run: {err.strerror}; expected Pagefind {load_version()}"
        return Result("pagefind", "error", f"{message}; --no-search builds without it")
    return Result("pagefind", "ok", f"Pagefind runs: {said or load_version()}")


def _examine_site(site: Path) -> Iterator[Result]:
    """Read what a build reads first: the settings, and which days there are."""
    content = site / "content"
    try:
        settings = load_settings(content)
        found = scan(content)
    except SiteError as err:
        yield Result("content", "error", str(err))
        return
    for problem in found.problems:
        yield Result("content", "error", str(problem))
    if not settings.base_url:
        message = "no base_url; expected one, as base_url: https://papers.example.org"
        yield Result(
            "content", "error", f"{shown(content / 'site.yaml')}: {message} (or build --base-url)"
        )
    days = [day for month in found.months for day in month.days]
    papers = sum(len(day.slugs) for day in days)
    yield Result(
        "content", "ok", f"{shown(content)}: {count(papers, 'paper')} of {count(len(days), 'day')}"
    )


def _examine_output(site: Path, output: Path) -> Result:
    """See whether a build may write its folder, and the one beside it where files are staged."""
    try:
        output_folder.check(site, output, is_forced=False)
    except SiteError as err:
        return Result("output", "error", str(err))
    for folder in (output, output.absolute().parent, site / ".cache"):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            return Result(
                "output", "error", f"{shown(folder)}: not writable; expected a folder of yours"
            )
    return Result("output", "ok", f"{shown(output)}: a build may write it")


def _examine_watches(site: Path) -> Iterator[Result]:
    """Compare the folders that a preview watches with what the system allows."""
    most = read_most_watches()
    if most is None:
        return
    folders = count_folders(site / "content", site / "templates")
    text = f"{count(folders, 'folder')} to watch, {most:,} are allowed (inotify)"
    if folders > most:
        more = "'serve' looks at all files instead; raise fs.inotify.max_user_watches"
        yield Result("watches", "warning", f"{text}: {more}")
    else:
        yield Result("watches", "ok", text)


def _examine_disk(output: Path, size: int) -> Result:
    """Compare the free space with the bytes of the site: a build writes files beside old ones."""
    free = measure_free(output)
    text = f"{megabytes(free)} are free on the disk of {shown(output)}"
    if free < _LEAST_FREE:
        return Result("disk", "error", f"{text}; expected {megabytes(_LEAST_FREE)} at least")
    if free < size:
        more = f"a build of all pages writes {megabytes(size)} beside those that are there"
        return Result("disk", "warning", f"{text}; {more}")
    return Result("disk", "ok", text)


def _examine_budget(site: Path, output: Path, sizes: Mapping[str, int]) -> Iterator[Result]:
    """Say which hosts take the site as it was built."""
    try:
        papers = count_papers(scan(site / "content").months)
    except SiteError:  # said already
        return
    if size := measure_site(output, sizes, papers):
        kind: ResultKind = "warning" if size.is_over_a_limit else "ok"
        yield Result("hosts", kind, "\n".join(size.describe()))
    else:
        yield Result("hosts", "ok", f"{shown(output)}: no site was built yet")


def _examine_fetch(site: Path) -> Result:
    """Say how long ago a source last answered 'fetch' on this machine."""
    last = read_last_fetch(site)
    if last is None:
        return Result(
            "fetch", "ok", "nothing was fetched here yet: 'site-gen fetch hf' gets today's papers"
        )
    age = max(timedelta(0), datetime.now(UTC) - last)
    if age > _STALE:
        ago = f"the last fetch was {count(age.days, 'day')} ago, at {last:%Y-%m-%d %H:%M} UTC"
        command = f"site-gen fetch hf --since {last:%Y-%m-%d}"
        return Result("fetch", "warning", f"{ago}: '{command}' gets what is missing")
    hours = count(round(age.total_seconds() / 3600), "hour")
    return Result("fetch", "ok", f"the last fetch was {hours} ago")
