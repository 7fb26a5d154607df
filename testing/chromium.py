"""Where Chromium is, for all that opens pages: tests, benchmarks and pictures."""

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium is missing; expected it on PATH, or its path in CHROMIUM"

# Nothing is looked up and nothing is fetched but from this machine.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip
"""How a test starts it."""


def find_chromium() -> str | None:
    """Give the program that CHROMIUM names, else the first on PATH; nothing without one."""
    found = (os.environ.get("CHROMIUM"), *map(shutil.which, _NAMES))
    return next(filter(None, found), None)
