"""The command line: the only room that knows click, or prints."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from site_gen import __version__, formats, store
from site_gen.build import Options, Report, build
from site_gen.errors import InputError, Problem, SiteError
from site_gen.executors import open_dask
from site_gen.export import FORMATS, export_papers
from site_gen.files import decode, read_text, shown, write
from site_gen.merge import propose
from site_gen.model import Change
from site_gen.reading import Reading
from site_gen.serve import Preview, load_rules, run
from site_gen.survey import DEFAULT_URL
from site_gen.urls import base_path, parse_day
from site_gen.words import count

_INTERRUPTED = 130  # as shells say it: 128 + SIGINT


class Failure(click.ClickException):
    """What a person can fix: told in plain lines, exit 1."""

    def show(self, file: Any = None) -> None:
        """Print the problems, one a line, so that editors can follow them."""
        click.echo(self.message, err=True, file=file)


class Cli(click.Group):
    """Commands whose SiteErrors become lines; every other exception is a bug and shows itself."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except SiteError as err:
            raise Failure(str(err)) from err
        except KeyboardInterrupt:
            raise SystemExit(_INTERRUPTED) from None


class Day(click.ParamType[date]):
    """A day, as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day."""
        day = value if isinstance(value, date) else parse_day(str(value))
        if day is None:
            self.fail(f"{value!r} is not a day; expected YYYY-MM-DD, as 2025-09-17", param, ctx)
        return day


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "--site",
    default=".",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The site's folder, which holds content/; the current one unless given.",
)
@click.version_option(__version__, prog_name="site-gen")
@click.pass_context
def cli(ctx: click.Context, site: Path) -> None:
    """Publish a daily papers page of your own.

    Paste a digest, a dated list of paper titles and abstracts, with 'import'; edit the entries
    it makes in content/; 'build' makes the site in public/, and 'serve' shows it while you edit.
    """
    ctx.obj = site


@cli.command("import")
@click.argument(
    "files", nargs=-1, metavar="[FILE|-]...", type=click.Path(path_type=Path, allow_dash=True)
)
@click.option("--date", "day", type=Day(), help="The digest's day; else it is found in the text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(formats.NAMES),
    help="What FILE is; else it is recognised.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def import_(
    site: Path, files: tuple[Path, ...], day: date | None, form: str | None, dry_run: bool
) -> None:
    """Turn lists of papers into entries in content/.

    FILE is the text of a Daily Papers page, or one of the formats in docs/formats.md; '-', or
    nothing, reads what is piped or pasted. A paper that is there already is kept as it is, with
    all that was edited.
    """
    readings = _read_digests(files or (Path("-"),), day, form)
    content = site / "content"
    for reading in readings:  # all content is checked before anything is written
        store.find_present(content, reading.digest)
    for reading in readings:
        digest = reading.digest
        present = store.find_present(content, digest)
        changes = propose(digest, present, digest.date.isoformat())
        if not dry_run:
            store.apply(content, changes)
        _tell_import(content, reading, changes, dry_run=dry_run)


@cli.command()
@click.argument("targets", nargs=-1, required=True, metavar="DAY|WEEK|MONTH|SLUG...")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
)
@click.pass_obj
def export(site: Path, targets: tuple[str, ...], form: str, output: Path | None) -> None:
    """Write papers: a day (2025-09-17), week (2025-W38), month (2025-09) or one by its slug.

    As text, a day is what was imported.
    """
    data = export_papers(site / "content", targets, form)
    if output:
        write(output, data)
    else:
        click.echo(data, nl=False)


