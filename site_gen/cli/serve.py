"""``site-gen serve``: the site on this machine, rebuilt while one edits."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from traceback import format_exception

import click

from site_gen.build.build import Options, build
from site_gen.cli.build import report_build
from site_gen.cli.console import echo, find_day_of_site, finish_broken_off, report_wait
from site_gen.content import store
from site_gen.model import SiteError, base_path
from site_gen.preview import HOST, Preview, load_rules, run

_BUG = "a bug of site-gen: {}; its traceback is in the terminal"

_WITH_DRAFTS = (".cache", "preview")
_OPEN = "Other machines that reach {} can read this site, with what is not published yet"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="The name or address of this machine to listen at. Only requests that name it, or "
    "localhost, are answered. 0.0.0.0 stands for all IPv4 addresses of this machine.",
)
@click.option("--drafts", is_flag=True, help="Show drafts and days to come too.")
@click.pass_obj
def serve(site: Path, port: int, host: str, *, drafts: bool) -> None:
    """Show the site on this machine; rebuild when a file changes, and reload the browser.

    With --drafts the site is built into .cache/preview, so that public/ never has a draft.
    """
    output = site.joinpath(*_WITH_DRAFTS) if drafts else site / "public"
    server = Preview(output, host=host, port=port)

    def rebuild() -> None:
        started = time.perf_counter()
        finish_broken_off(site)
        server.rules = load_rules(site, output)
        server.below = base_path(store.load_settings(site / "content").base_url)
        options = Options(today=find_day_of_site(site), has_drafts=drafts, wait=report_wait)
        report = build(site.absolute(), output.absolute(), options)
        server.rules = load_rules(site, output)  # the build makes some of them
        report_build(output, report, time.perf_counter() - started)

    def ready() -> None:
        if not server.is_private:
            click.secho(_OPEN.format(host), err=True, fg="yellow")
        echo(f"Serving {server.url} - press Ctrl-C to stop")

    paths = [site / "content", site / "templates", site / "netlify.toml"]
    run(server, partial(attempt, rebuild), paths, ready)


def attempt(work: Callable[[], None]) -> str:
    """Do the work, and give the error in words, or nothing when it went well.

    A preview goes on after any error. The terminal shows the traceback of a bug.
    """
    try:
        work()
    except SiteError as err:
        click.secho(str(err), err=True, fg="red")
        return str(err)
    except Exception as err:  # noqa: BLE001 # whatever it is, the next change may mend it
        echo("".join(format_exception(err)), err=True, nl=False)
        return _BUG.format(" ".join(f"{type(err).__name__}: {err}".split()))
    return ""
