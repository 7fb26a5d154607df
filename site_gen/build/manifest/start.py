"""What a build goes on from: the last one, where manifest and output agree; else nothing."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from site_gen.build.manifest import upgrade
from site_gen.build.manifest.authors import AuthorIndex
from site_gen.build.manifest.database import Manifest, ManifestError, find_fault, open_manifest
from site_gen.build.manifest.site_list import is_made_here, read_site_list
from site_gen.plan.author_pages import author_paths

LATE = ", index is late"
"""How the version of the search ends where the index may be older than the pages."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a build goes on from: the last one; or nothing, and what it replaces.

    ``reason`` says why nothing of the last build can be used, where there was one. ``ours`` are
    the output paths of all its files.
    """

    is_clean: bool
    reason: str = ""
    ours: frozenset[str] = frozenset()


def choose_start(path: Path, output: Path, *, is_full: bool) -> Start:
    """Decide whether the manifest and the output belong to the same build."""
    if upgrade.find_old_folder(output):
        return start_over(path, output, "version 0.1.0 made the last build")
    if not is_made_here(output):
        return Start(is_clean=True)  # a new folder
    if is_full:
        return start_over(path, output, "")
    fault = find_fault(path) or _find_disagreement(path, output)
    return start_over(path, output, fault) if fault else Start(is_clean=False)


def _find_disagreement(path: Path, output: Path) -> str:
    """Say why a manifest and an output are not of the same build; nothing where they are."""
    try:
        with open_manifest(path, is_new=False) as manifest:
            builds = manifest.ask("SELECT id FROM build")
    except ManifestError as err:  # a disk may fail at any time, so also where it did not just now
        return f"the record of the last build is damaged: {err}"
    # Exactly one build, and the one that the output names: a manifest without a build is no record.
    is_same = builds == [(read_site_list(output).build,)]
    return "" if is_same else "the last build did not end, or another one made this folder"


def start_over(path: Path, output: Path, reason: str) -> Start:
    """Begin a clean build: nothing is trusted but the names of the files that are ours."""
    old = upgrade.find_old_folder(output)
    ours = upgrade.read_old_paths(old) if old else read_site_list(output).paths()
    if not ours and not find_fault(path):  # the list is damaged, the manifest may not be
        with suppress(ManifestError), open_manifest(path, is_new=False) as manifest:
            ours = read_paths(manifest)
    return Start(is_clean=True, reason=reason, ours=ours)


def read_paths(manifest: Manifest) -> frozenset[str]:
    """Read the output paths of all files of the last build. Raises ManifestError."""
    tables = ("page", "site_file", "bundle_file")
    query = " UNION ".join(f"SELECT path FROM {name}" for name in tables)  # noqa: S608 # ours
    paths = {path for (path,) in manifest.ask(query)}
    authors = AuthorIndex(manifest).read_authors().values()
    return frozenset(paths.union(*map(author_paths, authors)))
