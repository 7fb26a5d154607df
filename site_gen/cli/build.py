"""``site-gen build``: ``content/`` -> ``public/``."""

import gc
import time
from pathlib import Path

import click

from site_gen.build.build import Options, build
from site_gen.cli.console import find_day_of_site, finish_broken_off, report_wait
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.build import BuildReport, report_build
from site_gen.cli.reports.report import name_program
from site_gen.system.files import shown
from site_gen.system.workers import Dask

_GARBAGE = 20_000  # objects between two looks for cycles, which pages hardly have: 5 % of a build


@click.command("build")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to; DIR/public unless given."
)
@click.option(
    "--base-url", metavar="URL", help="Where the site is hosted; goes before site.yaml's."
)
@click.option("--no-search", is_flag=True, help="Make no search index.")
@click.option(
    "--jobs", default=0, type=click.IntRange(0), help="Processes; as many as pay by default."
)
@click.option("--full", is_flag=True, help="Trust nothing of the last build; render every page.")
@click.option("--force", is_flag=True, help="Build into a folder that holds other files.")
@click.option(
    "--executor",
    type=click.Choice(["local", "dask"]),
    default="local",
    help="Where pages are built: on this machine, or on a Dask cluster that shares its folders.",
)
@click.option("--scheduler", metavar="URL", help="The Dask scheduler, as tcp://127.0.0.1:8786.")
@click.pass_obj
def build_(  # noqa: PLR0913, PLR0917 # one for each option
    site: Path,
    output: Path | None,
    base_url: str | None,
    no_search: bool,
    jobs: int,
    full: bool,
    force: bool,
    executor: str,
    scheduler: str | None,
) -> BuildReport:
    """Build the site into public/. Only what changed is built again."""
    # Either alone would be ignored, and the build would run elsewhere than meant.
    if (executor == "dask") != bool(scheduler):
        raise click.UsageError("--executor dask and --scheduler URL belong together")
    started = time.perf_counter()
    gc.set_threshold(_GARBAGE)
    output = output or site / "public"
    finish_broken_off(site)
    # Without a thread: processes that begin as copies of this one must not have one.
    with show_progress(ticks=False) as progress:
        options = Options(
            base_url=base_url,
            needs_base_url=True,
            has_search=not no_search,
            jobs=jobs,
            is_full=full,
            is_forced=force,
            today=find_day_of_site(site),
            executor=Dask(scheduler) if scheduler else None,
            progress=progress,
            wait=report_wait,
        )
        # Absolute: workers of a cluster may run in another folder.
        built = build(site.absolute(), output.absolute(), options)
    seconds = time.perf_counter() - started
    return report_build(output, built, seconds, (_choose_next(site, output),))


def _choose_next(site: Path, output: Path) -> str:
    """Say what one does after a build."""
    program = name_program(site)
    look = f"'{program} serve' shows the site, " if output == site / "public" else ""
    return f"{look}'{program} check' says which hosts take it; publish {shown(output)}"
