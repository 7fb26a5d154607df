"""Look for faults: ``python -m testing COMMAND``. Each command has ``--help``.

``story`` makes random edits and compares each build with a clean one; ``kill`` kills builds;
``kill-import`` breaks off commands that change ``content/``; ``together`` runs imports and builds
at the same time; ``roundtrip`` looks for papers that a format changes; ``identity`` for papers that
are taken for another; ``feeds`` for feeds, sitemaps and references that other programs read
otherwise; ``search-faults`` for a false "No papers"; ``attack`` for strings that run a script or
ask another host; ``fuzz`` feeds parsers with broken input; ``repetitions`` looks for readers that
take more than linear time; ``netlify`` builds and serves a new site with Netlify's own program.
``soak`` runs all of these for a given time. Where the full corpus is not beside the checkout, they
take the sample of it in ``tests/data/``.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = (
    "story",
    "kill",
    "kill-import",
    "together",
    "roundtrip",
    "identity",
    "feeds",
    "search-faults",
    "attack",
    "fuzz",
    "repetitions",
    "netlify",
    "soak",
)


def main(arguments: Sequence[str]) -> int:
    """Run the command that is named first; give its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python -m testing {{{','.join(COMMANDS)}}} ...", file=sys.stderr)
        return 2
    command = import_module(f"testing.{arguments[0].replace('-', '_')}")  # and what it alone needs
    status: int = command.main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