@cli.command("build")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where to; DIR/public unless given."
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
) -> None:
    """Build the site into public/. Only what changed is built again."""
    if (executor == "dask") != bool(scheduler):
        raise click.UsageError("--executor dask and --scheduler URL belong together")
    started = time.perf_counter()
    output = output or site / "public"
    with _progress() as progress:
        options = Options(
            base_url=base_url,
            has_search=not no_search,
            jobs=jobs,
            is_full=full,
            is_forced=force,
            executor=open_dask(scheduler) if scheduler else None,
            progress=progress,
            wait=lambda: click.echo("Another build of this site is under way; waiting", err=True),
        )
        report = build(site.absolute(), output.absolute(), options)
    _tell_build(output, report, time.perf_counter() - started)
    if not report.has_base_url:
        where = shown(site / "content" / store.SETTINGS)
        click.echo(
            f"{where}: no base_url; expected where the site will be hosted: until then its feed "
            f"and sitemap say {DEFAULT_URL}",
            err=True,
        )


@cli.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_obj
def serve(site: Path, port: int) -> None:
    """Show the site on this machine; rebuild when a file changes, and reload the browser."""
    output = site / "public"
    server = Preview(output, port=port)

    def rebuild() -> str:
        started = time.perf_counter()
        try:
            server.rules = load_rules(site)
            server.below = base_path(store.load_settings(site / "content").base_url)
            report = build(site.absolute(), output.absolute())
        except SiteError as err:
            click.secho(str(err), err=True, fg="red")
            return str(err)
        _tell_build(output, report, time.perf_counter() - started)
        return ""

    server.state.publish(rebuild())
    click.echo(f"Serving {server.url} - press Ctrl-C to stop")
    run(server, rebuild, [site / "content", site / "templates", site / "netlify.toml"])


def _read_digests(files: Sequence[Path], day: date | None, form: str | None) -> list[Reading]:
    """Read every file; tell all that is wrong in any of them."""
    today = datetime.now().astimezone().date()
    problems: list[Problem] = []
    readings: list[Reading] = []
    for path in files:
        try:
            name, text = _read_input(path)
            readings += formats.read(name, text, today, day, form)
        except InputError as err:
            problems += err.problems
    if problems:
        raise InputError(*problems)
    return readings


def _read_input(path: Path) -> tuple[str, str]:
    if path != Path("-"):
        return shown(path), read_text(path)
    if sys.stdin.isatty():
        click.echo("Paste the text of the page, then press Enter and Ctrl-D:", err=True)
    return "-", decode("-", sys.stdin.buffer.read())


def _tell_import(
    content: Path, reading: Reading, changes: Sequence[Change], *, dry_run: bool
) -> None:
    digest = reading.digest
    for problem in reading.unread:
        click.echo(problem, err=True)
    if dry_run:
        for change in changes:
            click.echo(f"{change.kind:6} {shown(content / change.path)}")
    new = sum(change.kind == "create" and change.path.endswith(".md") for change in changes)
    there = len(digest.papers) - new
    would = "would be imported" if dry_run else "imported"
    click.echo(
        f"{digest.date}, {reading.reason} (read as {reading.format}): "
        f"{count(len(digest.papers), 'paper')} {would} into "
        f"{shown(content / digest.date.isoformat())}: {new} new, {there} there already and kept"
    )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show how far a build is, where somebody looks and it takes a while."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with ExitStack() as stack:
        bars: list[Any] = []

        def tell(_done: int, months: int) -> None:
            if months > 1:
                if not bars:
                    bar = click.progressbar(length=months, label="Months", file=sys.stderr)
                    bars.append(stack.enter_context(bar))
                bars[0].update(1)

        yield tell


def _tell_build(output: Path, report: Report, seconds: float) -> None:
    if report.reason:
        click.echo(f"{shown(output)}: {report.reason}; all is built again", err=True)
    search = f"; {report.indexed} indexed" if report.indexed else ""
    click.echo(
        f"{shown(output)}: {count(report.papers, 'paper')} of {count(report.days, 'day')} on "
        f"{count(report.pages, 'page')}; {count(report.written, 'file')} written, "
        f"{report.removed} removed{search}; {seconds:.2f} s"
    )


def main() -> None:
    """Run the command line."""
    cli(prog_name="site-gen")
