"""``site-gen help``: the guides and the reference of ``docs/``, which are installed too."""

import re
from collections.abc import Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from site_gen.model import guess
from site_gen.system.files import read_text

GUIDES = (
    "tutorial", "sources", "another-host", "repair", "newsletter", "large-site", "cluster",
    "upgrade",
)  # fmt: skip
REFERENCE = (
    "commands", "content", "settings", "formats", "exports", "hosting", "templates", "search",
    "api",
)  # fmt: skip
TOPICS = (*GUIDES, *REFERENCE)

_INSTALLED = Path(__file__).parents[1] / "docs"  # in the wheel
_CHECKOUT = Path(__file__).parents[2] / "docs"
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_COMMENT = re.compile(r"^<!-- .* -->\n", re.MULTILINE)  # around what is made from the code


class _Topic(click.ParamType[str]):
    """A topic, or a command."""

    name = "topic"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept a name that is known. Raises UsageError with a suggestion for another one."""
        del param
        if value in TOPICS or (ctx and _find_command(ctx, value)):
            return value
        raise click.UsageError(f"No such topic {value!r}; {guess(value, TOPICS)}", ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the topics that begin with what was typed."""
        del ctx, param
        return [CompletionItem(name) for name in TOPICS if name.startswith(incomplete)]


@click.command("help")
@click.argument("topic", required=False, type=_Topic())
@click.pass_context
def help_(ctx: click.Context, topic: str | None) -> None:
    """Show a guide or a part of the reference; without TOPIC, list them.

    On a terminal, a pager shows the text. The name of a command shows the options of that command.
    """
    if topic is None:
        click.echo(_list_topics())
    elif topic in TOPICS:
        # click adds the end of the last line.
        click.echo_via_pager(format_plain(read_topic(topic)).rstrip("\n"))
    elif command := _find_command(ctx, topic):
        click.echo(command.get_help(click.Context(command, ctx.find_root(), topic)))


def read_topic(topic: str) -> str:
    """Give the Markdown of a topic: from the wheel, else from a checkout of the repository."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return read_text(folder / ("guides" if topic in GUIDES else "") / f"{topic}.md")


def format_plain(text: str) -> str:
    """Write Markdown for a terminal: a link says what to type, or which address it leads to."""
    return _LINK.sub(_format_link, _COMMENT.sub("", text))


def _format_link(link: re.Match[str]) -> str:
    label, target = link.groups()
    if "://" in target:
        return f"{label} ({target})"
    topic = target.partition("#")[0].rpartition("/")[2].removesuffix(".md")
    # What is not installed is in the repository alone; '#' leads to the same text.
    return f"{label} (site-gen help {topic})" if topic in TOPICS else label


def _list_topics() -> str:
    parts = ["Guides:", *_list_titles(GUIDES), "", "Reference:", *_list_titles(REFERENCE)]
    return "\n".join([*parts, "", "To read one, type: site-gen help TOPIC"])


def _list_titles(topics: Sequence[str]) -> list[str]:
    width = max(map(len, TOPICS))
    titles = {topic: read_topic(topic).partition("\n")[0].removeprefix("# ") for topic in topics}
    return [f"  {topic:<{width}}  {title}" for topic, title in titles.items()]


def _find_command(ctx: click.Context, name: str) -> click.Command | None:
    root = ctx.find_root()
    return root.command.get_command(root, name) if isinstance(root.command, click.Group) else None
