"""Folders of the site, which a web server must enter whatever the umask of the build."""

import os
import stat

_MODE = 0o755


def make_public_folder(folder: str | os.PathLike[str]) -> None:
    """Make a folder, and those above it; those that are there stay as they are. Raises OSError."""
    try:
        os.mkdir(folder)  # noqa: PTH102 # nearly always only the last part is missing
    except FileExistsError:
        return
    except FileNotFoundError:
        above = os.path.dirname(folder)  # noqa: PTH120
        if not above:  # the working folder is gone
            raise
        make_public_folder(above)
        make_public_folder(folder)
        return
    # More than that stays: with a wide umask, a folder is shared by users who build in turn.
    mode = stat.S_IMODE(os.stat(folder).st_mode)  # noqa: PTH116
    if mode & _MODE != _MODE:
        os.chmod(folder, mode | _MODE)  # noqa: PTH101
