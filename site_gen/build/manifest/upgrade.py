"""What version 0.1.0 left in an output folder: a folder ``.site-gen/`` with records of nine kinds.

Only the paths of the site's files are read from them, so that the first build after the upgrade can
remove what is stale. Its name is needed for the site list: the folder is renamed first, and removed
when the build has ended.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import get_args

from site_gen.build.manifest.site_list import NAME, OLD_NAME, is_inside
from site_gen.model import FeedFormat, OutputError, Problem, author_url, feed_url, output_path
from site_gen.plan.author_pages import AuthorRow, list_author
from site_gen.system.files import shown


def find_old_folder(output: Path) -> Path | None:
    """Give the folder of records that version 0.1.0 left; None where there is none."""
    folders = (output / NAME, output / OLD_NAME)
    return next((folder for folder in folders if folder.is_dir()), None)


def read_old_paths(folder: Path) -> frozenset[str]:
    """Give the output paths in records that can be read; a damaged one names nothing."""
    found = set[str]()
    for record in sorted(folder.rglob("*.json")):
        # Damage is no error here: what is not named is not removed, and a person can do that.
        with suppress(OSError, ValueError, AttributeError, TypeError):
            data = json.loads(record.read_text(encoding="utf-8"))
            found.update(path for key in ("paths", "rest") for path in data.get(key, {}))
    with suppress(sqlite3.Error, ValueError):
        found.update(path for row in _read_authors(folder) for path in _list_author_paths(row))
    return frozenset(path for path in found if is_inside(path))


def set_aside(folder: Path) -> None:
    """Make the name of the folder free for the site list. Raises OutputError."""
    if folder.name == NAME:
        aside = folder.with_name(OLD_NAME)
        try:
            # A build that was killed after this rename has left one.
            shutil.rmtree(aside, ignore_errors=True)
            folder.rename(aside)
        except OSError as err:
            message = f"cannot be renamed: {err.strerror}; expected a writable place"
            raise OutputError(Problem(shown(folder), 0, message)) from err


def remove_old_folder(output: Path) -> None:
    """Remove the folder that was set aside."""
    shutil.rmtree(output / OLD_NAME, ignore_errors=True)


def _list_author_paths(row: AuthorRow) -> Iterator[str]:
    """Give the files that version 0.1.0 made of an author: every one had a feed in three forms."""
    forms = (feed_url(author_url(row.slug), form) for form in get_args(FeedFormat))
    yield from map(output_path, (*list_author(row), *forms))


def _read_authors(folder: Path) -> Iterator[AuthorRow]:
    path = folder / "authors.sqlite"
    if not path.is_file():
        return
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT slug, name, count, years FROM authors").fetchall()
    for slug, name, count, years in rows:
        yield AuthorRow(slug=slug, name=name, count=count, years=tuple(map(int, years.split())))
