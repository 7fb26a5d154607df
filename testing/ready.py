"""Be site-gen, perhaps as another user, at a given moment: a script for ``together``.

``python ready.py UID SITE FOLDER ARGUMENT...`` builds the site in SITE into FOLDER, so that all of
the program is loaded: another user perhaps may not read it. Then it takes the user id UID, says
``ready``, and when its standard input ends it runs ``site-gen ARGUMENT...``.
"""

import contextlib
import io
import os
import sys

from site_gen.cli import cli


def main() -> None:
    """Run site-gen as the command line says."""
    user, site, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    with contextlib.redirect_stdout(io.StringIO()):
        build = ["-C", site, "build", "--output", folder, "--no-search"]
        cli(build, prog_name="site-gen", standalone_mode=False)
    if user != os.geteuid():
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    print("ready", flush=True)
    sys.stdin.read()
    cli(sys.argv[4:], prog_name="site-gen")


if __name__ == "__main__":
    main()
