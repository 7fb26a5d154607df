"""The command line: the only modules that know click, or print."""

from pathlib import Path

import click

from site_gen import __version__
from site_gen.cli.commands import Cli, format_examples, json_option, quiet_option
from site_gen.cli.examples import ROOT_EXAMPLES

_MODULES = {
    "build": "site_gen.cli.build:build_",
    "check": "site_gen.cli.check:check_",
    "completion": "site_gen.cli.completion:completion",
    "doctor": "site_gen.cli.doctor:doctor",
    "enrich": "site_gen.cli.enrich:enrich_",
    "export": "site_gen.cli.export:export",
    "fetch": "site_gen.cli.fetch:fetch",
    "help": "site_gen.cli.help:help_",
    "import": "site_gen.cli.import_:import_",
    "init": "site_gen.cli.init:init",
    "move": "site_gen.cli.move:move",
    "remove": "site_gen.cli.remove:remove",
    "serve": "site_gen.cli.serve:serve",
    "undo": "site_gen.cli.undo:undo",
    "words": "site_gen.cli.words:words",
}


@click.group(
    cls=Cli,
    modules=_MODULES,
    epilog=format_examples(ROOT_EXAMPLES),
    context_settings={"help_option_names": ["-h", "--help"]},
)
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
    'help' lists guides, such as a tutorial.
    """
    ctx.obj = site


cli.params += [quiet_option(), json_option()]


def main() -> None:
    """Run the command line."""
    cli(prog_name="site-gen")
