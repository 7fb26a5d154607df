"""Be site-gen as another user: ``python as_user.py UID WARM SITE ARGUMENT...``.

The command runs in the site WARM first, so that all of the program is loaded: another user perhaps
may not read it. Then this process takes the user id UID, and runs the command in SITE. It is for
root, who may read and write everything and so meets no refusal.
"""

import contextlib
import io
import os
import sys
from pathlib import Path

from site_gen.cli import cli


def main() -> None:
    """Run site-gen as the command line says."""
    user, warm, site, *words = sys.argv[1:]
    os.chdir(warm)
    unseen = io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(unseen), contextlib.redirect_stderr(unseen):
        cli(words, prog_name="site-gen", standalone_mode=False)
    if int(user) != os.geteuid():
        os.setgroups([])
        os.setgid(int(user))
        os.setuid(int(user))
    # From beside it: a folder that may not be entered is no place to start in.
    os.chdir(Path(site).parent)
    cli(["-C", site, *words], prog_name="site-gen")


if __name__ == "__main__":
    main()
