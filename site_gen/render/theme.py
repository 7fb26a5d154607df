"""The templates and static files of a site: those in its folder, then the default theme."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_gen.model import InputError, Problem, fingerprint
from site_gen.render.assets import make_assets, served_url
from site_gen.system.files import decode, read_bytes, read_text, shown

_INSTALLED = Path(__file__).parents[1] / "templates"  # in the wheel
_CHECKOUT = Path(__file__).parents[2] / "templates"
_STATIC = "static"
_TEXTS = (".css", ".js")


@dataclass(frozen=True, slots=True)
class Theme:
    """Where templates are, first found first taken; the static files, and their URLs, by name."""

    folders: tuple[Path, ...]
    assets: Mapping[str, bytes]
    urls: Mapping[str, str]
    content_hash: str
    """The fingerprint of every template and static file."""


def default_folder() -> Path:
    """Give the folder of the default theme."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def load_theme(templates: Path) -> Theme:
    """Read a site's theme: a template or static file in ``templates`` replaces the default one.

    Raises InputError where a file cannot be read, or is not the text that it should be, and where
    a static file imports one that is not there.
    """
    files = _list_sources(templates)
    _check_kinds(templates, files[-1])
    assets = make_assets(_read_statics(files))
    sources = [part for folder, paths in files for part in _read_templates(folder, paths)]
    # The static files as they are served: comments that are left out change nothing.
    statics = [part for name, data in sorted(assets.items()) for part in (name.encode(), data)]
    content_hash = fingerprint(len(files).to_bytes(1, "big"), *sources, *statics)
    urls = {name: served_url(name, data) for name, data in assets.items()}
    return Theme(tuple(folder for folder, _ in files), assets, urls, content_hash)


def _list_sources(templates: Path) -> list[tuple[Path, list[Path]]]:
    """List the folders of a theme, first found first taken, each with its files."""
    default = default_folder()
    sources = [(default, _list_files(default))]
    # In a checkout of this repository both are one folder.
    if (site_files := _list_files(templates)) and not templates.samefile(default):
        # First found, first taken: the site's own templates go before the default ones.
        sources.insert(0, (templates, site_files))
    return sources


def _read_statics(sources: Sequence[tuple[Path, list[Path]]]) -> dict[str, bytes]:
    """Read the static files of a theme, by name."""
    return {
        _name_static(path, folder / _STATIC): _read_static(path)
        # The site's own folder comes last, and replaces what has the same name.
        for folder, paths in reversed(sources)
        for path in paths
        if path.is_relative_to(folder / _STATIC)
    }


def _name_static(path: Path, folder: Path) -> str:
    """Give the name of a static file. Raises InputError where no address can hold it."""
    name = path.relative_to(folder).as_posix()
    try:
        name.encode()
    except UnicodeEncodeError:
        message = "its name is not UTF-8, so no address can hold it; expected another name"
        raise InputError(Problem(shown(path), 0, message)) from None
    return name


def _list_files(folder: Path) -> list[Path]:
    """List all files below a folder but hidden ones; nothing where it does not exist.

    A link that leads nowhere is listed, so that reading it fails. Raises InputError.
    """
    if not os.path.lexists(folder):
        return []

    def fail(err: OSError) -> None:
        message = f"cannot be read: {err.strerror}; expected a folder"
        raise InputError(Problem(shown(Path(err.filename)), 0, message)) from None

    found: list[Path] = []
    for place, below, names in os.walk(folder, onerror=fail):
        # os.walk leaves out what is taken from this list while it runs.
        below[:] = [name for name in below if not name.startswith(".")]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(found)


def _check_kinds(templates: Path, theirs: tuple[Path, list[Path]]) -> None:
    """Raise InputError where ``templates`` has a folder where a file belongs, or the reverse."""
    default, paths = theirs
    if os.path.isfile(templates / _STATIC):  # noqa: PTH113 # Path raises where it may not search
        raise InputError(Problem(shown(templates / _STATIC), 0, "a file; expected a folder"))
    for path in paths:
        place = templates / path.relative_to(default)
        if os.path.isdir(place):  # noqa: PTH112 # as above
            raise InputError(Problem(shown(place), 0, "a folder; expected a file"))


def _read_static(path: Path) -> bytes:
    """Read a static file. Sheets and scripts are UTF-8: hosts serve them as that."""
    data = read_bytes(path)
    if path.suffix in _TEXTS:
        decode(shown(path), data)
    return data


def _read_templates(folder: Path, paths: Iterable[Path]) -> Iterator[bytes]:
    """Give names and content of all files that a template can include but static ones.

    Only those named as HTML are sure to be templates; others are checked when they are included.
    """
    for path in paths:
        if not path.is_relative_to(folder / _STATIC):
            yield path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            yield read_text(path).encode() if path.suffix == ".html" else read_bytes(path)
