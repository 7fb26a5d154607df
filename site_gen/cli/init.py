"""``site-gen init``: a new site that builds at once."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Any

import click

from site_gen.cli.console import is_terminal
from site_gen.cli.reports.init import InitReport
from site_gen.content.settings_file import parse_base_url
from site_gen.model import HOSTS, NETLIFY, find_illegal
from site_gen.scaffold.new_site import check_folder, write_site
from site_gen.scaffold.site_plan import (
    WORKFLOW,
    Answers,
    is_installable,
    plan_files,
)

_NO_HOST = "none"


class _Title(click.ParamType[str]):
    """The name of a site."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the name, on one line."""
        title = " ".join(str(value).split())
        if not title:
            self.fail("it is empty; expected a name", param, ctx)
        if illegal := find_illegal(title):
            self.fail(f"a control character ({illegal[1]}); expected text", param, ctx)
        return title


class _Address(click.ParamType[str]):
    """Where a site is hosted."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the address; nothing is none."""
        try:
            return parse_base_url(value)
        except ValueError as err:
            self.fail(str(err), param, ctx)


class _Package(click.ParamType[str]):
    """What pip installs."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read what ``pip install`` gets."""
        text = str(value).strip()
        if not is_installable(text):
            expected = "expected what pip installs, as 'site-gen @ git+https://a.example/site-gen'"
            self.fail(f"{text!r} has signs that a shell obeys; {expected}", param, ctx)
        return text


@click.command("init")
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--title", type=_Title(), help="The site's name.")
@click.option("--base-url", type=_Address(), metavar="URL", help="Where the site will be hosted.")
@click.option(
    "--host",
    type=click.Choice([*HOSTS, _NO_HOST]),
    help="Who will host the site: it gets the files that this host needs.",
)
@click.option("--empty", is_flag=True, help="No sample papers.")
@click.option(
    "--install-from",
    type=_Package(),
    metavar="ADDRESS",
    help="What pip installs site-gen from at the host; this version by its number unless given.",
)
@click.option("--yes", is_flag=True, help="Ask nothing, also on a terminal.")
@click.pass_obj
def init(site: Path, /, directory: Path, **given: Any) -> InitReport:
    """Make a new site in DIR, the current folder unless given. It builds at once.

    On a terminal it asks for what no option says. It writes no file that is there already.
    """
    folder = site / directory
    answers = _read_answers(given)
    check_folder(folder, plan_files(answers))  # before questions: they would be for nothing
    if is_terminal() and not given["yes"]:
        answers = _ask(answers, given)
        check_folder(folder, plan_files(answers))
    files = plan_files(answers)
    kept = write_site(folder, files)
    return _report(folder, answers, files, kept)


def _read_answers(given: dict[str, Any]) -> Answers:
    host = given["host"] or ""
    return Answers(
        title=given["title"] or Answers().title,
        base_url=given["base_url"] or "",
        host="" if host == _NO_HOST else host,
        is_empty=given["empty"],
        install_from=given["install_from"] or "",
    )


def _ask(answers: Answers, given: dict[str, Any]) -> Answers:
    """Ask for what no option says; an empty answer takes what stands in brackets."""
    if given["title"] is None:
        title = click.prompt("The site's name", default=answers.title, type=_Title(), err=True)
        answers = replace(answers, title=title)
    if given["host"] is None:
        choice = click.Choice([*HOSTS, _NO_HOST])
        host = click.prompt("Who will host it", default=_NO_HOST, type=choice, err=True)
        answers = replace(answers, host="" if host == _NO_HOST else host)
    if given["base_url"] is None:
        address = click.prompt(
            "Its address, as https://papers.example.org; empty if there is none yet",
            default="",
            show_default=False,
            type=_Address(),
            err=True,
        )
        answers = replace(answers, base_url=address)
    return answers


def _report(folder: Path, answers: Answers, files: Iterable[str], kept: list[str]) -> InitReport:
    """Make the report of a new site; of its ``files``, those that are ``kept`` were there."""
    unclear = [WORKFLOW, *(["netlify.toml"] if answers.host == NETLIFY else [])]
    steps = [] if folder == Path() else [(f"cd {quote(str(folder))}", "")]
    steps += [
        ("site-gen serve", "look at it: http://127.0.0.1:8000"),
        ("site-gen import", "paste a page of papers, or name a file"),
        ("site-gen build", "public/ is the site"),
        ("site-gen help", "guides, for example how to publish the site each day"),
    ]
    return InitReport(
        folder=folder,
        title=answers.title,
        base_url=answers.base_url,
        host=answers.host,
        written=tuple(folder / name for name in files if name not in kept),
        left=tuple(folder / name for name in kept),
        to_fill_in=tuple(folder / name for name in unclear if answers.lacks_install),
        next_steps=tuple(f"{command:<18}{about}".rstrip() for command, about in steps),
    )
