"""``site-gen serve``: the site on this machine, rebuilt while one edits."""

import time
import webbrowser
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from traceback import format_exception

import click

from site_gen.build.build import Options, build
from site_gen.build.inputs.site_inputs import Choices
from site_gen.cli.console import echo, find_day_of_site, finish_broken_off, report_wait
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.build import ServeReport, report_build
from site_gen.cli.reports.printing import announce, print_report
from site_gen.content import store
from site_gen.model import SiteError, base_path
from site_gen.preview import HOST, Preview, Work, load_rules, run

_BUG = "a bug of site-gen: {}; its traceback is in the terminal"

_WITH_DRAFTS = (".cache", "preview")


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen at; 0 takes any that is free.",
)
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="The name or address of this machine to listen at. Only requests that name it, or "
    "localhost, are answered. 0.0.0.0 stands for all IPv4 addresses of this machine.",
)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@click.option("--no-search", is_flag=True, help="Make no search index.")
@click.option("--drafts", is_flag=True, help="Show drafts and days to come too.")
@click.pass_obj
def serve(  # noqa: PLR0913 # one for each option
    site: Path, port: int, host: str, *, opens: bool, no_search: bool, drafts: bool
) -> None:
    """Show the site on this machine; rebuild when a file changes, and update the browser.

    The pages come first. The index of the search follows two seconds after the last change. With
    --drafts the site is built into .cache/preview, so that public/ never has a draft.
    """
    output = site.joinpath(*_WITH_DRAFTS) if drafts else site / "public"
    server = Preview(output, host=host, port=port)

    def rebuild(*, is_index_late: bool) -> None:
        started = time.perf_counter()
        finish_broken_off(site)
        server.rules = load_rules(site, output)
        server.below = base_path(store.load_settings(site / "content").base_url)
        with show_progress(ticks=False) as progress:
            options = Options(
                today=find_day_of_site(site),
                has_drafts=drafts,
                has_search=not no_search,
                is_index_late=is_index_late,
                progress=progress,
                wait=report_wait,
            )
            built = build(site.absolute(), output.absolute(), options)
        server.rules = load_rules(site, output)  # the build makes some of them
        if is_index_late or no_search or built.written:
            report = report_build(output, built, time.perf_counter() - started)
            announce(report.describe())

    def ready() -> None:
        report = ServeReport(url=server.url, host=host, is_private=server.is_private)
        print_report("serve", report, site)
        if opens and not webbrowser.open(server.url):
            echo(f"No browser could be opened; open {server.url}", err=True)

    def make_first(urls: Collection[str]) -> dict[str, bytes]:
        # Here, and not above: the first build need not wait for it.
        from site_gen.build.early.first_pages import make_pages  # noqa: PLC0415

        try:
            choices = Choices(today=find_day_of_site(site), has_drafts=drafts)
            return make_pages(site.absolute(), output.absolute(), urls, choices)
        except Exception:  # noqa: BLE001 # the build that follows meets it too, and shows it
            return {}

    work = Work(
        build=partial(attempt, partial(rebuild, is_index_late=not no_search)),
        index=None if no_search else partial(attempt, partial(rebuild, is_index_late=False)),
        make_first=make_first,
    )
    paths = [site / "content", site / "templates", site / "netlify.toml"]
    run(server, work, paths, ready, lambda sentence: echo(sentence, err=True))


def attempt(work: Callable[[], None]) -> str:
    """Do the work, and give the error in words, or nothing when it went well.

    A preview goes on after any error. The terminal shows the traceback of a bug.
    """
    try:
        work()
    except SiteError as err:
        echo(err, err=True, fg="red")
        return str(err)
    except Exception as err:  # noqa: BLE001 # whatever it is, the next change may mend it
        echo("".join(format_exception(err)), err=True, nl=False)
        return _BUG.format(" ".join(f"{type(err).__name__}: {err}".split()))
    return ""
