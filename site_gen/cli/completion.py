"""``site-gen completion``: the script by which a shell completes what one types."""

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

_CLASSES: dict[str, type[ShellComplete]] = {
    "bash": BashComplete,
    "fish": FishComplete,
    "zsh": ZshComplete,
}
_VARIABLE = "_SITE_GEN_COMPLETE"  # click derives it from the name of the program


@click.command()
@click.argument("shell", type=click.Choice(list(_CLASSES)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in a shell.

    bash: add 'eval "$(site-gen completion bash)"' to ~/.bashrc. zsh: add
    'eval "$(site-gen completion zsh)"' to ~/.zshrc, below the line 'compinit'. fish: write the
    script to ~/.config/fish/completions/site-gen.fish.
    """
    root = ctx.find_root()
    made = _CLASSES[shell](root.command, {}, "site-gen", _VARIABLE)
    # Not source(): for bash it starts that program to see its version, which may not be here.
    click.echo(made.source_template % made.source_vars())
