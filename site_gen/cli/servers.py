"""``site-gen serve``: the site on this machine, rebuilt while one edits."""

import time
from pathlib import Path

import click

from site_gen import store
from site_gen.build import build
from site_gen.cli.builds import tell_build
from site_gen.errors import SiteError
from site_gen.serve import Preview, load_rules, run
from site_gen.urls import base_path


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_obj
def serve(site: Path, port: int) -> None:
    """Show the site on this machine; rebuild when a file changes, and reload the browser."""
    output = site / "public"
    server = Preview(output, port=port)

    def rebuild() -> str:
        started = time.perf_counter()
        try:
            server.rules = load_rules(site, output)
            server.below = base_path(store.load_settings(site / "content").base_url)
            report = build(site.absolute(), output.absolute())
            server.rules = load_rules(site, output)  # the build makes some of them
        except SiteError as err:
            click.secho(str(err), err=True, fg="red")
            return str(err)
        tell_build(output, report, time.perf_counter() - started)
        return ""

    def ready() -> None:
        click.echo(f"Serving {server.url} - press Ctrl-C to stop")

    run(server, rebuild, [site / "content", site / "templates", site / "netlify.toml"], ready)
